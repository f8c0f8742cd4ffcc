package org.microwish.platform.limits;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks an operation that costs much more than others: time of the database, or a thread or memory
 * for as long as the client takes to receive the response. {@link LimitsConfig} limits how many
 * operations of each kind an instance runs at the same time, for one caller and for all callers
 * together, so that connections, threads and memory are left for other requests.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Expensive {

  /** What makes the operation expensive. */
  Kind value() default Kind.SEARCH;

  /**
   * The names of query parameters that make the operation expensive: a request with none of them is
   * not limited. If this list is empty, every request is limited.
   */
  String[] with() default {};

  /** The kinds of expensive operations. */
  enum Kind {
    /** Reads many rows before it responds, and holds a database connection meanwhile. */
    SEARCH(true),
    /** Public operation that reads many rows and streams them. */
    PUBLIC_EXPORT(true),
    /** Operation for callers with a token that reads many rows and streams them. */
    EXPORT(true),
    /** Operation for callers with a token that streams a stored file. */
    DOWNLOAD(false),
    /**
     * Responds with up to a few megabytes, which stay in memory until the client has received them.
     */
    TILE(false);

    private final boolean costly;

    Kind(boolean costly) {
      this.costly = costly;
    }

    /**
     * Returns whether one request counts as {@link LimitsConfig#expensiveCost()} requests for the
     * rate limits.
     */
    public boolean isCostly() {
      return costly;
    }
  }
}
