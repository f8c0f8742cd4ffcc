package org.microwish.platform.idempotency;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.testing.SampleDivisions;
import org.microwish.testing.Tokens;

@Tag("database")
@QuarkusTest
class IdempotencyTest {

  private static final String WISH =
      """
      {"kind":"WISH","channel":"SELF_SERVICE","category":"SERVICE","division":"440104013001",
       "words":{"title":"想请人修水龙头"}}""";

  private final String key = UUID.randomUUID().toString();

  @BeforeEach
  void divisions() {
    SampleDivisions.record();
  }

  private Response create(String account, String body) {
    return given()
        .auth()
        .oauth2(Tokens.resident(account))
        .header("Idempotency-Key", key)
        .contentType(ContentType.JSON)
        .body(body)
        .post("/api/v1/wishes");
  }

  private Response recall(String account, String operation) {
    return given()
        .auth()
        .oauth2(Tokens.resident(account))
        .queryParam("operation", operation)
        .get("/api/v1/idempotency/" + key);
  }

  @Test
  void sameKeyAndBody_replaysTheFirstAnswerByteForByte() {
    Response first = create("anna", WISH);
    Response second = create("anna", WISH);
    assertThat(first.statusCode()).isEqualTo(201);
    assertThat(second.statusCode()).isEqualTo(201);
    assertThat(second.asString()).isEqualTo(first.asString());
    assertThat(second.header("Location")).isEqualTo(first.header("Location"));
    assertThat(first.header("Idempotency-Replayed")).isNull();
    assertThat(second.header("Idempotency-Replayed")).isEqualTo("true");
  }

  @Test
  void storedAnswer_canBeReadByItsCallerOnly() {
    recall("bert", "createWish")
        .then()
        .statusCode(404)
        .body("code", equalTo("IDEMPOTENCY_KEY_UNKNOWN"));
    String answer = create("bert", WISH).asString();
    assertThat(recall("bert", "createWish").asString()).isEqualTo(answer);
    recall("cora", "createWish").then().statusCode(404);
    recall("bert", "submitWish").then().statusCode(404);
  }

  @Test
  void sameKeyWithAnotherBody_isRefused() {
    create("dora", WISH).then().statusCode(201);
    create("dora", WISH.replace("水龙头", "电灯"))
        .then()
        .statusCode(422)
        .body("code", equalTo("IDEMPOTENCY_KEY_REUSED"));
  }

  @Test
  void refusedCommand_doesNotUseUpItsKey() {
    create("emil", WISH.replace("440104013001", "440104013999")).then().statusCode(400);
    create("emil", WISH).then().statusCode(201);
  }

  @Test
  void concurrentRequestsWithOneKey_haveOneEffect() throws Exception {
    CountDownLatch start = new CountDownLatch(1);
    List<Future<Response>> answers = new ArrayList<>();
    try (ExecutorService phones = Executors.newFixedThreadPool(8)) {
      for (int i = 0; i < 8; i++) {
        answers.add(
            phones.submit(
                () -> {
                  start.await();
                  return create("fritz", WISH);
                }));
      }
      start.countDown();
    }
    List<String> wishes = new ArrayList<>();
    for (Future<Response> answer : answers) {
      Response given = answer.get();
      assertThat(given.statusCode()).isIn(201, 409);
      if (given.statusCode() == 201) {
        wishes.add(given.path("wishId"));
      }
    }
    assertThat(wishes).isNotEmpty();
    assertThat(wishes.stream().distinct()).hasSize(1);
  }
}
