package org.microwish.platform.limits;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a read that costs the database much more than other reads. One request counts as {@link
 * LimitsConfig#expensiveCost()} requests for the rate limits. At most {@link
 * LimitsConfig#expensiveReads()} such reads run at the same time, so that connections and threads
 * are left for other requests.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Expensive {

  /**
   * The name of the query parameter without which the read is not expensive; empty if the read is
   * always expensive.
   */
  String with() default "";

  /**
   * True if the response is sent in pieces and the read holds no database connection while the
   * client receives them. Such reads do not count among the reads that run at the same time: a slow
   * client would otherwise keep the others out for long.
   */
  boolean streamed() default false;
}
