package org.microwish.lifecycle.attachment;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
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
 * Seals and reads evidence files. Each file has its own key, which is sealed under its aggregate's
 * data key.
 */
@ApplicationScoped
public class EvidenceFiles {

  /** Context prefix for sealing a file's key; the evidence's id follows. */
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
   * A piece of evidence and the key that decrypts its file.
   *
   * @param key decrypts the file
   */
  public record Legible(Evidence evidence, SealingKey key) {}

  /** Seals a file's key into the evidence row. The row's id must already be set. */
  public void seal(Evidence evidence, Aggregate of, SealingKey fileKey) {
    SubjectKey key = vault.key(of.subject());
    evidence.keyId = key.id();
    evidence.fileKey = key.wrap(fileKey, PLACE, Id.text(evidence.id));
  }

  /** The evidence with its file's key; empty once it is erased. Requires a running transaction. */
  public Optional<Legible> legible(Evidence evidence) {
    return aggregateOf(evidence)
        .flatMap(of -> vault.key(of.subject(), evidence.keyId))
        .map(key -> key.unwrap(evidence.fileKey, PLACE, Id.text(evidence.id)))
        .map(key -> new Legible(evidence, key));
  }

  /**
   * Evidence for a caller with a signed URL; throws NOT_FOUND if it does not exist or its aggregate
   * is held or erased.
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

  /** Opens the decrypted bytes. Callers must close the stream. */
  public InputStream open(Legible legible) {
    try {
      return files.open(legible.evidence().id, legible.key());
    } catch (NoSuchFileException erasedJustNow) {
      throw ProblemType.NOT_FOUND.exception();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
