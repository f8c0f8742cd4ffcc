/**
 * The catalogue of problems, and the conversion of every exception to RFC 9457 problem details, in
 * Chinese or English. Entry points: {@link org.microwish.problem.ProblemType} lists every problem
 * that the API can return; {@link org.microwish.problem.ProblemException} is thrown to return one;
 * {@link org.microwish.problem.Failures#toProblem} converts exceptions of other libraries; {@link
 * org.microwish.problem.Problem} builds the response body. The texts are in {@code
 * problems_zh.properties} and {@code problems_en.properties}. Depends on no other package of this
 * project.
 */
package org.microwish.problem;
