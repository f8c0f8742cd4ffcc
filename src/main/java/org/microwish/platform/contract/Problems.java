package org.microwish.platform.contract;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.microwish.problem.ProblemType;

/**
 * The problems that are special to an operation, or to all of a resource. Those that every
 * operation of its shape can answer (a bad body, no token, an unknown id, a reused key) are added
 * to the contract without it.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Problems {
  /** The problems, in any order. */
  ProblemType[] value();
}
