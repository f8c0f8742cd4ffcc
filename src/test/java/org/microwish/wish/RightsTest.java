package org.microwish.wish;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
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
import static org.microwish.wish.WishApi.refused;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.evidence.EvidenceSamples;
import org.microwish.ledger.leaf.Commitment;
import org.microwish.lifecycle.deadline.Sweeper;
import org.microwish.login.account.AccountDraft;
import org.microwish.login.account.Accounts;
import org.microwish.platform.Ids;
import org.microwish.platform.sql.Transactions;
import org.microwish.platform.start.StartRefusedException;
import org.microwish.privacy.Subject;
import org.microwish.privacy.Vault;
import org.microwish.rights.ErasureList;
import org.microwish.rights.ErasureReplay;
import org.microwish.rights.RetentionJob;
import org.microwish.testing.LedgerProbe;
import org.microwish.testing.Street;
import org.microwish.testing.TestDatabase;
import org.microwish.testing.Tokens;
import org.microwish.verify.Finding;
import org.microwish.verify.Main;
import org.microwish.wish.subject.WishSubject;

/**
 * Tests data-subject rights (own data, export, erasure), legal holds, retention and the replay of
 * erasures after a restore.
 */
@Tag("database")
@QuarkusTest
class RightsTest {

  private static final String ADMINISTRATOR = Tokens.administrator("root-rights");
  private static final String AUDITOR = Tokens.auditor("auditor-rights", Street.STREET);
  private static Street street;

  @Inject RetentionJob retention;
  @Inject Sweeper sweeper;
  @Inject ErasureReplay replay;
  @Inject Accounts accounts;
  @Inject Transactions transactions;
  @Inject Vault vault;
  @Inject WishSubject wishSubject;
  @Inject Ids ids;
  @TestHTTPResource URI service;

  @ConfigProperty(name = "microwish.evidence.directory")
  Path evidenceDirectory;

  @ConfigProperty(name = "microwish.rights.erasures.directory")
  Path erasures;

  @BeforeAll
  static void settle() {
    street = Street.here();
  }

  private record Member(String id, long number, String token) {}

  private static Member member() {
    return member(street.organisation());
  }

  private static Member member(long organisation) {
    Response recorded =
        ok(
            OPERATOR,
            "/members",
            map(
                "organisationId", org.microwish.platform.Id.text(organisation),
                "kind", "COMMUNITY",
                "name", "钱党员独一",
                "phone", "13877776666",
                "skills", List.of("电工")));
    String id = recorded.path("id");
    long number = Street.id(id);
    return new Member(id, number, Tokens.member("member-" + number, number));
  }

  private static Map<String, Object> subject(String type, String id) {
    return map("subject", map("type", type, "id", id), "reason", "PURPOSE_MET");
  }

  private static String withdrawn(String resident) {
    String wish = open(resident, draft());
    ok(resident, "/wishes/" + wish + "/withdraw", because("不需要了"));
    return wish;
  }

  private static long vaultRows(String wish) {
    return street.number(
        "SELECT (SELECT COUNT(*) FROM vault_key WHERE subject_type = 'WISH' AND subject_id = "
            + Street.id(wish)
            + ") + (SELECT COUNT(*) FROM vault_value WHERE subject_type = 'WISH' AND subject_id = "
            + Street.id(wish)
            + ") + (SELECT COUNT(*) FROM vault_opening WHERE subject_type = 'WISH' AND subject_id ="
            + " "
            + Street.id(wish)
            + ") + (SELECT COUNT(*) FROM vault_pseudonym WHERE scope = "
            + Street.id(wish)
            + ")");
  }

