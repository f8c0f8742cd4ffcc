package org.microwish.transfer;

import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jboss.logging.Logger;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.platform.Ids;
import org.microwish.platform.Time;
import org.microwish.platform.sql.DatabaseClock;
import org.microwish.platform.sql.Transactions;
import org.microwish.privacy.Subject;
import org.microwish.privacy.SubjectKey;
import org.microwish.privacy.Vault;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;

/**
 * Takes files in and works them off. A job's progress moves by compare-and-set in the transaction
 * of the rows it stands for, so a crash loses no row and repeats none, and a second instance can do
 * no harm; the lease only saves work.
 */
@ApplicationScoped
public class ImportService {

  private static final Logger LOG = Logger.getLogger(ImportService.class);

  /** How long an instance has a job to itself after each step; a dead one is replaced then. */
  private static final Duration LEASE = Duration.ofSeconds(15);

  /** Bytes of one stored part; well below any server's packet limit. */
  private static final int PART = 256 * 1024;

  /** Where a part lies, in front of its number. */
  private static final String PLACE = "part";

  private final EntityManager entities;
  private final Transactions transactions;
  private final DatabaseClock clock;
  private final Importer importer;
  private final Vault vault;
  private final Ids ids;
  private final Time time;

  ImportService(
      EntityManager entities,
      Transactions transactions,
      DatabaseClock clock,
      Importer importer,
      Vault vault,
      Ids ids,
      Time time) {
    this.entities = entities;
    this.transactions = transactions;
    this.clock = clock;
    this.importer = importer;
    this.vault = vault;
    this.ids = ids;
    this.time = time;
  }

  /** Stores a file as a job, in the running transaction; {@link #work} does it. */
  public ImportJob begin(
      Caller caller, ImportKind kind, ImportFormat format, boolean dryRun, byte[] content) {
    if (!kind.roles().contains(caller.role())) {
      throw Caller.forbidden();
    }
    Instant now = time.now();
    ImportJob job = new ImportJob();
    job.id = ids.next();
    job.kind = kind;
    job.format = format;
    job.dryRun = dryRun;
    job.state = ImportJob.State.RUNNING;
    job.scope =
        caller.role() == Role.PARTNER
            ? "partner:" + caller.account()
            : "division:" + caller.divisionPath();
    job.account = caller.account();
    job.role = caller.role();
    job.divisionPath = caller.divisionPath();
    job.rowsTotal = RowReader.read(kind, format, content).size();
    job.leaseUntil = now;
    job.createdAt = now;
    entities.persist(job);
    entities.flush();
    SubjectKey key = vault.key(Subject.importJob(job.id));
    for (int part = 0; part * PART < content.length; part++) {
      byte[] bytes =
          Arrays.copyOfRange(content, part * PART, Math.min(content.length, (part + 1) * PART));
      entities
          .createNativeQuery(
              "INSERT INTO vault_import (job_id, part, content, key_id) VALUES (?1, ?2, ?3, ?4)")
          .setParameter(1, job.id)
          .setParameter(2, part)
          .setParameter(3, key.seal(bytes, PLACE, part))
          .setParameter(4, key.id())
          .executeUpdate();
    }
    return job;
  }

  /** The caller's job with that id, or NOT_FOUND. */
  public ImportJob require(Caller caller, long id) {
    ImportJob job = entities.find(ImportJob.class, id);
    if (job == null || !job.account.equals(caller.account())) {
      throw ProblemType.NOT_FOUND.exception();
    }
    return job;
  }

  /** What was wrong with its rows, in their order, after that row. */
  public List<RowFault> faults(ImportJob job, int afterRow, int afterSeq, int limit) {
    @SuppressWarnings("unchecked")
    List<Object[]> rows =
        entities
            .createNativeQuery(
                "SELECT row_number_, seq, column_name, code FROM import_error WHERE job_id = ?1"
                    + " AND (row_number_ > ?2 OR row_number_ = ?2 AND seq > ?3)"
                    + " ORDER BY row_number_, seq LIMIT ?4")
            .setParameter(1, job.id)
            .setParameter(2, afterRow)
            .setParameter(3, afterSeq)
            .setParameter(4, limit)
            .getResultList();
    return rows.stream()
        .map(
            row ->
                new RowFault(
                    ((Number) row[0]).intValue(),
                    ((Number) row[1]).intValue(),
                    (String) row[2],
                    (String) row[3]))
        .toList();
  }

