package org.microwish.wish;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.evidence.EvidenceSanitizer;
import org.microwish.evidence.EvidenceType;
import org.microwish.evidence.ImageSize;
import org.microwish.evidence.Sanitized.Clean;
import org.microwish.evidence.Sanitized.Refused;
import org.microwish.evidence.SealedEvidence;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.lifecycle.attachment.Attachments;
import org.microwish.lifecycle.attachment.Evidence;
import org.microwish.lifecycle.attachment.EvidenceFiles;
import org.microwish.lifecycle.attachment.Note;
import org.microwish.lifecycle.moderation.Moderation;
import org.microwish.platform.Ids;
import org.microwish.platform.Sha256;
import org.microwish.platform.Time;
import org.microwish.platform.sql.Transactions;
import org.microwish.privacy.Erased;
import org.microwish.privacy.SubjectType;
import org.microwish.privacy.crypto.SealingKey;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;
import org.microwish.wish.lifecycle.WishRole;
import org.microwish.wish.lifecycle.WishTransition;

/**
 * Stores evidence of a need or of the work in two steps: {@link #store} cleans and stores the file,
 * {@link #add} is the command that records it. Stored files that are never recorded are deleted
 * after a configured time ({@link EvidenceSweep}).
 */
@ApplicationScoped
public class EvidenceService {

  private static final Logger LOG = Logger.getLogger(EvidenceService.class);

  /** The name under which the ledger leaf commits to the hash of a file. */
  static final String COMMITTED = "evidence";

  /**
   * Retry-After when the evidence store is full or busy; an earlier retry is unlikely to succeed.
   */
  private static final Duration UNTIL_THERE_IS_ROOM = Duration.ofMinutes(1);

  private final WishExecutor executor;
  private final WishReads reads;
  private final Claims claims;
  private final Attachments attachments;
  private final WishAccess access;
  private final SealedEvidence files;
  private final EvidenceSanitizer sanitizer;
  private final EvidenceFiles evidenceFiles;
  private final Moderation moderation;
  private final Transactions transactions;
  private final Ids ids;
  private final Time time;
  private final TransactionSynchronizationRegistry transaction;
  private final WishConfig config;

  EvidenceService(
      WishExecutor executor,
      WishReads reads,
      Claims claims,
      Attachments attachments,
      WishAccess access,
      SealedEvidence files,
      EvidenceSanitizer sanitizer,
      EvidenceFiles evidenceFiles,
      Moderation moderation,
      Transactions transactions,
      Ids ids,
      Time time,
      TransactionSynchronizationRegistry transaction,
      WishConfig config) {
    this.executor = executor;
    this.reads = reads;
    this.claims = claims;
    this.attachments = attachments;
    this.access = access;
    this.files = files;
    this.sanitizer = sanitizer;
    this.evidenceFiles = evidenceFiles;
    this.moderation = moderation;
    this.transactions = transactions;
    this.ids = ids;
    this.time = time;
    this.transaction = transaction;
    this.config = config;
  }

  /**
   * A stored file that is not recorded yet.
   *
   * @param id the id of the future evidence
   * @param size size of the cleaned file in bytes
   * @param smallBytes size of the small thumbnail in bytes; 0 if there is none
   * @param largeBytes size of the large thumbnail in bytes; 0 if there is none
   * @param sha256 SHA-256 of the cleaned file, 64 hex digits
   * @param key the key that decrypts the file; it is stored only in the evidence row, encrypted
   */
  public record Deposit(
      long id,
      EvidenceType type,
      long size,
      int smallBytes,
      int largeBytes,
      String sha256,
      SealingKey key) {}

  /**
   * Returns the id of the wish that a claim belongs to; throws NOT_FOUND if there is no such claim.
   */
  public long wishOf(long claimId) {
    return transactions.call(
        () ->
            claims.findByIdOptional(claimId).orElseThrow(ProblemType.NOT_FOUND::exception).wishId);
  }

