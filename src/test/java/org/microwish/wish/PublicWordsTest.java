package org.microwish.wish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.microwish.wish.WishApi.OPERATOR;
import static org.microwish.wish.WishApi.because;
import static org.microwish.wish.WishApi.claim;
import static org.microwish.wish.WishApi.delivery;
import static org.microwish.wish.WishApi.draft;
import static org.microwish.wish.WishApi.get;
import static org.microwish.wish.WishApi.map;
import static org.microwish.wish.WishApi.none;
import static org.microwish.wish.WishApi.ok;
import static org.microwish.wish.WishApi.open;
import static org.microwish.wish.WishApi.post;
import static org.microwish.wish.WishApi.put;
import static org.microwish.wish.WishApi.refused;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.microwish.ledger.leaf.Commitment;
import org.microwish.ledger.leaf.Leaf;
import org.microwish.platform.Id;
import org.microwish.testing.Street;
import org.microwish.testing.Tokens;

/**
 * Tests what the public texts of a wish must not contain, and how the texts are amended and hidden.
 */
@Tag("database")
@QuarkusTest
class PublicWordsTest {

  private static final String ELSEWHERE = Tokens.operator("desk-2", Street.OTHER_STREET);

  private final Street street = Street.here();
  private final String resident = Tokens.resident("words-" + UUID.randomUUID());

  private String submitted() {
    String wish = WishApi.create(resident, draft());
    ok(resident, "/wishes/" + wish + "/submit", none());
    return wish;
  }

  private static Map<String, Object> words(String title, String summary) {
    return map("publicTitle", title, "publicSummary", summary, "attested", true);
  }

  private String member() {
    long id = street.member(street.organisation());
    return Tokens.member("member-" + id, id);
  }

  /** Returns the id of the ledger entry that created the wish. */
  private String created(String wish) {
    return Id.text(
        street.number(
            "SELECT entry_id FROM ledger_entry WHERE aggregate_type = 'WISH'"
                + " AND aggregate_version = 1 AND aggregate_id = '"
                + wish
                + "'"));
  }

  private Leaf lastLeaf(String wish) {
    String hex =
        street
            .column(
                "SELECT HEX(payload) FROM ledger_entry WHERE aggregate_type = 'WISH'"
                    + " AND aggregate_id = '"
                    + wish
                    + "' ORDER BY aggregate_version DESC LIMIT 1")
            .getFirst();
    return Leaf.parse(HexFormat.of().parseHex(hex));
  }

