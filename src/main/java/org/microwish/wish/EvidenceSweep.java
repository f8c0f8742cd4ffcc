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
 * Deletes files that were stored and never put on record: the command was refused, the phone went
 * away, the instance died between the two. Deletes those of erased wishes, too, where an instance
 * died before it could. Any number of instances may sweep at once, because of rivals only one is
 * told that it deleted a file.
 */
@ApplicationScoped
public class EvidenceSweep {

  private static final Logger LOG = Logger.getLogger(EvidenceSweep.class);

  /** Ids asked for in one statement. */
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
          "deleted %d evidence files without a row and %d unfinished ones",
          swept.orphans(), swept.unfinished());
    }
  }

  /**
   * What a sweep deleted.
   *
   * @param orphans files without a row, or of an erased wish
   * @param unfinished what interrupted writes left behind
   */
  public record Swept(int orphans, int unfinished) {}

  /** Deletes what is older than configured by the database's clock. */
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

  /** Those with a row whose key is still there. */
  private Set<Long> needed(List<Long> ids) {
    List<Attachments.Keyed> keys = attachments.keys(ids);
    Set<Long> living = vault.living(keys.stream().map(Attachments.Keyed::keyId).toList());
    return keys.stream()
        .filter(row -> living.contains(row.keyId()))
        .map(Attachments.Keyed::id)
        .collect(Collectors.toSet());
  }

  /** The files of one sweep, looked up in batches. */
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
