package org.microwish.platform.limits;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Token buckets, one per key, in the memory of this instance. A bucket is stored as one number: the
 * time at which it will be full again (the generic cell rate algorithm, ITU-T I.371). Full buckets
 * need not be stored and are removed, so memory is bounded by the recently active keys, and by a
 * fixed number of keys against a flood of addresses.
 */
public final class Buckets {

  /** Minimum time between two removals of full buckets. */
  private static final long SWEEP_NANOS = Duration.ofSeconds(1).toNanos();

  /** The bucket that all keys share for which there is no room. */
  private static final String OVERFLOW = "\0overflow";

  private final String name;
  private final int quota;
  private final long windowNanos;
  private final long tokenNanos;
  private final int maxKeys;
  private final ConcurrentMap<String, Long> fullAt = new ConcurrentHashMap<>();
  private final AtomicLong sweptAt = new AtomicLong(Long.MIN_VALUE);

  /**
   * Creates the buckets; all are full.
   *
   * @param name the name in the headers: lower-case letters
   * @param rate how many tokens a bucket holds, and how long it takes to fill
   * @param maxKeys the maximum number of buckets that are not full
   */
  public Buckets(String name, LimitsConfig.Rate rate, int maxKeys) {
    this(name, rate.quota(), rate.window(), maxKeys);
  }

  /** The same for a limit that no option sets. */
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
   * @param granted whether the tokens were available
   * @param remaining the tokens left
   * @param full the time until the bucket is full
   * @param retryIn the time until the tokens are available; zero if they were granted
   */
  public record Grant(boolean granted, long remaining, Duration full, Duration retryIn) {}

  /** Takes one token. */
  Grant take(String key, long now) {
    return take(key, 1, now);
  }

  /**
   * Takes tokens from the bucket of that key: all of them or none.
   *
   * @param tokens at least 1; no more than a full bucket holds are counted
   * @param now {@link System#nanoTime()}
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

  /** The number of stored buckets. */
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

  /** The name in the headers. */
  public String name() {
    return name;
  }
}
