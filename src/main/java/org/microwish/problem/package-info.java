/**
 * The catalogue of refusals and the one mapper that turns them into RFC 9457 problem details, in
 * Chinese or English. Entry points: {@link org.microwish.problem.ProblemType} lists every problem
 * the API can answer; {@link org.microwish.problem.ProblemException} carries one up to the mapper.
 * Depends on nothing of ours.
 */
package org.microwish.problem;
