package org.microwish.wish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.microwish.wish.WishApi.COLLECTOR;
import static org.microwish.wish.WishApi.OPERATOR;
import static org.microwish.wish.WishApi.claim;
import static org.microwish.wish.WishApi.delivery;
import static org.microwish.wish.WishApi.draft;
import static org.microwish.wish.WishApi.ending;
import static org.microwish.wish.WishApi.get;
import static org.microwish.wish.WishApi.map;
import static org.microwish.wish.WishApi.none;
import static org.microwish.wish.WishApi.ok;
import static org.microwish.wish.WishApi.open;
import static org.microwish.wish.WishApi.post;
import static org.microwish.wish.WishApi.put;
import static org.microwish.wish.WishApi.refused;
import static org.microwish.wish.WishApi.shared;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.ledger.leaf.Leaf;
import org.microwish.testing.Street;
import org.microwish.testing.Tokens;
import org.microwish.verify.LeafFindings;

/**
 * Tests changes of people and organisations during the work: claims and wishes are handed over,
 * members leave and move, organisations are renamed and merged. The verifier checks the leaves.
 */
@Tag("database")
@QuarkusTest
class HandOverTest {

  private static final AtomicInteger NEXT = new AtomicInteger();

  private final Street street = Street.here();
  private final String resident = Tokens.resident("hand-over-" + NEXT.incrementAndGet());

  private String organisation(Object... more) {
    Map<String, Object> draft =
        map("name", "移交支部", "kind", "BRANCH", "sector", "COMMUNITY", "division", Street.COMMUNITY);
    draft.putAll(map(more));
    return ok(OPERATOR, "/organisations", draft).path("id");
  }

  private String member(String organisation) {
    return member(OPERATOR, organisation);
  }

  private static String member(String desk, String organisation) {
    return ok(
            desk,
            "/members",
            map("organisationId", organisation, "kind", "COMMUNITY", "name", "欧阳移交"))
        .path("id");
  }

  private static String as(String member) {
    return Tokens.member("hand-over-m-" + member, Street.id(member));
  }

  private static String steward(String organisation) {
    return Tokens.steward("hand-over-s-" + organisation, Street.id(organisation));
  }

  private static Response handOver(String token, String claim, String field, String id) {
    return post(token, "/claims/" + claim + "/hand-over", map(field, id, "reason", "工作调动"));
  }

  private List<Leaf> leaves(String... aggregates) {
    return street
        .column(
            "SELECT HEX(payload) FROM ledger_entry WHERE aggregate_id IN ('"
                + String.join("', '", aggregates)
                + "') OR aggregate_id IN (SELECT pseudonym FROM vault_pseudonym WHERE subject_key"
                + " IN ('"
                + String.join("', '", aggregates)
                + "')) ORDER BY entry_id")
        .stream()
        .map(hex -> Leaf.parse(HexFormat.of().parseHex(hex)))
        .toList();
  }

  private void verify(String... aggregates) {
    assertThat(LeafFindings.of(leaves(aggregates).stream().map(Leaf::bytes).toList())).isEmpty();
  }

  private List<String> entries(String aggregate) {
    return leaves(aggregate).stream().map(leaf -> leaf.type().name()).toList();
  }

  private long count(String member) {
    return street.number(
        "SELECT COALESCE(MAX(live_claims), 0) FROM claim_quota WHERE claimant_type = 'MEMBER' AND"
            + " claimant_id = "
            + Street.id(member));
  }

  @Test
  void claim_goesToAColleague_andKeepsItsProgress_andWhoTookPart() {
    String organisation = organisation();
    String first = member(organisation);
    String helper = member(organisation);
    String next = member(organisation);
    String wish = open(resident, shared(2));
    String claim = claim(as(first), wish, map("participants", List.of(helper)));
    ok(as(first), "/claims/" + claim + "/contact", none());
    ok(handOver(steward(organisation), claim, "memberId", next));
    Response seen = ok(get(as(next), "/claims/" + claim));
    assertThat(seen.<String>path("claimantId")).isEqualTo(next);
    assertThat(seen.<String>path("contactedAt")).isNotNull();
    assertThat(seen.<String>path("contact.contactPhone")).isEqualTo(WishApi.PHONE);
    assertThat(seen.<List<String>>path("participants.memberId"))
        .containsExactlyInAnyOrder(helper, next);
    assertThat(seen.<List<String>>path("participants.until")).containsOnlyNulls();
    assertThat(seen.<List<String>>path("formerParticipants.memberId")).containsExactly(first);
    assertThat(seen.<String>path("formerParticipants[0].until"))
        .isGreaterThan(seen.path("formerParticipants[0].from"));
    assertThat(List.of(count(first), count(next))).containsExactly(0L, 1L);
    // The former claimant no longer sees the resident's data, and may claim another place.
    assertThat(get(as(first), "/claims/" + claim).statusCode()).isEqualTo(404);
    refused(as(first), "/claims/" + claim + "/start", none(), "FORBIDDEN");
    String second = claim(as(first), wish);
    refused(handOver(OPERATOR, second, "memberId", helper), "ALREADY_CLAIMED");
    ok(as(next), "/claims/" + claim + "/deliver", delivery());
    refused(handOver(OPERATOR, claim, "memberId", member(organisation)), "CLAIM_STATE_CONFLICT");
    assertThat(entries(wish)).containsOnlyOnce("CLAIM_HANDED_OVER");
    verify(wish, organisation, first, helper, next);
  }

