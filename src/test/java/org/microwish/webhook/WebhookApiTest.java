package org.microwish.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.microwish.wish.WishApi.map;
import static org.microwish.wish.WishApi.none;
import static org.microwish.wish.WishApi.ok;
import static org.microwish.wish.WishApi.post;
import static org.microwish.wish.WishApi.refused;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.platform.sql.Transactions;
import org.microwish.testing.LedgerProbe;
import org.microwish.testing.Street;
import org.microwish.testing.Tokens;
import org.microwish.testing.WebhookReceiver.Endpoint;
import org.microwish.testing.WebhookReceiver.Received;
import org.microwish.testing.WebhookReceiver.Reply;
import org.microwish.testing.WebhookReceivers;
import org.microwish.webhook.Partner.Hook;
import org.microwish.wish.WishApi;

/**
 * Tests webhooks through the API, as a partner's program does, with an HTTP server as the endpoint.
 */
@Tag("database")
@QuarkusTest
class WebhookApiTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static Partner partner;

  @Inject WebhookSending sending;
  @Inject WebhookQueries queries;
  @Inject Transactions transactions;

  private final Street street = Street.here();

  @BeforeEach
  void recordPartner() {
    if (partner == null) {
      partner = Partner.record(street);
    }
    // Delete the webhooks of earlier tests, so that their endpoints get no changes of this test.
    street.update("DELETE FROM webhook");
  }

  private static void until(Callable<Boolean> condition) {
    await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(20)).until(condition);
  }

  private static Endpoint endpoint(int status) {
    return WebhookReceivers.receiver().answering(status);
  }

  private static JsonNode body(Received received) {
    try {
      return JSON.readTree(received.body());
    } catch (java.io.IOException noJson) {
      throw new AssertionError(noJson);
    }
  }

  private static String type(Received received) {
    return body(received).path("type").asText();
  }

  private Response read(Hook hook) {
    return partner.get("/webhooks/" + hook.id());
  }

  private List<Map<String, Object>> deliveries(Hook hook) {
    return partner.get("/webhooks/" + hook.id() + "/deliveries").path("items");
  }

  private JsonPath log(Hook hook, Map<String, Object> delivery) {
    return partner.get("/webhooks/" + hook.id() + "/deliveries/" + delivery.get("id")).jsonPath();
  }

  /** Makes all waiting deliveries of the webhook due now, as if the pauses were over. */
  private void makeDue(Hook hook) {
    long id = Street.id(hook.id());
    street.update("UPDATE webhook SET not_before = NULL WHERE id = ?", id);
    street.update(
        "UPDATE webhook_delivery SET next_at = UTC_TIMESTAMP(6)"
            + " WHERE webhook_id = ? AND state = 'WAITING'",
        id);
    sending.wake();
  }

  @Test
  void settings_areCreatedReadReplacedAndDeleted() {
    Map<String, Object> settings =
        map(
            "url",
            WebhookReceivers.NOWHERE,
            "description",
            "伙伴系统",
            "types",
            List.of("WISH_PUBLISHED", "CLAIM_DELIVERED"),
            "division",
            Street.COMMUNITY,
            "ordered",
            true);
    Response made = post(partner.token(), "/webhooks", settings);
    assertThat(made.statusCode()).isEqualTo(201);
    String id = made.path("id");
    assertThat(made.header("Location")).endsWith("/webhooks/" + id);
    assertThat(made.<String>path("secret")).matches("whsec_[A-Za-z0-9+/]{43}=");
    Hook hook = new Hook(id, made.path("secret"));
    Response read = read(hook);
    assertThat(read.<String>path("state")).isEqualTo("ACTIVE");
    assertThat(read.<String>path("clientId")).isEqualTo(partner.id());
    assertThat(read.<List<String>>path("types"))
        .containsExactlyInAnyOrder("WISH_PUBLISHED", "CLAIM_DELIVERED");
    assertThat(read.<String>path("division")).isEqualTo(Street.COMMUNITY);
    assertThat(read.asString()).doesNotContain(hook.secret()).doesNotContain("whsec_");
    assertThat(partner.get("/webhooks?state=ACTIVE").<List<String>>path("items.id")).contains(id);

    settings.put("ordered", false);
    String path = "/webhooks/" + id;
    ok(WishApi.put(partner.token(), path, settings, read.header("ETag")));
    refused(
        WishApi.put(partner.token(), path, settings, read.header("ETag")), "PRECONDITION_FAILED");
    assertThat(read(hook).<Boolean>path("ordered")).isFalse();
    ok(partner.command(path + "/pause"));
    refused(partner.command(path + "/pause"), "STATE_CONFLICT");
    refused(partner.command(path + "/test"), "STATE_CONFLICT");
    ok(partner.command(path + "/resume"));
    ok(partner.delete(path));
    refused(WishApi.get(partner.token(), path), "NOT_FOUND");
  }

  @Test
  void secret_isShownOnce() {
    String key = WishApi.key();
    Map<String, Object> settings = map("url", WebhookReceivers.NOWHERE);
    Response first = post(partner.token(), "/webhooks", settings, key);
    Response again = post(partner.token(), "/webhooks", settings, key);
    assertThat(again.<String>path("id")).isEqualTo(first.path("id"));
    assertThat(first.<String>path("secret")).isNotNull();
    assertThat(again.<String>path("secret")).isNull();
  }

  @Test
  void webhooks_areSeenByTheirClientAndItsAdministratorsOnly() {
    Hook hook = partner.hook(WebhookReceivers.NOWHERE);
    String path = "/webhooks/" + hook.id();
    Partner other = Partner.record(street);
    refused(WishApi.get(other.token(), path), "NOT_FOUND");
    assertThat(other.get("/webhooks").<List<String>>path("items.id")).isEmpty();
    refused(
        post(
            other.token(),
            "/webhooks",
            map("url", WebhookReceivers.NOWHERE, "clientId", partner.id())),
        "VALIDATION_FAILED");
    String near = administrator("440199001");
    String far = administrator("440199002");
    assertThat(ok(WishApi.get(near, path)).<String>path("id")).isEqualTo(hook.id());
    refused(WishApi.get(far, path), "NOT_FOUND");
    assertThat(ok(WishApi.get(far, "/webhooks")).<List<String>>path("items.id"))
        .doesNotContain(hook.id());
    refused(post(near, "/webhooks", map("url", WebhookReceivers.NOWHERE)), "VALIDATION_FAILED");
    Response made =
        ok(near, "/webhooks", map("url", WebhookReceivers.NOWHERE, "clientId", partner.id()));
    String second = made.path("id");
    assertThat(read(new Hook(second, null)).<String>path("clientId")).isEqualTo(partner.id());
    List<String> listed =
        ok(WishApi.get(near, "/webhooks?client=" + partner.id())).path("items.id");
    assertThat(listed).contains(hook.id(), second);
  }

  private static String administrator(String path) {
    return Tokens.of(new Caller("admin-" + path, Role.ADMINISTRATOR, null, null, path));
  }

  @Test
  void addresses_thatThisServiceMustNotCall_areRefused() {
    for (String url :
        List.of(
            "https://10.0.0.1/hook",
            "https://169.254.169.254/latest/meta-data",
            "http://203.0.113.7:22/hook",
            "ftp://203.0.113.7/hook",
            "https://user@203.0.113.7/hook",
            "https://[::1]/hook",
            "not a url")) {
      Response refused =
          refused(post(partner.token(), "/webhooks", map("url", url)), "VALIDATION_FAILED");
      assertThat(refused.<String>path("errors[0].pointer")).as(url).isEqualTo("/url");
    }
  }

  @Test
  void address_isCheckedAgainForEachAttempt() {
    Hook hook = partner.hook(endpoint(204).url(), "types", List.of("WISH_PUBLISHED"));
    // Simulates a host name that now resolves to an internal address.
    street.update(
        "UPDATE webhook SET url = 'https://10.0.0.1/' WHERE id = ?", Street.id(hook.id()));
    ok202(partner.command("/webhooks/" + hook.id() + "/test"));
    until(() -> log(hook, deliveries(hook).getFirst()).getList("attempts").size() == 1);
    assertThat(log(hook, deliveries(hook).getFirst()).getString("attempts[0].failure"))
        .isEqualTo("ADDRESS");
  }

  private static Response ok202(Response response) {
    assertThat(response.statusCode()).as(response.asString()).isEqualTo(202);
    return response;
  }

  @Test
  void changesOfTheClientsWish_areSent_signed_withoutPersonalData() {
    Endpoint endpoint = endpoint(204);
    Hook hook = partner.hook(endpoint.url());
    String wish = partner.wish();
    ok(partner.token(), "/wishes/" + wish + "/submit", none());
    ok(WishApi.OPERATOR, "/wishes/" + wish + "/publish", WishApi.publication());
    until(() -> endpoint.count() >= 3);
    assertThat(endpoint.received()).hasSize(3);
    endpoint.received().forEach(hook::verify);
    assertThat(endpoint.received().stream().map(WebhookApiTest::type))
        .containsExactlyInAnyOrder("WISH_CREATED", "WISH_SUBMITTED", "WISH_PUBLISHED");
    for (Received received : endpoint.received()) {
      JsonNode data = body(received).path("data");
      assertThat(received.id()).isEqualTo("msg_" + data.path("entryId").asText());
      assertThat(data.at("/aggregate/type").asText()).isEqualTo("WISH");
      assertThat(data.at("/aggregate/id").asText()).isEqualTo(wish);
      assertThat(data.path("division").asText()).isEqualTo(Street.COMMUNITY);
      assertThat(data.path("facts").isObject()).isTrue();
      assertThat(received.body().getBytes(StandardCharsets.UTF_8).length).isLessThan(20_000);
      assertThat(received.body())
          .doesNotContain(WishApi.NAME)
          .doesNotContain(WishApi.PHONE)
          .doesNotContain(WishApi.ADDRESS)
          .doesNotContain(WishApi.DETAILS);
    }
    Received published =
        endpoint.received().stream()
            .filter(one -> type(one).equals("WISH_PUBLISHED"))
            .findFirst()
            .orElseThrow();
    assertThat(body(published).at("/data/aggregate/version").asLong()).isEqualTo(3);
    assertThat(body(published).at("/data/transition/from").asText()).isEqualTo("SUBMITTED");
    assertThat(body(published).at("/data/transition/to").asText()).isEqualTo("OPEN");
    until(() -> deliveries(hook).stream().allMatch(one -> one.get("state").equals("SUCCEEDED")));
  }

  @Test
  void draftsOfOthers_areNotSent_andFiltersApply() {
    Endpoint all = endpoint(204);
    Endpoint published = endpoint(204);
    Endpoint elsewhere = endpoint(204);
    partner.hook(all.url());
    partner.hook(published.url(), "types", List.of("WISH_PUBLISHED"));
    partner.hook(elsewhere.url(), "division", Street.NEIGHBOUR);
    Endpoint organisation = endpoint(204);
    partner.hook(
        organisation.url(),
        "organisationId",
        org.microwish.platform.Id.text(street.organisation()));
    Partner far = Partner.record(street, Street.OTHER_STREET, "PARTNER");
    Endpoint farAway = endpoint(204);
    far.hook(farAway.url(), "types", List.of("WISH_PUBLISHED", "WISH_CREATED"));
    String wish = WishApi.open(WishApi.COLLECTOR, WishApi.draft());
    until(() -> all.count() >= 1 && published.count() >= 1);
    LedgerProbe.awaitIntegrated();
    String own = partner.wish();
    until(() -> all.received().stream().anyMatch(one -> one.body().contains(own)));
    assertThat(all.received().stream().filter(one -> one.body().contains(wish)))
        .extracting(WebhookApiTest::type)
        .containsExactly("WISH_PUBLISHED");
    assertThat(published.received())
        .extracting(WebhookApiTest::type)
        .containsOnly("WISH_PUBLISHED");
    assertThat(elsewhere.count()).isZero();
    assertThat(organisation.count()).isZero();
    assertThat(farAway.count()).isZero();
  }

  @Test
  void rotation_signsWithBothSecrets_untilTheOldOneExpires() {
    Endpoint endpoint = endpoint(204);
    Hook hook = partner.hook(endpoint.url(), "types", List.of("CALENDAR_IMPORTED"));
    String path = "/webhooks/" + hook.id();
    Response rotated = ok(partner.token(), path + "/secrets", map("overlapSeconds", 600));
    Hook fresh = new Hook(hook.id(), rotated.path("secret"));
    assertThat(fresh.secret()).isNotEqualTo(hook.secret());
    ok202(partner.command(path + "/test"));
    until(() -> endpoint.count() == 1);
    hook.verify(endpoint.received().getFirst());
    fresh.verify(endpoint.received().getFirst());
    assertThat(read(hook).<List<?>>path("secrets")).hasSize(2);

    Response last = ok(partner.token(), path + "/secrets", map("overlapSeconds", 0));
    ok202(partner.command(path + "/test"));
    until(() -> endpoint.count() == 2);
    Received second = endpoint.received().getLast();
    assertThat(second.header("webhook-signature").split(" ", -1)).hasSize(1);
    new Hook(hook.id(), last.path("secret")).verify(second);
    refused(
        post(partner.token(), path + "/secrets", map("overlapSeconds", 3_000_000)),
        "VALIDATION_FAILED");
  }

  @Test
  void log_showsRequestStatusTimeAndTheBeginningOfTheAnswer() {
    Endpoint endpoint =
        WebhookReceivers.receiver()
            .endpoint(_ -> new Reply(200, Map.of(), "答" + "x".repeat(300_000), 0));
    Hook hook = partner.hook(endpoint.url(), "types", List.of("CALENDAR_IMPORTED"));
    Response test = ok202(partner.command("/webhooks/" + hook.id() + "/test"));
    until(() -> deliveries(hook).getFirst().get("state").equals("SUCCEEDED"));
    Received received = endpoint.received().getFirst();
    hook.verify(received);
    assertThat(body(received).path("type").asText()).isEqualTo("WEBHOOK_TEST");
    assertThat(body(received).at("/data/webhookId").asText()).isEqualTo(hook.id());
    JsonPath log = log(hook, deliveries(hook).getFirst());
    assertThat(log.getString("delivery.id")).isEqualTo(test.path("deliveryId"));
    assertThat(log.getString("delivery.messageId")).isEqualTo(received.id());
    assertThat(log.getString("request.url")).isEqualTo(endpoint.url());
    assertThat(log.getString("request.body.type")).isEqualTo("WEBHOOK_TEST");
    assertThat(log.getInt("attempts[0].status")).isEqualTo(200);
    assertThat(log.getInt("attempts[0].tookMillis")).isNotNegative();
    assertThat(log.getString("attempts[0].sentAt")).isNotNull();
    assertThat(log.getString("attempts[0].answer")).hasSize(2048 - 2).startsWith("答xx");
  }

  @Test
  void failedDelivery_isRetriedWithTheSameId() {
    AtomicInteger calls = new AtomicInteger();
    Endpoint endpoint =
        WebhookReceivers.receiver()
            .endpoint(_ -> Reply.of(calls.incrementAndGet() == 1 ? 500 : 204));
    Hook hook = partner.hook(endpoint.url(), "types", List.of("CALENDAR_IMPORTED"));
    ok202(partner.command("/webhooks/" + hook.id() + "/test"));
    until(() -> (int) deliveries(hook).getFirst().get("attempts") == 1);
    assertThat(deliveries(hook).getFirst())
        .containsEntry("state", "WAITING")
        .containsKey("nextAttemptAt");
    assertThat(read(hook).<String>path("failingSince")).isNotNull();
    makeDue(hook);
    until(() -> deliveries(hook).getFirst().get("state").equals("SUCCEEDED"));
    assertThat(endpoint.received()).hasSize(2).extracting(Received::id).hasSize(2);
    assertThat(endpoint.received().getFirst().id()).isEqualTo(endpoint.received().getLast().id());
    endpoint.received().forEach(hook::verify);
    assertThat(read(hook).<String>path("failingSince")).isNull();
    assertThat(log(hook, deliveries(hook).getFirst()).getList("attempts.status"))
        .isEqualTo(List.of(500, 204));
  }

  @Test
  void delivery_isGivenUpAfterTenAttempts() {
    Hook hook = partner.hook(endpoint(503).url(), "types", List.of("CALENDAR_IMPORTED"));
    ok202(partner.command("/webhooks/" + hook.id() + "/test"));
    until(() -> (int) deliveries(hook).getFirst().get("attempts") == 1);
    street.update(
        "UPDATE webhook_delivery SET attempts = 9 WHERE webhook_id = ?", Street.id(hook.id()));
    makeDue(hook);
    until(() -> deliveries(hook).getFirst().get("state").equals("FAILED"));
    assertThat(deliveries(hook).getFirst()).containsKey("endedAt").containsEntry("attempts", 10);
  }

  @Test
  void redirects_areNotFollowed_andSlowAnswersTimeOut() {
    Endpoint target = endpoint(204);
    Endpoint redirecting =
        WebhookReceivers.receiver()
            .endpoint(_ -> new Reply(307, Map.of("Location", target.url()), "", 0));
    Endpoint slow = WebhookReceivers.receiver().endpoint(_ -> new Reply(204, Map.of(), "", 1_500));
    Hook first = partner.hook(redirecting.url(), "types", List.of("CALENDAR_IMPORTED"));
    Hook second = partner.hook(slow.url(), "types", List.of("CALENDAR_IMPORTED"));
    ok202(partner.command("/webhooks/" + first.id() + "/test"));
    ok202(partner.command("/webhooks/" + second.id() + "/test"));
    until(() -> (int) deliveries(first).getFirst().get("attempts") == 1);
    until(() -> (int) deliveries(second).getFirst().get("attempts") == 1);
    assertThat(target.count()).isZero();
    assertThat(log(first, deliveries(first).getFirst()).getString("attempts[0].failure"))
        .isEqualTo("STATUS");
    JsonPath late = log(second, deliveries(second).getFirst());
    assertThat(late.getString("attempts[0].failure")).isEqualTo("TIMEOUT");
    assertThat(late.getString("attempts[0].status")).isNull();
  }

  @Test
  void status429_delaysAllDeliveriesOfTheWebhook() {
    AtomicInteger calls = new AtomicInteger();
    Endpoint endpoint =
        WebhookReceivers.receiver()
            .endpoint(
                _ ->
                    calls.incrementAndGet() == 1
                        ? new Reply(429, Map.of("Retry-After", "3600"), "", 0)
                        : Reply.of(204));
    Hook hook = partner.hook(endpoint.url(), "types", List.of("CALENDAR_IMPORTED"));
    ok202(partner.command("/webhooks/" + hook.id() + "/test"));
    until(() -> read(hook).path("notBefore") != null);
    assertThat(Duration.between(java.time.Instant.now(), instant(read(hook).path("notBefore"))))
        .isBetween(Duration.ofMinutes(59), Duration.ofMinutes(61));
    // A second test event waits too, although it is due.
    ok202(partner.command("/webhooks/" + hook.id() + "/test"));
    street.update(
        "UPDATE webhook_delivery SET next_at = UTC_TIMESTAMP(6) WHERE webhook_id = ?",
        Street.id(hook.id()));
    await()
        .during(Duration.ofMillis(1_200))
        .atMost(Duration.ofSeconds(20))
        .until(() -> endpoint.count() == 1);
    makeDue(hook);
    until(() -> endpoint.count() == 3);
  }

  private static java.time.Instant instant(String text) {
    return java.time.OffsetDateTime.parse(text).toInstant();
  }

  @Test
  void status410_disablesTheWebhook_andInformsTheAdministrators_untilItIsResumed() {
    AtomicInteger calls = new AtomicInteger();
    Endpoint endpoint =
        WebhookReceivers.receiver()
            .endpoint(_ -> Reply.of(calls.incrementAndGet() == 1 ? 410 : 204));
    Hook hook = partner.hook(endpoint.url(), "types", List.of("WISH_CREATED"));
    partner.wish();
    until(() -> read(hook).<String>path("state").equals("DISABLED"));
    assertThat(read(hook).<String>path("reason")).isEqualTo("GONE");
    assertThat(deliveries(hook).getFirst()).containsEntry("state", "FAILED");
    partner.wish();
    LedgerProbe.awaitIntegrated();
    String admin = administrator("440199");
    assertThat(stopped(admin)).contains(hook.id());
    assertThat(stopped(administrator("440188"))).doesNotContain(hook.id());
    refused(
        post(
            partner.token(),
            "/webhooks/" + hook.id() + "/redeliveries",
            map("fromLeaf", 0, "toLeaf", 1)),
        "STATE_CONFLICT");
    ok(partner.command("/webhooks/" + hook.id() + "/resume"));
    assertThat(stopped(admin)).doesNotContain(hook.id());
    String later = partner.wish();
    until(() -> endpoint.count() == 2);
    assertThat(endpoint.received().getLast().body()).contains(later);
  }

  private static List<String> stopped(String administrator) {
    return ok(WishApi.get(administrator, "/inbox?kind=WEBHOOK_STOPPED&limit=100"))
        .path("items.partId");
  }

  @Test
  void fiveDaysOfFailures_pauseTheWebhook_informTheAdministrators_andLoseNoChange() {
    AtomicInteger calls = new AtomicInteger();
    Endpoint endpoint =
        WebhookReceivers.receiver()
            .endpoint(_ -> Reply.of(calls.incrementAndGet() <= 2 ? 500 : 204));
    Hook hook = partner.hook(endpoint.url(), "types", List.of("WISH_CREATED"));
    String first = partner.wish();
    until(() -> !deliveries(hook).isEmpty() && read(hook).path("failingSince") != null);
    street.update(
        "UPDATE webhook SET failing_since = failing_since - INTERVAL 5 DAY WHERE id = ?",
        Street.id(hook.id()));
    makeDue(hook);
    until(() -> read(hook).<String>path("state").equals("PAUSED"));
    assertThat(read(hook).<String>path("reason")).isEqualTo("FAILING");
    String admin = administrator("440199");
    assertThat(stopped(admin)).contains(hook.id());
    String second = partner.wish();
    until(() -> deliveries(hook).size() == 2);
    ok(partner.command("/webhooks/" + hook.id() + "/resume"));
    makeDue(hook);
    until(() -> endpoint.count() == 4);
    assertThat(endpoint.received().subList(2, 4))
        .anyMatch(one -> one.body().contains(first))
        .anyMatch(one -> one.body().contains(second));
    assertThat(stopped(admin)).doesNotContain(hook.id());
  }

  @Test
  void redelivery_byEntryAndByRange_keepsTheIds() {
    Endpoint endpoint = endpoint(204);
    Hook hook = partner.hook(endpoint.url(), "types", List.of("WISH_CREATED"));
    String early = partner.wish();
    String late = partner.wish();
    until(() -> endpoint.count() == 2);
    until(() -> deliveries(hook).stream().allMatch(one -> one.get("state").equals("SUCCEEDED")));
    Map<String, Object> one = deliveries(hook).getFirst();
    String path = "/webhooks/" + hook.id() + "/redeliveries";
    assertThat(
            ok(partner.token(), path, map("entryId", one.get("entryId")))
                .<Integer>path("deliveries"))
        .isEqualTo(1);
    until(() -> endpoint.count() == 3);
    assertThat(endpoint.received().getLast().id()).isEqualTo(one.get("messageId"));
    until(() -> deliveries(hook).stream().allMatch(any -> any.get("state").equals("SUCCEEDED")));

    // Simulates that the deliveries were deleted at the end of the retention period.
    street.update("DELETE FROM webhook_delivery WHERE webhook_id = ?", Street.id(hook.id()));
    long leaf = ((Number) one.get("leafIndex")).longValue();
    Response range =
        ok(partner.token(), path, map("fromLeaf", Math.max(0, leaf - 20), "toLeaf", leaf + 20));
    assertThat(range.<Integer>path("deliveries")).isGreaterThanOrEqualTo(2);
    until(
        () ->
            endpoint.received().subList(3, endpoint.count()).stream()
                    .map(Received::body)
                    .filter(body -> body.contains(early) || body.contains(late))
                    .count()
                == 2);
    assertThat(endpoint.received().stream().map(Received::id).distinct().count())
        .isLessThan(endpoint.count());

    refused(partner.token(), path, none(), "VALIDATION_FAILED");
    refused(partner.token(), path, map("fromLeaf", 5, "toLeaf", 4), "VALIDATION_FAILED");
    refused(partner.token(), path, map("fromLeaf", 0, "toLeaf", 10_000), "VALIDATION_FAILED");
    refused(partner.token(), path, map("entryId", "0D1RZQ4J8M3TB"), "VALIDATION_FAILED");
  }

  @Test
  void revokedClient_getsNothing() {
    Partner revoked = Partner.record(street);
    Endpoint endpoint = endpoint(204);
    Endpoint witness = endpoint(204);
    revoked.hook(endpoint.url());
    partner.hook(witness.url());
    ok(Tokens.administrator("root"), "/clients/" + revoked.id() + "/revoke", none());
    String wish = WishApi.open(WishApi.COLLECTOR, WishApi.draft());
    until(() -> witness.received().stream().anyMatch(one -> one.body().contains(wish)));
    assertThat(endpoint.received()).noneMatch(one -> one.body().contains(wish));
  }

  private void move(Hook hook, Endpoint to) {
    String path = "/webhooks/" + hook.id();
    Map<String, Object> settings = map("url", to.url(), "types", List.of("CALENDAR_IMPORTED"));
    ok(WishApi.put(partner.token(), path, settings, read(hook).header("ETag")));
  }

  @Test
  void lateAnswerOfTheOldAddress_doesNotStopTheNewAddress() {
    for (Reply late :
        List.of(
            new Reply(410, Map.of(), "", 800),
            new Reply(429, Map.of("Retry-After", "3600"), "", 800))) {
      Endpoint old = WebhookReceivers.receiver().endpoint(_ -> late);
      Endpoint moved = endpoint(204);
      Hook hook = partner.hook(old.url(), "types", List.of("CALENDAR_IMPORTED"));
      ok202(partner.command("/webhooks/" + hook.id() + "/test"));
      until(() -> old.count() == 1);
      move(hook, moved);
      until(() -> (int) deliveries(hook).getFirst().get("attempts") == 1);
      street.update(
          "UPDATE webhook_delivery SET next_at = UTC_TIMESTAMP(6) WHERE webhook_id = ?",
          Street.id(hook.id()));
      until(() -> moved.count() == 1);
      assertThat(read(hook).<String>path("state")).isEqualTo("ACTIVE");
    }
  }

  @Test
  void newAddress_clearsTheFailuresOfTheOldAddress() {
    Hook hook = partner.hook(endpoint(503).url(), "types", List.of("CALENDAR_IMPORTED"));
    street.update(
        "UPDATE webhook SET failing_since = UTC_TIMESTAMP(6) - INTERVAL 6 DAY,"
            + " not_before = UTC_TIMESTAMP(6) + INTERVAL 1 HOUR WHERE id = ?",
        Street.id(hook.id()));
    move(hook, endpoint(204));
    assertThat(read(hook).<String>path("failingSince")).isNull();
    assertThat(read(hook).<String>path("notBefore")).isNull();
  }

  @Test
  void changeThatTheClientMayNoLongerSee_isNotSent() {
    Endpoint endpoint = endpoint(204);
    Hook hook = partner.hook(endpoint.url(), "types", List.of("WISH_PUBLISHED"));
    ok(partner.command("/webhooks/" + hook.id() + "/pause"));
    String wish = WishApi.open(WishApi.COLLECTOR, WishApi.draft());
    until(() -> !deliveries(hook).isEmpty());
    assertThat(log(hook, deliveries(hook).getFirst()).getString("request.body.data.aggregate.id"))
        .isEqualTo(wish);
    ok(Tokens.administrator("root"), "/holds", map("type", "WISH", "id", wish, "reason", "诉讼"));
    ok(partner.command("/webhooks/" + hook.id() + "/resume"));
    until(() -> deliveries(hook).getFirst().get("state").equals("FAILED"));
    JsonPath log = log(hook, deliveries(hook).getFirst());
    assertThat(log.getString("attempts[0].failure")).isEqualTo("NOT_VISIBLE");
    assertThat(log.<Object>get("request.body")).isNull();
    assertThat(endpoint.count()).isZero();
    assertThat(read(hook).<String>path("failingSince")).isNull();
  }

  @Test
  void hiddenWish_isReportedOnce() {
    Endpoint endpoint = endpoint(204);
    Hook hook = partner.hook(endpoint.url());
    String wish = WishApi.open(WishApi.COLLECTOR, WishApi.draft());
    until(() -> endpoint.received().stream().anyMatch(one -> one.body().contains(wish)));
    ok(Tokens.administrator("root"), "/holds", map("type", "WISH", "id", wish, "reason", "诉讼"));
    LedgerProbe.awaitIntegrated();
    until(
        () -> {
          WishApi.open(WishApi.COLLECTOR, WishApi.draft());
          return endpoint.received().stream().filter(one -> one.body().contains(wish)).count() == 2;
        });
    Received last =
        endpoint.received().stream().filter(one -> one.body().contains(wish)).toList().getLast();
    hook.verify(last);
    assertThat(type(last)).isEqualTo("WISH_UNPUBLISHED");
    assertThat(last.id()).isEqualTo("msg_" + body(last).at("/data/entryId").asText());
    // The change can be redelivered by its id, although no ledger entry has this id.
    String path = "/webhooks/" + hook.id() + "/redeliveries";
    assertThat(
            ok(partner.token(), path, map("entryId", body(last).at("/data/entryId").asText()))
                .<Integer>path("deliveries"))
        .isEqualTo(1);
  }

  @Test
  void redelivery_doesNotWaitForTheProjection_andRestartsTheRetentionPeriod() {
    Endpoint endpoint = endpoint(204);
    Hook hook = partner.hook(endpoint.url(), "types", List.of("WISH_CREATED"));
    partner.wish();
    until(() -> endpoint.count() == 1);
    until(() -> deliveries(hook).getFirst().get("state").equals("SUCCEEDED"));
    street.update(
        "UPDATE webhook_delivery SET created_at = created_at - INTERVAL 40 DAY"
            + " WHERE webhook_id = ?",
        Street.id(hook.id()));
    Object entry = deliveries(hook).getFirst().get("entryId");
    transactions.run(
        () -> {
          queries.lockCursor();
          ok(partner.token(), "/webhooks/" + hook.id() + "/redeliveries", map("entryId", entry));
        });
    sending.forget();
    assertThat(deliveries(hook)).hasSize(1);
    until(() -> endpoint.count() == 2);
  }

  @Test
  void answers_areErasedWithTheWish_andDeletedWithTheWebhook() {
    Endpoint endpoint =
        WebhookReceivers.receiver().endpoint(_ -> new Reply(200, Map.of(), WishApi.NAME, 0));
    Hook hook = partner.hook(endpoint.url(), "types", List.of("WISH_CREATED"));
    String wish = partner.wish();
    until(() -> endpoint.count() == 1);
    until(() -> deliveries(hook).getFirst().get("state").equals("SUCCEEDED"));
    Map<String, Object> delivery = deliveries(hook).getFirst();
    assertThat(log(hook, delivery).getString("attempts[0].answer")).isEqualTo(WishApi.NAME);
    assertThat(
            street.number(
                "SELECT COUNT(*) FROM webhook_attempt WHERE LENGTH(answer) = "
                    + WishApi.NAME.getBytes(StandardCharsets.UTF_8).length))
        .isZero();
    ok(
        WishApi.OPERATOR,
        "/erasures",
        map("subject", Map.of("type", "WISH", "id", wish), "reason", "PURPOSE_MET"));
    assertThat(log(hook, delivery).getInt("attempts[0].status")).isEqualTo(200);
    assertThat(log(hook, delivery).getString("attempts[0].answer")).isNull();
    ok(partner.delete("/webhooks/" + hook.id()));
    sending.forget();
    assertThat(
            street.number(
                "SELECT COUNT(*) FROM webhook_attempt WHERE delivery_id = "
                    + Street.id((String) delivery.get("id"))))
        .isZero();
  }
}
