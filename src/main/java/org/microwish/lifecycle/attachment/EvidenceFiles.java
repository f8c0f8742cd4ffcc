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

/** The bytes of evidence. Each file has a key of its own, which its aggregate's data key seals. */
@ApplicationScoped
public class EvidenceFiles {

  /** Where a file's key lies, in front of the evidence's id. */
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
   * A piece of evidence whose bytes may be read.
   *
   * @param key opens the file
   */
  public record Legible(Evidence evidence, SealingKey key) {}

  /** Seals a file's key into the row of its evidence, which has its id. */
  public void seal(Evidence evidence, Aggregate of, SealingKey fileKey) {
    SubjectKey key = vault.key(of.subject());
    evidence.keyId = key.id();
    evidence.fileKey = key.wrap(fileKey, PLACE, Id.text(evidence.id));
  }

  /** What opens a piece of evidence; nothing once it is erased. Assumes a running transaction. */
  public Optional<Legible> legible(Evidence evidence) {
    return aggregateOf(evidence)
        .flatMap(of -> vault.key(of.subject(), evidence.keyId))
        .map(key -> key.unwrap(evidence.fileKey, PLACE, Id.text(evidence.id)))
        .map(key -> new Legible(evidence, key));
  }

  /** A piece of evidence for whoever has a signed address of it, or NOT_FOUND. */
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
}
