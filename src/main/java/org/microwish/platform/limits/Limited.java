package org.microwish.platform.limits;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the rate limit that requests to a resource method, or to all methods of a resource class,
 * count against, in addition to the limits of their address and account.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Limited {

  /** The limit. */
  To value();

  /** The limits, as {@link LimitsConfig} describes them. */
  enum To {
    LOGIN,
    CLAIMS,
    UNMASKING
  }
}
