package org.microwish.wish;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.microwish.wish.WishApi.because;
import static org.microwish.wish.WishApi.draft;
import static org.microwish.wish.WishApi.get;
import static org.microwish.wish.WishApi.key;
import static org.microwish.wish.WishApi.ok;
import static org.microwish.wish.WishApi.open;
import static org.microwish.wish.WishApi.post;
import static org.microwish.wish.WishApi.put;
import static org.microwish.wish.WishApi.refused;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.caller.Caller;
import org.microwish.caller.CurrentCaller;
import org.microwish.caller.Role;
import org.microwish.login.token.CallerTokens;
import org.microwish.party.DivisionCode;
import org.microwish.platform.Id;
import org.microwish.platform.sql.Transactions;
import org.microwish.privacy.LockedSubject;
import org.microwish.privacy.Subject;
import org.microwish.privacy.Vault;
import org.microwish.testing.Street;
import org.microwish.testing.Tokens;
import org.microwish.wish.subject.WishSubject;

/**
 * Tests the API for partner programs: external references and metadata, lists, imports and
 * withdrawals.
 */
@Tag("database")
@QuarkusTest
class PartnerWishTest {

  private static final String OPERATOR = WishApi.OPERATOR;

  private final String tag = UUID.randomUUID().toString().substring(0, 8);
  private final String partner = Tokens.partner("partner-" + tag, Street.STREET);

  @Inject Transactions transactions;
  @Inject WishSubject subjects;
  @Inject Vault vault;

  private Street street;

  @BeforeEach
  void divisions() {
    street = Street.here();
  }

  private Map<String, Object> reference(String number) {
    return Map.of("system", "hotline", "number", number + "-" + tag);
  }

  private Map<String, Object> referring(String number, Object... more) {
    Map<String, Object> draft = draft(more);
    draft.put("channel", "HOTLINE_12345");
    draft.put("externalReference", reference(number));
    return draft;
  }

  private List<String> found(String token, String number) {
    return ok(get(token, "/wishes?externalReference=hotline:" + number + "-" + tag))
        .jsonPath()
        .getList("items.id");
  }

  @Test
  void externalReference_isUniquePerPartner_andFindsTheWish() {
    String key = key();
    Map<String, Object> draft = referring("1");
    String wish = ok(post(partner, "/wishes", draft, key)).path("wishId");
    assertThat(ok(post(partner, "/wishes", draft, key)).<String>path("wishId")).isEqualTo(wish);
    Response again = refused(post(partner, "/wishes", draft), "ALREADY_EXISTS");
    assertThat(again.<String>path("wishId")).isEqualTo(wish);
    assertThat(found(partner, "1")).containsExactly(wish);
    assertThat(found(OPERATOR, "1")).containsExactly(wish);
    assertThat(
            ok(get(partner, "/wishes/" + wish)).<Map<String, Object>>path("own.externalReference"))
        .isEqualTo(reference("1"));
    assertThat(
            ok(get(partner, "/wishes?mine=true"))
                .jsonPath()
                .getString("items[0].own.externalReference.number"))
        .isEqualTo("1-" + tag);

    // Another partner can use the same number, and does not find this partner's wish.
    String other = Tokens.partner("other-" + tag, Street.STREET);
    assertThat(found(other, "1")).isEmpty();
    String theirs = WishApi.create(other, draft);
    assertThat(found(OPERATOR, "1")).containsExactly(theirs, wish);
    assertThat(found(Tokens.operator("desk-else", Street.OTHER_STREET), "1")).isEmpty();
    for (String token : List.of(Tokens.resident("r-" + tag), Tokens.member("m-" + tag, 1))) {
      refused(get(token, "/wishes?externalReference=hotline:1"), "VALIDATION_FAILED");
    }
    refused(get(null, "/wishes?externalReference=hotline:1"), "UNAUTHENTICATED");
    refused(get(partner, "/wishes?externalReference=hotline"), "VALIDATION_FAILED");
  }

