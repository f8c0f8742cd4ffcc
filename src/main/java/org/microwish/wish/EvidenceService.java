package org.microwish.wish;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.platform.Id;
import org.microwish.platform.Ids;
import org.microwish.platform.Sha256;
import org.microwish.platform.Time;
import org.microwish.platform.sql.Transactions;
import org.microwish.privacy.Erased;
import org.microwish.privacy.Subject;
import org.microwish.privacy.SubjectKey;
import org.microwish.privacy.SubjectType;
import org.microwish.privacy.Vault;
import org.microwish.privacy.crypto.SealingKey;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;
import org.microwish.wish.evidence.EvidenceSanitizer;
import org.microwish.wish.evidence.EvidenceType;
import org.microwish.wish.evidence.Sanitized.Clean;
import org.microwish.wish.evidence.Sanitized.Refused;
import org.microwish.wish.evidence.SealedEvidence;
import org.microwish.wish.lifecycle.WishLifecycle;
import org.microwish.wish.lifecycle.WishTransition;

/**
 * Evidence of a need or of the work. It comes in two steps: {@link #store} cleans the file and
 * keeps it, {@link #add} is the command that puts it on record. What is stored and never put on
 * record is deleted after a day ({@link EvidenceSweep}).
 */
@ApplicationScoped
public class EvidenceService {

  private static final Logger LOG = Logger.getLogger(EvidenceService.class);

  /** The leaf's commitment to a file's hash. */
  static final String COMMITTED = "evidence";

  /** Somebody has to make room; to ask again sooner is no use. */
  private static final Duration UNTIL_THERE_IS_ROOM = Duration.ofMinutes(1);

  /** Where a file's key lies, in front of the evidence's id. */
  private static final String PLACE = "evidence";

  private final WishExecutor executor;
  private final WishReads reads;
  private final Claims claims;
  private final Evidences evidences;
  private final Standing standing;
  private final SealedEvidence files;
  private final EvidenceSanitizer sanitizer;
  private final Vault vault;
  private final Moderation moderation;
  private final Transactions transactions;
  private final Ids ids;
  private final Time time;
  private final EntityManager entities;
  private final TransactionSynchronizationRegistry transaction;

  EvidenceService(
      WishExecutor executor,
      WishReads reads,
      Claims claims,
      Evidences evidences,
      Standing standing,
      SealedEvidence files,
      EvidenceSanitizer sanitizer,
      Vault vault,
      Moderation moderation,
      Transactions transactions,
      Ids ids,
      Time time,
      EntityManager entities,
      TransactionSynchronizationRegistry transaction) {
    this.executor = executor;
    this.reads = reads;
    this.claims = claims;
    this.evidences = evidences;
    this.standing = standing;
    this.files = files;
    this.sanitizer = sanitizer;
    this.vault = vault;
    this.moderation = moderation;
    this.transactions = transactions;
    this.ids = ids;
    this.time = time;
    this.entities = entities;
    this.transaction = transaction;
  }

  /**
   * A file in the store that has no row yet.
   *
   * @param id of the evidence to be
   * @param size of the cleaned file in bytes
   * @param sha256 of the cleaned file, 64 hex digits
   * @param key opens the file; only the row will have it
   */
  public record Deposit(long id, EvidenceType type, long size, String sha256, SealingKey key) {}

  /**
   * A piece of evidence as it is shown.
   *
   * @param sha256 of the file, 64 hex digits; null once it is erased
   * @param note what was said of it, or null
   */
  public record Shown(Evidence evidence, String sha256, String note) {

    /** Hides the words. */
    @Override
    public String toString() {
      return "Shown[hidden]";
    }
  }

  /**
   * A piece of evidence whose bytes may be read.
   *
   * @param key opens the file
   */
  public record Legible(Evidence evidence, SealingKey key) {}

  /** The wish of a claim, or NOT_FOUND. */
  public long wishOf(long claimId) {
    return transactions.call(
        () ->
            claims.findByIdOptional(claimId).orElseThrow(ProblemType.NOT_FOUND::exception).wishId);
  }

  /**
   * Refuses, before a file is looked at, whoever may not add evidence; the command asks again.
   *
   * @param claimId the claim whose work is shown, or null
   */
  public void requireMayAdd(Caller caller, long wishId, Long claimId) {
    transactions.run(
        () -> {
          Wish wish = reads.require(caller, wishId);
          Claim claim = claimId == null ? null : claims.findById(claimId);
          if (!WishLifecycle.permits(
              WishTransition.ADD_EVIDENCE, standing.roles(caller, wish, claim))) {
            throw Caller.forbidden();
          }
        });
  }

