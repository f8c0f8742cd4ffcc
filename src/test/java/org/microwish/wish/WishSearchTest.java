package org.microwish.wish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.microwish.wish.WishApi.COLLECTOR;
import static org.microwish.wish.WishApi.OPERATOR;
import static org.microwish.wish.WishApi.because;
import static org.microwish.wish.WishApi.draft;
import static org.microwish.wish.WishApi.get;
import static org.microwish.wish.WishApi.key;
import static org.microwish.wish.WishApi.map;
import static org.microwish.wish.WishApi.none;
import static org.microwish.wish.WishApi.ok;
import static org.microwish.wish.WishApi.post;
import static org.microwish.wish.WishApi.put;
import static org.microwish.wish.WishApi.refused;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.platform.sql.IndexSearch;
import org.microwish.testing.LedgerProbe;
import org.microwish.testing.Street;
import org.microwish.testing.Tokens;

/** Tests finding wishes by public words, names and numbers, and the detection of duplicates. */
@Tag("database")
@QuarkusTest
class WishSearchTest {

  private static final AtomicInteger NEXT = new AtomicInteger(1000);
  private static final String ELSEWHERE = Tokens.operator("desk-else", Street.OTHER_STREET);

  @Inject IndexSearch indexes;

  private final Street street = Street.here();

  /**
   * Each test uses an account of its own, because the number of searches per account is limited.
   */
  private final String desk = Tokens.operator("desk-find-" + NEXT.incrementAndGet(), Street.STREET);

  /** A word that no other test uses. */
  private final String rare = "龘" + (char) ('一' + NEXT.incrementAndGet());

  /** A telephone number that no other test uses. */
  private final String phone = "1361234" + NEXT.incrementAndGet();

  private static Map<String, Object> words(String... pairs) {
    return draft("words", map((Object[]) pairs));
  }

  private static String publish(String wish, String title, String summary) {
    ok(OPERATOR, "/wishes/" + wish + "/submit", none());
    ok(
        OPERATOR,
        "/wishes/" + wish + "/publish",
        map("publicTitle", title, "publicSummary", summary, "attested", true));
    return wish;
  }

  private static String published(String title, String summary) {
    return publish(WishApi.create(OPERATOR, words("title", "某事")), title, summary);
  }

  private static List<String> found(String token, String text) {
    return ok(get(token, "/wishes?limit=100&q=" + text)).jsonPath().getList("items.id");
  }

  // Words.

  @Test
  void wordsOfTitleAndSummary_areFound_inAnyOrder_whateverWidthAndCase() {
    String wish = published("想要一把" + rare + "轮椅", "独居长者, 需要ＷiFi路由器");
    assertThat(found(null, rare)).containsExactly(wish);
    assertThat(found(null, "轮椅 " + rare)).containsExactly(wish);
    assertThat(found(null, "wifi　" + rare)).containsExactly(wish);
    assertThat(found(null, rare.substring(0, 1) + " " + rare.substring(1))).contains(wish);
    assertThat(found(null, rare.substring(1))).as("one character").contains(wish);
    assertThat(found(null, rare + "椅")).as("not next to each other").isEmpty();
    assertThat(found(null, rare + " 缺席")).as("one word is missing").isEmpty();
    assertThat(found(null, "%" + rare)).isEmpty();
  }

  @Test
  void pagesOfASearch_haveEveryWishOnce() {
    String first = published(rare, null);
    String second = published(rare, "再来一个");
    String third = published("第三个" + rare, null);
    String q = "/wishes?limit=2&q=" + rare;
    Response page = ok(get(OPERATOR, q));
    assertThat(page.jsonPath().getList("items.id")).containsExactly(third, second);
    String next = page.path("nextCursor");
    assertThat(ok(get(OPERATOR, q + "&cursor=" + next)).jsonPath().getList("items.id"))
        .containsExactly(first);
  }

  @Test
  void amendedUnpublishedAndErasedWords_areNotFound() {
    String wish = published("旧" + rare, null);
    String other = "龘" + (char) ('一' + NEXT.incrementAndGet());
    ok(
        OPERATOR,
        "/wishes/" + wish + "/amend-public-words",
        map("publicTitle", "新" + other, "publicSummary", null, "attested", true));
    assertThat(found(ELSEWHERE, rare)).isEmpty();
    assertThat(found(ELSEWHERE, other)).containsExactly(wish);
    assertThat(rows(wish)).isEqualTo(3);

    ok(OPERATOR, "/wishes/" + wish + "/unpublish", because("有误"));
    assertThat(found(ELSEWHERE, other)).isEmpty();
    assertThat(found(OPERATOR, other)).as("staff find it").containsExactly(wish);

    ok(OPERATOR, "/wishes/" + wish + "/withdraw", because("不需要了"));
    ok(
        OPERATOR,
        "/erasures",
        map("subject", map("type", "WISH", "id", wish), "reason", "PURPOSE_MET"));
    assertThat(rows(wish)).isZero();
  }