  private List<Path> files() throws Exception {
    try (var all = Files.walk(evidenceDirectory)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  private static String upload(String token, String wish) throws Exception {
    Response added =
        given()
            .auth()
            .oauth2(token)
            .header("Idempotency-Key", key())
            .multiPart("file", "家里.png", EvidenceSamples.screenshot(), "image/png")
            .multiPart("kind", "PHOTO")
            .post("/api/v1/wishes/" + wish + "/evidence");
    assertThat(added.statusCode()).as(added.asString()).isEqualTo(201);
    return added.path("item");
  }

  // The caller's own data: /me
  // ---------------------------------------------------------------------------------------------

  @Test
  void me_showsAccountDivisionAndPermittedOperations() {
    Response me = ok(get(OPERATOR, "/me"));
    assertThat((String) me.path("account")).isEqualTo("desk-1");
    assertThat((String) me.path("division")).isEqualTo(Street.STREET);
    List<String> may = me.path("operations");
    assertThat(may).contains("publishWish", "readWishContact", "listWishes").isSorted();
    assertThat(may).doesNotContain("placeHold", "sendThanks");
    assertThat(get(null, "/me").statusCode()).isEqualTo(401);
  }

  @Test
  void ownData_containsAllOfTheCallersDataAndNobodyElses() {
    String resident = Tokens.resident("resident-own");
    String wish = open(resident, draft());
    String other = open(Tokens.resident("resident-other"), draft("neededSkill", "别人的"));
    // A collector's wish for somebody else is not the collector's own.
    WishApi.create(WishApi.COLLECTOR, draft());
    Response data = ok(get(resident, "/me/data"));
    assertThat(data.header("Cache-Control")).contains("no-store");
    assertThat(data.<List<String>>path("wishes.id")).containsExactly(wish);
    assertThat((String) data.path("wishes[0].values.contactPhone")).isEqualTo(WishApi.PHONE);
    assertThat(data.asString()).doesNotContain(other);
    assertThat(ok(get(WishApi.COLLECTOR, "/me/data")).asString()).doesNotContain(WishApi.PHONE);
    Member member = member();
    String claim = claim(member.token(), other);
    Response own = ok(get(member.token(), "/me/data"));
    assertThat((String) own.path("members[0].values.phone")).isEqualTo("13877776666");
    assertThat(own.<List<String>>path("members[0].claims.id")).containsExactly(claim);
    assertThat(own.asString()).doesNotContain(WishApi.PHONE, WishApi.NAME);
    LedgerProbe.awaitIntegrated();
    assertThat(ok(get(null, "/ledger/entries/" + data.path("ledger.entryId"))).asString())
        .contains("PERSONAL_FIELDS_READ", "OWN_DATA")
        .doesNotContain("resident-own", wish);
  }

  @Test
  void operator_exportsDataOfResidentWithoutAPhone() {
    String wish = WishApi.create(WishApi.COLLECTOR, draft());
    Object request = map("type", "WISH", "id", wish, "purpose", "ON_REQUEST", "words", "上门口述");
    String key = key();
    Response export = post(OPERATOR, "/personal-exports", request, key);
    assertThat(export.statusCode()).as(export.asString()).isEqualTo(201);
    assertThat((String) export.path("wishes[0].values.residentName")).isEqualTo(WishApi.NAME);
    assertThat((String) post(OPERATOR, "/personal-exports", request, key).path("ledger.entryId"))
        .isEqualTo(export.path("ledger.entryId"));
    refused(
        Tokens.operator("desk-far", Street.OTHER_STREET),
        "/personal-exports",
        request,
        "NOT_FOUND");
    refused(AUDITOR, "/personal-exports", request, "FORBIDDEN");
  }

  @Test
  void contactReadOfAMember_isRecordedInTheLedger() {
    Member member = member();
    String path = "/members/" + member.id() + "/contact-reads";
    assertThat(ok(get(OPERATOR, "/members/" + member.id())).asString())
        .contains("钱**", "138****6666");
    Response read = ok(OPERATOR, path, map("purpose", "CONTACT"));
    assertThat((String) read.path("phone")).isEqualTo("13877776666");
    assertThat(read.header("Cache-Control")).contains("no-store");
    refused(member.token(), path, map("purpose", "CONTACT"), "FORBIDDEN");
    refused(AUDITOR, path, map("purpose", "CONTACT"), "FORBIDDEN");
    refused(
        Tokens.operator("desk-far", Street.OTHER_STREET),
        path,
        map("purpose", "CONTACT"),
        "NOT_FOUND");
    // Clients must not use this purpose; only the service itself may.
    refused(OPERATOR, path, map("purpose", "LEGAL_HOLD"), "VALIDATION_FAILED");
    LedgerProbe.awaitIntegrated();
    assertThat(ok(get(null, "/ledger/entries/" + read.path("ledger.entryId"))).asString())
        .contains("PERSONAL_FIELDS_READ")
        .doesNotContain(member.id(), "13877776666", "钱党员独一");
  }

  // Erasure
  // ----------------------------------------------------------------------------------------

  @Test
  void erasure_destroysTheValues_andKeepsTheLedgerVerifiable() throws Exception {
    String resident = Tokens.resident("resident-erased");
    String wish = open(resident, draft());
    String evidence = upload(resident, wish);
    refused(resident, "/erasures", subject("WISH", wish), "SUBJECT_STILL_OPEN");
    ok(resident, "/wishes/" + wish + "/withdraw", because("不需要了"));
    List<Path> before = files();
    refused(Tokens.resident("resident-else"), "/erasures", subject("WISH", wish), "NOT_FOUND");
    String key = key();
    Response erased = post(resident, "/erasures", subject("WISH", wish), key);
    assertThat(erased.statusCode()).as(erased.asString()).isEqualTo(201);
    Response again = post(resident, "/erasures", subject("WISH", wish), key);
    assertThat(again.asString()).isEqualTo(erased.asString());
    // A second request under another idempotency key returns the same erasure.
    assertThat((String) ok(OPERATOR, "/erasures", subject("WISH", wish)).path("ledger.entryId"))
        .isEqualTo(erased.path("ledger.entryId"));

    assertThat(vaultRows(wish)).isZero();
    assertThat(before).hasSize(files().size() + 1);
    assertThat(get(resident, "/evidence/" + evidence + "/content").statusCode()).isEqualTo(404);
    assertThat(street.column("SELECT resident FROM wish WHERE id = " + Street.id(wish)))
        .containsExactly((String) null);
    Response seen = ok(get(OPERATOR, "/wishes/" + wish));
    assertThat(seen.asString()).doesNotContain("陈**", "139****5678");
    refused(
        OPERATOR,
        "/wishes/" + wish + "/contact-reads",
        map("purpose", "CONTACT"),
        "PERSONAL_DATA_ERASED");
    refused(OPERATOR, "/wishes/" + wish + "/correct", correction(), "PERSONAL_DATA_ERASED");
    LedgerProbe.awaitIntegrated();
    String entry = erased.path("ledger.entryId");
    assertThat(ok(get(null, "/ledger/entries/" + entry)).asString())
        .contains("SUBJECT_ERASED")
        .doesNotContain("resident-erased", wish);
    verify();
    assertThat(listed()).contains("WISH " + wish);
  }

  private static Map<String, Object> correction() {
    return map(
        "entry", "0D1RZQ4J8M3TB",
        "values", map("category", "GOODS"),
        "reason", "测试");
  }

  private String listed() throws Exception {
    StringBuilder text = new StringBuilder();
    try (var all = Files.list(erasures)) {
      for (Path file : all.toList()) {
        text.append(Files.readString(file));
      }
    }
    return text.toString();
  }

  /**
   * The findings of the offline verifier before the tests of this class ran; other tests write
   * invalid leaves.
   */
  private static List<String> foundBefore;

  @BeforeEach
  void recordEarlierFindings() {
    if (foundBefore == null) {
      foundBefore = findings();
    }
  }

  /** Checks that the offline verifier has no other findings than before the tests of this class. */
  private void verify() {
    assertThat(findings()).isEqualTo(foundBefore);
  }

  /** Runs the offline verifier over HTTP and returns its findings. */
  private List<String> findings() {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              var status = given().get("/api/v1/ledger/status").jsonPath();
              return status.getLong("queueDepth") == 0
                  && status.getLong("checkpointSize") == status.getLong("treeSize");
            });
    String key = given().get("/api/v1/ledger/keys").path("log[0].verifierKey");
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    int code = Main.run(List.of(service.toString().replaceFirst("/$", ""), "--key", key), out, out);
    String said = printed.toString(StandardCharsets.UTF_8);
    assertThat(code).as(said).isIn(Main.CLEAN, Main.TAMPERED);
    return said.lines()
        .filter(
            line ->
                Arrays.stream(Finding.Kind.values()).anyMatch(kind -> line.startsWith(kind + ": ")))
        // Ignores members and organisations of this class: their rows have no ledger entries.
        .filter(line -> !line.startsWith(Finding.Kind.UNKNOWN + ": "))
        // Ignores statistics: with the invalid leaves of other tests, each further leaf makes more
        // figures wrong.
        .filter(line -> !line.startsWith(Finding.Kind.STATISTICS + ": "))
        .toList();
  }

