package org.microwish.login.account;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.jwt.build.Jwt;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.login.token.AccessTokens;
import org.microwish.platform.Ids;
import org.microwish.platform.http.IfMatch;
import org.microwish.platform.sql.Transactions;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;
import org.microwish.testing.Street;
import org.microwish.testing.Tokens;

@Tag("database")
@QuarkusTest
class AccountsTest {

  private static final Caller ADMINISTRATOR =
      new Caller("admin-1", Role.ADMINISTRATOR, null, null, null);

  @Inject Accounts accounts;
  @Inject Epochs epochs;
  @Inject Ids ids;
  @Inject AccessTokens tokens;
  @Inject Transactions transactions;

  private final Street street = Street.here();

  @Test
  void eachChange_appendsOneEntry_underThePseudonym() {
    long member = street.member(street.organisation());
    Account account = record(null, AccountDraft.RESIDENT);
    change(() -> bind(account, member));
    change(() -> accounts.unbindMember(account.as(Role.RESIDENT), account.id));
    change(
        () ->
            accounts.change(
                ADMINISTRATOR,
                account.id,
                new IfMatch(List.of(3L)),
                new AccountDraft(Role.COLLECTOR, null, Street.COMMUNITY)));
    change(() -> accounts.suspend(ADMINISTRATOR, account.id));
    change(() -> accounts.reactivate(ADMINISTRATOR, account.id));
    transactions.run(() -> accounts.end(account.id, account.createdAt));
    assertThat(street.column("SELECT state FROM account WHERE id = " + account.id))
        .containsExactly("ERASED");

    List<String> leaves =
        street.column(
            "SELECT payload FROM ledger_entry JOIN vault_pseudonym ON pseudonym = aggregate_id"
                + " WHERE aggregate_type = 'ACCOUNT' AND subject_key = '"
                + account.text()
                + "' ORDER BY aggregate_version");
    assertThat(leaves).hasSize(6);
    assertThat(leaves).allSatisfy(leaf -> assertThat(leaf).doesNotContain(account.text()));
    assertThat(leaves.getFirst()).contains("ACCOUNT_RECORDED").contains("\"role\":\"RESIDENT\"");
    assertThat(leaves.get(1)).contains("\"command\":\"BIND\"").contains("\"member\":\"");
    assertThat(leaves.get(2)).contains("\"command\":\"UNBIND\"").doesNotContain("\"member\"");
    assertThat(leaves.getLast()).contains("\"command\":\"REACTIVATE\"");
  }

