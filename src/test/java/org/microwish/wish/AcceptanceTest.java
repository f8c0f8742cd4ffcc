package org.microwish.wish;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.microwish.wish.WishApi.COLLECTOR;
import static org.microwish.wish.WishApi.OPERATOR;
import static org.microwish.wish.WishApi.claim;
import static org.microwish.wish.WishApi.delivery;
import static org.microwish.wish.WishApi.get;
import static org.microwish.wish.WishApi.map;
import static org.microwish.wish.WishApi.ok;
import static org.microwish.wish.WishApi.open;
import static org.microwish.wish.WishApi.pledge;
import static org.microwish.wish.WishApi.project;
import static org.microwish.wish.WishApi.refused;
import static org.microwish.wish.WishApi.state;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.evidence.EvidenceSamples;
import org.microwish.platform.Id;
import org.microwish.testing.Street;
import org.microwish.testing.Tokens;
import org.microwish.verify.LeafFindings;

/** Tests that public projects, which no resident asked for, are accepted with a signed sheet. */
@Tag("database")
@QuarkusTest
class AcceptanceTest {

  private static final List<String> THREE = List.of("吴签一字", "郑签二字", "王签三字");

  private final Street street = Street.here();

  /** Returns a delivered project; without {@code words.residentName} it has no resident. */
  private String delivered(Map<String, Object> words, Object... more) {
    long organisation = street.organisation();
    String steward = Tokens.steward("steward-" + organisation, organisation);
    Map<String, Object> project = project("100.00", "words", words);
    project.putAll(map(more));
    String wish = open(COLLECTOR, project);
    String claim = claim(steward, wish, pledge("100.00", "GOODS"));
    ok(steward, "/claims/" + claim + "/deliver", delivery());
    assertThat(state(wish)).isEqualTo("DELIVERED");
    return wish;
  }

  private String delivered() {
    return delivered(map("title", "楼道加灯", "details", "三楼楼道没有灯"));
  }

  /** Uploads a file of this kind as the signed sheet, and returns the id of the evidence. */
  private static String sheet(String wish, String kind) {
    try {
      return ok(given()
              .auth()
              .oauth2(COLLECTOR)
              .header("Idempotency-Key", WishApi.key())
              .multiPart("kind", kind)
              .multiPart("file", "sheet.png", EvidenceSamples.screenshot(), "image/png")
              .post("/api/v1/wishes/" + wish + "/evidence"))
          .path("item");
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private static Map<String, Object> accepted(String by, List<String> people, String... pages) {
    return map("rating", 5, "acceptance", map("by", by, "people", people, "sheet", List.of(pages)));
  }

  @Test
  void publicProject_isAcceptedByThoseWhoSignedTheSheet() {
    String wish = delivered();
    String confirm = "/wishes/" + wish + "/confirm";
    Response without =
        refused(OPERATOR, confirm, accepted("COMMITTEE", List.of("吴签一字")), "EVIDENCE_REQUIRED");
    assertThat(without.<String>path("detail")).contains("验收单");
    refused(
        OPERATOR,
        confirm,
        accepted("COMMITTEE", List.of("吴签一字"), sheet(wish, "PHOTO")),
        "EVIDENCE_REQUIRED");
    String sheet = sheet(wish, "SIGNED_SHEET");
    Response few =
        refused(
            OPERATOR,
            confirm,
            accepted("REPRESENTATIVES", THREE.subList(0, 2), sheet),
            "VALIDATION_FAILED");
    assertThat(few.<String>path("errors[0].pointer")).isEqualTo("/acceptance/people");
    Response twice =
        refused(
            OPERATOR,
            confirm,
            accepted("REPRESENTATIVES", List.of("吴签一字", "吴签一字", "王签三字"), sheet),
            "VALIDATION_FAILED");
    assertThat(twice.<String>path("errors[0].pointer")).isEqualTo("/acceptance/people/1");
    assertThat(state(wish)).isEqualTo("DELIVERED");

    Response receipt = ok(COLLECTOR, confirm, accepted("REPRESENTATIVES", THREE, sheet));
    Response shown = ok(get(OPERATOR, "/wishes/" + wish));
    assertThat(shown.<String>path("confirmation")).isEqualTo("ACCEPTANCE");
    assertThat(shown.<String>path("own.acceptedBy")).isEqualTo("REPRESENTATIVES");
    assertThat(ok(get(OPERATOR, "/wishes/" + wish + "/notes")).<List<String>>path("items.text"))
        .contains(String.join("\n", THREE));
    String leaf = ok(get(null, "/ledger/entries/" + receipt.path("ledger.entryId"))).asString();
    assertThat(leaf).contains("REPRESENTATIVES", "ACCEPTANCE").doesNotContain("签");
    assertThat(ok(get(null, "/wishes/" + wish)).asString()).doesNotContain("签一字");
    assertThat(findings(wish)).isEmpty();
  }

  private List<String> findings(String wish) {
    return LeafFindings.of(
        street
            .column(
                "SELECT HEX(payload) FROM ledger_entry WHERE aggregate_type = 'WISH'"
                    + " AND aggregate_id = '"
                    + wish
                    + "' ORDER BY aggregate_version")
            .stream()
            .map(hex -> HexFormat.of().parseHex(hex))
            .toList());
  }

  @Test
  void committeeThatDoesNotAccept_asksForTheWorkAgain() {
    String wish = delivered();
    String claim =
        Id.text(street.number("SELECT id FROM claim WHERE wish_id = " + Street.id(wish)));
    Map<String, Object> report =
        accepted("COMMITTEE", List.of("吴签一字"), sheet(wish, "SIGNED_SHEET"));
    report.remove("rating");
    report.putAll(map("claims", List.of(claim), "reason", "灯不亮"));
    ok(OPERATOR, "/wishes/" + wish + "/report-dissatisfaction", report);
    assertThat(state(wish)).isEqualTo("IN_PROGRESS");
    assertThat(findings(wish)).isEmpty();
  }

  @Test
  void wishOfAResident_isNotAccepted() {
    String ofResident = delivered(map("title", "修门", "details", "门坏了", "residentName", "陈阿婆"));
    Response refusal =
        refused(
            OPERATOR,
            "/wishes/" + ofResident + "/confirm",
            accepted("COMMITTEE", List.of("吴签一字"), sheet(ofResident, "SIGNED_SHEET")),
            "PROXY_NOT_ALLOWED");
    assertThat(refusal.<String>path("reason")).isEqualTo("HAS_RESIDENT");
    assertThat(refusal.<String>path("detail")).contains("验收只适用于没有居民的公共微项目");
    // A wish that names only the account of its resident, and no name, also has a resident.
    String named = delivered(map("title", "修窗", "details", "窗坏了"), "resident", "neighbour-6");
    refused(
        OPERATOR,
        "/wishes/" + named + "/confirm",
        accepted("COMMITTEE", List.of("吴签一字"), sheet(named, "SIGNED_SHEET")),
        "PROXY_NOT_ALLOWED");
    Map<String, Object> both =
        accepted("COMMITTEE", List.of("吴签一字"), sheet(ofResident, "SIGNED_SHEET"));
    both.put("proxy", map("reason", "NO_ANSWER"));
    refused(OPERATOR, "/wishes/" + ofResident + "/confirm", both, "VALIDATION_FAILED");
    refused(
        Tokens.resident("neighbour-7"),
        "/wishes/" + ofResident + "/confirm",
        accepted("COMMITTEE", List.of("吴签一字")),
        "FORBIDDEN");
  }
}
