package org.microwish.login.staff;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.caller.Caller;
import org.microwish.ledger.LedgerReceipt;
import org.microwish.login.account.Account;
import org.microwish.login.account.AccountCommand;
import org.microwish.login.account.Accounts;
import org.microwish.login.credential.OneTimeCode;
import org.microwish.login.credential.SecretHashes;
import org.microwish.login.session.ConfirmedAnswer;
import org.microwish.login.session.SessionAnswer;
import org.microwish.login.session.Sessions;
import org.microwish.platform.Confidential;
import org.microwish.platform.Id;
import org.microwish.platform.Ids;
import org.microwish.platform.Time;
import org.microwish.platform.http.SecurityLog;
import org.microwish.platform.limits.Attempts;
import org.microwish.platform.sql.Transactions;
import org.microwish.problem.ProblemType;

/**
 * Logs in staff with a password and a second factor. A login with an unknown name computes the same
 * password hash, is counted in the same way and gets the same answer as one with a wrong password.
 * Each failed login counts towards three limits: of the login name in the client's network, of the
 * login name in all networks (a higher limit), and of the network. A failed login from a {@link
 * KnownDevices known device} counts only towards the limit of that device, so that strangers cannot
 * lock out the owner.
 */
@ApplicationScoped
public class PasswordLogin {

  private static final String BY_NAME = "password";
  private static final String BY_NETWORK = "password-network";
  private static final String BY_ADDRESS = "password-address";
  private static final String BY_DEVICE = "password-device";

  /**
   * The kind under which {@link Attempts} counts the credentials that a logged-in caller enters
   * again; the key is the caller's account.
   */
  private static final String BY_CALLER = "password-caller";

  /** The secret with which a TOTP code is compared if there is no login or no second factor. */
  private static final byte[] NOBODY = new byte[Totp.SECRET_BYTES];