  /**
   * The list of erased wishes may be opened only by auditors whose division contains all of these
   * wishes.
   */
  @Test
  void auditorOfOneStreet_doesNotOpenTheListOfAnErasureInTwoStreets() throws Exception {
    String resident = Tokens.resident("resident-two-streets");
    String here = withdrawn(resident);
    String there = withdrawn(resident);
    street.update("UPDATE wish SET division_path = '440199002001' WHERE id = ?", Street.id(there));
    Response erased = ok(resident, "/erasures", subject("ACCOUNT", "resident-two-streets"));
    String openings = "/ledger/entries/" + erased.path("ledger.entryId") + "/openings";
    Object why = map("purpose", "VERIFICATION");
    refused(AUDITOR, openings, why, "NOT_FOUND");
    refused(Tokens.auditor("auditor-second", Street.OTHER_STREET), openings, why, "NOT_FOUND");
    String county = Tokens.auditor("auditor-county", "440199000000");
    assertThat(ok(county, openings, why).<String>path("openings[0].value").lines())
        .containsExactlyInAnyOrder("WISH " + here, "WISH " + there);
    // The leaf does not show the stated reason, because it may be a withdrawn consent.
    LedgerProbe.awaitIntegrated();
    assertThat(
            ok(get(null, "/ledger/entries/" + erased.path("ledger.entryId")))
                .<String>path("leaf.facts.erasure.reason"))
        .isEqualTo("REQUEST");
  }

  /**
   * Retention erases after a withdrawn consent without a ledger entry; a later request then writes
   * the entry.
   */
  @Test
  void erasureOnRequest_afterAnUnrecordedErasure_isRecorded() throws Exception {
    while (retention.run() > 0) {}
    String resident = Tokens.resident("resident-silent");
    String wish = withdrawn(resident);
    street.update(
        "UPDATE wish SET sensitivity = 'MINOR', consent = 'WITHDRAWN' WHERE id = ?",
        Street.id(wish));
    assertThat(retention.run()).isEqualTo(1);
    long before = erasures();
    Response erased = ok(OPERATOR, "/erasures", subject("WISH", wish));
    assertThat(erased.<List<String>>path("subjects.id")).containsExactly(wish);
    assertThat(erasures()).isEqualTo(before + 1);
    assertThat(ok(OPERATOR, "/erasures", subject("WISH", wish)).<String>path("ledger.entryId"))
        .isEqualTo(erased.path("ledger.entryId"));
  }

