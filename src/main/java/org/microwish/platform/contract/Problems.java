package org.microwish.platform.contract;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.microwish.problem.ProblemType;

/**
 * The problems specific to an operation, or to all operations of a resource. The contract filter
 * adds the problems that follow from an operation's shape (malformed body, missing token, unknown
 * id, reused key).
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Problems {
  /** The problems, in any order. */
  ProblemType[] value();
}
