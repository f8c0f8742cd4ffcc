package org.microwish.wish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.microwish.wish.WishApi.OPERATOR;
import static org.microwish.wish.WishApi.because;
import static org.microwish.wish.WishApi.claim;
import static org.microwish.wish.WishApi.draft;
import static org.microwish.wish.WishApi.get;
import static org.microwish.wish.WishApi.key;
import static org.microwish.wish.WishApi.map;
import static org.microwish.wish.WishApi.none;
import static org.microwish.wish.WishApi.ok;
import static org.microwish.wish.WishApi.open;
import static org.microwish.wish.WishApi.post;
import static org.microwish.wish.WishApi.publication;
import static org.microwish.wish.WishApi.put;
import static org.microwish.wish.WishApi.refused;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.testing.LedgerProbe;
import org.microwish.testing.Street;
import org.microwish.testing.Tokens;

/**
 * Tests the masking of a resident's personal values, contact reads, and consent for sensitive
 * wishes.
 */
@Tag("database")
@QuarkusTest
class PersonalValuesTest {

  private static final String RESIDENT = Tokens.resident("resident-values");
  private static final String AUDITOR = Tokens.auditor("auditor-values", Street.STREET);
  private static final String ELSEWHERE = Tokens.operator("desk-elsewhere", Street.OTHER_STREET);
  private static Street street;

  @BeforeAll
  static void settle() {
    street = Street.here();
  }

  private static String member() {
    long organisation = street.organisation();
    long id = street.member(organisation);
    return Tokens.member("member-" + id, id);
  }

  private static String ledgerLeaf(String entryId) {
    return ok(get(null, "/ledger/entries/" + entryId)).asString();
  }

  @Test
  void personalValues_areMaskedForStaff_andUnmaskedForResidentAndClaimant() {
    String wish = open(RESIDENT, draft());
    String worker = member();
    String claim = claim(worker, wish);
    for (String staff : List.of(OPERATOR, AUDITOR, WishApi.COLLECTOR)) {
      Response seen = ok(get(staff, "/wishes/" + wish));
      assertThat(seen.asString()).doesNotContain(WishApi.NAME, WishApi.PHONE, WishApi.ADDRESS);
      assertThat((String) seen.path("own.residentName")).isEqualTo("陈**");
      assertThat((String) seen.path("own.contactPhone")).isEqualTo("139****5678");
      assertThat((Boolean) seen.path("own.masked")).isTrue();
    }
    assertThat((String) ok(get(RESIDENT, "/wishes/" + wish)).path("own.contactPhone"))
        .isEqualTo(WishApi.PHONE);
    assertThat((String) ok(get(worker, "/wishes/" + wish)).path("own.contactPhone"))
        .isEqualTo(WishApi.PHONE);
    assertThat((String) ok(get(worker, "/claims/" + claim)).path("contact.contactPhone"))
        .isEqualTo(WishApi.PHONE);
    // Lists never show contact data, not even to callers who see it elsewhere.
    for (String path : List.of("/claims", "/wishes/" + wish + "/claims", "/wishes?mine=true")) {
      assertThat(ok(get(worker, path)).asString())
          .doesNotContain(WishApi.NAME, WishApi.PHONE, WishApi.ADDRESS);
    }
    assertThat(ok(get(RESIDENT, "/wishes?mine=true")).asString())
        .contains(wish)
        .doesNotContain(WishApi.NAME, WishApi.PHONE, WishApi.ADDRESS);
  }

  /** An auditor sees only the community, because a building reveals more of the address. */
  @Test
  void auditor_seesTheCommunityOnly_ofAWishInABuilding() {
    String wish = open(RESIDENT, draft());
    street.update(
        "UPDATE wish SET division_path = '" + Street.COMMUNITY + "B01' WHERE id = ?",
        Street.id(wish));
    assertThat((String) ok(get(AUDITOR, "/wishes/" + wish)).path("own.division"))
        .isEqualTo(Street.COMMUNITY);
    assertThat((String) ok(get(OPERATOR, "/wishes/" + wish)).path("own.division"))
        .isEqualTo(Street.COMMUNITY + "B01");
  }

