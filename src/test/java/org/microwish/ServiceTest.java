package org.microwish;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.testing.TestDatabase;

/** Checks that the service starts on the test database and sets up its sessions correctly. */
@Tag("database")
@QuarkusTest
class ServiceTest {

  @Inject DataSource pool;

  @Test
  void isReady() {
    given().get("/q/health/ready").then().statusCode(200).body("status", equalTo("UP"));
  }

  @Test
  void timeEndpoint_returnsTheTimeOfTheService() {
    String now = given().get("/api/v1/time").then().statusCode(200).extract().path("now");
    assertThat(Instant.parse(now)).isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
  }

  @Test
  void servesItsContractAndDocumentation() {
    given().get("/openapi").then().statusCode(200);
    given().get("/docs").then().statusCode(200);
  }

  @Test
  void status_isPublic_andShowsNothingElse() {
    given().get("/api/v1/status").then().statusCode(200).body("", equalTo(Map.of("status", "UP")));
  }

  /** The page's policy admits only the service's own scripts and style sheets. */
  @Test
  void documentation_runsOnlyItsOwnScripts_andShowsNoVersion() {
    Response answer = given().get("/docs/");
    String page = answer.asString();
    assertThat(answer.header("Content-Security-Policy"))
        .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
        .doesNotContain("unsafe", "http");
    assertThat(page).doesNotContainIgnoringCase("quarkus").doesNotContain("0.1.0");
    Matcher part = Pattern.compile("(?:src|href)=\"([^\"]+)\"").matcher(page);
    List<String> parts = new ArrayList<>();
    while (part.find()) {
      parts.add(part.group(1));
      given().get("/docs/" + part.group(1)).then().statusCode(200);
    }
    assertThat(parts).containsExactly("documentation.css", "documentation.js");
  }

  @Test
  void sessionsAreReadCommittedInUtcAndDoNotWaitLongForALock() throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT @@session.transaction_isolation, @@session.time_zone,"
                    + " @@session.innodb_lock_wait_timeout, @@session.collation_connection")) {
      row.next();
      assertThat(row.getString(1)).isEqualTo("READ-COMMITTED");
      assertThat(row.getString(2)).isIn("UTC", "+00:00");
      assertThat(row.getInt(3)).isEqualTo(2);
      assertThat(row.getString(4)).isEqualTo("utf8mb4_unicode_520_ci");
    }
  }

  @Test
  void aTestSeesTheSameSchemaAsTheService() throws SQLException {
    try (Connection theirs = pool.getConnection();
        Connection ours = TestDatabase.connection()) {
      assertThat(ours.getCatalog()).isEqualTo(theirs.getCatalog());
    }
  }
}
