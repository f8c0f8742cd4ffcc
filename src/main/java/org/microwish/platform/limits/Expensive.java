package org.microwish.platform.limits;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks an operation that costs much more than others: the database's time, or a thread or memory
 * for as long as the client takes to receive the response. Only a limited number of each kind are
 * under way at the same time in an instance, of one caller and in all ({@link LimitsConfig}), so
 * that connections, threads and memory are left for other requests.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Expensive {

  /** What makes the operation expensive. */
  Kind value() default Kind.SEARCH;

  /**
   * The names of query parameters; without any of them the operation is not expensive. Empty if it
   * always is.
   */
  String[] with() default {};

  /** The kinds of expensive operations. */
  enum Kind {
    /** Reads many rows before it responds, and holds a database connection meanwhile. */
    SEARCH(true),
    /** Streams to anybody a response for which many rows are read. */
    PUBLIC_EXPORT(true),
    /** Streams to callers with a token a response for which many rows are read. */
    EXPORT(true),
    /** Streams a stored file to callers with a token. */
    DOWNLOAD(false),
    /** Responds with up to some megabytes, which stay in memory until the client has them. */
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
