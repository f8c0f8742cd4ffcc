package org.microwish.notification;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.microwish.wish.WishApi.OPERATOR;
import static org.microwish.wish.WishApi.draft;
import static org.microwish.wish.WishApi.get;
import static org.microwish.wish.WishApi.map;
import static org.microwish.wish.WishApi.none;
import static org.microwish.wish.WishApi.ok;
import static org.microwish.wish.WishApi.post;
import static org.microwish.wish.WishApi.put;
import static org.microwish.wish.WishApi.refused;
import static org.microwish.wish.WishApi.shared;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.caller.Caller;
import org.microwish.platform.Id;
import org.microwish.platform.sql.Sweep;
import org.microwish.platform.sql.Transactions;
import org.microwish.testing.Street;
import org.microwish.testing.Tokens;
import org.microwish.testing.WeChatResource;
import org.microwish.testing.WeChatStandIn;
import org.microwish.wish.WishApi;

/**
 * Sends messages to WeChat's stand-in. The tests choose the times of sending, as if the clock had
 * moved on.
 */
@Tag("database")
@QuarkusTest
class MessageApiTest {

  private static final AtomicInteger NEXT = new AtomicInteger();

  @Inject MessageSender sender;
  @Inject ReminderSweep reminders;
  @Inject InboxErasure erasure;
  @Inject QuietHours quiet;
  @Inject Sweep sweep;
  @Inject Transactions transactions;

  private final Street street = Street.here();

  /** A user of the mini-program, with tokens as a resident and as a member. */
  private record Person(
      String openid, String account, String resident, String member, long id, long organisation) {}

  private Person person(String openid, String... accepted) {
    String who = openid + NEXT.incrementAndGet() + "x" + System.nanoTime() % 1_000_000;
    Response login =
        given()
            .contentType(ContentType.JSON)
            .body(Map.of("code", "OK~" + who + "~1"))
            .post("/api/v1/auth/wechat");
    String account = ok(login).path("account.id");
    long organisation = street.organisation();
    long id = street.member(organisation);
    street.update("UPDATE member SET account = ? WHERE id = ?", account, id);
    Person person =
        new Person(
            who, account, login.path("accessToken"), Tokens.member(account, id), id, organisation);
    if (accepted.length > 0) {
      consent(person, accepted);
    }
    return person;
  }

  private static Response consent(Person person, String... accepted) {
    return ok(person.resident(), "/me/message-consents", map("accepted", List.of(accepted)));
  }

  private static Map<String, Object> consentOf(Person person, String kind) {
    List<Map<String, Object>> items =
        ok(get(person.resident(), "/me/message-consents")).path("items");
    return items.stream().filter(one -> one.get("kind").equals(kind)).findFirst().orElseThrow();
  }

  private static int remaining(Person person, String kind) {
    return (int) consentOf(person, kind).get("remaining");
  }

  /** Returns the time of the next working day from which messages are sent. */
  private Instant morning() {
    return quiet.nextDay(Instant.now());
  }

  private void invite(Person person) {
    String wish = WishApi.open(WishApi.COLLECTOR, shared(2));
    ok(
        post(
            OPERATOR,
            "/wishes/" + wish + "/invitations",
            map("claimant", Map.of("type", "MEMBER", "id", Id.text(person.id())))));
  }

  /**
   * Creates a wish that needs approval, claims it as the member, and approves the claim; returns
   * the wish's id.
   */
  private static String accept(Person person) {
    String wish = WishApi.create(WishApi.COLLECTOR, draft("needsApproval", true));
    ok(WishApi.COLLECTOR, "/wishes/" + wish + "/submit", none());
    ok(
        OPERATOR,
        "/wishes/" + wish + "/publish",
        map("publicTitle", "为三楼的独居老人更换卫生间的扶手并铺设防滑地砖", "publicSummary", "老人行动不便", "attested", true));
    String claim = WishApi.claim(person.member(), wish);
    ok(OPERATOR, "/claims/" + claim + "/approve", none());
    return wish;
  }

  private List<String> states(Person person) {
    return street.column(
        "SELECT CONCAT(kind, ' ', state) FROM outbox_message WHERE account = '"
            + person.account()
            + "' ORDER BY id");
  }

  /**
   * Waits until the outbox has this number of messages for the person, and makes the waiting ones
   * due at this time.
   */
  private void due(Person person, int count, Instant at) {
    Awaitility.await().until(() -> states(person).size() == count);
    street.update(
        "UPDATE outbox_message SET send_at = ?, expires_at = ?"
            + " WHERE account = ? AND state = 'WAITING'",
        utc(at),
        utc(at.plus(Duration.ofDays(1))),
        person.account());
  }