  @Test
  void concurrentCreationsWithOneReference_makeOneWish() throws Exception {
    List<Callable<Response>> sent = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      sent.add(() -> post(partner, "/wishes", referring("race")));
    }
    List<Integer> statuses = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (Future<Response> answer : threads.invokeAll(sent)) {
        statuses.add(answer.get().statusCode());
      }
    }
    assertThat(statuses).containsOnlyOnce(201).allMatch(status -> status == 201 || status == 409);
    assertThat(found(partner, "race")).hasSize(1);
  }

  @Test
  void metadata_isShownToThePartnerOnly_andErasedWithTheWish() {
    Map<String, Object> draft = referring("2");
    Map<String, String> notes = Map.of("queue", "A7", "case.owner", "王样例" + tag);
    draft.put("metadata", notes);
    String wish = WishApi.create(partner, draft);
    Response own = ok(get(partner, "/wishes/" + wish));
    assertThat(own.<Map<String, String>>path("own.metadata")).isEqualTo(notes);
    assertThat(ok(get(OPERATOR, "/wishes/" + wish)).asString()).doesNotContain("王样例" + tag);
    assertThat(
            street.column(
                "SELECT CONVERT(payload USING utf8mb4) FROM ledger_entry WHERE aggregate_id = '"
                    + wish
                    + "'"))
        .noneMatch(leaf -> leaf.contains("metadata") || leaf.contains(tag));

    // An edit by staff, who cannot set metadata and reference of a partner's wish, keeps both.
    String tagged = own.header("ETag");
    ok(put(OPERATOR, "/wishes/" + wish, draft("channel", "GRID_PLATFORM"), "*"));
    refused(
        put(OPERATOR, "/wishes/" + wish, draft("metadata", Map.of("a", "b")), "*"),
        "VALIDATION_FAILED");
    refused(put(OPERATOR, "/wishes/" + wish, referring("3"), "*"), "VALIDATION_FAILED");
    Response kept = ok(get(partner, "/wishes/" + wish));
    assertThat(kept.<Map<String, String>>path("own.metadata")).isEqualTo(notes);
    assertThat(kept.header("ETag")).isNotEqualTo(tagged);
    assertThat(found(partner, "2")).containsExactly(wish);

    // An edit by the partner replaces the reference and removes the omitted metadata.
    ok(put(partner, "/wishes/" + wish, referring("4"), "*"));
    assertThat(found(partner, "2")).isEmpty();
    assertThat(found(partner, "4")).containsExactly(wish);
    assertThat(ok(get(partner, "/wishes/" + wish)).<Object>path("own.metadata")).isNull();

    long id = Id.fromString(wish).value();
    transactions.run(
        () -> {
          subjects.lock(id);
          subjects.erase(id, Instant.now());
          vault.erase(Subject.wish(id));
        });
    assertThat(found(partner, "4")).isEmpty();
    WishApi.create(partner, referring("4"));
  }

  @Test
  void staffReference_movesWithTheWish_andIsFreedIfTheWishEndsUnclaimed() {
    String wish = WishApi.create(OPERATOR, referring("s"));
    ok(put(OPERATOR, "/wishes/" + wish, draft("channel", "GRID_PLATFORM"), "*"));
    assertThat(
            ok(get(OPERATOR, "/wishes/" + wish)).<Map<String, Object>>path("own.externalReference"))
        .isEqualTo(reference("s"));
    refused(post(OPERATOR, "/wishes", referring("s")), "ALREADY_EXISTS");

    // The reference moves with the wish to another street.
    String county = Tokens.operator("county-" + tag, "440199000000");
    ok(put(county, "/wishes/" + wish, draft("division", Street.ELSEWHERE), "*"));
    refused(
        post(county, "/wishes", referring("s", "division", Street.ELSEWHERE)), "ALREADY_EXISTS");
    String second = WishApi.create(OPERATOR, referring("s"));
    refused(put(county, "/wishes/" + wish, draft(), "*"), "ALREADY_EXISTS");

    ok(OPERATOR, "/wishes/" + second + "/withdraw", because("重复登记"));
    String third = WishApi.create(OPERATOR, referring("s"));
    assertThat(found(OPERATOR, "s")).containsExactly(third, second);
    ok(OPERATOR, "/wishes/" + third + "/submit", WishApi.none());
    ok(OPERATOR, "/wishes/" + third + "/reject", because("不属于微心愿"));
    String fourth = WishApi.create(OPERATOR, referring("s"));
    ok(OPERATOR, "/wishes/" + fourth + "/withdraw", because("重复登记"));
    ok(OPERATOR, "/wishes/" + third + "/resume", because("误拒"));
    refused(post(OPERATOR, "/wishes", referring("s")), "ALREADY_EXISTS");
  }

  @Test
  void retention_sparesADraftThatWasChangedMeanwhile() {
    long id = Street.id(WishApi.create(partner, draft()));
    transactions.run(
        () -> {
          LockedSubject locked = subjects.lock(id).orElseThrow();
          Instant now = Instant.now();
          assertThat(locked.open()).isEmpty();
          assertThat(subjects.mayRetire(locked, id, now.minusSeconds(3600))).isFalse();
          assertThat(subjects.mayRetire(locked, id, now.plusSeconds(3600))).isTrue();
        });
  }

  @Test
  void metadataAndReferences_haveLimits() {
    Map<String, String> many = new LinkedHashMap<>();
    for (int i = 0; i <= 20; i++) {
      many.put("k" + i, "v");
    }
    assertThat(faults(draft("metadata", many))).containsExactly("/metadata TOO_LONG");
    assertThat(faults(draft("metadata", Map.of("k", "长".repeat(201)))))
        .containsExactly("/metadata/k TOO_LONG");
    assertThat(faults(draft("metadata", Map.of("k 1", "v"))))
        .containsExactly("/metadata/k 1 INVALID_FORMAT");
    assertThat(faults(draft("externalReference", Map.of("system", "a:b", "number", "1 2"))))
        .containsExactly(
            "/externalReference/number INVALID_FORMAT", "/externalReference/system INVALID_FORMAT");
    assertThat(faults(draft("externalReference", Map.of("system", "a"))))
        .containsExactly("/externalReference/number REQUIRED");
    String resident = Tokens.resident("resident-" + tag);
    refused(post(resident, "/wishes", referring("5")), "VALIDATION_FAILED");
    refused(post(OPERATOR, "/wishes", draft("metadata", Map.of("a", "b"))), "VALIDATION_FAILED");
  }

  private List<String> faults(Map<String, Object> draft) {
    return refused(post(partner, "/wishes", draft), "VALIDATION_FAILED")
        .jsonPath()
        .getList("errors", Map.class)
        .stream()
        .map(error -> error.get("pointer") + " " + error.get("code"))
        .toList();
  }

  @Test
  void aPartnerWithdrawsWhatItCreated_untilSomebodyClaimsIt() {
    String draft = WishApi.create(partner, draft());
    ok(partner, "/wishes/" + draft + "/withdraw", because("重复登记"));
    assertThat(WishApi.state(draft)).isEqualTo("WITHDRAWN");
    String published = open(partner, WishApi.shared(2));
    ok(partner, "/wishes/" + published + "/withdraw", because("已解决"));

    long member = street.member(street.organisation());
    String claimed = open(partner, WishApi.shared(2));
    String claim = WishApi.claim(Tokens.member("m1-" + tag, member), claimed);
    refused(partner, "/wishes/" + claimed + "/withdraw", because("已解决"), "WISH_FROZEN");
    ok(
        Tokens.member("m1-" + tag, member),
        "/claims/" + claim + "/release",
        WishApi.ending("UNABLE"));
    refused(partner, "/wishes/" + claimed + "/withdraw", because("已解决"), "WISH_FROZEN");

    String asked = open(partner, WishApi.shared(2, "needsApproval", true));
    WishApi.claim(Tokens.member("m1-" + tag, street.member(street.organisation())), asked);
    refused(partner, "/wishes/" + asked + "/withdraw", because("已解决"), "WISH_FROZEN");
    ok(OPERATOR, "/wishes/" + asked + "/withdraw", because("已解决"));
    refused(
        Tokens.partner("other-" + tag, Street.STREET),
        "/wishes/" + asked + "/withdraw",
        because("已解决"),
        "NOT_FOUND");
  }

  @Test
  void lists_acceptSeveralStates_countWishes_sort_andFilterByChange() {
    String first = open(partner, draft());
    String second = open(partner, draft());
    String third = WishApi.create(partner, draft());
    String mine = "/wishes?mine=true&count=true&state=";
    Response both = ok(get(partner, mine + "OPEN,DRAFT&limit=1"));
    assertThat(both.<Integer>path("total")).isEqualTo(3);
    assertThat(both.<List<String>>path("items.id")).containsExactly(third);
    Response next =
        ok(get(partner, mine + "DRAFT&state=OPEN&limit=1&cursor=" + both.path("nextCursor")));
    assertThat(next.<List<String>>path("items.id")).containsExactly(second);
    assertThat(next.<Integer>path("total")).isEqualTo(3);
    assertThat(ok(get(partner, "/wishes?mine=true")).asString()).doesNotContain("\"total\"");
    refused(get(partner, mine + "OPEN,WRONG"), "VALIDATION_FAILED");
    refused(get(partner, "/wishes?q=扶手&count=true"), "VALIDATION_FAILED");

    street.update(
        "UPDATE wish SET claim_by = ? WHERE id = ?",
        LocalDateTime.of(2031, 1, 1, 0, 0),
        Street.id(first));
    assertThat(ok(get(partner, "/wishes?mine=true&sort=DEADLINE")).<List<String>>path("items.id"))
        .containsExactly(second, first);
    refused(get(partner, "/wishes?mine=true&sort=DEADLINE&state=DRAFT"), "VALIDATION_FAILED");

    String until = ok(get(partner, "/wishes/" + third)).path("updatedAt");
    ok(OPERATOR, "/wishes/" + first + "/notes", WishApi.note("看过"));
    Response changed =
        given()
            .auth()
            .oauth2(partner)
            .queryParam("mine", true)
            .queryParam("updatedSince", until)
            .get("/api/v1/wishes");
    assertThat(changed.<List<String>>path("items.id")).containsExactly(third, first);
    String later = changed.path("items[1].updatedAt");
    assertThat(
            given()
                .queryParam("updatedSince", later)
                .queryParam("limit", 1)
                .get("/api/v1/wishes")
                .<List<String>>path("items.id"))
        .containsExactly(first);
  }

  @Test
  void ownClaims_areSortedCountedAndFilteredByChange() {
    long organisation = street.organisation();
    String member = Tokens.member("m2-" + tag, street.member(organisation));
    String one = open(partner, draft());
    String two = open(partner, draft());
    String claim = WishApi.claim(member, one);
    String newer = WishApi.claim(member, two);
    street.update(
        "UPDATE claim SET contact_by = ? WHERE id = ?",
        LocalDateTime.of(2031, 1, 1, 0, 0),
        Street.id(claim));
    street.update(
        "UPDATE claim SET complete_by = ? WHERE id = ?",
        LocalDateTime.of(2031, 2, 1, 0, 0),
        Street.id(claim));
    Response list = ok(get(member, "/claims?sort=DEADLINE&count=true&state=ACTIVE,PENDING"));
    assertThat(list.<List<String>>path("items.id")).containsExactly(newer, claim);
    assertThat(list.<Integer>path("total")).isEqualTo(2);
    String changed = ok(get(partner, "/wishes/" + two)).path("updatedAt");
    for (String path : List.of("/claims", "/desk/claims")) {
      List<String> ids =
          given()
              .auth()
              .oauth2(path.equals("/claims") ? member : OPERATOR)
              .queryParam("updatedSince", changed)
              .get("/api/v1" + path)
              .path("items.id");
      assertThat(ids).as(path).contains(newer).doesNotContain(claim);
    }
  }

  @Test
  void importedRows_showTheIdsOfTheirWishes() {
    String csv =
        """
        externalKey,kind,category,division,title,externalReference
        A-%1$s,WISH,GOODS,%2$s,轮椅一%1$s,hotline:10-%1$s
        B-%1$s,WISH,GOODS,%2$s,轮椅二%1$s,没有
        C-%1$s,WISH,GOODS,%2$s,轮椅三%1$s,hotline:10-%1$s
        """
            .formatted(tag, Street.COMMUNITY);
    String dry = imported(partner, "WISHES&dryRun=true", csv);
    assertThat(errors(partner, dry)).containsExactly("3 INVALID_FORMAT", "4 ALREADY_EXISTS");
    assertThat(rows(partner, dry)).isEmpty();
    String job = imported(partner, "WISHES", csv);
    assertThat(errors(partner, job)).containsExactly("3 INVALID_FORMAT", "4 ALREADY_EXISTS");
    String wish = found(partner, "10").getFirst();
    assertThat(rows(partner, job)).containsExactly("2 " + wish + " false");
    assertThat(rows(partner, imported(partner, "WISHES", csv)))
        .containsExactly("2 " + wish + " true");
    refused(get(OPERATOR, "/imports/" + job + "/rows"), "NOT_FOUND");
  }

  @Test
  void anAllowedPartner_importsOrganisationsAndMembersOfItsDivision() {
    String organisations =
        """
        externalKey,name,kind,sector,division
        O-%1$s,样例支部%1$s,BRANCH,COMMUNITY,%2$s
        P-%1$s,外街支部%1$s,BRANCH,COMMUNITY,%3$s
        """
            .formatted(tag, Street.COMMUNITY, Street.ELSEWHERE);
    String members =
        """
        externalKey,organisationKey,name,kind
        M-%1$s,O-%1$s,陈样例,COMMUNITY
        """
            .formatted(tag);
    for (String token : List.of(partner, scoped("imports"))) {
      refused(send(token, "ORGANISATIONS", organisations), "FORBIDDEN");
      refused(send(token, "MEMBERS", members), "FORBIDDEN");
    }
    refused(send(scoped("imports:party"), "MEMBERS", members), "FORBIDDEN");
    String allowed = scoped("imports imports:party");
    refused(send(allowed, "CHECK_INS", members), "FORBIDDEN");
    String job = imported(allowed, "ORGANISATIONS", organisations);
    assertThat(errors(allowed, job)).containsExactly("3 NOT_ALLOWED");
    String organisation = rows(allowed, job).getFirst().split(" ", -1)[1];
    String member =
        rows(allowed, imported(allowed, "MEMBERS", members)).getFirst().split(" ", -1)[1];
    Response read = ok(get(OPERATOR, "/members/" + member));
    assertThat(read.<String>path("organisationId")).isEqualTo(organisation);
    refused(post(allowed, "/organisations", Map.of()), "FORBIDDEN");
  }

  private String scoped(String scopes) {
    return Tokens.sign(
        CallerTokens.claims(
                new Caller(
                    "partner-" + tag,
                    Role.PARTNER,
                    null,
                    null,
                    DivisionCode.parse(Street.STREET).path()),
                Duration.ofHours(1))
            .claim(CurrentCaller.SCOPE, scopes));
  }

  private static Response send(String token, String kind, String csv) {
    return given()
        .auth()
        .oauth2(token)
        .header("Idempotency-Key", key())
        .contentType("text/csv")
        .body(csv.getBytes(StandardCharsets.UTF_8))
        .post("/api/v1/imports?kind=" + kind);
  }

  private static String imported(String token, String kind, String csv) {
    String id = send(token, kind, csv).then().statusCode(202).extract().path("id");
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> get(token, "/imports/" + id).path("state").equals("COMPLETED"));
    return id;
  }

  private static List<String> errors(String token, String job) {
    return ok(get(token, "/imports/" + job + "/errors"))
        .jsonPath()
        .getList("items", Map.class)
        .stream()
        .map(error -> error.get("row") + " " + error.get("code"))
        .toList();
  }

  private static List<String> rows(String token, String job) {
    return ok(get(token, "/imports/" + job + "/rows?limit=100"))
        .jsonPath()
        .getList("items", Map.class)
        .stream()
        .map(row -> row.get("row") + " " + row.get("id") + " " + row.get("known"))
        .toList();
  }
}
