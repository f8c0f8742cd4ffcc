package org.microwish.lifecycle.moderation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import org.microwish.moderation.ModerationConfig;
import org.microwish.platform.Time;
import org.microwish.platform.sql.Transactions;
import org.microwish.problem.ProblemType;

/**
 * Verifies and stores the results of image checks that WeChat pushes (message push, plain text
 * mode, JSON). A push is accepted if its signature is the SHA-1 of the concatenation of token,
 * timestamp and nonce in sorted order, and if its timestamp is within five minutes of now. The
 * signature does not cover the body, so each signature is accepted with one body only. WeChat
 * repeats a push that was not answered within five seconds; the repeated body must be identical
 * byte for byte.
 */
@ApplicationScoped
class WeChatPushes {

  private static final Duration WINDOW = Duration.ofMinutes(5);
  private static final int HEX_SHA1 = 40;
  private static final String RESULT = "wxa_media_check";

  private final ModerationConfig config;
  private final CheckQueries queries;
  private final Transactions transactions;
  private final ObjectMapper json;
  private final Time time;

  WeChatPushes(
      ModerationConfig config,
      CheckQueries queries,
      Transactions transactions,
      ObjectMapper json,
      Time time) {
    this.config = config;
    this.queries = queries;
    this.transactions = transactions;
    this.json = json;
    this.time = time;
  }

  /**
   * Throws NOT_FOUND if no push token is configured, and FORBIDDEN if the signature or the
   * timestamp is not valid.
   */
  void require(String signature, String timestamp, String nonce) {
    String token = config.pushToken().orElseThrow(ProblemType.NOT_FOUND::exception);
    if (signature == null || timestamp == null || nonce == null) {
      throw ProblemType.FORBIDDEN.exception();
    }
    String[] parts = {token, timestamp, nonce};
    Arrays.sort(parts);
    byte[] expected =
        HexFormat.of()
            .formatHex(digest("SHA-1", String.join("", parts)))
            .getBytes(StandardCharsets.US_ASCII);
    boolean good =
        signature.length() == HEX_SHA1
            && MessageDigest.isEqual(expected, signature.getBytes(StandardCharsets.UTF_8));
    if (!good || !isNow(timestamp)) {
      throw ProblemType.FORBIDDEN.exception();
    }
  }

  private boolean isNow(String timestamp) {
    if (!timestamp.matches("[0-9]{1,12}")) {
      return false;
    }
    Instant said = Instant.ofEpochSecond(Long.parseLong(timestamp));
    return Duration.between(said, time.now()).abs().compareTo(WINDOW) <= 0;
  }

  /**
   * Stores a push whose signature was verified, and applies the result of an image check.
   *
   * @throws org.microwish.problem.ProblemException FORBIDDEN if the signature was used with another
   *     body
   */
  void take(String signature, String body) {
    Result result = read(body);
    byte[] sha1 = HexFormat.of().parseHex(signature);
    byte[] hash = digest("SHA-256", body);
    transactions.run(
        () -> {
          queries.keepPush(sha1, hash, result.traceId(), result.passed(), result.label());
          if (!Arrays.equals(queries.bodyHash(sha1).getFirst(), hash)) {
            throw ProblemType.FORBIDDEN.exception();
          }
          if (result.traceId() != null) {
            queries.applyPushes(result.traceId());
          }
        });
  }

  /**
   * The content of a push.
   *
   * @param traceId identifies the image check; null if the push is not the result of a check
   */
  private record Result(String traceId, boolean passed, Integer label) {}

  private Result read(String body) {
    JsonNode push;
    try {
      push = json.readTree(body);
    } catch (JsonProcessingException noJson) {
      throw ProblemType.MALFORMED_REQUEST.exception();
    }
    if (push == null || !RESULT.equals(push.path("Event").asText())) {
      return new Result(null, false, null);
    }
    String traceId = push.path("trace_id").asText();
    if (!traceId.matches("[A-Za-z0-9_-]{1,128}")) {
      throw ProblemType.MALFORMED_REQUEST.exception();
    }
    JsonNode result = push.path("result");
    // If WeChat's check failed (errcode), the image has not passed.
    boolean passed =
        push.path("errcode").asInt(0) == 0 && result.path("suggest").asText().equals("pass");
    return new Result(
        traceId,
        passed,
        result.has("label") ? Integer.valueOf(result.path("label").asInt()) : null);
  }

  private static byte[] digest(String algorithm, String text) {
    try {
      return MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + algorithm, e);
    }
  }

  @Scheduled(identity = "wechat-push-sweep", every = "1h", delayed = "7m")
  void forget() {
    transactions.run(queries::forgetPushes);
  }
}
