package org.microwish.login.staff;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.microwish.caller.Caller;
import org.microwish.ledger.LedgerReceipt;
import org.microwish.login.account.Account;
import org.microwish.login.account.AccountCommand;
import org.microwish.login.account.Accounts;
import org.microwish.login.credential.OneTimeCode;
import org.microwish.login.credential.SecretHashes;
import org.microwish.login.session.SessionAnswer;
import org.microwish.login.session.Sessions;
import org.microwish.platform.Confidential;
import org.microwish.platform.Id;
import org.microwish.platform.Ids;
import org.microwish.platform.Time;
import org.microwish.platform.limits.Attempts;
import org.microwish.platform.sql.Transactions;
import org.microwish.problem.ProblemType;

/**
 * Logs in staff by password and second factor. An unknown login name costs the same work, is locked
 * out in the same way and gets the same answer as a wrong password. Failures count for the login
 * name in the client's network, and more of them for the name everywhere; those of a {@link
 * KnownDevices known device} count for the device alone, so that strangers cannot lock out the
 * owner.
 */
@ApplicationScoped
public class PasswordLogin {

  private static final String BY_NAME = "password";
  private static final String BY_NETWORK = "password-network";
  private static final String BY_ADDRESS = "password-address";
  private static final String BY_DEVICE = "password-device";

  /** What a caller with a valid token shows again counts for its account alone. */
  private static final String BY_CALLER = "password-caller";

  /** A kind of attempts, and the key to count for. */
  private record Count(String kind, String key) {}

  private final EntityManager entities;
  private final StaffQueries queries;
  private final Transactions transactions;
  private final Accounts accounts;
  private final Sessions sessions;
  private final Enrolment enrolment;
  private final Passwords passwords;
  private final SecretHashes hashes;
  private final TotpSeals seals;
  private final Attempts attempts;
  private final KnownDevices devices;
  private final Ids ids;
  private final Time time;

  PasswordLogin(
      EntityManager entities,
      StaffQueries queries,
      Transactions transactions,
      Accounts accounts,
      Sessions sessions,
      Enrolment enrolment,
      Passwords passwords,
      SecretHashes hashes,
      TotpSeals seals,
      Attempts attempts,
      KnownDevices devices,
      Ids ids,
      Time time) {
    this.entities = entities;
    this.queries = queries;
    this.transactions = transactions;
    this.accounts = accounts;
    this.sessions = sessions;
    this.enrolment = enrolment;
    this.passwords = passwords;
    this.hashes = hashes;
    this.seals = seals;
    this.attempts = attempts;
    this.devices = devices;
    this.ids = ids;
    this.time = time;
  }

  /**
   * The credentials of a login.
   *
   * @param totp the app's code, or null if a recovery code is given
   */
  public record Proof(Confidential password, Confidential totp, Confidential recoveryCode) {}

  /**
   * An authenticated account and its login row, in the transaction that verified the second factor.
   */
  private record Login(Account account, StaffLogin row) {}

  /**
   * Opens a session. LOGIN_REFUSED does not tell which credential was wrong.
   *
   * @param device the token that an earlier login gave this client, or null
   */
  public SessionAnswer login(String loginName, Proof proof, Confidential device, String address) {
    String name = StaffDraft.normal(loginName);
    Optional<StaffLogin> row = transactions.call(() -> byName(name));
    return prove(
        counts(name, row, device, address),
        row,
        proof,
        null,
        (login, ignored) ->
            sessions.open(login.account(), null).withDevice(devices.issue(login.account().id)));
  }

  private List<Count> counts(
      String name, Optional<StaffLogin> row, Confidential device, String address) {
    return row.filter(login -> device != null)
        .flatMap(login -> devices.number(device.value(), login.accountId))
        .map(number -> List.of(new Count(BY_DEVICE, number)))
        .orElseGet(
            () ->
                List.of(
                    new Count(BY_NETWORK, name + "\n" + address),
                    new Count(BY_NAME, name),
                    new Count(BY_ADDRESS, address)));
  }

  /** Changes the password, closes all sessions and opens a new one. */
  public Changed change(Caller caller, Proof proof, String newPassword) {
    StaffLogin row = own(caller);
    passwords.require("/newPassword", newPassword, row.loginName);
    return prove(
        row,
        proof,
        hashes.hash(newPassword),
        (login, hash) -> {
          login.row().passwordHash = hash;
          LedgerReceipt ledger = note(login);
          sessions.closeAll(login.account());
          return new Changed(sessions.open(login.account(), null), ledger);
        });
  }