  /** Lists of single buildings would reveal where every published wish is. */
  @Test
  void listOfABuilding_isOnlyForItsStaff() {
    String building = Street.COMMUNITY + "B07";
    street.building(building);
    String wish = open(RESIDENT, draft("division", building));
    String path = "/wishes?division=" + building;
    for (String token :
        new String[] {null, RESIDENT, AUDITOR, Tokens.operator("desk-far", Street.OTHER_STREET)}) {
      refused(get(token, path), "VALIDATION_FAILED")
          .then()
          .body("errors[0].parameter", equalTo("division"))
          .body("errors[0].code", equalTo("NOT_ALLOWED"));
    }
    for (String token : List.of(OPERATOR, WishApi.COLLECTOR)) {
      assertThat(ok(get(token, path)).asString()).contains(wish);
    }
    assertThat(ok(get(RESIDENT, path + "&mine=true")).asString()).contains(wish);
    assertThat(ok(get(null, "/wishes?limit=100&division=" + Street.COMMUNITY)).asString())
        .contains(wish)
        .doesNotContain(building);
  }

  /** A community's name at the end of an address once prevented the masking of the rest. */
  @Test
  void maskedAddress_showsOnlyTheCommunity_whateverTheOrder() {
    // Reads the current name of the community, because other tests rename it.
    String community = ok(get(OPERATOR, "/divisions/" + Street.COMMUNITY)).path("name");
    Map<String, Object> words = map("title", "换厕所扶手", "address", "梅影里1号楼402房，" + community);
    String wish = open(RESIDENT, draft("words", words));
    for (String staff : List.of(OPERATOR, AUDITOR, WishApi.COLLECTOR)) {
      assertThat((String) ok(get(staff, "/wishes/" + wish)).path("own.address"))
          .isEqualTo(community + "***");
    }
  }

  @Test
  void contactRead_isRecordedInTheLedger() {
    String wish = open(RESIDENT, draft());
    String path = "/wishes/" + wish + "/contact-reads";
    Object body = map("purpose", "OTHER", "words", "回访前核对王阿姨的电话");
    String key = key();
    Response read = post(OPERATOR, path, body, key);
    assertThat(read.statusCode()).as(read.asString()).isEqualTo(201);
    assertThat(read.header("Cache-Control")).contains("no-store");
    assertThat((String) read.path("contactPhone")).isEqualTo(WishApi.PHONE);
    assertThat((String) read.path("address")).isEqualTo(WishApi.ADDRESS);
    Response again = post(OPERATOR, path, body, key);
    assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
    assertThat((String) again.path("ledger.entryId")).isEqualTo(read.path("ledger.entryId"));
    assertThat((String) again.path("contactPhone")).isEqualTo(WishApi.PHONE);
    // The stored answer has no personal values; a late replay returns the stored answer alone.
    assertThat(
            street.column(
                "SELECT answer FROM idempotency WHERE operation = 'readWishContact' AND idem_key ="
                    + " '"
                    + key
                    + "'"))
        .singleElement()
        .asString()
        .doesNotContain(WishApi.PHONE, WishApi.NAME);
    street.update(
        "UPDATE idempotency SET answer = REPLACE(answer, '\"readAt\":\"20', '\"readAt\":\"19')"
            + " WHERE idem_key = ?",
        key);
    assertThat(post(OPERATOR, path, body, key).asString())
        .contains("entryId")
        .doesNotContain(WishApi.PHONE);

    LedgerProbe.awaitIntegrated();
    String leaf = ledgerLeaf(read.path("ledger.entryId"));
    assertThat(leaf)
        .contains("PERSONAL_FIELDS_READ", "contactPhone", "OTHER", wish)
        .doesNotContain(WishApi.PHONE, WishApi.NAME, "王阿姨");

    refused(OPERATOR, path, map("purpose", "OTHER"), "VALIDATION_FAILED");
    refused(OPERATOR, path, none(), "VALIDATION_FAILED");
    refused(ELSEWHERE, path, map("purpose", "CONTACT"), "FORBIDDEN");
    for (String other : List.of(AUDITOR, WishApi.COLLECTOR, RESIDENT, member())) {
      refused(other, path, map("purpose", "CONTACT"), "FORBIDDEN");
    }
    String hidden = WishApi.create(RESIDENT, draft());
    refused(
        ELSEWHERE, "/wishes/" + hidden + "/contact-reads", map("purpose", "CONTACT"), "NOT_FOUND");
  }

