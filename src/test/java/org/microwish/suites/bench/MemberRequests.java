package org.microwish.suites.bench;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.microwish.platform.Id;
import org.microwish.testing.Tokens;

/**
 * Builds requests of members who take turns, each with a token. After the last member the first
 * comes again, like a phone that claims more than once. Used by one thread.
 */
final class MemberRequests {

  private static final String WISH = "0000000000000";
  private static final String KEY = "bench000-0000-4000-8000-000000000000";

  private final byte[][] claims;
  private final String[] tokens;
  private final int wishAt;
  private final int[] keyAt;
  private final AtomicLong keys = new AtomicLong();
  private int turn;

  MemberRequests(List<Long> members) {
    tokens =
        members.parallelStream()
            .map(id -> Tokens.member("member-" + id, id))
            .toArray(String[]::new);
    claims = new byte[tokens.length][];
    keyAt = new int[tokens.length];
    for (int i = 0; i < tokens.length; i++) {
      String head =
          "POST /api/v1/wishes/"
              + WISH
              + "/claims HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer "
              + tokens[i]
              + "\r\nContent-Type: application/json\r\nIdempotency-Key: "
              + KEY
              + "\r\n";
      keyAt[i] = head.indexOf(KEY) + KEY.length();
      claims[i] = Generator.bytes(head, "{}");
    }
    wishAt = new String(claims[0], StandardCharsets.US_ASCII).indexOf(WISH);
  }

  /** Returns claims of these wishes, each by the next member and with its own idempotency key. */
  Generator.Requests claims(LongSupplier wishes) {
    return () -> claim(wishes.getAsLong());
  }

  /** Returns a claim of that wish by the next member, with its own idempotency key. */
  byte[] claim(long wish) {
    int member = next();
    byte[] request = claims[member].clone();
    byte[] id = Id.text(wish).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(id, 0, request, wishAt, id.length);
    long key = keys.incrementAndGet();
    for (int at = keyAt[member] - 1; key > 0; at--, key /= 10) {
      request[at] = (byte) ('0' + key % 10);
    }
    return request;
  }

  /** Returns a read by the next member. */
  byte[] read(String path) {
    return Generator.bytes(
        "GET "
            + path
            + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer "
            + tokens[next()]
            + "\r\n",
        "");
  }

  /** Returns a read without a token. */
  static byte[] publicRead(String path) {
    return Generator.bytes("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n", "");
  }

  /**
   * Returns prepared requests in order, starting again after the last.
   *
   * @param count number of prepared requests
   */
  static Generator.Requests rotating(int count, IntFunction<byte[]> request) {
    byte[][] all = IntStream.range(0, count).mapToObj(request).toArray(byte[][]::new);
    int[] next = {0};
    return () -> all[next[0]++ % all.length];
  }

  private int next() {
    int member = turn;
    turn = (turn + 1) % tokens.length;
    return member;
  }
}
