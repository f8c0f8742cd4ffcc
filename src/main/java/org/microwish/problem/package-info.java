/**
 * The catalogue of refusals and the one mapper that turns whatever is thrown into RFC 9457 problem
 * details, in Chinese or English. Entry points: {@link org.microwish.problem.ProblemType} lists
 * every problem the API can answer; {@link org.microwish.problem.ProblemException} carries one up;
 * {@link org.microwish.problem.Failures#toProblem} recognises what others throw; {@link
 * org.microwish.problem.Problem} is the body. The words are in {@code problems_zh.properties} and
 * {@code problems_en.properties}. Depends on nothing of ours.
 */
package org.microwish.problem;
