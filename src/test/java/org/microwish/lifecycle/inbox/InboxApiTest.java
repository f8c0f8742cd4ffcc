package org.microwish.lifecycle.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.microwish.wish.WishApi.OPERATOR;
import static org.microwish.wish.WishApi.because;
import static org.microwish.wish.WishApi.delivery;
import static org.microwish.wish.WishApi.draft;
import static org.microwish.wish.WishApi.get;
import static org.microwish.wish.WishApi.map;
import static org.microwish.wish.WishApi.none;
import static org.microwish.wish.WishApi.note;
import static org.microwish.wish.WishApi.ok;
import static org.microwish.wish.WishApi.refused;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.microwish.lifecycle.deadline.Sweeper;
import org.microwish.platform.Id;
import org.microwish.platform.sql.Transactions;
import org.microwish.testing.Street;
import org.microwish.testing.Tokens;
import org.microwish.wish.WishApi;
import org.microwish.wish.subject.Residents;

/** Follows wishes through the inboxes of the resident, the claimant and the desk. */
@Tag("database")
@QuarkusTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InboxApiTest {

  private static final String ADMINISTRATOR = Tokens.administrator("admin-inbox");

  @Inject Sweeper sweeper;

  @Inject Residents residents;

  @Inject Transactions transactions;

  private long branch;
  private long person;
  private String member;
  private String steward;
  private String resident;

  @BeforeEach
  void people() {
    Street street = Street.here();
    branch = street.organisation();
    person = street.member(branch);
    member = Tokens.member("member-inbox-" + person, person);
    steward = Tokens.steward("steward-inbox-" + branch, branch);
    resident = Tokens.resident("resident-inbox-" + person);
  }

  /** Returns the kinds of the items about a subject in the caller's inbox, from all pages. */
  private static List<String> kinds(String token, String subject) {
    return items(token, subject).stream().map(item -> (String) item.get("kind")).toList();
  }

  private static List<Map<String, Object>> items(String token, String subject) {
    List<Map<String, Object>> found = new ArrayList<>();
    String cursor = "";
    do {
      Response page = ok(get(token, "/inbox?limit=100" + cursor));
      page.<List<Map<String, Object>>>path("items").stream()
          .filter(item -> item.get("subjectId").equals(subject))
          .forEach(found::add);
      String next = page.path("nextCursor");
      cursor = next == null ? null : "&cursor=" + next;
    } while (cursor != null);
    return found;
  }

  private static void await(String token, String subject, String... kinds) {
    Awaitility.await()
        .untilAsserted(() -> assertThat(kinds(token, subject)).containsExactlyInAnyOrder(kinds));
  }

  @Test
  void wish_isInTheInboxOfWhoeverMustAct_untilThen() {
    String wish = WishApi.create(resident, draft("channel", "SELF_SERVICE"));
    ok(resident, "/wishes/" + wish + "/submit", none());
    await(OPERATOR, wish, "REVIEW");
    Map<String, Object> review = items(OPERATOR, wish).getFirst();
    assertThat(review)
        .containsEntry("scope", "DESK")
        .containsEntry("overdue", false)
        .containsEntry("read", false)
        .doesNotContainKey("partId");
    assertThat(Instant.parse((String) review.get("dueAt")))
        .isAfter(Instant.parse((String) review.get("since")));
    ok(OPERATOR, "/wishes/" + wish + "/return", because("请补充楼层"));
    await(resident, wish, "RETURNED");
    await(OPERATOR, wish);
    ok(resident, "/wishes/" + wish + "/submit", none());
    await(OPERATOR, wish, "REVIEW");
    await(resident, wish);
    ok(OPERATOR, "/wishes/" + wish + "/publish", WishApi.publication());
    String claim = WishApi.claim(member, wish);
    await(member, wish, "CONTACT");
    assertThat(items(member, wish).getFirst())
        .containsEntry("partId", claim)
        .containsEntry("scope", "MEMBER");
    ok(member, "/claims/" + claim + "/contact", none());
    await(member, wish, "ASSESSMENT");
    ok(member, "/claims/" + claim + "/assess", note("墙面可以打孔"));
    await(member, wish, "COMPLETION");
    ok(member, "/claims/" + claim + "/deliver", delivery());
    await(resident, wish, "CONFIRMATION");
    await(member, wish);
    await(OPERATOR, wish, "CONFIRMATION");
    ok(resident, "/wishes/" + wish + "/confirm", Map.of("rating", 5));
    await(member, wish, "FULFILLED");
    await(resident, wish);
    await(OPERATOR, wish);
  }

  @Test
  void deliveredWish_isInTheInboxOfTheAccountBoundToIt() {
    String wish = WishApi.open(WishApi.COLLECTOR, draft());
    String claim = WishApi.claim(member, wish);
    ok(member, "/claims/" + claim + "/deliver", delivery());
    await(OPERATOR, wish, "CONFIRMATION");
    String account = "resident-inbox-" + person;
    long id = Street.id(wish);
    assertThat(transactions.call(() -> residents.bind(id, account, null))).isTrue();
    assertThat(kinds(resident, wish)).containsExactly("CONFIRMATION");
    assertThat(transactions.call(() -> residents.unbind(id, account))).isTrue();
    assertThat(kinds(resident, wish)).isEmpty();
  }

  @Test
  void organisationsClaim_isInTheStewardsInbox_andItsApprovalAtTheDesk() {
    String wish = WishApi.open(resident, draft("needsApproval", true));
    String claim = WishApi.claim(steward, wish);
    await(OPERATOR, wish, "APPROVAL");
    await(steward, wish);
    ok(OPERATOR, "/claims/" + claim + "/approve", none());
    await(steward, wish, "CONTACT");
    await(OPERATOR, wish);
    assertThat(kinds(member, wish)).isEmpty();
    ok(steward, "/claims/" + claim + "/release", WishApi.ending("UNABLE"));
    await(steward, wish);
  }

  @Test
  void invitationAndOfferedPlace_areInTheInboxOfTheirClaimant() {
    String wish = WishApi.open(resident, WishApi.shared(1));
    String holder = WishApi.claim(steward, wish);
    String line = ok(member, "/wishes/" + wish + "/waiting-list", none()).path("item");
    ok(steward, "/claims/" + holder + "/release", WishApi.ending("UNABLE"));
    sweeper.sweep();
    await(member, wish, "OFFER");
    assertThat(items(member, wish).getFirst())
        .containsEntry("partId", line)
        .containsEntry("scope", "MEMBER")
        .containsKey("dueAt");
    ok(member, "/invitations/" + line + "/decline", none());
    await(member, wish);
    String invitation =
        ok(
                OPERATOR,
                "/wishes/" + wish + "/invitations",
                map("claimant", Map.of("type", "ORGANISATION", "id", Id.text(branch))))
            .path("item");
    await(steward, wish, "INVITATION");
    Map<String, Object> item = items(steward, wish).getFirst();
    assertThat(item).containsEntry("partId", invitation).containsEntry("scope", "ORGANISATION");
    assertThat(ok(get(steward, "/inbox/counts")).<List<String>>path("kinds.kind"))
        .containsExactly("INVITATION");
    assertThat(kinds(member, wish)).isEmpty();
    // The last reminder is due a working day before the invitation expires.
    List<Map<String, Object>> reminders =
        ok(get(steward, "/wishes/" + wish + "/reminders")).path("items");
    assertThat(reminders)
        .extracting(one -> one.get("rule"), one -> one.get("dueAt"))
        .containsExactly(tuple("INVITATION_LAST", item.get("dueAt")));
    WishApi.claim(steward, wish);
    await(steward, wish, "CONTACT");
  }

  @Test
  void theInbox_countsByKind_sortsByUrgency_andRemembersWhatWasRead() {
    String first = WishApi.open(resident, draft());
    String second = WishApi.open(resident, draft());
    String claim = WishApi.claim(member, first);
    ok(member, "/claims/" + claim + "/contact", none());
    WishApi.claim(member, second);
    await(member, first, "ASSESSMENT");
    await(member, second, "CONTACT");
    // The contact is due within days, so it comes before the completion, due within a month.
    assertThat(ok(get(member, "/inbox?limit=1")).<String>path("items[0].subjectId"))
        .isEqualTo(second);
    String item = (String) items(member, second).getFirst().get("id");
    String others = (String) items(member, first).getFirst().get("id");
    assertThat(ok(member, "/inbox/read", map("items", List.of(item))).<Integer>path("read"))
        .isEqualTo(1);
    assertThat(ok(resident, "/inbox/read", map("items", List.of(others))).<Integer>path("read"))
        .isZero();
    assertThat(ok(get(member, "/inbox/counts")).<List<Map<String, Object>>>path("kinds"))
        .containsExactlyInAnyOrder(
            Map.of("kind", "CONTACT", "count", 1, "unread", 0, "overdue", 0),
            Map.of("kind", "ASSESSMENT", "count", 1, "unread", 1, "overdue", 0));
    assertThat(ok(get(member, "/inbox?unread=true")).<List<String>>path("items.id"))
        .containsExactly(others);
    assertThat(ok(get(member, "/inbox?kind=CONTACT")).<List<Boolean>>path("items.read"))
        .containsExactly(true);
    refused(member, "/inbox/read", map("items", List.of()), "VALIDATION_FAILED");
    refused(get(Tokens.auditor("auditor-inbox", Street.STREET), "/inbox"), "FORBIDDEN");
  }

  @Test
  void wishUnderLegalHold_isInNoInbox_untilTheHoldIsReleased() {
    String wish = WishApi.open(resident, draft());
    WishApi.claim(member, wish);
    await(member, wish, "CONTACT");
    String hold =
        ok(ADMINISTRATOR, "/holds", map("type", "WISH", "id", wish, "reason", "法院函")).path("id");
    assertThat(kinds(member, wish)).isEmpty();
    assertThat(ok(get(member, "/inbox/counts")).<List<Object>>path("kinds")).isEmpty();
    ok(ADMINISTRATOR, "/holds/" + hold + "/release", because("解除"));
    assertThat(kinds(member, wish)).containsExactly("CONTACT");
  }
}