  @Test
  void claim_goesOnlyToMembersWhoCouldClaimTheWish() {
    String organisation = organisation();
    String first = member(organisation);
    String next = member(organisation);
    String wish = open(resident, shared(3));
    String claim = claim(as(first), wish);
    String other = organisation();
    refused(handOver(steward(other), claim, "memberId", next), "FORBIDDEN");
    refused(handOver(as(first), claim, "memberId", next), "FORBIDDEN");
    Response stranger =
        refused(handOver(OPERATOR, claim, "memberId", member(other)), "VALIDATION_FAILED");
    assertThat(stranger.<String>path("errors[0].pointer")).isEqualTo("/memberId");
    refused(handOver(OPERATOR, claim, "memberId", first), "ALREADY_CLAIMED");
    refused(handOver(OPERATOR, claim, "organisationId", other), "VALIDATION_FAILED");
    refused(post(OPERATOR, "/claims/" + claim + "/hand-over", none()), "VALIDATION_FAILED");
    refused(
        post(
            OPERATOR,
            "/claims/" + claim + "/hand-over",
            map("memberId", next, "organisationId", other)),
        "VALIDATION_FAILED");
    // Neither the wish's resident nor a member who has declined to take part can take over its
    // claim.
    String neighbour = member(organisation);
    String account = "hand-over-" + NEXT.get();
    street.update("UPDATE member SET account = ? WHERE id = ?", account, Street.id(neighbour));
    refused(handOver(OPERATOR, claim, "memberId", neighbour), "VALIDATION_FAILED");
    ok(
        put(
            as(first),
            "/claims/" + claim + "/participants",
            map("participants", List.of(next)),
            null));
    ok(as(next), "/claims/" + claim + "/decline-participation", none());
    Response declined = refused(handOver(OPERATOR, claim, "memberId", next), "VALIDATION_FAILED");
    assertThat(declined.<String>path("errors[0].reason")).isEqualTo("DECLINED");
    // Neither can a member from outside the wish's area, nor one who is barred after a lapse.
    String far = member(organisation);
    street.update(
        "UPDATE member SET division_path = ? WHERE id = ?", Street.ELSEWHERE, Street.id(far));
    refused(handOver(OPERATOR, claim, "memberId", far), "NOT_ELIGIBLE");
    String barred = member(organisation);
    String lapsed = claim(as(barred), wish);
    street.update(
        "UPDATE claim SET state = 'LAPSED', live_key = NULL, ended_at = UTC_TIMESTAMP(6),"
            + " barred_until = UTC_TIMESTAMP(6) + INTERVAL 1 DAY WHERE id = ?",
        Street.id(lapsed));
    refused(handOver(OPERATOR, claim, "memberId", barred), "BARRED_AFTER_LAPSE");
    assertThat(entries(wish)).doesNotContain("CLAIM_HANDED_OVER");
  }

  /**
   * An operator of the organisation's street can hand over a claim on another street's wish, but
   * nothing else.
   */
  @Test
  void operatorOfTheOrganisation_handsOver_andDoesNothingElse() {
    String desk = Tokens.operator("desk-2", Street.OTHER_STREET);
    String organisation =
        ok(
                desk,
                "/organisations",
                map(
                    "name",
                    "外街支部",
                    "kind",
                    "BRANCH",
                    "sector",
                    "COMMUNITY",
                    "division",
                    Street.ELSEWHERE))
            .path("id");
    String first = member(desk, organisation);
    String next = member(desk, organisation);
    String wish = open(resident, draft("claimableFrom", "ANYWHERE"));
    String claim = claim(as(first), wish);
    refused(desk, "/claims/" + claim + "/revoke", ending("UNABLE"), "FORBIDDEN");
    ok(handOver(desk, claim, "memberId", next));
    ok(as(next), "/claims/" + claim + "/deliver", delivery());
    verify(wish, organisation, first, next);
  }