  @Test
  void editThatSendsMasksBack_keepsTheValues() {
    String wish = WishApi.create(RESIDENT, draft());
    ok(RESIDENT, "/wishes/" + wish + "/submit", none());
    Response seen = ok(get(OPERATOR, "/wishes/" + wish));
    Map<String, Object> words =
        map(
            "title", seen.path("own.title"),
            "details", "改过的说明",
            "residentName", seen.path("own.residentName"),
            "contactPhone", seen.path("own.contactPhone"),
            "address", seen.path("own.address"));
    ok(put(OPERATOR, "/wishes/" + wish, draft("words", words), seen.header("ETag")));
    Response after = ok(get(RESIDENT, "/wishes/" + wish));
    assertThat((String) after.path("own.residentName")).isEqualTo(WishApi.NAME);
    assertThat((String) after.path("own.contactPhone")).isEqualTo(WishApi.PHONE);
    assertThat((String) after.path("own.address")).isEqualTo(WishApi.ADDRESS);
    assertThat((String) after.path("own.details")).isEqualTo("改过的说明");
    // A mask that does not match the stored number is refused.
    words.put("contactPhone", "138****0000");
    refused(
        put(OPERATOR, "/wishes/" + wish, draft("words", words), after.header("ETag")),
        "VALIDATION_FAILED");
    refused(RESIDENT, "/wishes", draft("words", words), "VALIDATION_FAILED");
  }

  // Consent
  // ----------------------------------------------------------------------------------------

  private static Map<String, Object> consent(Object... more) {
    Map<String, Object> consent =
        map(
            "sensitivity", "MINOR",
            "relation", "PARENT",
            "method", "WRITTEN",
            "obtainedOn", "2025-05-01",
            "name", "赵家长独一",
            "words", "在家中当面签字");
    consent.putAll(map(more));
    return consent;
  }

  @Test
  void minorsWish_needsGuardianConsent_andEndsWhenItIsWithdrawn() {
    String wish = WishApi.create(WishApi.COLLECTOR, draft("sensitivity", "MINOR"));
    String submit = "/wishes/" + wish + "/submit";
    refused(WishApi.COLLECTOR, submit, none(), "CONSENT_REQUIRED");
    String consents = "/wishes/" + wish + "/consents";
    refused(WishApi.COLLECTOR, consents, consent("relation", "SELF"), "VALIDATION_FAILED");
    refused(WishApi.COLLECTOR, consents, consent("obtainedOn", "2999-01-01"), "VALIDATION_FAILED");
    refused(AUDITOR, consents, consent(), "FORBIDDEN");
    Response recorded = ok(WishApi.COLLECTOR, consents, consent());
    ok(WishApi.COLLECTOR, submit, none());
    ok(OPERATOR, "/wishes/" + wish + "/publish", publication());
    assertThat(ok(get(AUDITOR, consents)).asString())
        .contains("PARENT", "赵**")
        .doesNotContain("赵家长独一", "签字");
    LedgerProbe.awaitIntegrated();
    assertThat(ledgerLeaf(recorded.path("ledger.entryId")))
        .contains("WISH_NOTED")
        .doesNotContain("consent", "guardian", "CONSENT", "赵家长独一", "MINOR", "PARENT", "签字");

    String claim = claim(member(), wish);
    ok(OPERATOR, "/wishes/" + wish + "/withdraw-consent", because("家长改变主意"));
    assertThat(WishApi.state(wish)).isEqualTo("WITHDRAWN");
    assertThat((String) ok(get(OPERATOR, "/claims/" + claim)).path("state")).isEqualTo("REVOKED");
    refused(OPERATOR, "/wishes/" + wish + "/withdraw-consent", because("再次"), "ALREADY_ENDED");
  }

