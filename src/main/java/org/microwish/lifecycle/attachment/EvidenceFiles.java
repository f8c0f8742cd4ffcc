package org.microwish.lifecycle.attachment;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import org.microwish.evidence.ImageSize;
import org.microwish.evidence.SealedEvidence;
import org.microwish.lifecycle.Aggregate;
import org.microwish.lifecycle.Aggregates;
import org.microwish.platform.Id;
import org.microwish.platform.sql.Transactions;
import org.microwish.privacy.SubjectKey;
import org.microwish.privacy.Vault;
import org.microwish.privacy.crypto.SealingKey;
import org.microwish.problem.ProblemType;

/**
 * Seals the keys of evidence files, and opens the files. Each file is encrypted with its own key,
 * which is sealed under the data key of its aggregate.
 */
@ApplicationScoped
public class EvidenceFiles {

  /**
   * Part of the context to which the sealed key of a file is bound; the id of the evidence follows
   * it.
   */
  private static final String PLACE = "evidence";

  private final Aggregates aggregates;
  private final SealedEvidence files;
  private final Vault vault;
  private final Transactions transactions;
  private final EntityManager entities;

  EvidenceFiles(
      Aggregates aggregates,
      SealedEvidence files,
      Vault vault,
      Transactions transactions,
      EntityManager entities) {
    this.aggregates = aggregates;
    this.files = files;
    this.vault = vault;
    this.transactions = transactions;
    this.entities = entities;
  }

  /**
   * A piece of evidence and the key of its file.
   *
   * @param key the key that decrypts the file
   */
  public record Legible(Evidence evidence, SealingKey key) {}

  /**
   * Seals the key of a file and stores it in the evidence's columns. The id of the evidence must
   * already be set.
   */
  public void seal(Evidence evidence, Aggregate of, SealingKey fileKey) {
    SubjectKey key = vault.key(of.subject());
    evidence.keyId = key.id();
    evidence.fileKey = key.wrap(fileKey, PLACE, Id.text(evidence.id));
  }

  /**
   * Returns the evidence with the key of its file; empty once the aggregate's data key has been
   * erased. Requires a running transaction.
   */
  public Optional<Legible> legible(Evidence evidence) {
    return aggregateOf(evidence)
        .flatMap(of -> vault.key(of.subject(), evidence.keyId))
        .map(key -> key.unwrap(evidence.fileKey, PLACE, Id.text(evidence.id)))
        .map(key -> new Legible(evidence, key));
  }

  /**
   * Returns evidence for a request with a signed URL. Throws NOT_FOUND if the evidence does not
   * exist, or if its aggregate is under a legal hold or erased.
   */
  public Legible find(long id) {
    return transactions.call(
        () ->
            Optional.ofNullable(entities.find(Evidence.class, id))
                .filter(found -> aggregateOf(found).filter(Aggregate::isUsable).isPresent())
                .flatMap(this::legible)
                .orElseThrow(ProblemType.NOT_FOUND::exception));
  }

  private Optional<Aggregate> aggregateOf(Evidence evidence) {
    return aggregates.find(evidence.aggregateType, evidence.aggregateId);
  }

  /** Returns a stream of the decrypted file. Callers must close the stream. */
  public InputStream open(Legible legible) {
    Evidence evidence = legible.evidence();
    return open(legible, evidence.smallBytes + evidence.largeBytes);
  }

  /** Returns a thumbnail of an image; throws NOT_FOUND if the image has none. */
  public byte[] thumbnail(Legible legible, ImageSize size) {
    Evidence evidence = legible.evidence();
    boolean small = size == ImageSize.SMALL;
    int length = small ? evidence.smallBytes : evidence.largeBytes;
    if (length == 0) {
      throw ProblemType.NOT_FOUND.exception();
    }
    try (InputStream file = open(legible, small ? 0 : evidence.smallBytes)) {
      return file.readNBytes(length);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private InputStream open(Legible legible, int from) {
    try {
      InputStream file = files.open(legible.evidence().id, legible.key());
      try {
        file.skipNBytes(from);
        return file;
      } catch (IOException | RuntimeException broken) {
        file.close();
        throw broken;
      }
    } catch (NoSuchFileException erasedJustNow) {
      throw ProblemType.NOT_FOUND.exception();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
