package org.microwish.lifecycle.moderation;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.microwish.wish.WishApi.OPERATOR;
import static org.microwish.wish.WishApi.draft;
import static org.microwish.wish.WishApi.none;
import static org.microwish.wish.WishApi.ok;
import static org.microwish.wish.WishApi.post;
import static org.microwish.wish.WishApi.publication;
import static org.microwish.wish.WishApi.refused;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.evidence.EvidenceSamples;
import org.microwish.platform.Id;
import org.microwish.testing.Street;
import org.microwish.testing.Tokens;
import org.microwish.wish.WishApi;

/**
 * Tests moderation by WeChat; the stand-in flags texts that contain {@code [risky]} or {@code
 * [review]}.
 */
@Tag("database")
@QuarkusTest
class ModerationWorkerTest {

  private static final String PUSH_TOKEN = "push-token-of-tests";
  private static final AtomicLong NEXT = new AtomicLong(8_000_000_000L);

  @Inject ModerationWorker worker;
  @Inject WeChatImageAddresses addresses;
  @Inject WakeUps wakeUps;

  private final Street street = Street.here();

  /** Logs in through WeChat and returns the access token. */
  private static String author(String name) {
    return given()
        .contentType("application/json")
        .body(Map.of("code", "OK~o" + name + NEXT.getAndIncrement()))
        .post("/api/v1/auth/wechat")
        .then()
        .statusCode(200)
        .extract()
        .path("accessToken");
  }

  private static String submitted(String author, String title) {
    String wish = WishApi.create(author, draft("words", Map.of("title", title)));
    ok(author, "/wishes/" + wish + "/submit", none());
    return wish;
  }

  private String standing(String wish) {
    return String.join(
        ", ",
        street.column(
            "SELECT CONCAT_WS(' ', state, source, label) FROM moderation WHERE aggregate_id = "
                + Street.id(wish)
                + " ORDER BY id"));
  }

  private static Response publish(String wish) {
    return post(OPERATOR, "/wishes/" + wish + "/publish", publication());
  }

  /** Counts the events that wake the worker, which does not run by itself in tests. */
  @ApplicationScoped
  static class WakeUps {
    final AtomicInteger heard = new AtomicInteger();

    void hear(@Observes(during = TransactionPhase.AFTER_SUCCESS) Moderation.Waiting waiting) {
      heard.incrementAndGet();
    }

    int count() {
      return heard.get();
    }
  }

  @Test
  void theCommitOfAWishWithWordsToCheckWakesTheWorker() {
    int before = wakeUps.count();
    submitted(author("Alice"), "想请人修窗");
    assertThat(wakeUps.count()).isGreaterThan(before);
  }

  @Test
  void textThatWeChatPasses_canThenBePublished() {
    String wish = submitted(author("Alice"), "想请人修门");
    assertThat(standing(wish)).isEqualTo("PENDING");
    refused(publish(wish), "MODERATION_OPEN");
    worker.work();
    assertThat(standing(wish)).isEqualTo("PASSED WECHAT 100");
    ok(publish(wish));
  }

  @Test
  void textThatWeChatFlags_blocksPublication() {
    String risky = submitted(author("Alice"), "想请人[risky]");
    String review = submitted(author("Alice"), "想请人[review]");
    worker.work();
    assertThat(standing(risky)).isEqualTo("FLAGGED WECHAT 20006");
    assertThat(standing(review)).isEqualTo("FLAGGED WECHAT 20006");
    refused(publish(risky), "MODERATION_OPEN");
  }

  @Test
  void authorWithoutARecentVisit_isCheckedByTheWordList() {
    String good = submitted(author("Away"), "想请人[risky]");
    String bad = submitted(author("Away"), "帮我找赌博网站");
    worker.work();
    assertThat(standing(good)).isEqualTo("PASSED WORD_LIST");
    assertThat(standing(bad)).isEqualTo("FLAGGED WORD_LIST");
  }

  @Test
  void afterRepeatedFailuresOfWeChat_theWordListDecides() {
    String wish = submitted(author("Alice"), "想请人[risky]");
    street.update("UPDATE moderation SET attempts = 6 WHERE aggregate_id = ?", Street.id(wish));
    worker.work();
    assertThat(standing(wish)).isEqualTo("PASSED WORD_LIST");
  }