  /**
   * Checks, before the upload is read, that the caller may add evidence and that the wish does not
   * have the maximum number of files. {@link #add} checks both again.
   *
   * @param claimId the claim whose work the file shows, or null
   */
  public void requireMayAdd(Caller caller, long wishId, Long claimId) {
    transactions.run(
        () -> {
          Wish wish = reads.require(caller, wishId);
          Claim claim = claimId == null ? null : claims.findById(claimId);
          Set<WishRole> roles = access.roles(caller, wish, claim);
          if (caller.role() != Role.STEWARD) {
            // An operator in the division of the claiming organisation also has the role STEWARD,
            // but only to hand claims over.
            roles.remove(WishRole.STEWARD);
          }
          if (!WishTransition.ADD_EVIDENCE.permits(roles)) {
            throw Caller.forbidden();
          }
          requireFewFiles(wishId);
        });
  }

  private void requireFewFiles(long wishId) {
    int limit = config.files();
    if (attachments.countEvidence(AggregateType.WISH, wishId) >= limit) {
      throw ProblemType.FILE_LIMIT_REACHED.exception().with("limit", limit);
    }
  }

  /**
   * Cleans a file and stores the clean copy. Does not need a transaction.
   *
   * @throws ProblemException when the file is not accepted; EVIDENCE_NOT_STORED when the store is
   *     full, busy or fails
   */
  public Deposit store(Path upload) {
    try {
      return switch (sanitizer.sanitize(upload)) {
        case Clean clean -> put(clean);
        case Refused refused -> {
          LOG.debugf("Evidence file refused: %s", refused.detail());
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
      SealingKey key = files.put(id, time.now(), clean);
      return new Deposit(
          id,
          clean.type(),
          clean.bytes().length,
          clean.bytesOf(ImageSize.SMALL),
          clean.bytesOf(ImageSize.LARGE),
          HexFormat.of().formatHex(Sha256.of(clean.bytes())),
          key);
    } catch (IOException full) {
      // Most likely the disk is full. No part of the file remains; other requests are unaffected.
      LOG.errorf("Evidence file could not be stored: %s", full);
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
   * Records a stored file. Works in the caller's transaction, writes one ledger entry, and throws a
   * problem when it is refused.
   *
   * @param claimId the claim whose work the file shows, or null when it shows the wish itself
   * @param stage the stage of the work that the file shows, or null
   * @param note a note on the file, or null
   */
  public WishReceipt add(
      Caller caller,
      long wishId,
      Long claimId,
      Evidence.Kind kind,
      Evidence.Stage stage,
      String note,
      Deposit deposit,
      Instant at) {
    return executor.execute(
        CommandOnWish.of(caller, wishId, WishTransition.ADD_EVIDENCE)
            .naming(claimId)
            .at(at)
            .writing(
                context -> {
                  requireFewFiles(wishId);
                  Evidence evidence = new Evidence();
                  evidence.id = deposit.id();
                  evidence.partId = claimId;
                  evidence.kind = kind;
                  evidence.stage = stage;
                  evidence.type = deposit.type();
                  evidence.sizeBytes = deposit.size();
                  evidence.smallBytes = deposit.smallBytes();
                  evidence.largeBytes = deposit.largeBytes();
                  evidenceFiles.seal(evidence, context.wish, deposit.key());
                  evidence.uploadedBy = caller.account();
                  evidence.uploadedAt = context.at;
                  context.attach(evidence);
                  moderation.lookAt(context, evidence);
                  context.facts.put(
                      "evidence",
                      Map.of(
                          "kind",
                          kind.name(),
                          "mediaType",
                          evidence.type.mediaType(),
                          "bytes",
                          evidence.sizeBytes));
                  context.commitTo(COMMITTED, deposit.sha256());
                  context.note(Note.Kind.EVIDENCE, note);
                }));
  }

  /**
   * Deletes the files of an erased wish after the transaction has committed. The erasure itself
   * destroys the keys of these files.
   */
  void erase(@Observes Erased erased) {
    if (erased.subject().type() != SubjectType.WISH) {
      return;
    }
    List<Long> doomed =
        attachments.evidence(AggregateType.WISH, erased.subject().id()).stream()
            .map(evidence -> evidence.id)
            .toList();
    transaction.registerInterposedSynchronization(
        new Synchronization() {
          @Override
          public void beforeCompletion() {
            // Deletes nothing yet, because the transaction may still roll back.
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
      LOG.warnf("Erased evidence file remains until the next sweep: %s", later.getMessage());
    }
  }
}
