package org.microwish.verify;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.awaitility.Awaitility.await;
import static org.microwish.wish.WishApi.OPERATOR;
import static org.microwish.wish.WishApi.draft;
import static org.microwish.wish.WishApi.get;
import static org.microwish.wish.WishApi.none;
import static org.microwish.wish.WishApi.ok;
import static org.microwish.wish.WishApi.project;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.microwish.ledger.leaf.Leaf;
import org.microwish.platform.Id;
import org.microwish.testing.Street;
import org.microwish.wish.WishApi;

/**
 * Compares the serial numbers that the verifier computes with those that the running service
 * publishes.
 */
@Tag("database")
@QuarkusTest
class NumberAuditTest {

  private Street street;
  private String wish;
  private String number;

  @BeforeEach
  void submitted() {
    street = Street.here();
    submit(WishApi.create(OPERATOR, project("50.00")));
    wish = WishApi.create(OPERATOR, draft());
    number = submit(wish);
  }

  private static String submit(String id) {
    ok(OPERATOR, "/wishes/" + id + "/submit", none());
    return await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> get(OPERATOR, "/wishes/" + id).path("number"), found -> found != null);
  }

  /** Computes the numbers from the published log. */
  private static NumberAudit audit() {
    NumberAudit audit = new NumberAudit();
    String log = given().get("/api/v1/ledger/export").then().extract().asString();
    long index = 0;
    for (String line : log.lines().toList()) {
      try {
        audit.add(index, Leaf.parse(line.getBytes(StandardCharsets.UTF_8)));
      } catch (IllegalArgumentException ofAnotherTest) {
        assertThat(line).doesNotContain("WISH_SUBMITTED");
      }
      index++;
    }
    return audit;
  }

  private static List<String> findings() throws IOException {
    List<String> findings = new ArrayList<>();
    NumberAudit audit = audit();
    try (Source service = Source.of("http://localhost:" + RestAssured.port)) {
      assertThat(audit.compare(service, findings::add)).isGreaterThanOrEqualTo(audit.size());
    }
    return findings;
  }

  @Test
  void the_computed_numbers_match_the_published_ones(@TempDir Path directory) throws IOException {
    assertThat(findings()).isEmpty();
    Path file = directory.resolve("numbers.txt");
    audit().write(file);
    assertThat(Files.readAllLines(file))
        .anyMatch(line -> line.startsWith(number + "\tWISH\t" + wish + "\t"));
  }

  @Test
  void a_forged_number_is_found() throws IOException {
    String row = " WHERE aggregate_type = 'WISH' AND aggregate_id = " + Id.fromString(wish).value();
    String forged = number.replaceFirst("-W-.*", "-W-88888");
    street.update("UPDATE serial_number SET number_text = ?" + row, forged);
    try {
      assertThat(findings())
          .singleElement(STRING)
          .contains(forged + " of WISH " + wish, number + " of WISH " + wish);
    } finally {
      street.update("UPDATE serial_number SET number_text = ?" + row, number);
    }
    assertThat(findings()).isEmpty();
  }

  @Test
  void a_number_of_another_wish_or_leaf_is_found() throws IOException {
    long id = Id.fromString(wish).value();
    street.update("UPDATE serial_number SET aggregate_id = 7 WHERE aggregate_id = ?", id);
    try {
      assertThat(findings())
          .singleElement(STRING)
          .contains(number + " of WISH " + Id.text(7), number + " of WISH " + wish);
      // The wish's first leaf, which assigns no number.
      street.update("UPDATE serial_number SET leaf_index = ? WHERE aggregate_id = 7", leaf() - 1);
      assertThat(findings())
          .hasSize(2)
          .anyMatch(finding -> finding.contains("published is") && finding.contains("give none"))
          .anyMatch(finding -> finding.contains(number + " of WISH " + wish + " is not published"));
    } finally {
      street.update(
          "UPDATE serial_number SET aggregate_id = ?, leaf_index = ? WHERE aggregate_id = 7",
          id,
          leaf());
    }
    assertThat(findings()).isEmpty();
  }

  private long leaf() {
    return get(null, "/ledger/entries?type=WISH_SUBMITTED&aggregate=WISH:" + wish)
        .jsonPath()
        .getLong("items[0].leafIndex");
  }
}