  @Test
  void erasure_coversAllWishesOfAnAccount_andAMemberOnlyAfterLeaving() {
    String resident = Tokens.resident("resident-account");
    String first = withdrawn(resident);
    String second = open(resident, draft());
    Response open =
        refused(
            resident, "/erasures", subject("ACCOUNT", "resident-account"), "SUBJECT_STILL_OPEN");
    assertThat(open.<List<String>>path("wishes")).containsExactly(second);
    assertThat(open.asString()).doesNotContain(WishApi.PHONE);
    ok(resident, "/wishes/" + second + "/withdraw", because("不需要了"));
    refused(
        Tokens.resident("resident-else"),
        "/erasures",
        subject("ACCOUNT", "resident-account"),
        "NOT_FOUND");
    Response erased = ok(resident, "/erasures", subject("ACCOUNT", "resident-account"));
    assertThat(erased.<List<String>>path("subjects.id"))
        .containsExactlyInAnyOrder(first, second, "resident-account");
    assertThat(vaultRows(first) + vaultRows(second)).isZero();
    // The leaf does not name the erased wishes; the opening of its commitment proves which ones
    // were erased.
    String entry = erased.path("ledger.entryId");
    Response leaf = ok(get(null, "/ledger/entries/" + entry));
    assertThat(leaf.asString()).doesNotContain(first, second);
    assertThat(leaf.<Integer>path("leaf.v")).isEqualTo(2);
    assertThat(leaf.<Integer>path("leaf.facts.erasure.subjects")).isEqualTo(2);
    Response opened =
        ok(AUDITOR, "/ledger/entries/" + entry + "/openings", map("purpose", "VERIFICATION"));
    String subjects = opened.path("openings[0].value");
    assertThat(subjects.lines()).containsExactlyInAnyOrder("WISH " + first, "WISH " + second);
    byte[] salt = java.util.Base64.getUrlDecoder().decode(opened.<String>path("openings[0].salt"));
    assertThat(Commitment.of(salt, "subjects", subjects).mac())
        .isEqualTo(leaf.path("leaf.commitments.subjects"));
    assertThat(
            street.number(
                "SELECT COUNT(*) FROM vault_pseudonym WHERE subject_key = 'resident-account'"))
        .isZero();
    assertThat((List<?>) ok(get(resident, "/me/data")).path("wishes")).isEmpty();

    Member member = member();
    Response still =
        refused(member.token(), "/erasures", subject("MEMBER", member.id()), "SUBJECT_STILL_OPEN");
    assertThat(still.asString()).contains("members");
    ok(OPERATOR, "/members/" + member.id() + "/leave", map());
    ok(member.token(), "/erasures", subject("MEMBER", member.id()));
    assertThat(
            street.number(
                "SELECT COUNT(*) FROM vault_pseudonym WHERE subject_key = '" + member.id() + "'"))
        .isZero();
    assertThat(ok(get(OPERATOR, "/members/" + member.id())).asString())
        .doesNotContain("钱**", "138****6666", "电工");
    verify();
  }

  /**
   * A fulfilled wish can be reopened until it is archived; new leaves then name the participants
   * again.
   */
  @Test
  void memberWhoseFulfilledWishMayBeReopened_isNotErased_andGetsNoSecondPseudonym() {
    long organisation = street.organisation();
    Member first = member(organisation);
    Member second = member(organisation);
    Member third = member(organisation);
    String resident = Tokens.resident("resident-reopens");
    String wish = open(resident, WishApi.shared(3));
    String claim =
        claim(first.token(), wish, map("participants", List.of(second.id(), third.id())));
    ok(first.token(), "/claims/" + claim + "/deliver", WishApi.delivery());
    // Closes claiming, so that the wish is DELIVERED although places are free.
    ok(OPERATOR, "/wishes/" + wish + "/close-claiming", because("人手已够"));
    ok(resident, "/wishes/" + wish + "/confirm", map("rating", 5));
    assertThat(WishApi.state(wish)).isEqualTo("FULFILLED");
    ok(OPERATOR, "/members/" + second.id() + "/leave", map());
    Response open =
        refused(second.token(), "/erasures", subject("MEMBER", second.id()), "SUBJECT_STILL_OPEN");
    assertThat(open.<List<String>>path("claims")).containsExactly(claim);
    ok(OPERATOR, "/wishes/" + wish + "/reopen", map("claims", List.of(claim), "reason", "返工"));
    String decline = "/claims/" + claim + "/decline-participation";
    // Earlier versions of the service erased such members.
    street.update("UPDATE member SET erased_at = updated_at WHERE id = " + second.number());
    refused(third.token(), decline, none(), "CLAIM_STATE_CONFLICT");
    street.update("UPDATE member SET erased_at = NULL WHERE id = " + second.number());
    ok(third.token(), decline, none());
    ok(first.token(), "/claims/" + claim + "/deliver", WishApi.delivery());
    ok(resident, "/wishes/" + wish + "/confirm", map("rating", 5));
    // Archives the wish as the sweeper would after the public notice.
    street.update("UPDATE wish SET state = 'ARCHIVED' WHERE id = " + Street.id(wish));
    ok(second.token(), "/erasures", subject("MEMBER", second.id()));
    verify();
  }