  /**
   * Cleans a file and stores the clean copy. Works outside any transaction.
   *
   * @throws ProblemException when the file is none that is taken; EVIDENCE_NOT_STORED when there is
   *     no room for it or the store fails
   */
  public Deposit store(Path upload) {
    try {
      return switch (sanitizer.sanitize(upload)) {
        case Clean clean -> put(clean);
        case Refused refused -> {
          LOG.debugf("A file of evidence was refused: %s", refused.detail());
          throw problem(refused);
        }
      };
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private Deposit put(Clean clean) {
    long id = ids.next();
    try {
      SealingKey key = files.put(id, time.now(), clean.bytes());
      return new Deposit(
          id,
          clean.type(),
          clean.bytes().length,
          HexFormat.of().formatHex(Sha256.of(clean.bytes())),
          key);
    } catch (IOException full) {
      // A full disk, most likely. Nothing is left of the file; the rest of the service needs none.
      LOG.errorf("A file of evidence could not be stored: %s", full);
      throw ProblemType.EVIDENCE_NOT_STORED.exception().retryAfter(UNTIL_THERE_IS_ROOM);
    }
  }

  private static ProblemException problem(Refused refused) {
    return switch (refused.reason()) {
      case EMPTY -> ProblemException.invalid("/file", FieldFault.REQUIRED);
      case TOO_LARGE -> ProblemType.PAYLOAD_TOO_LARGE.exception().with("limit", refused.limit());
      case UNSUPPORTED_TYPE ->
          ProblemType.UNSUPPORTED_FILE_TYPE
              .exception()
              .with(
                  "supported",
                  Arrays.stream(EvidenceType.values()).map(EvidenceType::mediaType).toList());
      case MALFORMED -> ProblemType.DAMAGED_FILE.exception();
      case TOO_MANY_PIXELS ->
          ProblemType.IMAGE_TOO_LARGE.exception().with("maxPixels", refused.limit());
      case NOT_CLEANABLE -> ProblemType.FILE_MAY_TELL_PLACE.exception();
      case BUSY -> ProblemType.EVIDENCE_NOT_STORED.exception().retryAfter(UNTIL_THERE_IS_ROOM);
    };
  }

  /**
   * Puts a stored file on record: one command, as in {@link WishReview}.
   *
   * @param claimId the claim whose work it shows, or null where it shows the wish itself
   * @param note what there is to say of it, or null
   */
  public WishReceipt add(
      Caller caller,
      long wishId,
      Long claimId,
      Evidence.Kind kind,
      String note,
      Deposit deposit,
      Instant at) {
    return executor.execute(
        CommandOnWish.of(caller, wishId, WishTransition.ADD_EVIDENCE)
            .naming(claimId)
            .at(at)
            .writing(
                scene -> {
                  Evidence evidence = new Evidence();
                  evidence.id = deposit.id();
                  evidence.wishId = wishId;
                  evidence.claimId = claimId;
                  evidence.kind = kind;
                  evidence.type = deposit.type();
                  evidence.sizeBytes = deposit.size();
                  SubjectKey key = vault.key(Subject.wish(wishId));
                  evidence.keyId = key.id();
                  evidence.fileKey = key.wrap(deposit.key(), PLACE, Id.text(evidence.id));
                  evidence.uploadedBy = caller.account();
                  evidence.uploadedAt = scene.at;
                  evidence.entryId = scene.entryId;
                  entities.persist(evidence);
                  moderation.lookAt(scene, evidence);
                  scene.item = evidence.id;
                  scene.facts.put(
                      "evidence",
                      Map.of(
                          "kind",
                          kind.name(),
                          "mediaType",
                          evidence.type.mediaType(),
                          "bytes",
                          evidence.sizeBytes));
                  scene.commitTo(COMMITTED, deposit.sha256());
                  scene.note(WishNote.Kind.EVIDENCE, note);
                }));
  }

  /**
   * The evidence of a wish that the caller may see, oldest first.
   *
   * @param after the id after which the page begins, 0 for the first
   */
  public List<Shown> list(Caller caller, long wishId, long after, int limit) {
    return transactions.call(
        () -> {
          Wish wish = reads.requireInside(caller, wishId);
          return shown(wishId, visible(caller, wish, after, limit));
        });
  }

  /** What the caller may see of a wish's evidence after an id. */
  private List<Evidence> visible(Caller caller, Wish wish, long after, int limit) {
    String viewer = seesUnseemly(caller) ? null : caller.account();
    return switch (caller.role()) {
      case RESIDENT, COLLECTOR, OPERATOR, AUDITOR, SYSTEM ->
          standing.seesPrivately(caller, wish)
              ? evidences.ofWish(wish.id, viewer, after, limit)
              : List.of();
      case PARTNER -> evidences.ofUploader(wish.id, caller.account(), after, limit);
      case MEMBER, STEWARD -> {
        Set<Long> own =
            claims.ofWish(wish.id).stream()
                .filter(claim -> standing.worksOn(caller, claim))
                .map(claim -> claim.id)
                .collect(Collectors.toSet());
        yield own.isEmpty() ? List.of() : evidences.ofClaims(wish.id, own, viewer, after, limit);
      }
      case ADMINISTRATOR -> List.of();
    };
  }

  private List<Shown> shown(long wishId, List<Evidence> rows) {
    if (rows.isEmpty()) {
      return List.of();
    }
    Map<Long, Long> noteByEntry = new LinkedHashMap<>();
    entities
        .createQuery("from WishNote where wishId = ?1 and entryId in ?2", WishNote.class)
        .setParameter(1, wishId)
        .setParameter(2, rows.stream().map(row -> row.entryId).toList())
        .getResultList()
        .forEach(note -> noteByEntry.put(note.entryId, note.id));
    Map<String, String> words = noteByEntry.isEmpty() ? Map.of() : vault.read(Subject.wish(wishId));
    Map<Long, String> hashes =
        vault.committed(rows.stream().map(row -> row.entryId).toList(), COMMITTED);
    return rows.stream()
        .map(
            row -> {
              Long noteId = noteByEntry.get(row.entryId);
              return new Shown(
                  row,
                  hashes.get(row.entryId),
                  noteId == null ? null : words.get(WishNote.field(noteId)));
            })
        .toList();
  }

  /**
   * A piece of evidence, or NOT_FOUND where there is none, it is erased, or the caller may not see
   * it.
   */
  public Legible require(Caller caller, long id) {
    return transactions.call(
        () ->
            evidences
                .findByIdOptional(id)
                .flatMap(found -> visible(caller, found))
                .flatMap(this::legible)
                .orElseThrow(ProblemType.NOT_FOUND::exception));
  }

  private Optional<Evidence> visible(Caller caller, Evidence evidence) {
    Wish wish = entities.find(Wish.class, evidence.wishId);
    List<Evidence> next = visible(caller, wish, evidence.id - 1, 1);
    if (!next.contains(evidence)) {
      return Optional.empty();
    }
    wish.requireUsable();
    return Optional.of(evidence);
  }

  private Optional<Legible> legible(Evidence evidence) {
    return vault
        .key(Subject.wish(evidence.wishId), evidence.keyId)
        .map(key -> key.unwrap(evidence.fileKey, PLACE, Id.text(evidence.id)))
        .map(key -> new Legible(evidence, key));
  }

  /** Whether images are shown to the caller that wait for a look or were rejected. */
  private static boolean seesUnseemly(Caller caller) {
    return caller.is(Role.OPERATOR, Role.AUDITOR, Role.SYSTEM);
  }

  /** A piece of evidence for whoever has a signed address of it, or NOT_FOUND. */
  Legible find(long id) {
    return transactions.call(
        () ->
            evidences
                .findByIdOptional(id)
                .filter(found -> isUsable(entities.find(Wish.class, found.wishId)))
                .flatMap(this::legible)
                .orElseThrow(ProblemType.NOT_FOUND::exception));
  }

  private static boolean isUsable(Wish wish) {
    return !wish.held && wish.erasedAt == null;
  }

  /** Opens the bytes of a piece of evidence; the caller closes them. */
  public InputStream open(Legible legible) {
    try {
      return files.open(legible.evidence().id, legible.key());
    } catch (NoSuchFileException erasedJustNow) {
      throw ProblemType.NOT_FOUND.exception();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /** Deletes the files of a wish that is being erased, once it is: their keys go with it. */
  void erase(@Observes Erased erased) {
    if (erased.subject().type() != SubjectType.WISH) {
      return;
    }
    List<Long> doomed = evidences.idsOfWish(erased.subject().id());
    transaction.registerInterposedSynchronization(
        new Synchronization() {
          @Override
          public void beforeCompletion() {
            // It may still roll back.
          }

          @Override
          public void afterCompletion(int status) {
            if (status == Status.STATUS_COMMITTED) {
              doomed.forEach(EvidenceService.this::delete);
            }
          }
        });
  }

  private void delete(long id) {
    try {
      files.delete(id);
    } catch (IOException later) {
      LOG.warnf("an erased file of evidence stays until the next sweep: %s", later.getMessage());
    }
  }
}