  /** What {@link Attempts} counts: a kind of attempts, and the key of the counter. */
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
  private final SecurityLog security;
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
      SecurityLog security,
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
    this.security = security;
    this.devices = devices;
    this.ids = ids;
    this.time = time;
  }

  /**
   * The credentials of a login.
   *
   * @param password null if only the second factor is checked, because the caller is logged in
   * @param totp the code of the authenticator app, or null if a recovery code is given
   */
  public record Proof(Confidential password, Confidential totp, Confidential recoveryCode) {}

  /**
   * An authenticated account and its login row, read in the transaction that verified the second
   * factor.
   */
  private record Login(Account account, StaffLogin row) {}

  /**
   * Checks the credentials and opens a session. LOGIN_REFUSED does not reveal which credential was
   * wrong. PASSWORD_EXPIRED does not use up the TOTP or recovery code.
   *
   * @param newPassword the password to set instead of the current one, or null to keep it
   * @param device the token that an earlier login gave this client, or null
   * @param address the client's network address
   */
  public SessionAnswer login(
      String loginName,
      Proof proof,
      Confidential newPassword,
      Confidential device,
      String address) {
    String name = StaffDraft.normal(loginName);
    if (newPassword != null) {
      passwords.require("/newPassword", newPassword.value(), name);
    }
    Optional<StaffLogin> row = transactions.call(() -> byName(name));
    return prove(
        counts(name, row, device, address),
        row,
        proof,
        newPassword,
        (login, hash) -> {
          if (hash != null) {
            replace(login, hash);
          } else if (passwords.isExpired(login.row(), time.now())) {
            throw ProblemType.PASSWORD_EXPIRED.exception();
          }
          return sessions
              .open(login.account(), null, true)
              .withDevice(devices.issue(login.account().id));
        });
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

  /** Changes the caller's password, closes all sessions of the account and opens a new one. */
  public Changed change(Caller caller, Proof proof, Confidential newPassword) {
    StaffLogin row = own(caller);
    passwords.require("/newPassword", newPassword.value(), row.loginName);
    return prove(
        row,
        proof,
        newPassword,
        (login, hash) -> {
          LedgerReceipt ledger = replace(login, hash);
          return new Changed(sessions.open(login.account(), null, true), ledger);
        });
  }

  /** The new session after a change of password, and the ledger entry that records the change. */
  @Schema(name = "PasswordChange")
  public record Changed(SessionAnswer session, LedgerReceipt ledger) {}

  /**
   * New recovery codes, which are shown only once, and the ledger entry that records the change.
   */
  public record NewCodes(List<OneTimeCode> codes, LedgerReceipt ledger) {}

  /** Creates new recovery codes for the caller; the old ones become invalid. */
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

  /**
   * Checks the caller's second factor and issues another access token of the caller's session,
   * which {@code StepUpCheck} accepts. FORBIDDEN if the caller's token was not issued in a session.
   */
  public ConfirmedAnswer confirm(Caller caller, Optional<String> session, Confidential totp) {
    long id = Id.fromString(session.orElseThrow(Caller::forbidden)).value();
    return prove(
        own(caller),
        new Proof(null, totp, null),
        login -> sessions.confirm(login.account(), id, caller.role()));
  }

  /**
   * Replaces the password, records the change in the ledger, and ends all sessions of the account.
   */
  private LedgerReceipt replace(Login login, String hash) {
    passwords.set(login.row(), hash, time.now());
    LedgerReceipt ledger = note(login);
    sessions.closeAll(login.account());
    return ledger;
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

  private <T> T prove(StaffLogin row, Proof proof, Confidential newPassword, Then<T> then) {
    return prove(
        List.of(new Count(BY_CALLER, Id.text(row.accountId))),
        Optional.of(row),
        proof,
        newPassword,
        then);
  }

  /**
   * The action that runs once the credentials are verified. Its second argument is the hash of the
   * new password, or null if the password stays the same.
   */
  @FunctionalInterface
  private interface Then<T> {
    T apply(Login login, String newHash);
  }

  private <T> T prove(
      List<Count> counts,
      Optional<StaffLogin> row,
      Proof proof,
      Confidential newPassword,
      Then<T> then) {
    row.ifPresent(login -> security.subject(Id.text(login.accountId)));
    // Check the lockout of the network first, without counting an attempt: so a network that is
    // locked out cannot fill the table of attempts with invented names.
    counts.stream()
        .filter(count -> count.kind().equals(BY_ADDRESS))
        .forEach(count -> attempts.require(count.kind(), count.key()));
    counts.forEach(count -> attempts.spend(count.kind(), count.key()));
    String hash = row.map(login -> login.passwordHash).orElse(null);
    // Both credentials are always checked: neither the response nor its time may reveal which one
    // was wrong.
    boolean second = transactions.call(() -> hasSecondFactor(row, proof));
    // Run outside a transaction, because computing the hash takes longer than all SQL statements
    // together.
    boolean right =
        proof.password() == null ? hash != null : hashes.matches(proof.password().value(), hash);
    Optional<T> answer = Optional.empty();
    if (right && second) {
      // Check the password history only after both credentials are verified, because only the owner
      // may learn whether a password was used before.
      String newHash =
          newPassword == null
              ? null
              : passwords.replacement("/newPassword", newPassword.value(), row.get());
      answer = transactions.call(() -> second(row.get().accountId, hash, proof, newHash, then));
    }
    if (answer.isEmpty()) {
      counts.forEach(count -> attempts.failed(count.kind(), count.key()));
      throw ProblemType.LOGIN_REFUSED.exception();
    }
    // Do not clear the failures of the network: otherwise an attacker could log in to their own
    // account to clear the failures at other accounts.
    counts.stream()
        .filter(count -> !count.kind().equals(BY_ADDRESS))
        .forEach(count -> attempts.succeeded(count.kind(), count.key()));
    return answer.get();
  }

  /**
   * Returns true if the second factor is right, without using it up. Computes the same for a login
   * that does not exist or has no second factor.
   */
  private boolean hasSecondFactor(Optional<StaffLogin> row, Proof proof) {
    if (proof.totp() != null) {
      byte[] secret =
          row.filter(login -> login.totp() != null)
              .map(login -> seals.open(login.totp(), login.accountId))
              .orElse(NOBODY);
      OptionalLong step = Totp.matching(secret, proof.totp().value(), time.now());
      return secret != NOBODY && step.isPresent() && step.getAsLong() > row.get().totpStep;
    }
    return proof.recoveryCode() != null
        && queries.countRecoveryCodes(
                row.map(login -> login.accountId).orElse(0L),
                OneTimeCode.hash(proof.recoveryCode().value()))
            > 0;
  }

  private <T> Optional<T> second(
      long accountId, String hash, Proof proof, String newHash, Then<T> then) {
    queries.lock(accountId);
    StaffLogin row = entities.find(StaffLogin.class, accountId);
    entities.refresh(row);
    // Refuse if the password or second factor was changed or removed after the hash was compared.
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
    return Optional.of(then.apply(new Login(account, row), newHash));
  }

  /**
   * Returns true, and marks the code as used, if the code is correct and of a later time step than
   * the code used last.
   */
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
    // The database column holds only ASCII names of at most 32 characters, so other names are not
    // searched.
    return name.matches("[!-~]{1,32}") ? queries.byName(name) : Optional.empty();
  }
}