  /** Only the member's id remains in the invitations, as in the rows of its claims. */
  @Test
  void erasedMember_leavesOnlyItsIdInInvitations_andNothingInInboxOrOpenness() {
    Member member = member();
    String wish = open(WishApi.COLLECTOR, WishApi.shared(2));
    ok(
        WishApi.put(
            member.token(),
            "/members/" + member.id() + "/openness",
            map("placesPerMonth", 3),
            "*"));
    String invitation =
        ok(
                OPERATOR,
                "/wishes/" + wish + "/invitations",
                map("claimant", map("type", "MEMBER", "id", member.id()), "reserved", true))
            .path("item");
    String inInbox =
        "SELECT COUNT(*) FROM inbox_item WHERE scope = 'MEMBER' AND scope_key = '%d'"
            .formatted(member.number());
    Awaitility.await("the invitation in the inbox").until(() -> street.number(inInbox) == 1);
    ok(OPERATOR, "/members/" + member.id() + "/leave", map());
    sweeper.sweep();
    ok(member.token(), "/erasures", subject("MEMBER", member.id()));
    Awaitility.await("an empty inbox").until(() -> street.number(inInbox) == 0);
    assertThat(
            street.number(
                "SELECT COUNT(*) FROM openness WHERE party_type = 'MEMBER' AND party_id = "
                    + member.number()))
        .isZero();
    assertThat(
            street.column(
                "SELECT CONCAT(state, ' ', claimant_id) FROM invitation WHERE id = "
                    + Street.id(invitation)))
        .containsExactly("EXPIRED " + member.number());
    assertThat(
            street.column(
                "SELECT column_name FROM information_schema.columns WHERE table_schema = DATABASE()"
                    + " AND table_name IN ('invitation', 'inbox_item', 'reminder', 'openness',"
                    + " 'matching_plan_unserved', 'matching_plan_load') AND data_type IN ('varchar',"
                    + " 'text', 'mediumtext', 'longtext', 'blob', 'varbinary') AND"
                    + " character_set_name <> 'ascii'"))
        .as("columns that can contain words")
        .isEmpty();
    verify();
  }

  @Test
  void accountOfAnErasedMember_givesItNoNewPseudonym() {
    Member member = member();
    long id = accounts.newId();
    transactions.call(
        () -> accounts.record(null, id, AccountDraft.RESIDENT, ids.next(), List.of()));
    street.update("UPDATE account SET member_id = " + member.number() + " WHERE id = " + id);
    ok(OPERATOR, "/members/" + member.id() + "/leave", map());
    ok(member.token(), "/erasures", subject("MEMBER", member.id()));
    transactions.call(() -> accounts.suspend(Caller.SYSTEM, id));
    assertThat(
            street.number(
                "SELECT COUNT(*) FROM vault_pseudonym WHERE subject_key = '" + member.id() + "'"))
        .isZero();
    verify();
  }

  @Test
  void accountErasure_erasesItsLogin() {
    long id = accounts.newId();
    String account = org.microwish.platform.Id.text(id);
    transactions.call(
        () ->
            accounts.record(
                null,
                id,
                AccountDraft.RESIDENT,
                ids.next(),
                vault.store(ids.next(), Subject.account(id), Map.of("openid", "openid-独一"))));
    String owner = Tokens.resident(account);
    assertThat(ok(get(owner, "/me/data")).asString()).contains("openid-独一");
    assertThat(ok(get(Tokens.resident("resident-else"), "/me/data")).asString())
        .doesNotContain("openid-独一");
    ok(owner, "/erasures", subject("ACCOUNT", account));
    assertThat(street.column("SELECT state FROM account WHERE id = " + id))
        .containsExactly("ERASED");
    assertThat(
            street.number(
                "SELECT COUNT(*) FROM vault_value WHERE subject_type = 'ACCOUNT'"
                    + " AND subject_id = "
                    + id))
        .isZero();
    verify();
  }