  @Test
  void minorMark_isRemovedOnlyByAnOperator() {
    String wish = WishApi.create(WishApi.COLLECTOR, draft("sensitivity", "MINOR"));
    String consents = "/wishes/" + wish + "/consents";
    String mark = "SELECT sensitivity FROM wish WHERE id = " + Street.id(wish);
    Object other = consent("sensitivity", "OTHER", "relation", "SELF");
    Response no = refused(WishApi.COLLECTOR, consents, other, "VALIDATION_FAILED");
    assertThat(no.asString()).contains("/sensitivity", "NOT_ALLOWED");
    no =
        refused(
            put(WishApi.COLLECTOR, "/wishes/" + wish, draft("sensitivity", "OTHER"), "*"),
            "VALIDATION_FAILED");
    assertThat(no.asString()).contains("/sensitivity", "NOT_ALLOWED");
    ok(put(WishApi.COLLECTOR, "/wishes/" + wish, draft(), "*"));
    assertThat(street.column(mark)).containsExactly("MINOR");
    refused(WishApi.COLLECTOR, "/wishes/" + wish + "/submit", none(), "CONSENT_REQUIRED");
    ok(OPERATOR, consents, other);
    assertThat(street.column(mark)).containsExactly("OTHER");
    ok(WishApi.COLLECTOR, "/wishes/" + wish + "/submit", none());
    // A SELF consent does not count for a minor.
    refused(
        put(OPERATOR, "/wishes/" + wish, draft("sensitivity", "MINOR"), "*"), "CONSENT_REQUIRED");
  }

  @Test
  void leavesOfAConsent_lookLikeThoseOfANote() {
    String minor = WishApi.create(WishApi.COLLECTOR, draft("sensitivity", "MINOR"));
    Response consent = ok(WishApi.COLLECTOR, "/wishes/" + minor + "/consents", consent());
    Response withdrawn = ok(OPERATOR, "/wishes/" + minor + "/withdraw-consent", because("家长改变主意"));
    String plain = WishApi.create(WishApi.COLLECTOR, draft());
    Response note = ok(WishApi.COLLECTOR, "/wishes/" + plain + "/notes", WishApi.note("已核对地址"));
    assertThat(shape(consent)).isEqualTo(shape(note));
    Response plainEnd = ok(OPERATOR, "/wishes/" + plain + "/withdraw", because("不要了"));
    assertThat(shape(withdrawn)).isEqualTo(shape(plainEnd));
    // After delivery, only the consent is withdrawn and not the wish; that leaf also looks like a
    // note.
    String late = open(RESIDENT, draft());
    ok(RESIDENT, "/wishes/" + late + "/consents", consent());
    String worker = member();
    ok(worker, "/claims/" + claim(worker, late) + "/deliver", WishApi.delivery());
    Response alone = ok(RESIDENT, "/wishes/" + late + "/withdraw-consent", because("不再同意"));
    Response other = ok(RESIDENT, "/wishes/" + late + "/notes", WishApi.note("谢谢"));
    assertThat(shape(alone)).isEqualTo(shape(other));
    // The commitment proves who consented, when and how.
    assertThat(
            ok(
                    AUDITOR,
                    "/ledger/entries/" + consent.path("ledger.entryId") + "/openings",
                    map("purpose", "VERIFICATION"))
                .<String>path("openings[0].value"))
        .startsWith("MINOR PARENT ");
  }