  private static LocalDateTime utc(Instant at) {
    return LocalDateTime.ofInstant(at, ZoneOffset.UTC);
  }

  private void send(Instant at) {
    sender.carryOut(sweep, at);
  }

  private static List<JsonNode> sent(Person person) {
    return WeChatResource.standIn().requests().stream()
        .filter(request -> request.path().endsWith("/subscribe/send"))
        .map(WeChatStandIn.Request::body)
        .filter(body -> body.path("touser").asText().equals(person.openid()))
        .toList();
  }

  private static List<String> templates(Person person) {
    return sent(person).stream().map(body -> body.path("template_id").asText()).toList();
  }

  @Test
  void acceptedClaim_sendsOneMessage_cutToTheFieldLimits_forOneConsent()
      throws InterruptedException {
    Person person = person("oAccepted", "CLAIM_ACCEPTED", "CLAIM_ACCEPTED");
    consent(person, "CLAIM_ACCEPTED");
    assertThat(remaining(person, "CLAIM_ACCEPTED")).isEqualTo(2);
    String wish = accept(person);
    Instant at = morning();
    due(person, 1, at);
    send(at.minusSeconds(60));
    assertThat(sent(person)).isEmpty();
    // Several instances send at once; only one of them sends the message.
    try (ExecutorService instances = Executors.newFixedThreadPool(4)) {
      Callable<Integer> one = () -> sender.carryOut(sweep, at);
      instances.invokeAll(Collections.nCopies(4, one));
    }
    send(at.plusSeconds(60));
    assertThat(templates(person)).containsExactly("template-accepted");
    JsonNode body = sent(person).getFirst();
    assertThat(body.path("page").asText()).isEqualTo("pages/wish/wish?id=" + wish);
    assertThat(body.path("data").path("thing1").path("value").asText())
        .hasSize(20)
        .startsWith("为三楼的独居老人");
    assertThat(body.path("data").path("phrase2").path("value").asText()).isEqualTo("认领通过");
    assertThat(body.toString()).doesNotContain(WishApi.NAME, WishApi.PHONE, WishApi.ADDRESS);
    assertThat(states(person)).containsExactly("CLAIM_ACCEPTED SENT");
    assertThat(remaining(person, "CLAIM_ACCEPTED")).isEqualTo(1);
  }

  @Test
  void eventsAfterTheFirstMessageOfADay_areSentAsOneDigest() {
    Person person = person("oDigest", "INVITATION", "DIGEST");
    consent(person, "INVITATION", "DIGEST");
    Instant morning = morning();
    invite(person);
    due(person, 1, morning);
    send(morning);
    assertThat(templates(person)).containsExactly("template-invited");
    invite(person);
    invite(person);
    due(person, 3, morning.plusSeconds(600));
    send(morning.plusSeconds(600));
    assertThat(sent(person)).hasSize(1);
    Instant evening = quiet.digest(morning);
    send(evening);
    assertThat(templates(person)).containsExactly("template-invited", "template-digest");
    JsonNode digest = sent(person).getLast();
    assertThat(digest.path("page").asText()).isEqualTo("pages/inbox/inbox");
    assertThat(digest.path("data").path("number2").path("value").asText()).isEqualTo("2");
    // An event after the digest is sent on the next working day, as a message of its own.
    invite(person);
    due(person, 4, evening.plusSeconds(60));
    send(evening.plusSeconds(60));
    assertThat(sent(person)).hasSize(2);
    send(quiet.nextDay(evening));
    assertThat(templates(person))
        .containsExactly("template-invited", "template-digest", "template-invited");
    assertThat(remaining(person, "INVITATION")).isZero();
    assertThat(remaining(person, "DIGEST")).isEqualTo(1);
    assertThat(states(person)).containsOnly("INVITATION SENT");
  }

  @Test
  void withoutDigests_furtherMessagesWaitForAnotherDay() {
    Person person = person("oAlone", "INVITATION", "DIGEST");
    consent(person, "INVITATION");
    ok(
        put(
            person.member(),
            "/members/" + Id.text(person.id()) + "/openness",
            map("unwantedMessages", List.of("DIGEST")),
            "*"));
    Instant morning = morning();
    invite(person);
    invite(person);
    due(person, 2, morning);
    street.update(
        "UPDATE outbox_message SET happened_at = ? WHERE account = ?",
        utc(morning.minusSeconds(3600)),
        person.account());
    send(morning);
    send(quiet.digest(morning));
    send(quiet.nextDay(morning));
    assertThat(templates(person)).containsExactly("template-invited", "template-invited");
    assertThat(remaining(person, "DIGEST")).isEqualTo(1);
  }