  /** The new session after a change of password, and the ledger entry that records the change. */
  public record Changed(SessionAnswer session, LedgerReceipt ledger) {}

  /** New recovery codes, shown once. */
  public record NewCodes(List<OneTimeCode> codes, LedgerReceipt ledger) {}

  /** Makes new recovery codes; the old ones become invalid. */
  public NewCodes newRecoveryCodes(Caller caller, Proof proof) {
    StaffLogin row = own(caller);
    return prove(
        row,
        proof,
        login -> {
          LedgerReceipt ledger = note(login);
          return new NewCodes(enrolment.newRecoveryCodes(login.account().id), ledger);
        });
  }

  private LedgerReceipt note(Login login) {
    login.row().updatedAt = time.now();
    return accounts
        .note(null, login.account().id, AccountCommand.CHANGE_CREDENTIALS, ids.next(), List.of())
        .ledger();
  }

  private StaffLogin own(Caller caller) {
    return transactions.call(
        () ->
            accounts
                .of(caller)
                .map(account -> entities.find(StaffLogin.class, account.id))
                .orElseThrow(Caller::forbidden));
  }

  private <T> T prove(StaffLogin row, Proof proof, Function<Login, T> then) {
    return prove(row, proof, null, (login, ignored) -> then.apply(login));
  }

  private <T> T prove(StaffLogin row, Proof proof, String value, Then<T> then) {
    return prove(
        List.of(new Count(BY_CALLER, Id.text(row.accountId))),
        Optional.of(row),
        proof,
        value,
        then);
  }

  /** What to do once the credentials are verified, with a value that was computed before. */
  @FunctionalInterface
  private interface Then<T> {
    T apply(Login login, String value);
  }

  private <T> T prove(
      List<Count> counts, Optional<StaffLogin> row, Proof proof, String value, Then<T> then) {
    counts.forEach(count -> attempts.spend(count.kind(), count.key()));
    String hash = row.map(login -> login.passwordHash).orElse(null);
    // Outside a transaction: the hash takes longer than all statements together.
    boolean right = hashes.matches(proof.password().value(), hash);
    Optional<T> answer =
        right
            ? transactions.call(() -> second(row.get().accountId, hash, proof, value, then))
            : Optional.empty();
    if (answer.isEmpty()) {
      counts.forEach(count -> attempts.failed(count.kind(), count.key()));
      throw ProblemType.LOGIN_REFUSED.exception();
    }
    // A login to one's own account must not clear the failures at others.
    counts.stream()
        .filter(count -> !count.kind().equals(BY_ADDRESS))
        .forEach(count -> attempts.succeeded(count.kind(), count.key()));
    return answer.get();
  }

  private <T> Optional<T> second(
      long accountId, String hash, Proof proof, String value, Then<T> then) {
    queries.lock(accountId);
    StaffLogin row = entities.find(StaffLogin.class, accountId);
    entities.refresh(row);
    // Password or second factor were changed or removed after the hash was compared.
    if (!hash.equals(row.passwordHash) || row.totp() == null) {
      return Optional.empty();
    }
    boolean good =
        proof.totp() != null
            ? usesCode(row, proof.totp().value())
            : proof.recoveryCode() != null && usesRecoveryCode(row, proof.recoveryCode().value());
    if (!good) {
      return Optional.empty();
    }
    Account account = accounts.find(accountId).orElseThrow();
    return Optional.of(then.apply(new Login(account, row), value));
  }

  /** Whether the code is correct and newer than all used ones; marks it as used. */
  private boolean usesCode(StaffLogin row, String code) {
    TotpSeals.Sealed sealed = row.totp();
    OptionalLong step = Totp.matching(seals.open(sealed, row.accountId), code, time.now());
    if (step.isEmpty() || step.getAsLong() <= row.totpStep) {
      return false;
    }
    row.totpStep = step.getAsLong();
    if (seals.isOld(sealed)) {
      row.totp(seals.renew(sealed, row.accountId));
    }
    return true;
  }

  private boolean usesRecoveryCode(StaffLogin row, String code) {
    return queries.useRecoveryCode(row.accountId, OneTimeCode.hash(code));
  }

  private Optional<StaffLogin> byName(String name) {
    // The database column accepts no other names.
    return name.matches("[!-~]{1,32}") ? queries.byName(name) : Optional.empty();
  }
}
