package org.microwish.login.staff;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.microwish.caller.Role;
import org.microwish.login.account.AccountState;
import org.microwish.login.credential.OneTimeCode;
import org.microwish.login.staff.StaffQueries.StoredSecret;
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
 * once, expires after {@link StaffConfig#bootstrap}, one day by default, and is void when an
 * administrator has enrolled. The command {@code bootstrap-secret} generates a new one.
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
                      "No administrator has set a password yet. The file %s contains a secret that"
                          + " creates one, once, until %s or until an administrator has set a"
                          + " password (see src/docs/administration.md)",
                      file(), secret.expiresAt()));
    } catch (RuntimeException failed) {
      // Do not stop the start: the next start, or the command bootstrap-secret, tries again.
      LOG.warnf("cannot check whether there is an administrator: %s", failed.getMessage());
    }
  }

  /**
   * Creates the first secret, if no administrator can log in and no stored secret is unused. That
   * is the case in an empty database, and after a secret was used but its invitation was lost, for
   * example with the response. Does not replace an unused secret that has expired; the command
   * {@code bootstrap-secret} does.
   *
   * @return the new secret; empty if none is needed, or if another instance creates it
   */
  Optional<Secret> makeFirst() {
    if (transactions.call(this::isEnrolled)) {
      return Optional.empty();
    }
    Optional<StoredSecret> stored = transactions.call(queries::secret);
    stored.ifPresent(this::finish);
    if (stored.isPresent() && !stored.get().isUsed()) {
      return Optional.empty();
    }
    try {
      return make(
          () ->
              // Check again in the transaction, because an administrator may have enrolled in the
              // meantime. Deleting the secret and completing an enrolment lock the same row.
              (stored.isEmpty() || queries.deleteSecret(stored.get().hash())) && !isEnrolled());
    } catch (RuntimeException thrown) {
      if (Transactions.isDuplicate(thrown)) {
        return Optional.empty();
      }
      throw thrown;
    }
  }

  private boolean isEnrolled() {
    return queries.countEnrolled(Role.ADMINISTRATOR, AccountState.ERASED) > 0;
  }

  /** Creates a new secret; an earlier secret becomes invalid. */
  public Secret renew() {
    return make(() -> {
          queries.deleteSecrets();
          return true;
        })
        .orElseThrow();
  }

  /**
   * Creates a secret. Writes it to a draft first, then commits its hash, and then gives the draft
   * the name of the file. So the file never contains a secret that does not work, and after a crash
   * between commit and renaming the next start finds the draft, see {@link #finish}.
   *
   * @param prepare makes room for the row of the secret; returns false if none is needed any more
   */
  private Optional<Secret> make(BooleanSupplier prepare) {
    Secret secret = new Secret(OneTimeCode.random(CHARACTERS), time.now().plus(config.bootstrap()));
    Path draft = draft(secret.code().hash());
    try {
      PrivateFiles.directory(file().getParent());
      PrivateFiles.write(draft, secret.code().text() + "\n");
    } catch (IOException unwritable) {
      throw unwritable(unwritable);
    }
    boolean stored;
    try {
      stored =
          transactions.call(
              () -> {
                if (!prepare.getAsBoolean()) {
                  return false;
                }
                queries.insertSecret(secret.code().hash(), time.now(), secret.expiresAt());
                return true;
              });
    } catch (RuntimeException thrown) {
      // A duplicate key proves that the secret was not stored, so the draft is deleted. After any
      // other failure the draft is kept, because the commit may have succeeded.
      if (Transactions.isDuplicate(thrown)) {
        delete(draft);
      }
      throw thrown;
    }
    if (!stored) {
      delete(draft);
      return Optional.empty();
    }
    publish(draft);
    security.ofSystem(SecurityEvent.BOOTSTRAP, Map.of("operation", "new secret"));
    return Optional.of(secret);
  }

  /**
   * Gives the draft of a committed secret the name of the file, if the process that created the
   * secret crashed before it could do so.
   */
  private void finish(StoredSecret stored) {
    Path draft = draft(stored.hash());
    if (!stored.isUsed() && Files.exists(draft)) {
      publish(draft);
      LOG.warnf(
          "The file %s contains the secret that creates the first administrator"
              + " (see src/docs/administration.md)",
          file());
    }
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
    deleteFile(OneTimeCode.hash(secret));
    return recorded.get();
  }

  /**
   * Makes a secret that nobody has used void, in the caller's transaction, and returns its hash.
   */
  Optional<byte[]> revoke() {
    Optional<byte[]> unused =
        queries.lockSecret().filter(stored -> !stored.isUsed()).map(StoredSecret::hash);
    unused.ifPresent(queries::deleteSecret);
    return unused;
  }

  /** Deletes the files with a secret that is void, if this instance can access them. */
  void forget(byte[] hash) {
    deleteFile(hash);
    delete(draft(hash));
  }

  /**
   * Returns the path of the file with the newest secret; the file is deleted when the secret is
   * used or an administrator has enrolled.
   */
  Path file() {
    return config.bootstrapFile().toAbsolutePath().normalize();
  }

  /**
   * Returns the path of the draft of a secret. Its name contains the hash, so that instances with
   * the same directory use different drafts, and so that the draft of a committed secret is found.
   */
  private Path draft(byte[] hash) {
    return file().resolveSibling(file().getFileName() + "." + HexFormat.of().formatHex(hash));
  }

  private void publish(Path draft) {
    try {
      Files.move(
          draft, file(), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException moved) {
      // Another instance has already published the draft, or the secret has become void in the
      // meantime.
      LOG.debugf("the draft of a secret does not exist any more: %s", draft.getFileName());
    } catch (IOException unwritable) {
      throw unwritable(unwritable);
    }
  }

  private UncheckedIOException unwritable(IOException why) {
    return new UncheckedIOException(
        "MICROWISH_STAFF_BOOTSTRAP_FILE cannot be written: " + file(), why);
  }

  /**
   * Deletes the file if it contains the secret with this hash, and if this instance can access the
   * file. A newer secret stays.
   */
  private void deleteFile(byte[] hash) {
    try {
      if (Files.exists(file())
          && MessageDigest.isEqual(hash, OneTimeCode.hash(Files.readString(file())))) {
        Files.delete(file());
      }
    } catch (IOException undeletable) {
      LOG.warnf("the file with a void secret cannot be deleted: %s", undeletable.getMessage());
    }
  }

  private static void delete(Path draft) {
    try {
      Files.deleteIfExists(draft);
    } catch (IOException undeletable) {
      LOG.warnf("a draft of a secret cannot be deleted: %s", undeletable.getMessage());
    }
  }
}
