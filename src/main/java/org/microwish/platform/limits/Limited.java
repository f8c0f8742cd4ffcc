package org.microwish.platform.limits;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names a rate limit against which requests to a resource method, or to all methods of a resource
 * class, count, in addition to the limits per client address and per account.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Limited {

  /** The rate limit. */
  To value();

  /** The rate limits that can be named; {@link LimitsConfig} describes them. */
  enum To {
    LOGIN,
    CLAIMS,
    UNMASKING
  }
}