  @Test
  void concurrentBindings_ofOneMember_onlyOneSucceeds() throws Exception {
    long member = street.member(street.organisation());
    List<Account> rivals =
        List.of(
            record(null, AccountDraft.RESIDENT),
            record(null, AccountDraft.RESIDENT),
            record(null, AccountDraft.RESIDENT));
    try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
      List<Callable<Boolean>> attempts =
          rivals.stream().<Callable<Boolean>>map(one -> () -> binds(one, member)).toList();
      int bound = 0;
      for (Future<Boolean> attempt : threads.invokeAll(attempts)) {
        bound += attempt.get() ? 1 : 0;
      }
      assertThat(bound).isEqualTo(1);
    }
    assertThat(street.number("SELECT COUNT(*) FROM account WHERE member_id = " + member)).isOne();
  }

  private AccountRecorded bind(Account account, long member) {
    return accounts.bind(
        account.as(Role.RESIDENT),
        account.id,
        new Accounts.Binding(member, null, null),
        ids.next(),
        List.of());
  }

  private boolean binds(Account account, long member) {
    try {
      change(() -> bind(account, member));
      return true;
    } catch (ProblemException refused) {
      assertThat(refused.type()).isEqualTo(ProblemType.ALREADY_BOUND);
      return false;
    }
  }

  @Test
  void account_cannotActInRolesThatItDoesNotHave() {
    Account resident = record(null, AccountDraft.RESIDENT);
    assertThat(resident.roles()).containsExactly(Role.RESIDENT);
    assertThatThrownBy(() -> resident.as(Role.MEMBER)).hasMessage("FORBIDDEN");
    assertThatThrownBy(() -> resident.as(Role.SYSTEM)).hasMessage("FORBIDDEN");
    Account operator =
        record(ADMINISTRATOR, new AccountDraft(Role.OPERATOR, null, Street.COMMUNITY));
    assertThat(operator.roles()).containsExactly(Role.OPERATOR);
    assertThat(operator.as(Role.OPERATOR).covers(Street.COMMUNITY)).isTrue();
  }

  @Test
  void endedAccount_cannotBeChanged() {
    Account account = record(null, AccountDraft.RESIDENT);
    assertThatThrownBy(() -> change(() -> accounts.reactivate(ADMINISTRATOR, account.id)))
        .hasMessage("ACCOUNT_STATE_CONFLICT");
    transactions.run(() -> accounts.end(account.id, account.createdAt));
    assertThatThrownBy(() -> change(() -> accounts.suspend(ADMINISTRATOR, account.id)))
        .hasMessage("ACCOUNT_STATE_CONFLICT");
    assertThatThrownBy(
            () ->
                change(
                    () ->
                        accounts.change(
                            ADMINISTRATOR, account.id, IfMatch.ANY, AccountDraft.RESIDENT)))
        .hasMessage("ACCOUNT_STATE_CONFLICT");
    assertThatThrownBy(() -> change(() -> accounts.suspend(ADMINISTRATOR, 1)))
        .hasMessage("NOT_FOUND");
  }

  @Test
  void raisedEpoch_revokesTokensOnThisInstanceAtOnce() {
    Account account = record(null, AccountDraft.RESIDENT);
    String before = token(account);
    read(before, 200);
    transactions.run(() -> epochs.raise(account.text()));
    read(before, 401);
    // A token without an epoch may be older than the revocation, so it is refused.
    read(Tokens.resident(account.text()), 401);
    read(token(account), 200);
    // Public reads need no token, but reject an invalid one.
    given().auth().oauth2(before).get("/api/v1/wishes").then().statusCode(401);
    given().get("/api/v1/wishes").then().statusCode(200);
  }

  @Test
  void epochRaisedByAnotherInstance_revokesTokensSoon() {
    Account account = record(null, AccountDraft.RESIDENT);
    String token = token(account);
    read(token, 200);
    street.update(
        "INSERT INTO token_epoch (account, epoch, raised_at) VALUES (?, 1, UTC_TIMESTAMP(6))",
        account.text());
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(100))
        .until(() -> status(token) == 401);
  }

  @Test
  void rolledBackEpochRaise_revokesNothing() {
    Account account = record(null, AccountDraft.RESIDENT);
    String token = token(account);
    assertThatThrownBy(
            () ->
                transactions.run(
                    () -> {
                      epochs.raise(account.text());
                      throw new IllegalStateException("no");
                    }))
        .hasMessage("no");
    read(token, 200);
    assertThat(
            street.column("SELECT epoch FROM token_epoch WHERE account = '" + account.text() + "'"))
        .isEmpty();
  }

  @Test
  void tokenWithNonNumericEpoch_isRefused() {
    String token =
        Tokens.sign(
            Jwt.subject("somebody").groups("RESIDENT").expiresIn(60).claim("epoch", "last"));
    read(token, 401);
  }

  @Test
  void tokenOlderThanOneDay_isRefused() {
    long now = Instant.now().getEpochSecond();
    read(aged(now - Duration.ofHours(23).toSeconds()), 200);
    read(aged(now - Duration.ofHours(25).toSeconds()), 401);
  }

  private static String aged(long issuedAt) {
    return Tokens.sign(
        Jwt.subject("somebody")
            .groups("RESIDENT")
            .issuedAt(issuedAt)
            .expiresAt(Instant.now().getEpochSecond() + 60));
  }

  private Account record(Caller by, AccountDraft draft) {
    return change(() -> accounts.record(by, accounts.newId(), draft));
  }

  private Account change(Supplier<AccountRecorded> work) {
    return transactions.call(() -> work.get().account());
  }

  private String token(Account account) {
    long epoch = transactions.call(() -> epochs.current(account.text()));
    return tokens.issue(account.as(Role.RESIDENT), epoch, List.of()).text();
  }

  private static int status(String token) {
    return given().auth().oauth2(token).get("/api/v1/wishes").statusCode();
  }

  private static void read(String token, int status) {
    given()
        .auth()
        .oauth2(token)
        .get("/api/v1/wishes")
        .then()
        .statusCode(status)
        .body("code", equalTo(status == 401 ? "UNAUTHENTICATED" : null));
  }
}