  /** Returns what a leaf shows, apart from ids, times and MACs. */
  private static String shape(Response receipt) {
    Response leaf = ok(get(null, "/ledger/entries/" + receipt.path("ledger.entryId")));
    Map<String, Object> commitments = leaf.path("leaf.commitments");
    return "%s %s %s %s"
        .formatted(
            leaf.path("leaf.type"),
            leaf.path("leaf.actor.role") + " " + leaf.path("leaf.transition.command"),
            leaf.<Map<String, Object>>path("leaf.facts").keySet(),
            commitments.keySet().stream().map(key -> key.replaceAll("\\..*", "")).toList());
  }

  @Test
  void residentsConsentWithdrawal_endsAClaimedWish_andLooksLikeAWithdrawal() {
    String wish = WishApi.create(RESIDENT, draft("sensitivity", "OTHER"));
    Object self = consent("sensitivity", "OTHER", "relation", "SELF");
    ok(RESIDENT, "/wishes/" + wish + "/consents", self);
    ok(RESIDENT, "/wishes/" + wish + "/submit", none());
    ok(OPERATOR, "/wishes/" + wish + "/publish", publication());
    String claim = claim(member(), wish);
    Response consentEnded = ok(RESIDENT, "/wishes/" + wish + "/withdraw-consent", because("不再同意"));
    assertThat(WishApi.state(wish)).isEqualTo("WITHDRAWN");
    assertThat((String) ok(get(OPERATOR, "/claims/" + claim)).path("state")).isEqualTo("REVOKED");
    // Without a recorded consent, withdrawing consent is refused.
    String plain = open(RESIDENT, draft());
    claim(member(), plain);
    refused(RESIDENT, "/wishes/" + plain + "/withdraw-consent", because("试试"), "ALREADY_ENDED");
    Response plainEnd = ok(RESIDENT, "/wishes/" + plain + "/withdraw", because("不要了"));
    assertThat(shape(consentEnded)).isEqualTo(shape(plainEnd));
  }

  @Test
  void editThatMarksAWishSensitive_needsConsent_andConsentSetsTheMark() {
    String wish = open(RESIDENT, draft());
    String tag = ok(get(OPERATOR, "/wishes/" + wish)).header("ETag");
    refused(
        put(OPERATOR, "/wishes/" + wish, draft("sensitivity", "OTHER"), tag), "CONSENT_REQUIRED");
    ok(
        OPERATOR,
        "/wishes/" + wish + "/consents",
        consent("sensitivity", "OTHER", "relation", "SELF"));
    assertThat(street.column("SELECT sensitivity FROM wish WHERE id = " + Street.id(wish)))
        .containsExactly("OTHER");
  }

  @Test
  void withdrawnConsent_removesADeliveredWishFromTheWall() {
    String wish = WishApi.create(RESIDENT, draft("sensitivity", "MINOR"));
    ok(RESIDENT, "/wishes/" + wish + "/consents", consent());
    ok(RESIDENT, "/wishes/" + wish + "/submit", none());
    ok(OPERATOR, "/wishes/" + wish + "/publish", publication());
    String worker = member();
    String claim = claim(worker, wish);
    ok(worker, "/claims/" + claim + "/deliver", WishApi.delivery());
    assertThat(get(null, "/wishes/" + wish).statusCode()).isEqualTo(200);
    ok(RESIDENT, "/wishes/" + wish + "/withdraw-consent", because("不再同意"));
    assertThat(get(null, "/wishes/" + wish).statusCode()).isEqualTo(404);
    assertThat(ok(get(null, "/wishes?limit=100")).asString()).doesNotContain(wish);
    assertThat(ok(get(OPERATOR, "/wishes/" + wish)).asString()).contains("DELIVERED");
    assertThat(new String(ok(get(null, "/wishes")).asByteArray(), StandardCharsets.UTF_8))
        .doesNotContain("赵家长独一");
  }
}