  @Test
  void contactReadDuringAnErasure_waitsAndIsRefused() throws Exception {
    String wish = withdrawn(Tokens.resident("resident-beside"));
    Object why = map("purpose", "OTHER", "words", "核对电话");
    try (ExecutorService desk = Executors.newSingleThreadExecutor()) {
      Future<Response> read =
          transactions.call(
              () -> {
                wishSubject.lock(Street.id(wish));
                Future<Response> beside =
                    desk.submit(() -> post(OPERATOR, "/wishes/" + wish + "/contact-reads", why));
                // The read must wait for the erasure; otherwise it would create the erased keys
                // anew.
                await()
                    .during(Duration.ofMillis(500))
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> !beside.isDone());
                wishSubject.erase(Street.id(wish), java.time.Instant.now());
                vault.erase(Subject.wish(Street.id(wish)));
                return beside;
              });
      refused(read.get(), "PERSONAL_DATA_ERASED");
    }
    assertThat(vaultRows(wish)).isZero();
  }

  @Test
  void concurrentErasuresOfAnAccount_haveOneEffect_andStaffKeepTheirPseudonym() throws Exception {
    for (Role role : List.of(Role.RESIDENT, Role.AUDITOR)) {
      long id = accounts.newId();
      String account = org.microwish.platform.Id.text(id);
      AccountDraft draft =
          role == Role.RESIDENT
              ? AccountDraft.RESIDENT
              : new AccountDraft(role, null, Street.STREET);
      transactions.call(() -> accounts.record(null, id, draft, ids.next(), List.of()));
      List<Object> entries = new ArrayList<>();
      try (ExecutorService desks = Executors.newFixedThreadPool(3)) {
        Callable<Response> erase =
            () -> post(ADMINISTRATOR, "/erasures", subject("ACCOUNT", account));
        for (Future<Response> one : desks.invokeAll(List.of(erase, erase, erase))) {
          entries.add(ok(one.get()).path("ledger.entryId"));
        }
      }
      assertThat(entries).containsOnly(entries.getFirst());
      assertThat(
              street.number(
                  "SELECT COUNT(*) FROM vault_pseudonym WHERE subject_type = 'ACCOUNT'"
                      + " AND subject_key = '"
                      + account
                      + "'"))
          .as(role.name())
          .isEqualTo(role == Role.RESIDENT ? 0 : 1);
    }
  }

  // Hold
  // -------------------------------------------------------------------------------------------

  /**
   * If the clock of the instance that placed the hold was ahead, the release gets the same time,
   * because the ledger's times must not go back.
   */
  @Test
  void hold_isNotReleasedBeforeItWasPlaced() {
    String wish = open(Tokens.resident("resident-held-early"), draft());
    String hold =
        ok(ADMINISTRATOR, "/holds", map("type", "WISH", "id", wish, "reason", "法院函")).path("id");
    street.update(
        "UPDATE legal_hold SET placed_at = DATE_ADD(placed_at, INTERVAL 50 SECOND) WHERE id = ?",
        Street.id(hold));
    ok(ADMINISTRATOR, "/holds/" + hold + "/release", map("reason", "已结案"));
    assertThat(
            street.column(
                "SELECT placed_at = released_at FROM legal_hold WHERE id = " + Street.id(hold)))
        .containsExactly("1");
  }

  @Test
  void hold_blocksErasureAndEveryUse() {
    String resident = Tokens.resident("resident-held");
    String wish = open(resident, draft());
    Object request = map("type", "WISH", "id", wish, "reason", "法院函〔2026〕1号");
    refused(OPERATOR, "/holds", request, "FORBIDDEN");
    refused(AUDITOR, "/holds", request, "FORBIDDEN");
    String hold = ok(ADMINISTRATOR, "/holds", request).path("id");
    refused(ADMINISTRATOR, "/holds", request, "ALREADY_EXISTS");
    for (String caller : List.of(resident, OPERATOR, AUDITOR)) {
      refused(get(caller, "/wishes/" + wish), "UNDER_LEGAL_HOLD");
    }
    refused(get(OPERATOR, "/wishes/" + wish + "/notes"), "UNDER_LEGAL_HOLD");
    String opening =
        street
            .column(
                "SELECT entry_id FROM ledger_entry WHERE aggregate_id = '"
                    + wish
                    + "' AND aggregate_version = 1")
            .getFirst();
    String openings =
        "/ledger/entries/" + org.microwish.platform.Id.text(Long.parseLong(opening)) + "/openings";
    refused(AUDITOR, openings, map("purpose", "VERIFICATION"), "UNDER_LEGAL_HOLD");
    assertThat(get(null, "/wishes/" + wish).statusCode()).isEqualTo(404);
    assertThat(ok(get(OPERATOR, "/wishes?limit=100")).asString()).doesNotContain(wish);
    assertThat(ok(get(resident, "/wishes?mine=true")).asString()).doesNotContain(wish);
    refused(resident, "/wishes/" + wish + "/withdraw", because("不要了"), "UNDER_LEGAL_HOLD");
    refused(
        OPERATOR,
        "/wishes/" + wish + "/contact-reads",
        map("purpose", "CONTACT"),
        "UNDER_LEGAL_HOLD");
    refused(resident, "/erasures", subject("WISH", wish), "UNDER_LEGAL_HOLD");
    assertThat(ok(get(resident, "/me/data")).asString())
        .contains("underLegalHold")
        .doesNotContain(WishApi.PHONE);
    Object why = map("reason", "移送法院");
    refused(ADMINISTRATOR, "/holds/" + hold + "/exports", why, "FORBIDDEN");
    refused(
        Tokens.auditor("auditor-far", Street.OTHER_STREET),
        "/holds/" + hold + "/exports",
        why,
        "NOT_FOUND");
    Response exported = ok(AUDITOR, "/holds/" + hold + "/exports", why);
    assertThat((String) exported.path("wishes[0].values.contactPhone")).isEqualTo(WishApi.PHONE);
    assertThat(ok(get(AUDITOR, "/holds?live=true&limit=100")).asString()).contains(hold);
    assertThat((Boolean) ok(get(ADMINISTRATOR, "/holds/" + hold)).path("live")).isTrue();
    Response released = ok(ADMINISTRATOR, "/holds/" + hold + "/release", because("结案"));
    refused(ADMINISTRATOR, "/holds/" + hold + "/release", because("再次"), "ALREADY_ENDED");
    ok(get(resident, "/wishes/" + wish));
    assertThat(ok(AUDITOR, openings, map("purpose", "VERIFICATION")).asString())
        .contains(WishApi.PHONE);
    LedgerProbe.awaitIntegrated();
    assertThat(ok(get(null, "/ledger/entries/" + exported.path("ledger.entryId"))).asString())
        .contains("PERSONAL_FIELDS_READ", "LEGAL_HOLD", hold)
        .doesNotContain(wish, "hold.HOLD");
    assertThat(ok(get(null, "/ledger/entries/" + released.path("ledger.entryId"))).asString())
        .contains("HOLD_RELEASED")
        .doesNotContain(wish, "结案");

    Member member = member();
    String kept =
        ok(ADMINISTRATOR, "/holds", map("type", "MEMBER", "id", member.id(), "reason", "信访"))
            .path("id");
    refused(get(OPERATOR, "/members/" + member.id()), "UNDER_LEGAL_HOLD");
    assertThat(post(member.token(), "/wishes/" + wish + "/claims", map()).statusCode())
        .isBetween(400, 499);
    ok(ADMINISTRATOR, "/holds/" + kept + "/release", because("结案"));
    ok(get(OPERATOR, "/members/" + member.id()));
    verify();
  }

  // Retention
  // --------------------------------------------------------------------------------------

  private long erasures() throws Exception {
    return street.number("SELECT COUNT(*) FROM ledger_entry WHERE entry_type = 'SUBJECT_ERASED'");
  }

  @Test
  void retention_erasesEachExpiredWishOnce_acrossInstances() throws Exception {
    // Erases the due wishes of other tests first.
    while (retention.run() > 0) {}
    String resident = Tokens.resident("resident-kept");
    String recent = withdrawn(resident);
    String held = withdrawn(resident);
    List<String> over = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      over.add(withdrawn(resident));
    }
    ok(ADMINISTRATOR, "/holds", map("type", "WISH", "id", held, "reason", "信访"));
    for (String wish : List.of(held, over.get(0), over.get(1), over.get(2), over.get(3))) {
      street.update(
          "UPDATE wish SET ended_at = UTC_TIMESTAMP(6) - INTERVAL 1096 DAY WHERE id = ?",
          Street.id(wish));
    }
    long before = erasures();
    int erased = 0;
    try (ExecutorService instances = Executors.newFixedThreadPool(3)) {
      List<Callable<Integer>> looks = List.of(retention::run, retention::run, retention::run);
      for (Future<Integer> look : instances.invokeAll(looks)) {
        erased += look.get();
      }
    }
    assertThat(erased).isEqualTo(4);
    assertThat(erasures() - before).isEqualTo(4);
    for (String wish : over) {
      assertThat(vaultRows(wish)).isZero();
    }
    assertThat(vaultRows(recent)).isPositive();
    assertThat(vaultRows(held)).isPositive();
    // After a guardian withdraws consent, the wish is erased without the retention period.
    street.update(
        "UPDATE wish SET sensitivity = 'MINOR', consent = 'WITHDRAWN',"
            + " ended_at = UTC_TIMESTAMP(6) - INTERVAL 730 DAY WHERE id = ?",
        Street.id(recent));
    long recorded = erasures();
    assertThat(retention.run()).isEqualTo(1);
    assertThat(vaultRows(recent)).isZero();
    assertThat(retention.run()).isZero();
    // A leaf right after the withdrawal would reveal that there was a consent. The erasure is
    // recorded when the wish would be due without it: 1095 days after it ended.
    assertThat(
            street.number(
                "SELECT ROUND(TIMESTAMPDIFF(HOUR, erased_at, record_at) / 24) FROM erasure"
                    + " WHERE subject_key = '"
                    + recent
                    + "'"))
        .isEqualTo(365);
    assertThat(erasures()).isEqualTo(recorded);
    assertThat(listed()).contains("WISH " + recent);
    street.update(
        "UPDATE erasure SET record_at = record_at - INTERVAL 366 DAY"
            + " WHERE subject_key = '"
            + recent
            + "' AND ? > 0",
        1L);
    assertThat(retention.run()).isZero();
    assertThat(erasures()).isEqualTo(recorded + 1);
    assertThat(retention.run()).isZero();
    assertThat(erasures()).isEqualTo(recorded + 1);
    // For a fulfilled wish, the retention period would have begun at the end of its public notice.
    String fulfilled = withdrawn(resident);
    street.update(
        "UPDATE wish SET sensitivity = 'MINOR', consent = 'WITHDRAWN', state = 'FULFILLED',"
            + " ended_at = NULL, notice_until = UTC_TIMESTAMP(6) + INTERVAL 5 DAY WHERE id = ?",
        Street.id(fulfilled));
    assertThat(retention.run()).isEqualTo(1);
    assertThat(
            street.number(
                "SELECT TIMESTAMPDIFF(DAY, w.notice_until, e.record_at) FROM erasure e, wish w"
                    + " WHERE e.subject_key = '"
                    + fulfilled
                    + "' AND w.id = "
                    + Street.id(fulfilled)))
        .isEqualTo(1095);
    // An abandoned draft is erased; a recent one is kept.
    String givenUp = WishApi.create(resident, draft());
    String taken = WishApi.create(resident, draft());
    street.update(
        "UPDATE wish SET updated_at = UTC_TIMESTAMP(6) - INTERVAL 1096 DAY WHERE id = ?",
        Street.id(givenUp));
    assertThat(retention.run()).isEqualTo(1);
    assertThat(vaultRows(givenUp)).isZero();
    assertThat(vaultRows(taken)).isPositive();
    refused(OPERATOR, "/wishes/" + givenUp + "/withdraw", because("清理"), "PERSONAL_DATA_ERASED");
  }

  // After a restored backup
  // ------------------------------------------------------------------------

  @Test
  void replayAfterARestoredBackup_repeatsTheErasures() throws Exception {
    String resident = Tokens.resident("resident-restored");
    String wish = withdrawn(resident);
    long id = Street.id(wish);
    List<Dump> backup =
        List.of(
            dump("wish", "id = " + id),
            dump("vault_key", "subject_type = 'WISH' AND subject_id = " + id),
            dump("vault_value", "subject_type = 'WISH' AND subject_id = " + id),
            dump("vault_opening", "subject_type = 'WISH' AND subject_id = " + id),
            dump("vault_pseudonym", "scope = " + id));
    ok(resident, "/erasures", subject("WISH", wish));
    assertThat(replay.replay()).as("erasures replayed that the database already has").isZero();
    assertThat(vaultRows(wish)).isZero();
    for (Dump table : backup) {
      table.restore();
    }
    street.update("DELETE FROM erasure WHERE subject_key = ?", wish);
    assertThat(vaultRows(wish)).isPositive();
    assertThat(ok(get(resident, "/wishes/" + wish)).asString()).contains(WishApi.PHONE);

    // In the backup, the wish may still be on legal hold.
    street.update("UPDATE wish SET held = TRUE WHERE id = ?", id);
    assertThat(replay.replay()).isEqualTo(1);
    assertThat(vaultRows(wish)).isZero();
    assertThat(ok(get(OPERATOR, "/wishes/" + wish)).asString()).doesNotContain("139****5678");
    assertThat(replay.replay()).isZero();
    verify();
  }

  @Test
  void unreadableErasureList_preventsTheStart() throws Exception {
    Path directory = Files.createTempDirectory("erasures");
    Path file = directory.resolve("erasures-x");
    // A last line without a newline is skipped: its request was never answered.
    Files.writeString(file, "WISH 0D1RZQ4J8M3TB\nWISH 0D1R");
    ErasureList.check(key -> java.util.Optional.of(directory.toString()));
    Files.writeString(file, "\nnonsense\n", StandardOpenOption.APPEND);
    org.assertj.core.api.Assertions.assertThatThrownBy(
            () -> ErasureList.check(key -> java.util.Optional.of(directory.toString())))
        .isInstanceOf(StartRefusedException.class)
        .hasMessageContaining("list of erasures");
    ErasureList.check(key -> java.util.Optional.empty());
  }

  /** Rows of a table, as a backup contains them. */
  private record Dump(String table, String where, List<String> columns, List<Object[]> rows) {

    void restore() throws SQLException {
      try (Connection connection = TestDatabase.connection();
          var delete = connection.createStatement()) {
        delete.executeUpdate("DELETE FROM " + table + " WHERE " + where);
        try (PreparedStatement insert =
            connection.prepareStatement(
                "INSERT INTO "
                    + table
                    + " ("
                    + String.join(", ", columns)
                    + ") VALUES ("
                    + String.join(", ", columns.stream().map(column -> "?").toList())
                    + ")")) {
          for (Object[] row : rows) {
            for (int i = 0; i < row.length; i++) {
              insert.setObject(i + 1, row[i]);
            }
            insert.executeUpdate();
          }
        }
      }
    }
  }

  private static Dump dump(String table, String where) throws SQLException {
    // Omits generated columns, as a backup does.
    List<String> columns =
        street.column(
            "SELECT column_name FROM information_schema.columns WHERE table_schema = DATABASE()"
                + " AND table_name = '"
                + table
                + "' AND extra NOT LIKE '%VIRTUAL%'");
    try (Connection connection = TestDatabase.connection();
        var select = connection.createStatement();
        ResultSet found =
            select.executeQuery(
                "SELECT " + String.join(", ", columns) + " FROM " + table + " WHERE " + where)) {
      List<Object[]> rows = new ArrayList<>();
      while (found.next()) {
        Object[] row = new Object[columns.size()];
        for (int i = 0; i < row.length; i++) {
          row[i] = found.getObject(i + 1);
        }
        rows.add(row);
      }
      assertThat(rows).as(table).isNotEmpty();
      return new Dump(table, where, columns, rows);
    }
  }
}