  @Test
  void delivery_sendsAMessageToTheResident_andConfirmationToTheClaimant() {
    Person resident = person("oResident", "DELIVERED");
    Person claimant = person("oClaimant", "CONFIRMED");
    String wish = WishApi.open(WishApi.COLLECTOR, draft());
    street.update("UPDATE wish SET resident = ? WHERE id = ?", resident.account(), Street.id(wish));
    String claim = WishApi.claim(claimant.member(), wish);
    ok(claimant.member(), "/claims/" + claim + "/deliver", WishApi.delivery());
    ok(resident.resident(), "/wishes/" + wish + "/confirm", Map.of("rating", 5));
    Instant at = morning();
    due(resident, 1, at);
    due(claimant, 1, at);
    send(at);
    assertThat(templates(resident)).containsExactly("template-delivered");
    assertThat(templates(claimant)).containsExactly("template-confirmed");
    assertThat(ok(get(claimant.resident(), "/me/data")).asString())
        .contains("\"messages\"", "CONFIRMED", "\"messageConsents\"");
    transactions.run(() -> erasure.erase(Caller.SYSTEM, claimant.account(), Instant.now()));
    assertThat(states(claimant)).isEmpty();
    assertThat(remaining(claimant, "CONFIRMED")).isZero();
  }

  @Test
  void refusalReportedByWeChat_isStored_andEndsTheConsents() {
    Person person = person("oRefused", "INVITATION");
    consent(person, "INVITATION");
    Instant at = morning();
    invite(person);
    due(person, 1, at);
    send(at);
    assertThat(states(person)).containsExactly("INVITATION REFUSED");
    assertThat(consentOf(person, "INVITATION")).containsEntry("remaining", 0);
    assertThat(consentOf(person, "INVITATION")).containsKey("refusedAt");
    invite(person);
    due(person, 2, at);
    send(at.plusSeconds(60));
    assertThat(states(person)).containsExactly("INVITATION REFUSED", "INVITATION NO_CONSENT");
    assertThat(sent(person)).hasSize(1);
  }

  @Test
  void messageThatWasNotSent_isRetriedUpToFiveTimes() {
    Person person = person("oBusy", "INVITATION");
    Instant at = morning();
    invite(person);
    due(person, 1, at);
    send(at);
    assertThat(states(person)).containsExactly("INVITATION WAITING");
    assertThat(remaining(person, "INVITATION")).isEqualTo(1);
    send(at.plusSeconds(30));
    assertThat(attempts(person)).isEqualTo("1");
    for (int hour = 1; hour < 6; hour++) {
      send(at.plus(Duration.ofHours(hour)));
    }
    assertThat(attempts(person)).isEqualTo("5");
    assertThat(states(person)).containsExactly("INVITATION DROPPED");
  }

  private String attempts(Person person) {
    return street
        .column("SELECT attempts FROM outbox_message WHERE account = '" + person.account() + "'")
        .getFirst();
  }

  @Test
  void messageThatMayHaveBeenSent_isNeverSentAgain() {
    // WeChat's stand-in receives the message but does not answer.
    Person silent = person("oSilent", "INVITATION");
    Instant at = morning();
    invite(silent);
    due(silent, 1, at);
    send(at);
    send(at.plus(Duration.ofHours(1)));
    assertThat(states(silent)).containsExactly("INVITATION UNKNOWN");
    assertThat(sent(silent)).hasSize(1);
    // Simulates an instance that crashed after it had marked the message as being sent.
    Person other = person("oKilled", "INVITATION");
    invite(other);
    due(other, 1, at);
    street.update(
        "UPDATE outbox_message SET state = 'SENDING', sent_as = kind, taken_at = ?"
            + " WHERE account = ?",
        utc(at),
        other.account());
    send(at.plusSeconds(60));
    assertThat(states(other)).containsExactly("INVITATION SENDING");
    send(at.plus(Duration.ofHours(1)));
    assertThat(states(other)).containsExactly("INVITATION UNKNOWN");
    assertThat(sent(other)).isEmpty();
  }

