package org.microwish.wish;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;
import org.microwish.platform.Id;
import org.microwish.platform.Transactions;
import org.microwish.privacy.ClearElsewhere;
import org.microwish.privacy.Subject;
import org.microwish.privacy.SubjectKey;
import org.microwish.privacy.Vault;
import org.microwish.privacy.VaultConfig;
import org.microwish.privacy.crypto.SealingKey;
import org.microwish.wish.evidence.SealedEvidence;

/**
 * Seals files of evidence that lie in clear. First the row gets the file's key, then the file is
 * sealed under it; where a crash comes between the two, the next run finds the file in clear and
 * its key in the row.
 */
@ApplicationScoped
class SealEvidence implements ClearElsewhere {

  private static final int BATCH = 100;

  private final Evidences evidences;
  private final SealedEvidence files;
  private final Vault vault;
  private final VaultConfig config;
  private final Transactions transactions;
  private final EntityManager entities;

  SealEvidence(
      Evidences evidences,
      SealedEvidence files,
      Vault vault,
      VaultConfig config,
      Transactions transactions,
      EntityManager entities) {
    this.evidences = evidences;
    this.files = files;
    this.vault = vault;
    this.config = config;
    this.transactions = transactions;
    this.entities = entities;
  }

  @Override
  public long seal() {
    long sealed = 0;
    long after = 0;
    while (true) {
      long from = after;
      List<Evidence> rows =
          transactions.call(
              () -> evidences.find("id > ?1 order by id", from).page(0, BATCH).list());
      if (rows.isEmpty()) {
        return sealed;
      }
      for (Evidence row : rows) {
        sealed += seal(row) ? 1 : 0;
      }
      after = rows.getLast().id;
    }
  }

  private boolean seal(Evidence row) {
    try {
      if (!files.isClear(row.id)) {
        return false;
      }
      Optional<SealingKey> key = transactions.call(() -> key(row));
      if (key.isEmpty()) {
        return false;
      }
      files.seal(row.id, key.get());
      return true;
    } catch (NoSuchFileException erased) {
      return false;
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /** The file's key, put into its row if it is not there; none once the wish is erased. */
  private Optional<SealingKey> key(Evidence row) {
    Subject wish = Subject.wish(row.wishId);
    String place = Id.text(row.id);
    SubjectKey own = vault.key(wish);
    entities
        .createQuery(
            "update Evidence e set e.keyId = ?2, e.fileKey = ?3"
                + " where e.id = ?1 and e.keyId is null")
        .setParameter(1, row.id)
        .setParameter(2, own.id())
        .setParameter(3, own.wrap(SealingKey.random(config.suite()), EvidenceService.PLACE, place))
        .executeUpdate();
    // A rival may have been faster; what stands in the row counts.
    Evidence now = evidences.findById(row.id);
    return vault
        .key(wish, now.keyId)
        .map(key -> key.unwrap(now.fileKey, EvidenceService.PLACE, place));
  }
}