  @Test
  void onlyTheLatestWords_areChecked() {
    String author = author("Alice");
    String wish = WishApi.create(author, draft("words", Map.of("title", "想请人[risky]")));
    ok(WishApi.put(author, "/wishes/" + wish, draft("words", Map.of("title", "想请人修门")), "*"));
    worker.work();
    assertThat(standing(wish)).isEqualTo("SUPERSEDED, PASSED WECHAT 100");
  }

  @Test
  void concurrentWorkers_checkATextOnce() throws Exception {
    String wish = submitted(author("Alice"), "想请人修窗");
    CountDownLatch together = new CountDownLatch(1);
    try (ExecutorService instances = Executors.newFixedThreadPool(4)) {
      List<Future<?>> runs = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        runs.add(
            instances.submit(
                () -> {
                  together.await();
                  return worker.work();
                }));
      }
      together.countDown();
      for (Future<?> run : runs) {
        run.get();
      }
    }
    assertThat(
            street.number(
                "SELECT attempts FROM moderation WHERE aggregate_id = " + Street.id(wish)))
        .isEqualTo(1);
    assertThat(standing(wish)).isEqualTo("PASSED WECHAT 100");
  }

  // Images
  // -----------------------------------------------------------------------------------------

  private static String upload(String author, String wish) throws Exception {
    return given()
        .auth()
        .oauth2(author)
        .header("Idempotency-Key", WishApi.key())
        .multiPart("file", "photo.jpg", EvidenceSamples.locatedPhoto(), "image/jpeg")
        .multiPart("kind", "PHOTO")
        .post("/api/v1/wishes/" + wish + "/evidence")
        .then()
        .statusCode(201)
        .extract()
        .path("item");
  }

  private long image(String wish, String trace) {
    long id = NEXT.getAndIncrement();
    street.update(
        "INSERT INTO moderation (id, aggregate_type, aggregate_id, division_path, subject,"
            + " entry_id, evidence_id, account, state, trace_id, attempts, due_at, created_at)"
            + " VALUES (?, 'WISH', ?, ?, 'IMAGE',"
            + " ?, 1, 'x', 'PENDING', ?, 1, UTC_TIMESTAMP(6) + INTERVAL 30 MINUTE,"
            + " UTC_TIMESTAMP(6))",
        id,
        Street.id(wish),
        Street.COMMUNITY,
        id,
        trace);
    return id;
  }

  private String state(long finding) {
    return street.column("SELECT state FROM moderation WHERE id = " + finding).getFirst();
  }

  private static String signature(String token, String timestamp, String nonce) throws Exception {
    String[] parts = {token, timestamp, nonce};
    Arrays.sort(parts);
    return HexFormat.of()
        .formatHex(
            MessageDigest.getInstance("SHA-1")
                .digest(String.join("", parts).getBytes(StandardCharsets.UTF_8)));
  }

  private static String result(String trace, String suggest) {
    return """
        {"ToUserName":"gh_1","FromUserName":"o1","CreateTime":1626959646,"MsgType":"event",\
        "Event":"wxa_media_check","appid":"wx1","trace_id":"%s","version":2,\
        "detail":[{"strategy":"content_model","errcode":0,"suggest":"%s","label":20002,"prob":90}],\
        "errcode":0,"errmsg":"ok","result":{"suggest":"%s","label":20002}}"""
        .formatted(trace, suggest, suggest);
  }

  private static Response push(String token, Instant at, String nonce, String body)
      throws Exception {
    String timestamp = String.valueOf(at.getEpochSecond());
    return given()
        .queryParam("signature", signature(token, timestamp, nonce))
        .queryParam("timestamp", timestamp)
        .queryParam("nonce", nonce)
        .queryParam("openid", "o1")
        .contentType("application/json")
        .body(body)
        .post("/api/v1/wechat/callback");
  }

  private static String nonce() {
    return UUID.randomUUID().toString().substring(0, 10);
  }

  @Test
  void imageOfAnAuthorWithoutWeChat_isFlagged() throws Exception {
    String author = Tokens.resident("unknown-" + UUID.randomUUID());
    String wish = submitted(author, "想请人修门");
    upload(author, wish);
    assertThat(standing(wish)).isEqualTo("FLAGGED NOBODY");
    refused(publish(wish), "MODERATION_OPEN");
  }

  @Test
  void rejectedImage_isVisibleOnlyToAuthorAndOperator_andDoesNotBlockPublication()
      throws Exception {
    String author = Tokens.resident("unknown-" + UUID.randomUUID());
    String wish = submitted(author, "想请人修门");
    String evidence = upload(author, wish);
    long finding =
        street.number("SELECT id FROM moderation WHERE evidence_id = " + Street.id(evidence));
    ok(OPERATOR, "/moderation/" + Id.text(finding) + "/reject", none());
    String content = "/evidence/" + evidence + "/content";
    String list = "/wishes/" + wish + "/evidence";
    for (String who : List.of(author, OPERATOR)) {
      ok(WishApi.get(who, content));
      assertThat(ok(WishApi.get(who, list)).asString()).contains(evidence);
    }
    assertThat(WishApi.get(WishApi.COLLECTOR, content).statusCode()).isEqualTo(404);
    assertThat(ok(WishApi.get(WishApi.COLLECTOR, list)).asString()).doesNotContain(evidence);
    ok(publish(wish));
  }

  @Test
  void contentUnderLegalHold_isNotSentToWeChat() throws Exception {
    String author = author("Alice");
    String wish = submitted(author, "想请人[risky]");
    String evidence = upload(author, wish);
    street.update("UPDATE wish SET held = TRUE WHERE id = ?", Street.id(wish));
    worker.work();
    String of = " FROM moderation WHERE aggregate_id = " + Street.id(wish);
    assertThat(street.column("SELECT CONCAT(state, ' ', attempts)" + of))
        .containsExactly("PENDING 0", "PENDING 0");
    assertThat(street.number("SELECT COUNT(*)" + of + " AND due_at > UTC_TIMESTAMP(6)"))
        .isEqualTo(2);
    URI address = addresses.address(Street.id(evidence)).orElseThrow();
    String path = address.getRawPath() + "?" + address.getRawQuery();
    assertThat(given().urlEncodingEnabled(false).get(path).statusCode()).isEqualTo(404);
    street.update("UPDATE wish SET held = FALSE WHERE id = ?", Street.id(wish));
    assertThat(given().urlEncodingEnabled(false).get(path).statusCode()).isEqualTo(200);
    street.update(
        "UPDATE moderation SET due_at = UTC_TIMESTAMP(6) WHERE subject = 'WORDS' AND aggregate_id = ?",
        Street.id(wish));
    worker.work();
    assertThat(standing(wish)).startsWith("FLAGGED WECHAT 20006");
  }

  @Test
  void imageResult_comesByPush_evenIfThePushWasEarly() throws Exception {
    String trace = "967e945cd8a3e458f3c74dcb886068e9"; // The stand-in returns only this trace id.
    assertThat(push(PUSH_TOKEN, Instant.now(), nonce(), result(trace, "pass")).asString())
        .isEqualTo("success");
    String author = author("Alice");
    String wish = submitted(author, "想请人修门");
    worker.work();
    String evidence = upload(author, wish);
    refused(publish(wish), "MODERATION_OPEN");
    worker.work();
    assertThat(standing(wish)).contains("PASSED WECHAT 20002");
    ok(publish(wish));

    URI address = addresses.address(Street.id(evidence)).orElseThrow();
    assertThat(address.toString()).startsWith("https://wish.example/api/v1/wechat/images/");
    String path = address.getRawPath() + "?" + address.getRawQuery();
    Response bytes = given().urlEncodingEnabled(false).get(path);
    assertThat(bytes.statusCode()).isEqualTo(200);
    assertThat(bytes.header("Content-Type")).isEqualTo("image/jpeg");
    assertThat(bytes.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(bytes.header("Content-Disposition")).startsWith("attachment");
    assertThat(bytes.header("Cache-Control")).isEqualTo("no-store");
    for (String bad :
        new String[] {
          path.replaceFirst("until=\\d+", "until=1"),
          path.replaceFirst("until=\\d+", "until=99999999999"),
          path.replaceFirst("signature=.", "signature=_"),
          path.replace(evidence, Id.text(Street.id(evidence) + 1)),
          address.getRawPath()
        }) {
      if (!bad.equals(path)) {
        assertThat(given().urlEncodingEnabled(false).get(bad).statusCode()).as(bad).isEqualTo(404);
      }
    }
  }

  @Test
  void push_needsAValidSignatureAndCurrentTime_andCountsOnce() throws Exception {
    String wish = submitted(Tokens.resident("plain-" + UUID.randomUUID()), "想请人修门");
    String trace = "trace-" + UUID.randomUUID();
    long finding = image(wish, trace);
    Instant now = Instant.now();

    assertThat(push("another", now, nonce(), result(trace, "pass")).statusCode()).isEqualTo(403);
    assertThat(
            push(PUSH_TOKEN, now.minus(Duration.ofHours(1)), nonce(), result(trace, "pass"))
                .statusCode())
        .isEqualTo(403);
    assertThat(
            push(PUSH_TOKEN, now.plus(Duration.ofHours(1)), nonce(), result(trace, "pass"))
                .statusCode())
        .isEqualTo(403);
    assertThat(push(PUSH_TOKEN, now, nonce(), "no json").statusCode()).isEqualTo(400);
    assertThat(
            given()
                .body("{}")
                .contentType("application/json")
                .post("/api/v1/wechat/callback")
                .statusCode())
        .isEqualTo(403);
    assertThat(state(finding)).isEqualTo("PENDING");

    String nonce = nonce();
    assertThat(push(PUSH_TOKEN, now, nonce, result(trace, "risky")).asString())
        .isEqualTo("success");
    assertThat(state(finding)).isEqualTo("FLAGGED");
    // WeChat resends a push that it believes unanswered; a known nonce with another body is
    // refused.
    assertThat(push(PUSH_TOKEN, now, nonce, result(trace, "risky")).asString())
        .isEqualTo("success");
    assertThat(push(PUSH_TOKEN, now, nonce, result(trace, "pass")).statusCode()).isEqualTo(403);
    assertThat(state(finding)).isEqualTo("FLAGGED");
  }

  @Test
  void otherEvents_areAcceptedAndIgnored() throws Exception {
    assertThat(
            push(PUSH_TOKEN, Instant.now(), nonce(), "{\"Event\":\"subscribe_msg_popup_event\"}")
                .asString())
        .isEqualTo("success");
  }

  @Test
  void imageWithoutAResultInTime_isFlagged() {
    String wish = submitted(Tokens.resident("plain-" + UUID.randomUUID()), "想请人修门");
    long finding = image(wish, "trace-" + UUID.randomUUID());
    street.update("UPDATE moderation SET due_at = UTC_TIMESTAMP(6) WHERE id = ?", finding);
    worker.work();
    assertThat(state(finding)).isEqualTo("FLAGGED");
  }

  @Test
  void callbackAddress_isVerifiedByEcho() throws Exception {
    String timestamp = String.valueOf(Instant.now().getEpochSecond());
    Response echo =
        given()
            .queryParam("signature", signature(PUSH_TOKEN, timestamp, "n"))
            .queryParam("timestamp", timestamp)
            .queryParam("nonce", "n")
            .queryParam("echostr", "4375120948345356249")
            .get("/api/v1/wechat/callback");
    assertThat(echo.asString()).isEqualTo("4375120948345356249");
    assertThat(echo.contentType()).startsWith("text/plain");
    assertThat(
            given()
                .queryParam("signature", signature(PUSH_TOKEN, timestamp, "n"))
                .queryParam("timestamp", timestamp)
                .queryParam("nonce", "n")
                .queryParam("echostr", "<script>")
                .get("/api/v1/wechat/callback")
                .statusCode())
        .isEqualTo(400);
    assertThat(given().queryParam("echostr", "x").get("/api/v1/wechat/callback").statusCode())
        .isEqualTo(403);
  }
}
