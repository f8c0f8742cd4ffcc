package org.microwish.platform.limits;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Token buckets, one a key, in the memory of this instance. A bucket is one number: the time at
 * which it will be full again (the generic cell rate algorithm, ITU-T I.371). A full bucket is no
 * different from none, so those are thrown away and the memory is bounded by who came just now, and
 * by a fixed number of keys against a flood of addresses.
 */
public final class Buckets {

  /** How often full buckets are looked for at most. */
  private static final long SWEEP_NANOS = Duration.ofSeconds(1).toNanos();

  /** Whoever finds no room: all of them together are one client. */
  private static final String OVERFLOW = "\0overflow";

  private final String name;
  private final int quota;
  private final long windowNanos;
  private final long tokenNanos;
  private final int maxKeys;
  private final ConcurrentMap<String, Long> fullAt = new ConcurrentHashMap<>();
  private final AtomicLong sweptAt = new AtomicLong(Long.MIN_VALUE);

  /**
   * Full buckets.
   *
   * @param name what the headers call it: lower-case letters
   * @param rate how many tokens a bucket holds, and how long it takes to fill
   * @param maxKeys the most buckets that are not full
   */
  public Buckets(String name, LimitsConfig.Rate rate, int maxKeys) {
    this(name, rate.quota(), rate.window(), maxKeys);
  }

  Buckets(String name, int quota, Duration window, int maxKeys) {
    if (quota < 1 || window.toSeconds() < 1) {
      throw new IllegalArgumentException("the limit " + name + " lets nobody in");
    }
    this.name = name;
    this.quota = quota;
    this.windowNanos = window.toNanos();
    this.tokenNanos = Math.max(1, windowNanos / quota);
    this.maxKeys = maxKeys;
  }

  /**
   * What became of a request for a token.
   *
   * @param granted whether there was one
   * @param remaining tokens that are left
   * @param full how long until the bucket is full
   * @param retryIn how long until there is a token again; zero where one was granted
   */
  public record Grant(boolean granted, long remaining, Duration full, Duration retryIn) {}

  /**
   * Takes a token out of the bucket of that key.
   *
   * @param now {@link System#nanoTime()}
   */
  public Grant take(String key, long now) {
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
              granted[0] = start + tokenNanos - now <= windowNanos;
              return granted[0] ? Long.valueOf(start + tokenNanos) : before;
            });
    long used = full - now;
    return new Grant(
        granted[0],
        Math.max(0, (windowNanos - used) / tokenNanos),
        Duration.ofNanos(used),
        granted[0] ? Duration.ZERO : Duration.ofNanos(used + tokenNanos - windowNanos));
  }

  private void sweep(long now) {
    long last = sweptAt.get();
    if ((last == Long.MIN_VALUE || now - last >= SWEEP_NANOS) && sweptAt.compareAndSet(last, now)) {
      fullAt.values().removeIf(time -> time - now <= 0);
    }
  }

  /** How many buckets are remembered. */
  int size() {
    return fullAt.size();
  }

  /** An item of the {@code RateLimit-Policy} field (draft-ietf-httpapi-ratelimit-headers). */
  public String policy() {
    return "\"" + name + "\";q=" + quota + ";w=" + Duration.ofNanos(windowNanos).toSeconds();
  }

  /** An item of the {@code RateLimit} field (draft-ietf-httpapi-ratelimit-headers). */
  public String state(Grant grant) {
    return "\""
        + name
        + "\";r="
        + grant.remaining()
        + ";t="
        + grant.full().plusMillis(999).toSeconds();
  }

  /** What the headers call it. */
  public String name() {
    return name;
  }
}
