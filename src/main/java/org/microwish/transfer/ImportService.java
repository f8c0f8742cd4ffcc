package org.microwish.transfer;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.EntityManager;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntSupplier;
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
import org.microwish.problem.Failures;
import org.microwish.problem.FieldError;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;

/**
 * Stores files and imports their rows, one chunk per transaction. The transaction that imports rows
 * also updates the job's progress, under a lock on the job. So a crash neither loses nor repeats
 * rows, even if two instances work on the same job; the lease only avoids duplicate work.
 */
@ApplicationScoped
public class ImportService {

  private static final Logger LOG = Logger.getLogger(ImportService.class);

  /**
   * How long a lease lasts, counted from the last chunk; then another instance may take over the
   * job.
   */
  private static final Duration LEASE = Duration.ofSeconds(15);

  /** Number of bytes per stored part, well below the packet limit of any database server. */
  private static final int PART_BYTES = 256 * 1024;

  /** The context with which a part is encrypted, together with the part's number. */
  private static final String SEALED_AS = "part";

  /** CDI event: a job is stored in the current transaction. */
  record Stored() {}

  private final EntityManager entities;
  private final ImportQueries queries;
  private final Transactions transactions;
  private final DatabaseClock clock;
  private final Importer importer;
  private final Vault vault;
  private final Ids ids;
  private final Time time;
  private final Event<Stored> stored;

  ImportService(
      EntityManager entities,
      ImportQueries queries,
      Transactions transactions,
      DatabaseClock clock,
      Importer importer,
      Vault vault,
      Ids ids,
      Time time,
      Event<Stored> stored) {
    this.entities = entities;
    this.queries = queries;
    this.transactions = transactions;
    this.clock = clock;
    this.importer = importer;
    this.vault = vault;
    this.ids = ids;
    this.time = time;
    this.stored = stored;
  }

