package org.microwish.login.staff;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.microwish.caller.Role;
import org.microwish.login.account.AccountCommand;
import org.microwish.login.account.AccountRecorded;
import org.microwish.login.account.Accounts;
import org.microwish.login.credential.OneTimeCode;
import org.microwish.login.staff.StaffQueries.Invited;
import org.microwish.platform.Ids;
import org.microwish.platform.Time;
import org.microwish.platform.limits.Attempts;
import org.microwish.platform.sql.Transactions;
import org.microwish.problem.ProblemType;

/**
 * Exchanges an invitation for a password and a second factor. The invitation is used up only when
 * both are set: a user who was interrupted can start again with the same code and the same TOTP
 * secret.
 */
@ApplicationScoped
public class Enrolment {

  private static final String LIMIT = "enrolment-address";
  private static final int RECOVERY_CODES = 8;

  /** Length of a recovery code in characters: 80 random bits. */
  private static final int RECOVERY_CHARACTERS = 16;

  private final EntityManager entities;
  private final StaffQueries queries;
  private final Transactions transactions;
  private final Accounts accounts;
  private final Passwords passwords;
  private final Bootstrap bootstrap;
  private final TotpSeals seals;
  private final Attempts attempts;
  private final StaffConfig config;
  private final Ids ids;
  private final Time time;

  Enrolment(
      EntityManager entities,
      StaffQueries queries,
      Transactions transactions,
      Accounts accounts,
      Passwords passwords,
      Bootstrap bootstrap,
      TotpSeals seals,
      Attempts attempts,
      StaffConfig config,
      Ids ids,
      Time time) {
    this.entities = entities;
    this.queries = queries;
    this.transactions = transactions;
    this.accounts = accounts;
    this.passwords = passwords;
    this.bootstrap = bootstrap;
    this.seals = seals;
    this.attempts = attempts;
    this.config = config;
    this.ids = ids;
    this.time = time;
  }

  /**
   * The second factor that is being set up.
   *
   * @param secret the TOTP secret in base 32, to type into an app
   * @param uri the same secret as a URI, to show as a QR code
   */
  public record Begun(String loginName, String secret, String uri) {}

  /**
   * The result of an enrolment. Each recovery code can be used once instead of a TOTP code. The
   * database stores only hashes of the recovery codes, so they cannot be shown again.
   */
  public record Completed(AccountRecorded recorded, List<OneTimeCode> recoveryCodes) {}

  /** The result, and the hash of the {@link Bootstrap} secret that this enrolment revoked. */
  @SuppressWarnings("ArrayRecordComponent") // Nothing compares objects of this type.
  private record Done(Completed completed, Optional<byte[]> revoked) {}

  /**
   * Starts an enrolment, or continues one that was not completed. LOGIN_REFUSED if the invitation
   * code is unknown, used or expired, or if the account is not active.
   *
   * @param address the client's network address, for which failures are counted
   */
  public Begun begin(String code, String address) {
    attempts.spend(LIMIT, address);
    Invited open = transactions.call(() -> withSecret(code));
    if (open == null) {
      attempts.failed(LIMIT, address);
      throw ProblemType.LOGIN_REFUSED.exception();
    }
    byte[] secret = seals.open(open.totp(), open.account());
    return new Begun(
        open.loginName(),
        Totp.text(secret),
        Totp.uri(config.totpIssuer(), open.loginName(), secret));
  }

  /**
   * Sets the password and the second factor, and uses up the invitation. When an administrator has
   * them, nobody needs a {@link Bootstrap} secret any more, so an unused one becomes void.
   * LOGIN_REFUSED if the invitation code or the TOTP code is invalid, or if {@link #begin} was not
   * called before.
   *
   * @param totp a code that proves that the authenticator app has the secret
   */
  public Completed complete(String code, String password, String totp, String address) {
    attempts.spend(LIMIT, address);
    Invited before = transactions.call(() -> find(code).orElse(null));
    if (before == null || before.totp() == null) {
      attempts.failed(LIMIT, address);
      throw ProblemType.LOGIN_REFUSED.exception();
    }
    passwords.require("/password", password, before.loginName());
    if (matching(before, totp).isEmpty()) {
      attempts.failed(LIMIT, address);
      throw ProblemType.LOGIN_REFUSED.exception();
    }
    // After Staff.reset, the login still has the hashes of earlier passwords, which must not be
    // repeated.
    StaffLogin login = transactions.call(() -> entities.find(StaffLogin.class, before.account()));
    String hash = passwords.replacement("/password", password, login);
    Done done = transactions.call(() -> complete(code, hash, totp));
    if (done == null) {
      attempts.failed(LIMIT, address);
      throw ProblemType.LOGIN_REFUSED.exception();
    }
    done.revoked().ifPresent(bootstrap::forget);
    return done.completed();
  }

  private OptionalLong matching(Invited invited, String totp) {
    return invited == null || invited.totp() == null
        ? OptionalLong.empty()
        : Totp.matching(seals.open(invited.totp(), invited.account()), totp, time.now());
  }

  private Done complete(String code, String hash, String totp) {
    Invited open = find(code).orElse(null);
    OptionalLong step = matching(open, totp);
    if (step.isEmpty()) {
      return null;
    }
    if (!queries.useInvitation(OneTimeCode.hash(code))) {
      return null;
    }
    AccountRecorded recorded =
        accounts.note(
            null, open.account(), AccountCommand.CHANGE_CREDENTIALS, ids.next(), List.of());
    StaffLogin login = entities.find(StaffLogin.class, open.account());
    passwords.set(login, hash, recorded.account().updatedAt);
    login.totp(open.totp());
    login.totpStep = step.getAsLong();
    login.updatedAt = recorded.account().updatedAt;
    return new Done(
        new Completed(recorded, newRecoveryCodes(open.account())),
        recorded.account().role == Role.ADMINISTRATOR ? bootstrap.revoke() : Optional.empty());
  }

  /**
   * Replaces an account's recovery codes with new ones and returns these, in the caller's
   * transaction.
   */
  List<OneTimeCode> newRecoveryCodes(long account) {
    queries.deleteRecoveryCodes(account);
    List<OneTimeCode> codes = new ArrayList<>();
    for (int i = 0; i < RECOVERY_CODES; i++) {
      OneTimeCode code = OneTimeCode.random(RECOVERY_CHARACTERS);
      queries.addRecoveryCode(account, code.hash());
      codes.add(code);
    }
    return codes;
  }

  private Invited withSecret(String code) {
    Invited open = find(code).orElse(null);
    if (open == null || open.totp() != null) {
      return open;
    }
    TotpSeals.Sealed sealed = seals.make(open.account());
    // If two requests run at once, the secret stored first is kept, and both requests return it.
    queries.setTotp(OneTimeCode.hash(code), sealed.master(), sealed.suite(), sealed.wrapped());
    return find(code).orElse(null);
  }

  private Optional<Invited> find(String code) {
    return queries.invited(OneTimeCode.hash(code), time.now());
  }
}
