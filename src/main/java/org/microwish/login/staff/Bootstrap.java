package org.microwish.login.staff;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.microwish.caller.Role;
import org.microwish.login.account.AccountState;
import org.microwish.login.credential.OneTimeCode;
import org.microwish.login.token.TokenKeyRing;
import org.microwish.platform.Time;
import org.microwish.platform.http.SecurityEvent;
import org.microwish.platform.http.SecurityLog;
import org.microwish.platform.limits.Attempts;
import org.microwish.platform.sql.Transactions;
import org.microwish.platform.start.PrivateFiles;
import org.microwish.problem.ProblemType;

/**
 * Records the first administrator. At the first start of an installation that has no administrator,
 * one instance generates a secret, writes it to {@link StaffConfig#bootstrapFile} and stores its
 * hash in the database. The secret is not logged, because many people may read the log. The person
 * who presents the secret chooses the login name of the administrator's account. The secret works
 * once and expires after {@link StaffConfig#bootstrap}, one day by default. The command {@code
 * bootstrap-secret} generates a new one.
 */
@ApplicationScoped
public class Bootstrap {

  private static final Logger LOG = Logger.getLogger(Bootstrap.class);
  private static final String LIMIT = "bootstrap-address";

  /** Length of a secret in characters: 160 random bits. */
  private static final int CHARACTERS = 32;

  private final StaffQueries queries;
  private final Transactions transactions;
  private final Staff staff;
  private final Attempts attempts;
  private final TokenKeyRing keys;
  private final StaffConfig config;
  private final SecurityLog security;
  private final Time time;

  /** False if the process runs a maintenance command and serves no requests. */
  private final boolean serving;

  Bootstrap(
      StaffQueries queries,
      Transactions transactions,
      Staff staff,
      Attempts attempts,
      TokenKeyRing keys,
      StaffConfig config,
      SecurityLog security,
      Time time,
      @ConfigProperty(name = "quarkus.http.host-enabled", defaultValue = "true") boolean serving) {
    this.queries = queries;
    this.transactions = transactions;
    this.staff = staff;
    this.attempts = attempts;
    this.keys = keys;
    this.config = config;
    this.security = security;
    this.time = time;
    this.serving = serving;
  }

  /** A new secret and the time when it expires. */
  public record Secret(OneTimeCode code, Instant expiresAt) {}

  void start(@Observes StartupEvent event) {
    // Create no secret during a maintenance command. Create none either if another service issues
    // the tokens: that service then decides who is an administrator.
    if (!serving || !keys.signs()) {
      return;
    }
    try {
      makeFirst()
          .ifPresent(
              secret ->
                  LOG.warnf(
                      "There is no administrator yet. The file %s contains the secret that creates the"
                          + " first one, once, until %s (see src/docs/administration.md)",
                      file(), secret.expiresAt()));
    } catch (RuntimeException failed) {
      // Do not stop the start: the next start, or the command bootstrap-secret, tries again.
      LOG.warnf("cannot check whether there is an administrator: %s", failed.getMessage());
    }
  }

  /**
   * Creates the first secret, if the database contains neither an administrator nor a secret.
   *
   * @return the new secret; empty if there is an administrator or a secret already
   */
  Optional<Secret> makeFirst() {
    try {
      return transactions.call(
          () -> {
            if (administrators() > 0 || queries.countSecrets() > 0) {
              return Optional.empty();
            }
            Secret secret = random();
            store(secret);
            return Optional.of(secret);
          });
    } catch (RuntimeException thrown) {
      if (Transactions.isDuplicate(thrown)) {
        return Optional.empty();
      }
      throw thrown;
    }
  }

  /** Creates a new secret; an earlier secret becomes invalid. */
  public Secret renew() {
    return transactions.call(
        () -> {
          queries.deleteSecrets();
          Secret secret = random();
          store(secret);
          return secret;
        });
  }

  /** Counts the accounts of administrators that are not erased; includes suspended accounts. */
  public long administrators() {
    return queries.count(Role.ADMINISTRATOR, AccountState.ERASED);
  }

  /**
   * Records an administrator's account from the draft, and uses up the secret. LOGIN_REFUSED if the
   * secret is wrong, used or expired.
   *
   * @param address the client's network address, for which failures are counted
   */
  public Staff.RecordedStaff use(String secret, StaffDraft draft, String address) {
    attempts.spend(LIMIT, address);
    Optional<Staff.RecordedStaff> recorded =
        transactions.call(
            () ->
                queries.useSecret(OneTimeCode.hash(secret), time.now())
                    ? Optional.of(staff.recordFirst(draft))
                    : Optional.empty());
    if (recorded.isEmpty()) {
      attempts.failed(LIMIT, address);
      throw ProblemType.LOGIN_REFUSED.exception();
    }
    deleteFile();
    return recorded.get();
  }

  private Secret random() {
    return new Secret(OneTimeCode.random(CHARACTERS), time.now().plus(config.bootstrap()));
  }

  /**
   * Returns the path of the file with the newest secret; the file is deleted when the secret is
   * used.
   */
  Path file() {
    return config.bootstrapFile().toAbsolutePath().normalize();
  }

  private void store(Secret secret) {
    // Insert before writing the file: if two instances start at once, only one insert succeeds, and
    // the other instance must not replace the file.
    queries.insertSecret(secret.code().hash(), time.now(), secret.expiresAt());
    try {
      PrivateFiles.directory(file().getParent());
      PrivateFiles.write(file(), secret.code().text() + "\n");
    } catch (IOException unwritable) {
      throw new UncheckedIOException(
          "MICROWISH_STAFF_BOOTSTRAP_FILE cannot be written: " + file(), unwritable);
    }
    security.ofSystem(SecurityEvent.BOOTSTRAP, Map.of("operation", "new secret"));
  }

  /** Deletes the file with the used secret, if this instance can access the file. */
  private void deleteFile() {
    try {
      Files.deleteIfExists(file());
    } catch (IOException undeletable) {
      LOG.warnf("the file with the used secret cannot be deleted: %s", undeletable.getMessage());
    }
  }
}