  private long rows(String wish) {
    return street.number("SELECT COUNT(*) FROM wish_gram WHERE wish_id = " + Street.id(wish));
  }

  @Test
  void indexCommand_addsMissingIndexEntries_andCanBeRepeated() {
    String wish = published("补录" + rare, null);
    String name = "龘某" + rare.substring(1);
    String named = WishApi.create(OPERATOR, words("title", "某事", "residentName", name));
    street.update("DELETE FROM wish_gram WHERE wish_id = ?", Street.id(wish));
    street.update(
        "UPDATE vault_value SET lookup_key = NULL, lookup = NULL WHERE subject_id = ?",
        Street.id(named));
    street.update("UPDATE division SET sort_key = '' WHERE code = ?", Street.COMMUNITY);
    assertThat(found(ELSEWHERE, rare)).isEmpty();
    assertThat(searched(desk, "name", name)).isEmpty();

    for (int i = 0; i < 2; i++) {
      assertThat(indexes.run(List.of("words", String.valueOf(Street.id(wish) - 1)))).isZero();
      assertThat(indexes.run(List.of("tags", String.valueOf(Street.id(named) - 1)))).isZero();
      assertThat(indexes.run(List.of("order"))).isZero();
    }
    assertThat(found(ELSEWHERE, rare)).containsExactly(wish);
    assertThat(searched(desk, "name", name)).containsExactly(named);
    assertThat(
            street.column("SELECT sort_key FROM division WHERE code = '" + Street.COMMUNITY + "'"))
        .doesNotContain("");
    assertThat(indexes.run(List.of("nothing"))).isEqualTo(2);
    assertThat(indexes.run(List.of("words", "x"))).isEqualTo(2);
  }

  // Names and numbers.

  private static List<String> searched(String token, Object... query) {
    return ok(token, "/wish-searches", search(query)).jsonPath().getList("items.wishId");
  }

  private static Map<String, Object> search(Object... query) {
    Map<String, Object> body = map(query);
    body.put("purpose", "ON_REQUEST");
    return body;
  }

  @Test
  void nameAndPhone_areFoundByStaffOfThePlace_masked_andOnTheLedger() {
    String name = "欧阳" + rare;
    String wish =
        WishApi.create(
            COLLECTOR, words("title", "修水管", "residentName", name, "contactPhone", phone));
    String key = key();
    Response found =
        ok(
            post(
                desk,
                "/wish-searches",
                search("phone", "+86 " + phone, "name", "欧阳·" + rare),
                key));
    assertThat(found.jsonPath().getList("items.wishId")).containsExactly(wish);
    assertThat(found.asString()).doesNotContain(name, phone).contains("修水管");
    assertThat(
            ok(post(
                    desk,
                    "/wish-searches",
                    search("phone", "+86 " + phone, "name", "欧阳·" + rare),
                    key))
                .asString())
        .isEqualTo(found.asString());
    assertThat(searched(COLLECTOR, "phone", phone)).containsExactly(wish);
    assertThat(searched(desk, "name", "欧阳某", "phone", phone)).isEmpty();
    assertThat(searched(ELSEWHERE, "phone", phone)).as("another street").isEmpty();

    LedgerProbe.awaitIntegrated();
    String entry = found.path("ledger.entryId");
    assertThat(ok(get(null, "/ledger/entries/" + entry)).asString())
        .contains("PERSONAL_FIELDS_READ", "residentName", "contactPhone", "ON_REQUEST")
        .doesNotContain(wish, phone, rare);

    // An edit that removes the number also removes its tag.
    ok(put(OPERATOR, "/wishes/" + wish, words("title", "修水管", "residentName", name), "*"));
    assertThat(searched(desk, "phone", phone)).isEmpty();
    ok(OPERATOR, "/wishes/" + wish + "/withdraw", because("不需要了"));
    ok(
        OPERATOR,
        "/erasures",
        map("subject", map("type", "WISH", "id", wish), "reason", "PURPOSE_MET"));
    assertThat(searched(desk, "name", name)).isEmpty();
  }

