package org.microwish.wish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.microwish.wish.WishApi.COLLECTOR;
import static org.microwish.wish.WishApi.OPERATOR;
import static org.microwish.wish.WishApi.because;
import static org.microwish.wish.WishApi.claim;
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
import static org.microwish.wish.WishApi.state;

import io.quarkus.scheduler.Scheduler;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.lifecycle.deadline.Sweeper;
import org.microwish.platform.Id;
import org.microwish.platform.Time;
import org.microwish.platform.sql.Transactions;
import org.microwish.testing.Street;
import org.microwish.testing.Tokens;
import org.microwish.verify.LeafFindings;
import org.microwish.wish.invitation.InvitationService;
import org.microwish.wish.lifecycle.ClaimantType;

/**
 * Tests that invitations hold places for invited claimants, and that a place which becomes free is
 * offered to the first in the waiting list.
 */
@Tag("database")
@QuarkusTest
class InvitationApiTest {

  @Inject Sweeper sweeper;
  @Inject InvitationService invitations;
  @Inject Transactions transactions;

  private final Street street = Street.here();

  @Inject Scheduler scheduler;

  /** Only the tests run the sweeper, so that they can check the state before a sweep. */
  @BeforeEach
  void pauseTheSweeper() {
    scheduler.pause();
  }

  @AfterEach
  void resumeTheSweeper() {
    scheduler.resume();
  }

  private record Person(String id, String token) {}

  private Person member() {
    return person(street.member(street.organisation()));
  }

  private static Person person(long id) {
    return new Person(Id.text(id), Tokens.member("invited-" + id, id));
  }

  private static Response invite(String wish, Person whom, boolean reserved) {
    return post(
        OPERATOR,
        "/wishes/" + wish + "/invitations",
        map("claimant", Map.of("type", "MEMBER", "id", whom.id()), "reserved", reserved));
  }

  private List<byte[]> leaves(String wish) {
    return street
        .column(
            "SELECT HEX(payload) FROM ledger_entry WHERE aggregate_id = '"
                + wish
                + "' ORDER BY entry_id")
        .stream()
        .map(hex -> HexFormat.of().parseHex(hex))
        .toList();
  }

  private void verify(String wish) {
    assertThat(LeafFindings.of(leaves(wish))).isEmpty();
  }

  /** Returns the ids of the invitations that the last entry of a wish changed, by new state. */
  private Map<String, List<String>> moved(String wish) {
    return new JsonPath(new String(leaves(wish).getLast(), StandardCharsets.UTF_8))
        .getMap("facts.invitations");
  }

  private static List<String> states(String wish) {
    return ok(get(OPERATOR, "/wishes/" + wish + "/invitations")).path("items.state");
  }

  private static String claims(String wish) {
    return "/wishes/" + wish + "/claims";
  }

  private static String accept(String invitation) {
    return "/invitations/" + invitation + "/accept";
  }

  private void runOut(String invitation) {
    street.update(
        "UPDATE invitation SET until_at = UTC_TIMESTAMP(6) - INTERVAL 1 SECOND WHERE id = ?",
        Street.id(invitation));
  }

