package org.microwish.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.microwish.wish.WishApi.OPERATOR;
import static org.microwish.wish.WishApi.draft;
import static org.microwish.wish.WishApi.get;
import static org.microwish.wish.WishApi.none;
import static org.microwish.wish.WishApi.ok;
import static org.microwish.wish.WishApi.refused;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.platform.sql.Sweep;
import org.microwish.testing.Street;
import org.microwish.testing.Tokens;
import org.microwish.wish.WishApi;

/** Gives reminders. The tests choose the times, as if the clock had moved on. */
@Tag("database")
@QuarkusTest
class ReminderApiTest {

  @Inject ReminderSweep reminders;
  @Inject Sweep sweep;

  private Street street;
  private String member;
  private String resident;
  private String wish;
  private String claim;

  @BeforeEach
  void claimAWish() {
    street = Street.here();
    long person = street.member(street.organisation());
    member = Tokens.member("member-reminder-" + person, person);
    resident = Tokens.resident("resident-reminder-" + person);
    wish = WishApi.open(resident, draft("channel", "SELF_SERVICE"));
    claim = WishApi.claim(member, wish);
    Awaitility.await().until(() -> !of(member).isEmpty());
  }

  private List<Map<String, Object>> of(String token) {
    return ok(get(token, "/wishes/" + wish + "/reminders")).path("items");
  }

  private Instant planned(String rule) {
    return of(member).stream()
        .filter(one -> one.get("rule").equals(rule))
        .map(one -> Instant.parse((String) one.get("plannedFor")))
        .findFirst()
        .orElseThrow();
  }

  private List<String> given() {
    return of(OPERATOR).stream()
        .filter(one -> one.containsKey("remindedAt"))
        .map(one -> (String) one.get("rule"))
        .toList();
  }

  @Test
  void reminders_areGivenOnce_inOrder_andEndWhenTheWorkIsDone() throws InterruptedException {
    assertThat(of(member))
        .extracting(one -> one.get("rule"), one -> one.get("claimId"))
        .containsExactly(tuple("CONTACT_SOON", claim), tuple("CONTACT_LAST", claim));
    assertThat(of(resident)).isEmpty();
    Instant soon = planned("CONTACT_SOON");
    Instant last = planned("CONTACT_LAST");
    reminders.carryOut(sweep, soon.minusSeconds(1));
    assertThat(given()).isEmpty();
    // Several instances run at once; only one of them gives the reminder.
    try (ExecutorService instances = Executors.newFixedThreadPool(4)) {
      Callable<Integer> one = () -> reminders.carryOut(sweep, soon.plusSeconds(60));
      instances.invokeAll(Collections.nCopies(4, one));
    }
    assertThat(given()).containsExactly("CONTACT_SOON");
    // No reminder is given at night.
    reminders.carryOut(sweep, last.plus(Duration.ofHours(13)));
    assertThat(given()).containsExactly("CONTACT_SOON");
    reminders.carryOut(sweep, last.plus(Duration.ofHours(1)));
    assertThat(given()).containsExactly("CONTACT_SOON", "CONTACT_LAST");
    reminders.carryOut(sweep, last.plus(Duration.ofHours(2)));
    assertThat(given()).hasSize(2);
    ok(member, "/claims/" + claim + "/contact", none());
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(of(member))
                    .filteredOn(one -> one.containsKey("plannedFor"))
                    .extracting(one -> one.get("rule"))
                    .containsExactly("ASSESSMENT_SOON", "ASSESSMENT_LAST"));
  }

  @Test
  void reminders_areExportedWithTheMembersData_andNotShownToStrangers() {
    reminders.carryOut(sweep, planned("CONTACT_SOON").plusSeconds(60));
    street.update(
        "UPDATE member SET account = ? WHERE id = (SELECT claimant_id FROM claim WHERE id = ?)",
        "data-" + claim,
        Street.id(claim));
    String own = Tokens.resident("data-" + claim);
    assertThat(ok(get(own, "/me/data")).asString()).contains("CONTACT_SOON").contains("\"inbox\"");
    String stranger = Tokens.resident("stranger-" + claim);
    refused(get(stranger, "/wishes/" + wish + "/reminders"), "FORBIDDEN");
  }
}