  @Test
  void searchWithoutValues_orWithoutPurpose_isRefused() {
    Response nothing = refused(post(desk, "/wish-searches", search()), "VALIDATION_FAILED");
    assertThat(nothing.jsonPath().getList("errors.pointer")).containsExactly("/name");
    Response noNumber =
        refused(post(desk, "/wish-searches", search("phone", "12")), "VALIDATION_FAILED");
    assertThat(noNumber.jsonPath().getList("errors.pointer")).containsExactly("/phone");
    refused(
        post(desk, "/wish-searches", map("name", "某", "purpose", "OWN_DATA")), "VALIDATION_FAILED");
    String member = Tokens.member("member-search", street.member(street.organisation()));
    refused(post(member, "/wish-searches", search("name", "某")), "FORBIDDEN");
  }

  // Duplicates.

  @Test
  void duplicateTitle_isFoundBehindManyNewerWishesWithTheSameCharacters() {
    String first = published(rare, null);
    int pair = (rare.charAt(0) << Character.SIZE) | rare.charAt(1);
    for (int i = 0; i < 100; i++) {
      street.update(
          "INSERT INTO wish_gram (gram, wish_id) VALUES (?, ?)", pair, Long.MAX_VALUE - 1 - i);
    }
    Response second = ok(COLLECTOR, "/wishes", words("title", rare));
    street.update("DELETE FROM wish_gram WHERE gram = ? AND wish_id > ?", pair, Long.MAX_VALUE / 2);
    assertThat(second.jsonPath().getList("duplicates.wishId")).containsExactly(first);
  }

  @Test
  void duplicates_arePointedOutToStaff_atEntryAndOnTheDesk_andRefuseNothing() {
    String name = "司徒" + rare;
    String first =
        WishApi.create(
            COLLECTOR,
            words("title", "装" + rare + "灯", "residentName", name, "contactPhone", phone));
    Response second =
        ok(COLLECTOR, "/wishes", words("title", "装 " + rare + "灯。", "contactPhone", phone));
    String id = second.path("wishId");
    assertThat(second.jsonPath().getList("duplicates.wishId")).containsExactly(first);
    assertThat(second.jsonPath().<List<String>>getList("duplicates.matches"))
        .containsExactly(List.of("PHONE", "TITLE"));
    Response submitted = ok(COLLECTOR, "/wishes/" + id + "/submit", none());
    assertThat(submitted.jsonPath().getList("duplicates.wishId")).containsExactly(first);
    Response seen = ok(get(OPERATOR, "/wishes/" + id));
    assertThat(seen.jsonPath().getList("own.duplicates.wishId")).containsExactly(first);

    Response contact = ok(COLLECTOR, "/wishes", words("title", "修水管", "contactName", name));
    assertThat(contact.jsonPath().getList("duplicates.wishId"))
        .as("the contact is the resident of another wish")
        .containsExactly(first);

    publish(first, "给楼道装" + rare + "灯", null);
    String third = WishApi.create(OPERATOR, words("title", "给楼道装" + rare + "灯"));
    assertThat(
            ok(get(OPERATOR, "/wishes/" + third))
                .jsonPath()
                .<List<String>>getList("own.duplicates.matches"))
        .as("the public title")
        .contains(List.of("TITLE"));
    assertThat(
            ok(
                    OPERATOR,
                    "/wishes",
                    draft(
                        "division",
                        Street.NEIGHBOUR,
                        "words",
                        map("title", "别处", "contactPhone", phone)))
                .jsonPath()
                .getList("duplicates"))
        .as("another community")
        .isNull();
    Response own =
        ok(
            post(
                Tokens.resident("resident-" + rare.codePointAt(1)),
                "/wishes",
                words("title", "某事", "contactPhone", phone)));
    assertThat(own.asString()).as("residents learn nothing of others").doesNotContain(first);
    Response read =
        ok(
            get(
                Tokens.resident("resident-" + rare.codePointAt(1)),
                "/wishes/" + own.path("wishId")));
    assertThat(read.jsonPath().getList("own.duplicates")).isEmpty();
  }

  @Test
  void collector_withdrawsOnlyTheirOwnDraft() {
    String wish = WishApi.create(COLLECTOR, draft());
    String colleague = Tokens.collector("grid-2", Street.COMMUNITY);
    String path = "/wishes/" + wish + "/withdraw";
    refused(colleague, path, because("重复"), "FORBIDDEN");
    ok(COLLECTOR, path, because("重复登记"));
    assertThat(WishApi.state(wish)).isEqualTo("WITHDRAWN");

    String submitted = WishApi.create(COLLECTOR, draft());
    ok(COLLECTOR, "/wishes/" + submitted + "/submit", none());
    refused(COLLECTOR, "/wishes/" + submitted + "/withdraw", because("重复"), "WISH_STATE_CONFLICT");
  }
}