  @Test
  void unwantedLateOrUnconsentedMessages_areNotSent() {
    Person unwilling = person("oUnwilling", "CLAIM_ACCEPTED");
    ok(
        put(
            unwilling.member(),
            "/members/" + Id.text(unwilling.id()) + "/openness",
            map("unwantedMessages", List.of("CLAIM_ACCEPTED")),
            "*"));
    accept(unwilling);
    Person late = person("oLate", "INVITATION");
    Person unasked = person("oUnasked");
    for (Person one : List.of(unasked, late)) {
      invite(one);
    }
    Instant at = morning();
    due(late, 1, at);
    // Nothing is sent at night.
    send(at.plus(Duration.ofHours(14)));
    assertThat(states(late)).containsExactly("INVITATION WAITING");
    send(quiet.nextDay(at).plusSeconds(1));
    assertThat(states(late)).containsExactly("INVITATION DROPPED");
    assertThat(sent(late)).isEmpty();
    assertThat(states(unwilling)).isEmpty();
    assertThat(states(unasked)).isEmpty();
  }

  @Test
  void reminder_sendsMessagesToTheClaimants_andToTheOperator() {
    Person person = person("oContact", "CONTACT_DUE");
    Person steward = person("oSteward", "CONTACT_DUE");
    street.update(
        "UPDATE account SET organisation_id = ? WHERE id = ?",
        steward.organisation(),
        Street.id(steward.account()));
    String wish = WishApi.open(WishApi.COLLECTOR, shared(2));
    WishApi.claim(Tokens.steward(steward.account(), steward.organisation()), wish);
    WishApi.claim(person.member(), wish);
    String path = "/wishes/" + wish + "/reminders";
    Awaitility.await()
        .until(() -> !ok(get(person.member(), path)).<List<Object>>path("items").isEmpty());
    Instant soon =
        Instant.parse(ok(get(person.member(), path)).path("items[0].plannedFor")).plusSeconds(60);
    reminders.carryOut(sweep, soon);
    assertThat(states(person)).containsExactly("CONTACT_DUE WAITING");
    send(soon);
    assertThat(templates(person)).containsExactly("template-contact");
    assertThat(templates(steward)).containsExactly("template-contact");
    // An operator who also uses the mini-program, and a wish that waits for review.
    Person staff = person("oStaff", "DIGEST");
    street.update(
        "UPDATE account SET role = 'OPERATOR', division_path = ? WHERE id = ?",
        "440199001",
        Street.id(staff.account()));
    String waiting = WishApi.create(WishApi.COLLECTOR, draft());
    ok(WishApi.COLLECTOR, "/wishes/" + waiting + "/submit", none());
    String planned = "/wishes/" + waiting + "/reminders";
    Awaitility.await()
        .until(() -> !ok(get(OPERATOR, planned)).<List<Object>>path("items").isEmpty());
    Instant review =
        Instant.parse(ok(get(OPERATOR, planned)).path("items[0].plannedFor")).plusSeconds(60);
    reminders.carryOut(sweep, review);
    assertThat(states(staff)).contains("DIGEST WAITING");
    send(review);
    assertThat(templates(staff)).containsExactly("template-digest");
  }

  @Test
  void consents_areLimited_countedOncePerKey_andOnlyOfKnownKinds() {
    Person person = person("oConsents");
    assertThat(remaining(person, "DIGEST")).isZero();
    Map<String, Object> answer =
        map("accepted", List.of("DIGEST"), "rejected", List.of("CONFIRMED"));
    String path = "/me/message-consents";
    Response first = ok(post(person.resident(), path, answer, "consents-" + person.account()));
    Response again = ok(post(person.resident(), path, answer, "consents-" + person.account()));
    assertThat(again.asString()).isEqualTo(first.asString());
    assertThat(remaining(person, "DIGEST")).isEqualTo(1);
    assertThat(consentOf(person, "CONFIRMED"))
        .containsEntry("remaining", 0)
        .containsKey("refusedAt");
    street.update(
        "UPDATE message_consent SET remaining = 20 WHERE account = ? AND kind = 'DIGEST'",
        person.account());
    consent(person, "DIGEST", "CONFIRMED");
    assertThat(remaining(person, "DIGEST")).isEqualTo(20);
    assertThat(consentOf(person, "CONFIRMED"))
        .containsEntry("remaining", 1)
        .doesNotContainKey("refusedAt");
    refused(
        person.resident(),
        path,
        map("accepted", List.of("DIGEST"), "rejected", List.of("DIGEST")),
        "VALIDATION_FAILED");
    refused(person.resident(), path, map("accepted", List.of("WEATHER")), "VALIDATION_FAILED");
    refused(get(Tokens.administrator("admin-messages"), path), "FORBIDDEN");
  }
}
