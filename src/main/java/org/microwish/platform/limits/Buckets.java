package org.microwish.platform.limits;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Token buckets, one for each key, in the memory of this instance. Requests take tokens out of a
 * bucket; the bucket fills again at a constant rate. A bucket is stored as one number: the time at
 * which it will be full again (the generic cell rate algorithm, ITU-T I.371). Full buckets are not
 * stored. So memory is limited by the number of keys that were active recently, and, against a
 * flood of addresses, by a maximum number of keys.
 */
public final class Buckets {

  /** Minimum time in nanoseconds between two removals of full buckets. */
  private static final long SWEEP_NANOS = Duration.ofSeconds(1).toNanos();

  /**
   * The key of one bucket that is used for all further keys once the maximum number of buckets is
   * stored.
   */
  private static final String OVERFLOW = "\0overflow";

  private final String name;
  private final int quota;
  private final long windowNanos;
  private final long tokenNanos;
  private final int maxKeys;
  private final ConcurrentMap<String, Long> fullAt = new ConcurrentHashMap<>();
  private final AtomicLong sweptAt = new AtomicLong(Long.MIN_VALUE);

  /**
   * Creates full buckets.
   *
   * @param name the name of the limit in the RateLimit headers: lower-case letters and hyphens
   * @param rate how many tokens a full bucket holds, and how long an empty bucket takes to fill
   * @param maxKeys the maximum number of buckets that are stored; a full bucket is not stored
   */
  public Buckets(String name, LimitsConfig.Rate rate, int maxKeys) {
    this(name, rate.quota(), rate.window(), maxKeys);
  }

  /**
   * Creates full buckets, for a limit that is not configurable.
   *
   * @param name the name of the limit
   * @param quota how many tokens a full bucket holds
   * @param window how long an empty bucket takes to fill; at least one second
   * @param maxKeys the maximum number of buckets that are stored; a full bucket is not stored
   */
  public Buckets(String name, int quota, Duration window, int maxKeys) {
    if (quota < 1 || window.toSeconds() < 1) {
      throw new IllegalArgumentException("limit " + name + " needs quota >= 1 and window >= 1s");
    }
    this.name = name;
    this.quota = quota;
    this.windowNanos = window.toNanos();
    this.tokenNanos = Math.max(1, windowNanos / quota);
    this.maxKeys = maxKeys;
  }

  /**
   * The result of {@link #take}.
   *
   * @param granted whether the bucket had all requested tokens, so that they were taken
   * @param remaining the number of tokens that are left in the bucket
   * @param full the time until the bucket is full
   * @param retryIn the time until the bucket has all requested tokens; zero if they were granted
   */
  public record Grant(boolean granted, long remaining, Duration full, Duration retryIn) {}

  /** Takes one token from the bucket of the key. */
  Grant take(String key, long now) {
    return take(key, 1, now);
  }

  /**
   * Takes tokens from the bucket of the key: all of them or none.
   *
   * @param key the key whose bucket is used
   * @param tokens how many tokens to take, at least 1; a number above the size of a full bucket
   *     counts as a full bucket
   * @param now the current value of {@link System#nanoTime()}
   */
  public Grant take(String key, int tokens, long now) {
    long price = tokenNanos * Math.min(tokens, quota);
    String at = key;
    if (fullAt.size() >= maxKeys && !fullAt.containsKey(key)) {
      sweep(now);
      if (fullAt.size() >= maxKeys) {
        at = OVERFLOW;
      }
    }
    boolean[] granted = new boolean[1];
    long full =
        fullAt.compute(
            at,
            (k, before) -> {
              long start = before == null || before - now < 0 ? now : before;
              granted[0] = start + price - now <= windowNanos;
              return granted[0] ? Long.valueOf(start + price) : before;
            });
    long used = full - now;
    return new Grant(
        granted[0],
        Math.max(0, (windowNanos - used) / tokenNanos),
        Duration.ofNanos(used),
        granted[0] ? Duration.ZERO : Duration.ofNanos(used + price - windowNanos));
  }

  private void sweep(long now) {
    long last = sweptAt.get();
    if ((last == Long.MIN_VALUE || now - last >= SWEEP_NANOS) && sweptAt.compareAndSet(last, now)) {
      fullAt.values().removeIf(time -> time - now <= 0);
    }
  }

  /** Returns the number of stored buckets. */
  int size() {
    return fullAt.size();
  }

  /**
   * Returns the item of this limit in the {@code RateLimit-Policy} header
   * (draft-ietf-httpapi-ratelimit-headers).
   */
  public String policy() {
    return "\"" + name + "\";q=" + quota + ";w=" + Duration.ofNanos(windowNanos).toSeconds();
  }

  /**
   * Returns the item of this limit in the {@code RateLimit} header
   * (draft-ietf-httpapi-ratelimit-headers).
   */
  public String state(Grant grant) {
    return "\""
        + name
        + "\";r="
        + grant.remaining()
        + ";t="
        + grant.full().plusMillis(999).toSeconds();
  }

  /** Returns the name of the limit in the headers. */
  public String name() {
    return name;
  }
}
