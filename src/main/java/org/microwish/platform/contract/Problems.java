package org.microwish.platform.contract;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.microwish.problem.ProblemType;

/**
 * Names the problems that are specific to an operation, or to all operations of a resource class.
 * {@link ContractFilter} adds the problems that follow from the kind of operation, such as a
 * malformed body, a missing token, an unknown id or a reused idempotency key.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Problems {
  /** The specific problems, in any order. */
  ProblemType[] value();
}