  private static void onTheWall(String wish, boolean shown) {
    assertThat(get(null, "/wishes/" + wish).statusCode()).isEqualTo(shown ? 200 : 404);
    List<String> listed =
        ok(get(null, "/wishes?limit=100&division=" + Street.COMMUNITY))
            .jsonPath()
            .getList("items.id");
    assertThat(listed.contains(wish)).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource({
    "请打13912345678, PHONE",
    "请打139 1234 5678, PHONE",
    "请打１３９１２３４５６７８, PHONE",
    "请打一三九一二三四五六七八, PHONE",
    "请找陈阿婆独一, NAME",
    "请到12号402房, ADDRESS",
    "别人的电话13800138000, PHONE",
    "身份证11010519491231002X, IDENTITY_NUMBER"
  })
  void personalDataInPublicWords_isRefusedWithItsPlace(String text, String kind) {
    String wish = submitted();
    Response refusal = post(OPERATOR, "/wishes/" + wish + "/publish", words("更换厕所扶手", text));
    refused(refusal, "PERSONAL_DATA_FOUND");
    assertThat(refusal.statusCode()).isEqualTo(422);
    assertThat(refusal.jsonPath().getString("errors[0].pointer")).isEqualTo("/publicSummary");
    assertThat(refusal.jsonPath().getString("errors[0].code")).isEqualTo("PERSONAL_DATA");
    assertThat(refusal.jsonPath().getString("errors[0].kind")).isEqualTo(kind);
    assertThat(refusal.jsonPath().getInt("errors[0].end")).isEqualTo(text.length());
    refused(OPERATOR, "/wishes/" + wish + "/publish", words(text, null), "PERSONAL_DATA_FOUND");
    assertThat(WishApi.state(wish)).isEqualTo("SUBMITTED");
    ok(OPERATOR, "/wishes/" + wish + "/publish", words("更换厕所扶手", "独居长者需要扶手"));
  }

  /** A change of the public texts or of the personal values compares both again. */
  @Test
  void publishedWords_areCheckedAgainWhenWordsOrPersonalValuesChange() {
    String wish = open(resident, draft());
    String path = "/wishes/" + wish;
    Map<String, Object> edit =
        draft("words", map("title", "换厕所扶手", "residentName", "厕所", "contactPhone", "13700137000"));
    Response refusal = put(OPERATOR, path, edit, "*");
    refused(refusal, "PERSONAL_DATA_FOUND");
    assertThat(refusal.jsonPath().getString("errors[0].pointer")).isEqualTo("/publicTitle");
    claim(member(), wish);
    String entry = created(wish);
    for (Map<String, Object> values :
        List.of(map("publicTitle", "请打139-1234-5678"), map("residentName", "独居长者"))) {
      Response correction =
          post(OPERATOR, path + "/correct", map("entry", entry, "values", values, "reason", "更正"));
      refused(correction, "PERSONAL_DATA_FOUND");
      assertThat(correction.jsonPath().getString("errors[0].pointer")).startsWith("/values/public");
    }
    assertThat((String) ok(get(null, path)).path("title")).isEqualTo("更换厕所扶手");
    ok(
        post(
            OPERATOR,
            path + "/correct",
            map("entry", entry, "values", map("residentName", "陈婆婆"), "reason", "更正")));
  }

  @Test
  void wordsPublishedBeforeTheCheck_areRefusedInTheNextRound_andAmended() {
    String wish = open(resident, draft());
    street.update(
        "UPDATE wish SET state = 'EXPIRED', public_title = '请打13912345678' WHERE id = ?",
        Street.id(wish));
    Map<String, Object> round =
        map(
            "claimBy",
            Instant.now().plus(60, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS).toString(),
            "reason",
            "再征集一轮");
    refused(OPERATOR, "/wishes/" + wish + "/republish", round, "PERSONAL_DATA_FOUND");
    street.update("UPDATE wish SET public_title = '扶手' WHERE id = ?", Street.id(wish));
    ok(OPERATOR, "/wishes/" + wish + "/republish", round);
    // The reason is kept as a note, and the leaf commits to it.
    assertThat(ok(get(OPERATOR, "/wishes/" + wish + "/notes")).asString()).contains("再征集一轮");
    assertThat(lastLeaf(wish).commitments())
        .anyMatch(commitment -> commitment.field().startsWith("note."));
  }

  @Test
  void unpublishedWish_leavesTheWall_whileClaimsContinue_andReturnsWithAmendedWords() {
    String wish = open(resident, draft());
    String path = "/wishes/" + wish;
    String worker = member();
    String claim = claim(worker, wish);
    onTheWall(wish, true);

    ok(OPERATOR, path + "/unpublish", because("标题中有居民的电话"));
    onTheWall(wish, false);
    Leaf leaf = lastLeaf(wish);
    assertThat(leaf.type().name()).isEqualTo("WISH_UNPUBLISHED");
    assertThat(leaf.transition().from()).isEqualTo(leaf.transition().to()).isEqualTo("CLAIMED");
    assertThat(leaf.commitments()).anyMatch(commitment -> commitment.field().startsWith("note."));
    assertThat(new String(leaf.bytes(), StandardCharsets.UTF_8)).contains("\"v\":2");
    assertThat(get(member(), path).statusCode()).isEqualTo(404);
    assertThat((Boolean) ok(get(resident, path)).path("own.offWall")).isTrue();
    Response again = post(OPERATOR, path + "/unpublish", because("再次"));
    refused(again, "WISH_STATE_CONFLICT");
    assertThat(again.<String>path("reason")).isEqualTo("OFF_WALL");

    ok(worker, "/claims/" + claim + "/contact", none());
    ok(worker, "/claims/" + claim + "/start", none());
    ok(worker, "/claims/" + claim + "/deliver", delivery());
    ok(resident, path + "/confirm", map("rating", 5));
    assertThat(WishApi.state(wish)).isEqualTo("FULFILLED");
    onTheWall(wish, false);

    refused(
        OPERATOR,
        path + "/amend-public-words",
        words("请打13912345678", null),
        "PERSONAL_DATA_FOUND");
    onTheWall(wish, false);
    Map<String, Object> amended = words("换扶手", null);
    amended.put("reason", "删去电话");
    ok(OPERATOR, path + "/amend-public-words", amended);
    onTheWall(wish, true);
    Response shown = ok(get(null, path));
    assertThat(shown.<String>path("title")).isEqualTo("换扶手");
    assertThat(shown.<String>path("summary")).isNull();
    assertThat(shown.<String>path("state")).isEqualTo("FULFILLED");
    assertThat(lastLeaf(wish).type().name()).isEqualTo("WISH_WORDS_AMENDED");
    assertThat(lastLeaf(wish).commitments())
        .anyMatch(commitment -> commitment.field().equals("publicTitle"));
  }

  @Test
  void unpublishedOpenWish_cannotBeClaimedByThoseWhoCannotSeeIt() {
    String wish = open(resident, WishApi.shared(2));
    ok(OPERATOR, "/wishes/" + wish + "/unpublish", because("核实"));
    refused(member(), "/wishes/" + wish + "/claims", none(), "NOT_FOUND");
    ok(OPERATOR, "/wishes/" + wish + "/amend-public-words", words("换扶手", null));
    claim(member(), wish);
  }

  @Test
  void wordsAreAmendedAndHidden_inEveryPublishedStateAndInNoOther() {
    String wish = open(resident, draft());
    String path = "/wishes/" + wish;
    for (String state :
        List.of("OPEN", "CLAIMED", "IN_PROGRESS", "DELIVERED", "FULFILLED", "ARCHIVED")) {
      street.update("UPDATE wish SET state = ? WHERE id = ?", state, Street.id(wish));
      ok(OPERATOR, path + "/unpublish", because(state));
      assertThat(get(null, path).statusCode()).as(state).isEqualTo(404);
      ok(OPERATOR, path + "/amend-public-words", words("扶手" + state, null));
      Response shown = ok(get(null, path));
      assertThat(shown.<String>path("state")).isEqualTo(state);
      assertThat(shown.<String>path("title")).isEqualTo("扶手" + state);
    }
    for (String state : List.of("SUBMITTED", "EXPIRED", "WITHDRAWN")) {
      street.update("UPDATE wish SET state = ? WHERE id = ?", state, Street.id(wish));
      refused(OPERATOR, path + "/unpublish", because(state), "WISH_STATE_CONFLICT");
      refused(OPERATOR, path + "/amend-public-words", words("扶手", null), "WISH_STATE_CONFLICT");
    }
  }

  @Test
  void onlyOperatorsOfTheDivision_amendAndUnpublish() {
    String path = "/wishes/" + open(resident, draft());
    for (String other : List.of(ELSEWHERE, resident, WishApi.COLLECTOR, member())) {
      refused(other, path + "/unpublish", because("不行"), "FORBIDDEN");
      refused(other, path + "/amend-public-words", words("不行", null), "FORBIDDEN");
    }
    refused(OPERATOR, path + "/unpublish", none(), "VALIDATION_FAILED");
    refused(
        OPERATOR,
        path + "/amend-public-words",
        map("publicTitle", "扶手", "attested", false),
        "VALIDATION_FAILED");
  }

  /**
   * The guardian's name is stored, because it is correct; the wish is hidden until an operator
   * amends its public texts.
   */
  @Test
  void guardianRecordedAfterPublication_whoseNameIsShown_hidesTheWishAndReachesTheDesk() {
    String wish = WishApi.create(resident, draft());
    String path = "/wishes/" + wish;
    ok(resident, path + "/submit", none());
    ok(OPERATOR, path + "/publish", words("为欧阳晚晴更换扶手", null));
    Map<String, Object> consent =
        map(
            "sensitivity",
            "MINOR",
            "relation",
            "PARENT",
            "method",
            "WRITTEN",
            "obtainedOn",
            "2022-01-05",
            "name",
            "诸葛长风");
    ok(OPERATOR, path + "/consents", consent);
    onTheWall(wish, true);
    assertThat(reports(wish)).isEmpty();
    consent.put("name", "欧阳晚晴");
    ok(OPERATOR, path + "/consents", consent);
    onTheWall(wish, false);
    // The leaf of a consent looks like the leaf of a note.
    assertThat(lastLeaf(wish).type().name()).isEqualTo("WISH_NOTED");
    assertThat(reports(wish)).containsExactly("PERSONAL_DATA");
    refused(OPERATOR, path + "/amend-public-words", words("为欧阳晚晴换扶手", null), "PERSONAL_DATA_FOUND");
    ok(OPERATOR, path + "/amend-public-words", words("更换扶手", null));
    onTheWall(wish, true);
  }

  private static List<String> reports(String wish) {
    return ok(get(OPERATOR, "/reports?limit=100"))
        .jsonPath()
        .getList("items.findAll { it.wishId == '" + wish + "' }.reason");
  }

  @Test
  void neededSkill_isAmendedLikeOtherPublicWords() {
    String wish = open(resident, draft("neededSkill", "电工"));
    String path = "/wishes/" + wish;
    Map<String, Object> amended = words("换扶手", null);
    amended.put("neededSkill", "木工，电话138。0013。8000");
    Response refusal = post(OPERATOR, path + "/amend-public-words", amended);
    refused(refusal, "PERSONAL_DATA_FOUND");
    assertThat(refusal.jsonPath().getString("errors[0].pointer")).isEqualTo("/neededSkill");
    amended.remove("neededSkill");
    ok(OPERATOR, path + "/amend-public-words", amended);
    assertThat(ok(get(null, path)).<String>path("neededSkill")).isEqualTo("电工");
    assertThat(committedFields(wish)).doesNotContain("neededSkill");
    amended.put("neededSkill", "木工");
    ok(OPERATOR, path + "/amend-public-words", amended);
    assertThat(committedFields(wish)).contains("neededSkill");
    assertThat(ok(get(null, path)).<String>path("neededSkill")).isEqualTo("木工");
    amended.put("neededSkill", "");
    ok(OPERATOR, path + "/amend-public-words", amended);
    assertThat(ok(get(null, path)).<String>path("neededSkill")).isNull();
    assertThat(committedFields(wish)).contains("neededSkill");
  }

  private List<String> committedFields(String wish) {
    return lastLeaf(wish).commitments().stream().map(Commitment::field).toList();
  }

  /** A wish whose consent was withdrawn must not come back with new words. */
  @Test
  void withdrawnConsent_cannotBeUndoneByAmending() {
    String wish = open(resident, draft());
    street.update(
        "UPDATE wish SET state = 'FULFILLED', sensitivity = 'OTHER', consent = 'WITHDRAWN',"
            + " off_wall = TRUE WHERE id = ?",
        Street.id(wish));
    refused(
        OPERATOR,
        "/wishes/" + wish + "/amend-public-words",
        words("换扶手", null),
        "CONSENT_REQUIRED");
    onTheWall(wish, false);
  }
}
