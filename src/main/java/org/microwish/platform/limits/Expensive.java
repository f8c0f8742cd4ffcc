package org.microwish.platform.limits;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a read that costs the database much more than others. It counts as {@link
 * LimitsConfig#expensiveCost()} requests, and only {@link LimitsConfig#expensiveReads()} such reads
 * run at once, so that they leave connections and threads to all others.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Expensive {

  /** The query parameter that makes the read expensive; empty if it always is. */
  String with() default "";

  /**
   * Whether the response is sent piece by piece and no connection is held meanwhile. Such a read
   * takes none of the places, because a slow client would hold it for long.
   */
  boolean streamed() default false;
}