  /** Runs the calls at the same time, and returns their answers. */
  private static <T> List<T> together(List<Callable<T>> calls) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(calls.size())) {
      List<T> answers = new ArrayList<>();
      for (Future<T> answer : threads.invokeAll(calls)) {
        answers.add(answer.get());
      }
      return answers;
    }
  }

  @Test
  void heldPlace_isRefusedToOthers_andAcceptedOnce() {
    String wish = open(COLLECTOR, shared(1));
    Person invited = member();
    String invitation = ok(invite(wish, invited, true)).path("item");
    refused(invite(wish, invited, true), "ALREADY_INVITED");
    refused(invite(wish, member(), true), "WISH_FULL");
    refused(member().token(), "/wishes/" + wish + "/claims", none(), "WISH_FULL");
    assertThat(state(wish)).isEqualTo("OPEN");
    String accept = "/invitations/" + invitation + "/accept";
    refused(member().token(), accept, none(), "NOT_FOUND");
    Response first = ok(post(invited.token(), accept, none(), "accept-" + invitation));
    Response again = ok(post(invited.token(), accept, none(), "accept-" + invitation));
    assertThat(again.asString()).isEqualTo(first.asString());
    assertThat(state(wish)).isEqualTo("CLAIMED");
    verify(wish);
  }

  @Test
  void placeThatComesBack_isOfferedToFirstInLine_thenToNext() {
    String wish = open(COLLECTOR, shared(1));
    Person holder = member();
    refused(holder.token(), "/wishes/" + wish + "/waiting-list", none(), "PLACE_NOT_HELD");
    String claim = claim(holder.token(), wish);
    Person first = member();
    Person second = member();
    String line = "/wishes/" + wish + "/waiting-list";
    String one = ok(first.token(), line, none()).path("item");
    String two = ok(second.token(), line, none()).path("item");
    ok(holder.token(), "/claims/" + claim + "/release", ending("OTHER"));
    refused(member().token(), "/wishes/" + wish + "/claims", none(), "WISH_FULL");
    sweeper.sweep();
    sweeper.sweep();
    assertThat(
            ok(get(OPERATOR, "/wishes/" + wish + "/invitations")).<List<String>>path("items.state"))
        .containsExactly("INVITED", "WAITING");
    refused(second.token(), "/invitations/" + two + "/accept", none(), "WISH_FULL");
    ok(first.token(), "/invitations/" + one + "/decline", none());
    sweeper.sweep();
    ok(second.token(), "/invitations/" + two + "/accept", none());
    assertThat(state(wish)).isEqualTo("CLAIMED");
    verify(wish);
  }

  @Test
  void withdrawnWish_endsInvitations() {
    String wish = open(COLLECTOR, shared(2));
    Person invited = member();
    ok(invite(wish, invited, false));
    ok(OPERATOR, "/wishes/" + wish + "/withdraw", because("不再需要"));
    assertThat(ok(get(invited.token(), "/invitations")).<List<String>>path("items.state"))
        .containsExactly("WITHDRAWN");
    verify(wish);
  }

  @Test
  void invitationThatHasRunOut_holdsNoPlace_evenBeforeTheSweep() {
    String wish = open(COLLECTOR, shared(1));
    Person first = member();
    String one = ok(invite(wish, first, true)).path("item");
    runOut(one);
    refused(first.token(), accept(one), none(), "ALREADY_ENDED");
    refused(first.token(), "/invitations/" + one + "/decline", none(), "ALREADY_ENDED");
    // A claimant whose invitation has run out can be invited again.
    String again = ok(invite(wish, first, true)).path("item");
    assertThat(moved(wish)).isEqualTo(Map.of("EXPIRED", List.of(one), "INVITED", List.of(again)));
    runOut(again);
    String two = ok(invite(wish, member(), true)).path("item");
    assertThat(moved(wish)).containsEntry("EXPIRED", List.of(again));
    refused(first.token(), claims(wish), none(), "WISH_FULL");
    runOut(two);
    claim(first.token(), wish);
    assertThat(moved(wish)).isEqualTo(Map.of("EXPIRED", List.of(two)));
    assertThat(states(wish)).containsExactly("EXPIRED", "EXPIRED", "EXPIRED");
    assertThat(street.number("SELECT places_held FROM wish WHERE id = " + Street.id(wish)))
        .isZero();
    verify(wish);
  }

  @Test
  void edit_cannotTakeAwayPlacesThatAreHeld() {
    String wish = open(COLLECTOR, shared(3));
    String path = "/wishes/" + wish;
    String one = ok(invite(wish, member(), true)).path("item");
    String two = ok(invite(wish, member(), true)).path("item");
    Response fewer = refused(put(OPERATOR, path, shared(1), "*"), "VALIDATION_FAILED");
    assertThat(fewer.<String>path("reason")).isEqualTo("PLACES_HELD");
    assertThat(fewer.<String>path("errors[0].pointer")).isEqualTo("/places");
    assertThat(fewer.<String>path("detail")).contains("2 个名额");
    refused(put(OPERATOR, path, shared(3, "needsApproval", true), "*"), "VALIDATION_FAILED");
    ok(put(OPERATOR, path, shared(2), "*"));
    // A waiting claimant does not keep the places from being reduced, but keeps approvals from
    // being required.
    String waits = ok(member().token(), path + "/waiting-list", none()).path("item");
    ok(put(OPERATOR, path, shared(2, "category", "GOODS"), "*"));
    ok(OPERATOR, "/invitations/" + one + "/withdraw", none());
    runOut(two);
    refused(put(OPERATOR, path, shared(3, "needsApproval", true), "*"), "VALIDATION_FAILED");
    ok(OPERATOR, "/invitations/" + waits + "/withdraw", none());
    ok(put(OPERATOR, path, shared(3, "needsApproval", true), "*"));
    assertThat(states(wish)).containsExactly("WITHDRAWN", "EXPIRED", "WITHDRAWN");
    verify(wish);
  }

  @Test
  void claimantWhoCanNoLongerClaim_losesTheTurn_andTheNextGetsOneOffer() throws Exception {
    String wish = open(COLLECTOR, shared(1));
    String line = "/wishes/" + wish + "/waiting-list";
    Person holder = member();
    String claim = claim(holder.token(), wish);
    Person left = member();
    Person moved = member();
    Person next = member();
    List<String> waiting = new ArrayList<>();
    for (Person person : List.of(left, moved, next)) {
      waiting.add(ok(person.token(), line, none()).path("item"));
    }
    ok(OPERATOR, "/members/" + left.id() + "/leave", none());
    street.update(
        "UPDATE member SET division_path = ? WHERE id = ?",
        Street.ELSEWHERE,
        Street.id(moved.id()));
    ok(holder.token(), "/claims/" + claim + "/release", ending("OTHER"));
    together(List.of(sweeper::sweep, sweeper::sweep));
    assertThat(states(wish)).containsExactly("EXPIRED", "EXPIRED", "INVITED");
    assertThat(
            street.column(
                "SELECT entry_type FROM ledger_entry WHERE entry_type = 'PLACE_OFFERED'"
                    + " AND aggregate_id = '"
                    + wish
                    + "'"))
        .hasSize(1);
    assertThat(moved(wish))
        .isEqualTo(Map.of("EXPIRED", List.of(waiting.get(1)), "INVITED", List.of(waiting.get(2))));
    verify(wish);
    // If nobody in the waiting list can claim, the place becomes free for everybody.
    ok(next.token(), "/invitations/" + waiting.get(2) + "/decline", none());
    String again = claim(holder.token(), wish);
    Person barred = member();
    ok(barred.token(), line, none());
    street.update(
        "UPDATE member SET division_path = ? WHERE id = ?",
        Street.ELSEWHERE,
        Street.id(barred.id()));
    ok(holder.token(), "/claims/" + again + "/release", ending("OTHER"));
    refused(next.token(), claims(wish), none(), "WISH_FULL");
    sweeper.sweep();
    assertThat(states(wish)).endsWith("DECLINED", "EXPIRED");
    claim(next.token(), wish);
    verify(wish);
  }

  @Test
  void memberUnderALegalHold_keepsTheTurn() {
    String wish = open(COLLECTOR, shared(1));
    String line = "/wishes/" + wish + "/waiting-list";
    Person holder = member();
    String claim = claim(holder.token(), wish);
    Person held = member();
    ok(held.token(), line, none());
    ok(member().token(), line, none());
    street.update("UPDATE member SET held = TRUE WHERE id = ?", Street.id(held.id()));
    ok(holder.token(), "/claims/" + claim + "/release", ending("OTHER"));
    sweeper.sweep();
    assertThat(states(wish)).containsExactly("WAITING", "WAITING");
    street.update("UPDATE member SET held = FALSE WHERE id = ?", Street.id(held.id()));
    sweeper.sweep();
    assertThat(states(wish)).containsExactly("INVITED", "WAITING");
    verify(wish);
  }

  @Test
  void nobodyIsOfferedAPlace_whileTheWishIsOffTheWall() {
    String wish = open(COLLECTOR, shared(1));
    Person holder = member();
    String claim = claim(holder.token(), wish);
    Person first = member();
    String place = ok(first.token(), "/wishes/" + wish + "/waiting-list", none()).path("item");
    ok(holder.token(), "/claims/" + claim + "/release", ending("OTHER"));
    ok(OPERATOR, "/wishes/" + wish + "/unpublish", because("核实"));
    sweeper.sweep();
    assertThat(states(wish)).containsExactly("WAITING");
    ok(first.token(), "/invitations/" + place + "/decline", none());
    assertThat(states(wish)).containsExactly("DECLINED");
    Response hidden = refused(invite(wish, member(), false), "WISH_STATE_CONFLICT");
    assertThat(hidden.<String>path("reason")).isEqualTo("OFF_WALL");
  }

  @Test
  void wishCachedAsFull_acceptsTheInvitedClaimant_andLaterOthers() {
    String wish = open(COLLECTOR, shared(1));
    Person holder = member();
    String claim = claim(holder.token(), wish);
    Person invited = member();
    Person other = member();
    for (int i = 0; i < 2; i++) {
      Response full = refused(other.token(), claims(wish), none(), "WISH_FULL");
      assertThat(full.<String>path("matches")).isEqualTo("/api/v1/matches");
    }
    ok(holder.token(), "/claims/" + claim + "/release", ending("OTHER"));
    String held = ok(invite(wish, invited, true)).path("item");
    // The first refusal comes from the worker queue for full wishes, the second from the writer.
    for (int i = 0; i < 2; i++) {
      refused(other.token(), claims(wish), none(), "WISH_FULL");
    }
    String taken = claim(invited.token(), wish);
    assertThat(moved(wish)).isEqualTo(Map.of("ACCEPTED", List.of(held)));
    refused(other.token(), claims(wish), none(), "WISH_FULL");
    ok(invited.token(), "/claims/" + taken + "/release", ending("OTHER"));
    String second = ok(invite(wish, invited, true)).path("item");
    refused(other.token(), claims(wish), none(), "WISH_FULL");
    ok(invited.token(), "/invitations/" + second + "/decline", none());
    claim(other.token(), wish);
    // An invitation that has ended cannot be accepted any more.
    refused(invited.token(), accept(second), none(), "ALREADY_ENDED");
    verify(wish);
  }

  @Test
  void invitationWithoutAPlace_isRefusedOnAFullWish_withThePathOfOtherMatches() {
    String wish = open(COLLECTOR, shared(1));
    Person invited = member();
    String invitation = ok(invite(wish, invited, false)).path("item");
    claim(member().token(), wish);
    Response late = refused(invited.token(), accept(invitation), none(), "WISH_FULL");
    assertThat(late.<String>path("matches")).isEqualTo("/api/v1/matches");
    ok(get(invited.token(), "/matches"));
    assertThat(states(wish)).containsExactly("INVITED");
  }

  @Test
  void lateClaim_andHandedOverClaim_acceptTheInvitation() {
    String wish = open(COLLECTOR, shared(2));
    long organisation = street.organisation();
    Person invited = member();
    String one = ok(invite(wish, invited, true)).path("item");
    ok(
        OPERATOR,
        claims(wish),
        map(
            "onBehalfOf",
            Map.of("type", "MEMBER", "id", invited.id()),
            "occurredAt",
            Instant.now().truncatedTo(ChronoUnit.MILLIS).toString()));
    assertThat(moved(wish)).isEqualTo(Map.of("ACCEPTED", List.of(one)));
    Person from = person(street.member(organisation));
    Person to = person(street.member(organisation));
    String two = ok(invite(wish, to, false)).path("item");
    String claim = claim(from.token(), wish);
    ok(OPERATOR, "/claims/" + claim + "/hand-over", map("memberId", to.id(), "reason", "工作调动"));
    assertThat(moved(wish)).isEqualTo(Map.of("ACCEPTED", List.of(two)));
    assertThat(states(wish)).containsExactly("ACCEPTED", "ACCEPTED");
    verify(wish);
  }

  @Test
  void concurrentIdenticalInvitations_createOne() throws Exception {
    String wish = open(COLLECTOR, shared(5));
    Claims.Holder claimant =
        new Claims.Holder(ClaimantType.MEMBER, street.member(street.organisation()));
    Caller operator = new Caller("plan-desk", Role.OPERATOR, null, null, "440199001");
    Callable<Long> send =
        () ->
            transactions.call(
                () ->
                    invitations.inviteOnce(
                        operator, Street.id(wish), claimant, true, null, "plan:" + wish));
    assertThat(new HashSet<>(together(Collections.nCopies(4, send)))).hasSize(1);
    assertThat(states(wish)).containsExactly("INVITED");
    Person other = member();
    List<Response> answers =
        together(Collections.nCopies(2, (Callable<Response>) () -> invite(wish, other, true)));
    assertThat(answers).extracting(Response::statusCode).containsExactlyInAnyOrder(201, 409);
    assertThat(answers)
        .filteredOn(answer -> answer.statusCode() == 409)
        .extracting(answer -> answer.<String>path("code"))
        .containsExactly("ALREADY_INVITED");
    verify(wish);
  }

  @Test
  void invitation_isReadByThoseConcernedOnly() {
    String wish = open(COLLECTOR, shared(1));
    Person invited = member();
    Response sent = ok(invite(wish, invited, true));
    String path = "/invitations/" + sent.<String>path("item");
    assertThat(sent.header("Location")).endsWith("/api/v1" + path);
    for (String token :
        List.of(
            invited.token(), OPERATOR, Tokens.auditor("auditor-invitation", Street.COMMUNITY))) {
      Response read = ok(get(token, path));
      assertThat(read.<String>path("wishId")).isEqualTo(wish);
      assertThat(read.<String>path("claimant.id")).isEqualTo(invited.id());
      assertThat(read.<String>path("invitedAt")).isEqualTo(read.<String>path("createdAt"));
    }
    long organisation = street.organisation();
    for (String token :
        List.of(
            member().token(),
            Tokens.steward("steward-invitation-" + organisation, organisation),
            Tokens.operator("desk-invitation", Street.OTHER_STREET))) {
      refused(get(token, path), "NOT_FOUND");
    }
    refused(get(COLLECTOR, path), "FORBIDDEN");
  }

  @Test
  void unwillingMember_isNotInvited() {
    String wish = open(COLLECTOR, shared(1));
    Person person = member();
    String openness = "/members/" + person.id() + "/openness";
    for (Map<String, Object> unwilling :
        List.of(
            map("pausedUntil", LocalDate.now(Time.ZONE).plusDays(2).toString()),
            map("unwantedMessages", List.of("INVITATION")),
            map("categories", List.of("GOODS")),
            map("placesPerMonth", 0))) {
      ok(put(person.token(), openness, unwilling, "*"));
      Response refusal = refused(invite(wish, person, true), "NOT_ELIGIBLE");
      assertThat(refusal.<String>path("reason")).isEqualTo("NOT_OPEN");
      assertThat(refusal.<String>path("errors[0].pointer")).isEqualTo("/claimant");
    }
    ok(put(person.token(), openness, map("categories", List.of("SERVICE")), "*"));
    ok(invite(wish, person, true));
  }

  @Test
  void faultyInvitation_namesTheField() {
    String wish = open(COLLECTOR, shared(1));
    Person person = member();
    for (String until : List.of("2020-01-01T00:00:00Z", "+99999-01-01T00:00:00Z")) {
      Response refusal =
          refused(
              OPERATOR,
              "/wishes/" + wish + "/invitations",
              map("claimant", Map.of("type", "MEMBER", "id", person.id()), "until", until),
              "VALIDATION_FAILED");
      assertThat(refusal.<String>path("errors[0].pointer")).isEqualTo("/until");
    }
    // An invitation of the wish's resident is refused as for an unknown member, so that the answer
    // does not reveal who the resident is.
    String resident = "own-wish-" + person.id();
    street.update("UPDATE member SET account = ? WHERE id = ?", resident, Street.id(person.id()));
    String own = open(Tokens.resident(resident), draft("channel", "SELF_SERVICE"));
    Response refusal = refused(invite(own, person, true), "VALIDATION_FAILED");
    assertThat(refusal.<String>path("errors[0].pointer")).isEqualTo("/claimant/id");
  }

  @Test
  void ownData_listsInvitations_whichEndWhenTheMemberLeaves() {
    String wish = open(COLLECTOR, shared(1));
    Person person = member();
    String invitation = ok(invite(wish, person, true)).path("item");
    String account = "data-invited-" + person.id();
    street.update("UPDATE member SET account = ? WHERE id = ?", account, Street.id(person.id()));
    Response data = ok(get(Tokens.resident(account), "/me/data"));
    assertThat(data.asString())
        .contains("\"invitations\"", invitation, "invitedAt", "\"reserved\":true");
    ok(OPERATOR, "/members/" + person.id() + "/leave", none());
    // The place of the member who left is free at once.
    ok(invite(wish, member(), true));
    assertThat(moved(wish)).containsEntry("EXPIRED", List.of(invitation));
    verify(wish);
  }
}
