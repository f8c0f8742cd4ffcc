package org.microwish.wish;

import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.microwish.evidence.EvidenceConfig;
import org.microwish.evidence.EvidenceStore;
import org.microwish.lifecycle.attachment.Attachments;
import org.microwish.platform.sql.DatabaseClock;
import org.microwish.platform.sql.Transactions;
import org.microwish.privacy.Vault;

/**
 * Deletes files that were stored but never recorded, because the command was refused, the client
 * disconnected or the instance crashed. Also deletes files of erased wishes that an instance could
 * not delete before it crashed. Several instances may sweep at the same time; a deleted file is
 * counted by one of them only.
 */
@ApplicationScoped
public class EvidenceSweep {

  private static final Logger LOG = Logger.getLogger(EvidenceSweep.class);

  /** Maximum number of ids per statement. */
  private static final int BATCH = 500;

  private final Attachments attachments;
  private final EvidenceStore files;
  private final EvidenceConfig config;
  private final Transactions transactions;
  private final DatabaseClock clock;
  private final Vault vault;

  EvidenceSweep(
      Attachments attachments,
      EvidenceStore files,
      EvidenceConfig config,
      Transactions transactions,
      DatabaseClock clock,
      Vault vault) {
    this.attachments = attachments;
    this.files = files;
    this.config = config;
    this.transactions = transactions;
    this.clock = clock;
    this.vault = vault;
  }

  @Scheduled(
      identity = "evidence-sweep",
      every = "1h",
      delayed = "5m",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void sweepOnSchedule() {
    Swept swept = sweep();
    if (swept.orphans() > 0 || swept.unfinished() > 0) {
      LOG.infof(
          "Deleted %d unreferenced and %d unfinished evidence files",
          swept.orphans(), swept.unfinished());
    }
  }

  /**
   * The result of a sweep.
   *
   * @param orphans number of deleted files without a row or of an erased wish
   * @param unfinished number of deleted partial files of interrupted writes
   */
  public record Swept(int orphans, int unfinished) {}

  /**
   * Deletes the unneeded and the unfinished files that are older than the configured age, by the
   * database's clock.
   */
  public Swept sweep() {
    Instant before = transactions.call(clock::now).minus(config.orphansAfter());
    Orphans orphans = new Orphans();
    try {
      files.storedBefore(before, orphans::look);
      orphans.deleteThose();
      return new Swept(orphans.deleted, files.discardUnfinished(before));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /** Returns those of the ids that have an evidence row whose key still exists. */
  private Set<Long> needed(List<Long> ids) {
    List<Attachments.Keyed> keys = attachments.keys(ids);
    Set<Long> living = vault.living(keys.stream().map(Attachments.Keyed::keyId).toList());
    return keys.stream()
        .filter(row -> living.contains(row.keyId()))
        .map(Attachments.Keyed::id)
        .collect(Collectors.toSet());
  }

  /** Looks up the stored files in batches, and deletes those that are not needed. */
  private final class Orphans {
    private final List<Long> seen = new ArrayList<>(BATCH);
    private int deleted;

    void look(long id) {
      seen.add(id);
      if (seen.size() == BATCH) {
        deleteThose();
      }
    }

    void deleteThose() {
      Set<Long> needed = seen.isEmpty() ? Set.of() : transactions.call(() -> needed(seen));
      try {
        for (Long id : seen) {
          if (!needed.contains(id) && files.delete(id)) {
            deleted++;
          }
        }
      } catch (IOException broken) {
        throw new UncheckedIOException(broken);
      }
      seen.clear();
    }
  }
}