  /** The limit of five live claims holds when several claims are handed over at the same time. */
  @Test
  void concurrentHandOvers_keepTheCap() throws Exception {
    String organisation = organisation();
    String next = member(organisation);
    street.update(
        "INSERT INTO claim_quota (claimant_type, claimant_id, live_claims) VALUES ('MEMBER', ?, 4)",
        Street.id(next));
    List<String> members = new ArrayList<>();
    List<Callable<Integer>> commands = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      String holder = member(organisation);
      members.add(holder);
      String claim = claim(as(holder), open(resident, draft()));
      commands.add(() -> handOver(OPERATOR, claim, "memberId", next).statusCode());
    }
    List<Integer> statuses = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
      for (Future<Integer> each : threads.invokeAll(commands)) {
        statuses.add(each.get());
      }
    }
    assertThat(statuses).containsExactlyInAnyOrder(200, 409, 409);
    assertThat(count(next)).isEqualTo(5);
    assertThat(members.stream().mapToLong(this::count).sum()).isEqualTo(2);
  }

  @Test
  void deliveredClaim_letsTheMemberLeave_andAColleagueRedoesTheWork() {
    String organisation = organisation();
    String first = member(organisation);
    String next = member(organisation);
    String wish = open(resident, draft());
    String claim = claim(as(first), wish);
    Response held = refused(OPERATOR, "/members/" + first + "/leave", none(), "STILL_IN_USE");
    assertThat(held.<Integer>path("claims")).isEqualTo(1);
    ok(as(first), "/claims/" + claim + "/deliver", delivery());
    ok(OPERATOR, "/members/" + first + "/leave", none());
    ok(
        resident,
        "/wishes/" + wish + "/report-dissatisfaction",
        map("claims", List.of(claim), "reason", "还是漏水"));
    ok(handOver(steward(organisation), claim, "memberId", next));
    ok(as(next), "/claims/" + claim + "/deliver", delivery());
    // The former claimant, who delivered first, must not confirm for the resident.
    String former =
        Tokens.of(new Caller("hand-over-p", Role.OPERATOR, Street.id(first), null, "440199001"));
    Map<String, Object> proxy = map("reason", "CANNOT_USE_PHONE");
    refused(
        former,
        "/wishes/" + wish + "/confirm",
        map("rating", 5, "proxy", proxy),
        "PROXY_NOT_ALLOWED");
    ok(resident, "/wishes/" + wish + "/confirm", map("rating", 5));
    Response seen = ok(get(OPERATOR, "/claims/" + claim));
    assertThat(seen.<List<String>>path("formerParticipants.memberId")).containsExactly(first);
    // The stored participation of the first member covers the first delivery.
    assertThat(
            street.number(
                "SELECT COUNT(*) FROM claim_participant_past p JOIN ledger_entry e"
                    + " ON e.entry_type = 'CLAIM_DELIVERED' AND e.aggregate_id = '"
                    + wish
                    + "' AND e.occurred_at BETWEEN p.added_at AND p.left_at WHERE p.claim_id = "
                    + Street.id(claim)))
        .isEqualTo(1);
    verify(wish, organisation, first, next);
  }

  @Test
  void member_moves_whenNothingIsUnfinished_andTheDeliveredClaimFollows() {
    String from = organisation();
    String into = organisation();
    String member = member(from);
    String wish = open(resident, draft());
    String claim = claim(as(member), wish);
    String path = "/members/" + member + "/transfer";
    Map<String, Object> move = map("organisationId", into);
    refused(OPERATOR, path, move, "STILL_IN_USE");
    refused(
        put(OPERATOR, "/members/" + member, map("organisationId", into, "kind", "COMMUNITY"), "*"),
        "STILL_IN_USE");
    ok(as(member), "/claims/" + claim + "/deliver", delivery());
    refused(steward(from), path, move, "FORBIDDEN");
    refused(OPERATOR, path, map("organisationId", from), "VALIDATION_FAILED");
    refused(OPERATOR, path, map("organisationId", "0000000000000"), "VALIDATION_FAILED");
    ok(OPERATOR, path, move);
    assertThat(ok(get(OPERATOR, "/members/" + member)).<String>path("organisationId"))
        .isEqualTo(into);
    assertThat(ok(get(OPERATOR, "/claims/" + claim)).<String>path("organisationId"))
        .isEqualTo(from);
    ok(
        resident,
        "/wishes/" + wish + "/report-dissatisfaction",
        map("claims", List.of(claim), "reason", "还是漏水"));
    refused(handOver(steward(into), claim, "organisationId", into), "FORBIDDEN");
    // A merge into a third organisation cannot move the claim, so the merge is not completed.
    String merges = "/organisations/" + from + "/merge";
    Response merge = ok(OPERATOR, merges, map("into", organisation()));
    assertThat(merge.<List<String>>path("items.problem.code"))
        .containsExactly("VALIDATION_FAILED", "STILL_IN_USE");
    assertThat(merge.<Integer>path("items[1].problem.claims")).isEqualTo(1);
    ok(handOver(OPERATOR, claim, "organisationId", into));
    assertThat(ok(get(OPERATOR, "/claims/" + claim)).<String>path("organisationId"))
        .isEqualTo(into);
    ok(as(member), "/claims/" + claim + "/deliver", delivery());
    verify(wish, from, into, member);
  }

  @Test
  void organisations_areMergedInSteps_withTheirHistory() {
    String into = organisation("name", "接收支部");
    String from = organisation("name", "撤并支部");
    String below = organisation("parentId", from);
    String member = member(from);
    String gone = member(from);
    ok(OPERATOR, "/members/" + gone + "/leave", none());
    String own = open(resident, draft());
    String ownClaim = claim(steward(from), own);
    String members = open(resident, draft());
    String membersClaim = claim(as(member), members);
    String both = open(resident, shared(2));
    String conflict = claim(steward(from), both);
    claim(steward(into), both);
    String done = open(resident, draft());
    String doneClaim = claim(steward(from), done);
    ok(steward(from), "/claims/" + doneClaim + "/deliver", delivery());
    for (String place : List.of(Street.COMMUNITY, Street.NEIGHBOUR)) {
      checkIn(from, place);
    }
    checkIn(into, Street.COMMUNITY);
    String path = "/organisations/" + from + "/merge";
    Map<String, Object> body = map("into", into);
    refused(steward(from), path, body, "FORBIDDEN");
    refused(OPERATOR, path, map("into", below), "VALIDATION_FAILED");
    refused(OPERATOR, path, map("into", from), "VALIDATION_FAILED");
    String key = WishApi.key();
    Response merged = ok(post(OPERATOR, path, body, key));
    assertThat(merged.<List<String>>path("items.receipt.what"))
        .containsExactly("MEMBER", "CLAIM", "CLAIM", "CHECK_OUT", "CHECK_IN", "CHECK_OUT", "BELOW");
    assertThat(merged.<List<String>>path("items.problem.code"))
        .containsExactly("ALREADY_CLAIMED", "STILL_IN_USE");
    assertThat(merged.<List<String>>path("items.item")).contains("CLAIM:" + conflict);
    long entries = street.number("SELECT COUNT(*) FROM ledger_entry");
    assertThat(ok(post(OPERATOR, path, body, key)).<Object>path("items"))
        .isEqualTo(merged.path("items"));
    assertThat(street.number("SELECT COUNT(*) FROM ledger_entry")).isEqualTo(entries);
    ok(steward(from), "/claims/" + conflict + "/release", ending("UNABLE"));
    Response closed = ok(OPERATOR, path, body);
    assertThat(closed.<List<String>>path("items.receipt.what")).containsExactly("CLOSE");
    assertThat(closed.<Boolean>path("more")).isFalse();
    refused(OPERATOR, path, body, "ALREADY_ENDED");
    Response old = ok(get(null, "/organisations/" + from));
    assertThat(old.<String>path("state")).isEqualTo("DISSOLVED");
    assertThat(old.<String>path("name")).isEqualTo("撤并支部");
    assertThat(old.<String>path("mergedInto")).isEqualTo(into);
    assertThat(ok(get(null, "/organisations/" + below)).<String>path("parentId")).isEqualTo(into);
    assertThat(ok(get(OPERATOR, "/members/" + member)).<String>path("organisationId"))
        .isEqualTo(into);
    assertThat(ok(get(OPERATOR, "/members/" + gone)).<String>path("organisationId"))
        .isEqualTo(from);
    ok(steward(into), "/claims/" + ownClaim + "/deliver", delivery());
    ok(as(member), "/claims/" + membersClaim + "/deliver", delivery());
    // A delivered claim stays with the old organisation, but can be handed over when the work must
    // be done again.
    assertThat(ok(get(OPERATOR, "/claims/" + doneClaim)).<String>path("claimantId"))
        .isEqualTo(from);
    ok(
        resident,
        "/wishes/" + done + "/report-dissatisfaction",
        map("claims", List.of(doneClaim), "reason", "还是漏水"));
    ok(handOver(OPERATOR, doneClaim, "organisationId", into));
    ok(steward(into), "/claims/" + doneClaim + "/deliver", delivery());
    assertThat(
            street.column(
                "SELECT division_path FROM check_in WHERE live_key IS NOT NULL AND subject_id = "
                    + Street.id(into)
                    + " ORDER BY division_path"))
        .containsExactly(Street.COMMUNITY, Street.NEIGHBOUR);
    assertThat(entries(from)).endsWith("ORGANISATION_MERGED");
    verify(own, members, both, done, from, into, below, member, gone);
  }

  private void checkIn(String organisation, String community) {
    ok(
        OPERATOR,
        "/check-ins",
        map("subjectType", "ORGANISATION", "subjectId", organisation, "community", community));
  }

  @Test
  void wishesOfACollector_goToAnother_eachWithOneEntry() {
    String from = "oidc:from-" + WishApi.key();
    String to = "oidc:to-" + WishApi.key();
    String former = Tokens.collector(from, Street.COMMUNITY);
    String next = Tokens.collector(to, Street.COMMUNITY);
    String first = WishApi.create(former, draft());
    String second = WishApi.create(former, draft());
    String foreign = WishApi.create(COLLECTOR, draft());
    Response one =
        ok(OPERATOR, "/wishes/" + first + "/hand-over", map("collector", to, "reason", "调岗"));
    assertThat(one.<String>path("ledger.entryId")).isNotNull();
    Map<String, Object> all = map("from", from, "collector", to);
    refused(former, "/wishes/hand-over-all", all, "FORBIDDEN");
    refused(
        OPERATOR,
        "/wishes/hand-over-all",
        map("from", from, "collector", from),
        "VALIDATION_FAILED");
    // A collector of another community takes over none of these wishes.
    Map<String, Object> neighbour = map("role", "COLLECTOR", "division", Street.NEIGHBOUR);
    neighbour.put("loginName", "hand-over-" + WishApi.key().substring(0, 8));
    String id = ok(Tokens.administrator("admin-hand-over"), "/accounts", neighbour).path("id");
    Response none = ok(OPERATOR, "/wishes/hand-over-all", map("from", from, "collector", id));
    assertThat(none.<List<Object>>path("items")).isEmpty();
    String key = WishApi.key();
    Response rest = ok(post(OPERATOR, "/wishes/hand-over-all", all, key));
    assertThat(rest.<List<String>>path("items.receipt.wishId")).containsExactly(second);
    assertThat(rest.<Boolean>path("more")).isFalse();
    String third = WishApi.create(former, draft());
    assertThat(ok(post(OPERATOR, "/wishes/hand-over-all", all, key)).<Object>path("items"))
        .isEqualTo(rest.path("items"));
    assertThat(entries(second)).containsExactly("WISH_CREATED", "WISH_HANDED_OVER");
    assertThat(entries(third)).containsExactly("WISH_CREATED");
    Leaf leaf = leaves(second).getLast();
    assertThat(leaf.facts().toString()).doesNotContain("oidc").startsWith("{collector=");
    assertThat(ok(get(next, "/wishes?mine=true")).<List<String>>path("items.id"))
        .containsExactlyInAnyOrder(first, second);
    assertThat(ok(get(former, "/wishes?mine=true")).<List<String>>path("items.id"))
        .containsExactly(third);
    assertThat(
            ok(get(OPERATOR, "/desk/wishes?collector=" + to)).<List<String>>path("items.wish.id"))
        .containsExactlyInAnyOrder(first, second);
    Response seen = ok(get(OPERATOR, "/wishes/" + first));
    assertThat(seen.<String>path("own.createdBy")).isEqualTo(from);
    assertThat(seen.<String>path("own.collector")).isEqualTo(to);
    // Only the next collector may withdraw the draft now.
    refused(former, "/wishes/" + first + "/withdraw", WishApi.because("重复"), "FORBIDDEN");
    ok(next, "/wishes/" + first + "/withdraw", WishApi.because("重复"));
    refused(
        OPERATOR, "/wishes/" + first + "/hand-over", map("collector", from), "WISH_STATE_CONFLICT");
    for (String nobody : List.of(to, "0C6Z3MSWFDTR7", "desk-1")) {
      Response refusal =
          refused(
              OPERATOR,
              "/wishes/" + second + "/hand-over",
              map("collector", nobody),
              "VALIDATION_FAILED");
      assertThat(refusal.<String>path("errors[0].pointer")).isEqualTo("/collector");
    }
    refused(COLLECTOR, "/wishes/" + foreign + "/hand-over", map("collector", to), "FORBIDDEN");
    verify(first, second, third);
  }
}