  @Scheduled(
      every = "${microwish.imports.every:1s}",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void onSchedule() {
    try {
      while (work()) {
        LOG.debug("an import is done");
      }
    } catch (RuntimeException unreachable) {
      LOG.warnf("Imports wait: %s", unreachable.getMessage());
    }
  }

  /**
   * Works off one job that nobody is working on.
   *
   * @return whether there was one
   */
  public boolean work() {
    Long id = transactions.call(this::lease);
    if (id == null) {
      return false;
    }
    ImportJob job = transactions.call(() -> entities.find(ImportJob.class, id));
    byte[] content = transactions.call(() -> content(id));
    List<Row> rows = RowReader.read(job.kind, job.format, content);
    while (job.rowsDone < rows.size()) {
      int end = Math.min(rows.size(), job.rowsDone + job.kind.chunk());
      if (!step(job, rows.subList(job.rowsDone, end))) {
        return true;
      }
    }
    transactions.run(() -> finish(job));
    LOG.infof(
        "Import %d of %s: %d rows, %d new, %d known, %d refused%s",
        job.id,
        job.kind,
        job.rowsTotal,
        job.rowsImported,
        job.rowsKnown,
        job.rowsFailed,
        job.dryRun ? " (dry run)" : "");
    return true;
  }

  private Long lease() {
    Instant now = clock.now();
    List<Long> waiting =
        entities
            .createQuery(
                "select j.id from ImportJob j where j.state = ?1 and j.leaseUntil <= ?2"
                    + " order by j.id",
                Long.class)
            .setParameter(1, ImportJob.State.RUNNING)
            .setParameter(2, now)
            .setMaxResults(1)
            .getResultList();
    if (waiting.isEmpty()) {
      return null;
    }
    int taken =
        entities
            .createNativeQuery(
                "UPDATE import_job SET lease_until = ?2"
                    + " WHERE id = ?1 AND state = 'RUNNING' AND lease_until <= ?3")
            .setParameter(1, waiting.getFirst())
            .setParameter(2, now.plus(LEASE))
            .setParameter(3, now)
            .executeUpdate();
    return taken == 1 ? waiting.getFirst() : null;
  }

  private byte[] content(long id) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    @SuppressWarnings("unchecked")
    List<Object[]> parts =
        entities
            .createNativeQuery(
                "SELECT part, content, key_id FROM vault_import WHERE job_id = ?1 ORDER BY part")
            .setParameter(1, id)
            .getResultList();
    SubjectKey key = null;
    for (Object[] part : parts) {
      if (key == null) {
        key = vault.key(Subject.importJob(id), ((Number) part[2]).longValue()).orElseThrow();
      }
      content.writeBytes(key.open((byte[]) part[1], PLACE, part[0]));
    }
    return content.toByteArray();
  }

  /** Ends a dry run's transaction: it has done all the work, and none of it must stay. */
  private static final class DryRun extends RuntimeException {
    private final transient Importer.Outcome outcome;

    DryRun(Importer.Outcome outcome) {
      super("dry run", null, false, false);
      this.outcome = outcome;
    }
  }

  /** Another instance has moved the job on: what was just done is its work, and rolls back. */
  private static final class Overtaken extends RuntimeException {
    Overtaken() {
      super("overtaken", null, false, false);
    }
  }

  /** One chunk; where it fails as a whole, row by row. False when another instance has the job. */
  private boolean step(ImportJob job, List<Row> rows) {
    try {
      return attempt(job, rows);
    } catch (Importer.Refused refused) {
      if (rows.size() == 1) {
        return skip(job, refused.faults);
      }
    } catch (Overtaken rival) {
      return false;
    } catch (RuntimeException thrown) {
      if (thrown instanceof ProblemException || Transactions.isConnectionLost(thrown)) {
        throw thrown;
      }
      if (rows.size() == 1) {
        // A row that we cannot digest must not stand in the way of those behind it for ever.
        LOG.errorf(thrown, "Row %d of import %d", rows.getFirst().number(), job.id);
        return skip(
            job,
            List.of(
                new RowFault(
                    rows.getFirst().number(), 0, null, ProblemType.INTERNAL_ERROR.name())));
      }
    }
    for (Row row : rows) {
      if (!step(job, List.of(row))) {
        return false;
      }
    }
    return true;
  }

  private boolean attempt(ImportJob job, List<Row> rows) {
    if (!job.dryRun) {
      return transactions.call(() -> advance(job, rows.size(), importer.importAll(job, rows)));
    }
    try {
      transactions.run(
          () -> {
            Importer.Outcome found = importer.importAll(job, rows);
            entities.flush();
            throw new DryRun(found);
          });
      throw new IllegalStateException("a dry run was committed");
    } catch (DryRun done) {
      return transactions.call(() -> advance(job, rows.size(), done.outcome));
    }
  }

  private boolean skip(ImportJob job, List<RowFault> faults) {
    return transactions.call(() -> advance(job, 1, new Importer.Outcome(0, 0, faults)));
  }

  /** Moves the job on, in the transaction of what was done. */
  private boolean advance(ImportJob job, int rows, Importer.Outcome outcome) {
    int failed = outcome.faults().isEmpty() ? 0 : 1;
    int moved =
        entities
            .createNativeQuery(
                "UPDATE import_job SET rows_done = rows_done + ?3,"
                    + " rows_imported = rows_imported + ?4, rows_known = rows_known + ?5,"
                    + " rows_failed = rows_failed + ?6, lease_until = ?7"
                    + " WHERE id = ?1 AND rows_done = ?2 AND state = 'RUNNING'")
            .setParameter(1, job.id)
            .setParameter(2, job.rowsDone)
            .setParameter(3, rows)
            .setParameter(4, outcome.imported())
            .setParameter(5, outcome.known())
            .setParameter(6, failed)
            .setParameter(7, clock.now().plus(LEASE))
            .executeUpdate();
    if (moved != 1) {
      throw new Overtaken();
    }
    int seq = 0;
    for (RowFault fault : new ArrayList<>(outcome.faults())) {
      entities
          .createNativeQuery(
              "INSERT INTO import_error (job_id, row_number_, seq, column_name, code)"
                  + " VALUES (?1, ?2, ?3, ?4, ?5)")
          .setParameter(1, job.id)
          .setParameter(2, fault.row())
          .setParameter(3, seq++)
          .setParameter(4, fault.column())
          .setParameter(5, fault.code())
          .executeUpdate();
    }
    job.rowsDone += rows;
    job.rowsImported += outcome.imported();
    job.rowsKnown += outcome.known();
    job.rowsFailed += failed;
    return true;
  }

  private void finish(ImportJob job) {
    entities
        .createNativeQuery(
            "UPDATE import_job SET state = 'COMPLETED', finished_at = ?2 WHERE id = ?1")
        .setParameter(1, job.id)
        .setParameter(2, time.now())
        .executeUpdate();
    vault.erase(Subject.importJob(job.id));
  }
}
