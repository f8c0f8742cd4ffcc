package org.microwish.platform.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.caller.Revocations;
import org.microwish.testing.Tokens;

/** Tests that an exhausted connection pool leads to a retryable problem. */
@Tag("database")
@QuarkusTest
class ExhaustedPoolTest {

  @Inject AgroalDataSource pool;
  @Inject Revocations revocations;

  @Test
  void exhaustedPool_answers503WithRetryAfter() throws SQLException {
    given().get("/api/v1/status").then().statusCode(200);
    List<Connection> taken = new ArrayList<>();
    try {
      takeAll(taken);
      // The status may be that of a check up to a second ago.
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> given().get("/api/v1/status").statusCode() == 503);
      given()
          .get("/api/v1/status")
          .then()
          .statusCode(503)
          .header("Retry-After", matchesPattern("[1-9][0-9]*"))
          .body("code", equalTo("DATABASE_UNAVAILABLE"));
      given()
          .get("/api/v1/wishes")
          .then()
          .statusCode(503)
          .contentType("application/problem+json")
          .header("Retry-After", matchesPattern("[1-9][0-9]*"))
          .body("code", equalTo("DATABASE_UNAVAILABLE"));
      given()
          .auth()
          .oauth2(Tokens.operator("desk-pool", "440199001000"))
          .header("Idempotency-Key", "exhausted-pool")
          .contentType("application/json")
          .body(
              """
              {"kind":"WISH","channel":"GRID_WORKER","category":"GOODS",
               "division":"440199001001","words":{"title":"轮椅"}}""")
          .post("/api/v1/wishes")
          .then()
          .statusCode(503)
          .body("code", equalTo("DATABASE_UNAVAILABLE"));
    } finally {
      for (Connection connection : taken) {
        connection.close();
      }
    }
    given().get("/api/v1/wishes").then().statusCode(200);
    // Tokens may be refused until revocations have been read again.
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                given()
                            .auth()
                            .oauth2(Tokens.operator("desk-pool", "440199001000"))
                            .get("/api/v1/wishes")
                            .statusCode()
                        == 200
                    && revocations.areKnown());
  }

  /** Waits for connections that the service's own threads hold briefly. */
  private void takeAll(List<Connection> taken) throws SQLException {
    int size = pool.getConfiguration().connectionPoolConfiguration().maxSize();
    while (taken.size() < size) {
      taken.add(pool.getConnection());
    }
  }
}