  /**
   * Stores a file and a job to import it, in the running transaction; {@link #work} imports the
   * rows.
   */
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
    // The lease is over at once, whatever the database's clock shows, so that any instance may
    // begin.
    job.leaseUntil = Instant.EPOCH;
    job.createdAt = now;
    entities.persist(job);
    store(job, content);
    stored.fire(new Stored());
    return job;
  }

  private void store(ImportJob job, byte[] content) {
    SubjectKey key = vault.key(Subject.importJob(job.id));
    for (int number = 0; number * PART_BYTES < content.length; number++) {
      int end = Math.min(content.length, (number + 1) * PART_BYTES);
      ImportPart part = new ImportPart();
      part.key = new ImportPart.Key(job.id, number);
      part.content =
          key.seal(Arrays.copyOfRange(content, number * PART_BYTES, end), SEALED_AS, number);
      part.keyId = key.id();
      entities.persist(part);
    }
  }

  private byte[] content(long jobId) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (ImportPart part : queries.parts(jobId)) {
      SubjectKey key = vault.key(Subject.importJob(jobId), part.keyId).orElseThrow();
      content.writeBytes(key.open(part.content, SEALED_AS, part.key.part()));
    }
    return content.toByteArray();
  }

  /** Reads the job with that id; throws NOT_FOUND unless the caller's account created it. */
  public ImportJob require(Caller caller, long id) {
    ImportJob job = entities.find(ImportJob.class, id);
    if (job == null || !job.account.equals(caller.account())) {
      throw ProblemType.NOT_FOUND.exception();
    }
    return job;
  }

  /**
   * Reads at most {@code limit} errors of a job that follow the error (afterRow, afterSeq), sorted
   * by row and seq.
   *
   * @param similar whether to read the rows that may be duplicates instead of the errors
   */
  public List<RowFault> faults(
      ImportJob job, int afterRow, int afterSeq, boolean similar, int limit) {
    return queries.errors(job.id, afterRow, afterSeq, similar ? 1 : 0, limit);
  }

  /**
   * Leases one unfinished job without a valid lease, and imports its remaining rows.
   *
   * @return whether there was such a job
   */
  public boolean work() {
    Long id = transactions.call(this::lease);
    if (id == null) {
      return false;
    }
    ImportJob job = transactions.call(() -> entities.find(ImportJob.class, id));
    byte[] content = transactions.call(() -> content(id));
    List<Row> rows = RowReader.read(job.kind, job.format, content);
    try {
      for (int done = job.rowsDone; done < rows.size(); done += job.kind.chunk()) {
        importChunk(job, rows.subList(done, Math.min(rows.size(), done + job.kind.chunk())));
      }
    } catch (Overtaken rival) {
      return true;
    }
    transactions.run(() -> finish(id));
    return true;
  }

  private Long lease() {
    Instant now = clock.now();
    return queries.waiting(ImportJob.State.RUNNING, now).stream()
        .filter(id -> queries.lease(id, ImportJob.State.RUNNING, now, now.plus(LEASE)) == 1)
        .findFirst()
        .orElse(null);
  }

  /** Thrown if another instance has already processed the rows. */
  private static final class Overtaken extends RuntimeException {
    Overtaken() {
      super("overtaken", null, false, false);
    }
  }

  /**
   * Imports rows in one transaction; if a row is refused, imports them one by one and stores the
   * errors of refused rows. A dry run rolls back the imported rows, but stores progress and errors.
   */
  private void importChunk(ImportJob job, List<Row> rows) {
    try {
      if (job.dryRun) {
        int imported = rolledBack(() -> importer.importAll(job, rows));
        transactions.run(
            () -> {
              lock(job, rows);
              advance(job, rows.size(), imported, 0);
              pointOut(job, rows);
            });
      } else {
        transactions.run(
            () -> {
              lock(job, rows);
              advance(job, rows.size(), importer.importAll(job, rows), 0);
              pointOut(job, rows);
            });
      }
    } catch (Overtaken rival) {
      throw rival;
    } catch (RuntimeException thrown) {
      ProblemException problem = Failures.toProblem(thrown);
      if (problem.type() == ProblemType.BUSY
          || problem.type() == ProblemType.DATABASE_UNAVAILABLE) {
        // The rows are not the cause. The job continues when its lease has expired.
        throw thrown;
      }
      if (rows.size() > 1) {
        rows.forEach(row -> importChunk(job, List.of(row)));
        return;
      }
      if (problem.type() == ProblemType.INTERNAL_ERROR) {
        LOG.errorf(thrown, "Row %d of import %d failed", rows.getFirst().number(), job.id);
      }
      transactions.run(
          () -> {
            lock(job, rows);
            refuse(job, rows.getFirst(), problem);
          });
    }
  }

  /** Thrown to roll back the transaction of a dry run. */
  private static final class RolledBack extends RuntimeException {
    private final int imported;

    RolledBack(int imported) {
      super("rolled back", null, false, false);
      this.imported = imported;
    }
  }

  /** Runs the work in a transaction, rolls it back, and returns the number of rows it imported. */
  private int rolledBack(IntSupplier work) {
    try {
      transactions.run(
          () -> {
            int imported = work.getAsInt();
            entities.flush();
            throw new RolledBack(imported);
          });
      throw new IllegalStateException("a dry run was committed");
    } catch (RolledBack done) {
      return done.imported;
    }
  }

  /**
   * Locks the job if these rows are the next ones to process; otherwise throws {@link Overtaken}.
   */
  private void lock(ImportJob job, List<Row> rows) {
    int rowsDone = rows.getFirst().number() - 1;
    if (queries.lock(job.id, rowsDone, clock.now().plus(LEASE)) == 0) {
      throw new Overtaken();
    }
  }

  private void advance(ImportJob job, int rows, int imported, int failed) {
    // Reads the job again, because a service may have cleared the session and detached it.
    ImportJob stored = entities.find(ImportJob.class, job.id);
    stored.rowsDone += rows;
    stored.rowsImported += imported;
    stored.rowsKnown += rows - imported - failed;
    stored.rowsFailed += failed;
  }

  /** Lists the rows that look like wishes which are already there; they are imported anyway. */
  private void pointOut(ImportJob job, List<Row> rows) {
    for (Row row : rows) {
      if (job.similar.contains(row.number())) {
        add(job, row, 0, null, ImportError.POSSIBLE_DUPLICATE);
        entities.find(ImportJob.class, job.id).rowsSimilar++;
      }
    }
  }

  private void refuse(ImportJob job, Row row, ProblemException problem) {
    advance(job, 1, 0, 1);
    int seq = 0;
    for (FieldError error : problem.errors()) {
      add(job, row, seq++, job.kind.column(error.name()), error.fault().name());
    }
    if (seq == 0) {
      add(job, row, seq, null, problem.type().name());
    }
  }

  private void add(ImportJob job, Row row, int seq, String column, String code) {
    ImportError error = new ImportError();
    error.key = new ImportError.Key(job.id, row.number(), seq);
    error.columnName = column;
    error.code = code;
    entities.persist(error);
  }

  private void finish(long id) {
    ImportJob job = entities.find(ImportJob.class, id);
    job.state = ImportJob.State.COMPLETED;
    job.finishedAt = time.now();
    vault.erase(Subject.importJob(id));
    LOG.infof(
        "Import %d of %s: %d rows, %d new, %d known, %d refused%s",
        id,
        job.kind,
        job.rowsTotal,
        job.rowsImported,
        job.rowsKnown,
        job.rowsFailed,
        job.dryRun ? " (dry run)" : "");
  }
}
