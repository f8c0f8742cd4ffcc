package org.microwish.transfer;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.EntityManager;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.microwish.caller.Caller;
import org.microwish.caller.CurrentCaller;
import org.microwish.caller.Role;
import org.microwish.caller.Scope;
import org.microwish.login.account.Account;
import org.microwish.login.account.AccountState;
import org.microwish.login.account.Accounts;
import org.microwish.login.client.Clients;
import org.microwish.login.staff.Staff;
import org.microwish.login.staff.Staff.RecordedStaff;
import org.microwish.platform.Id;
import org.microwish.platform.Ids;
import org.microwish.platform.Time;
import org.microwish.platform.http.Page;
import org.microwish.platform.http.PageQuery;
import org.microwish.platform.http.SecurityEvent;
import org.microwish.platform.http.SecurityLog;
import org.microwish.platform.sql.Bulk;
import org.microwish.platform.sql.DatabaseClock;
import org.microwish.platform.sql.Listing;
import org.microwish.platform.sql.Rows;
import org.microwish.platform.sql.Transactions;
import org.microwish.privacy.Subject;
import org.microwish.privacy.SubjectKey;
import org.microwish.privacy.Vault;
import org.microwish.problem.Failures;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;
import org.microwish.transfer.Importer.Outcome;
import org.microwish.transfer.PastRecorder.RowRefusedException;

/**
 * Stores files and imports their rows, one chunk per transaction. The transaction that imports rows
 * also updates the job's progress, under a lock on the job. So a crash neither loses nor repeats
 * rows, even if two instances work on the same job; the lease only avoids duplicate work. Longer
 * than 400 lines because all steps of a job share its row lock.
 */
@ApplicationScoped
public class ImportService {

  private static final Logger LOG = Logger.getLogger(ImportService.class);

  /**
   * How long a lease lasts, counted from the last chunk; then another instance may take over the
   * job.
   */
  private static final Duration LEASE = Duration.ofSeconds(15);

  /** Maximum time that an upload waits for its turn while other uploads are read. */
  private static final Duration READING = Duration.ofSeconds(5);

  /** Number of bytes per stored part, well below the packet limit of any database server. */
  private static final int PART_BYTES = 256 * 1024;

  /** Number of ids per statement. */
  private static final int IDS = 1_000;

  /** The context with which a part is encrypted, together with the part's number. */
  private static final String SEALED_AS = "part";

  /** CDI event: a job is stored in the current transaction. */
  record Stored() {}

  private final EntityManager entities;
  private final ImportQueries queries;
  private final Transactions transactions;
  private final DatabaseClock clock;
  private final Importer importer;
  private final Staff staff;
  private final Accounts accounts;
  private final Clients clients;
  private final CurrentCaller current;
  private final Bulk bulk;
  private final SecurityLog security;
  private final Vault vault;
  private final Ids ids;
  private final Time time;
  private final Event<Stored> stored;
  private final Semaphore reading = new Semaphore(1, true);

  ImportService(
      EntityManager entities,
      ImportQueries queries,
      Transactions transactions,
      DatabaseClock clock,
      Importer importer,
      Staff staff,
      Accounts accounts,
      Clients clients,
      CurrentCaller current,
      Bulk bulk,
      SecurityLog security,
      Vault vault,
      Ids ids,
      Time time,
      Event<Stored> stored) {
    this.entities = entities;
    this.queries = queries;
    this.transactions = transactions;
    this.clock = clock;
    this.importer = importer;
    this.staff = staff;
    this.accounts = accounts;
    this.clients = clients;
    this.current = current;
    this.bulk = bulk;
    this.security = security;
    this.vault = vault;
    this.ids = ids;
    this.time = time;
    this.stored = stored;
  }

  /**
   * Returns the number of rows of a file. Must run outside of transactions, because reading a large
   * workbook takes seconds; files are read one after the other, because each may need hundreds of
   * megabytes.
   *
   * @throws ProblemException if the caller's role does not import this kind, the file is malformed,
   *     or other files are being read for longer than {@link #READING}
   */
  int count(Caller caller, ImportKind kind, ImportFormat format, byte[] content) {
    if (!kind.roles().contains(caller.role())
        || (caller.is(Role.PARTNER) && !holds(kind.scopes()))) {
      throw Caller.forbidden();
    }
    boolean taken = false;
    try {
      taken = reading.tryAcquire(READING.toMillis(), TimeUnit.MILLISECONDS);
      if (!taken) {
        throw ProblemType.BUSY.exception().retryAfter(READING);
      }
      return RowReader.read(kind, format, content).size();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw ProblemType.BUSY.exception().retryAfter(READING);
    } finally {
      if (taken) {
        reading.release();
      }
    }
  }

  /** Returns true if the request's token has these scopes. A token without scopes has IMPORTS. */
  private boolean holds(Set<Scope> wanted) {
    return current.scopes().orElse(Set.of(Scope.IMPORTS)).containsAll(wanted);
  }

  /**
   * Stores a file and a job to import it, in the running transaction; {@link #work} imports the
   * rows.
   *
   * @param rows the number of the file's rows
   * @param division the path of the division whose external keys the file uses; null for the
   *     caller's
   */
  ImportJob begin(
      Caller caller,
      ImportKind kind,
      ImportFormat format,
      boolean dryRun,
      String division,
      byte[] content,
      int rows) {
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
            : ImportJob.scopeOf(division == null ? caller.divisionPath() : division);
    job.account = caller.account();
    job.role = caller.role();
    job.divisionPath = caller.divisionPath();
    job.rowsTotal = rows;
    // Create the job with an expired lease, whatever the database's clock shows, so that any
    // instance may begin at once.
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

  /** Lists the caller's imports, the newest first. */
  Page<ImportJob> list(Caller caller, ImportKind kind, ImportJob.State state, PageQuery page) {
    return new Listing<>(ImportJob.class, "from ImportJob")
        .only("account = :own", "own", caller.account())
        .filter("kind", kind, "kind = :kind")
        .filter("state", state, "state = :state")
        .descending("id", job -> job.id)
        .page(entities, page);
  }

  /**
   * Reads at most {@code limit} errors of a job that follow the error (afterRow, afterSeq), sorted
   * by row and seq.
   *
   * @param similar whether to read the rows that may be duplicates instead of the errors
   */
  List<ImportFault.Stored> faults(
      ImportJob job, int afterRow, int afterSeq, boolean similar, int limit) {
    return queries.errors(job.id, afterRow, afterSeq, similar ? 1 : 0, limit);
  }

  /** Reads at most {@code limit} imported or known rows of a job after a row, in order. */
  List<ImportedRow> rows(ImportJob job, int after, int limit) {
    return queries.rows(job.id, after, limit);
  }

  /**
   * Invites the owners of accounts that an import of staff has recorded and that have neither a
   * password nor a valid invitation, at most {@code limit}.
   */
  List<RecordedStaff> invite(Caller caller, long id, int limit) {
    ImportJob job = require(caller, id);
    if (job.kind != ImportKind.ACCOUNTS) {
      throw ProblemType.NOT_FOUND.exception();
    }
    List<RecordedStaff> invited = new ArrayList<>();
    for (List<Long> some : Rows.chunks(queries.imported(id), IDS)) {
      if (invited.size() < limit) {
        invited.addAll(staff.invite(caller, some, limit - invited.size()));
      }
    }
    return invited;
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
    importer.notice(job, rows.subList(0, job.rowsDone));
    Rehearsal rehearsal = job.dryRun ? transactions.call(() -> rehearsal(job, rows)) : null;
    try {
      int done = job.rowsDone;
      for (List<Row> chunk : chunks(job.kind, rows.subList(done, rows.size()))) {
        importChunk(new Chunk(job, done, chunk, rehearsal));
        done += chunk.size();
      }
    } catch (Overtaken rival) {
      return true;
    }
    transactions.run(() -> finish(id));
    return true;
  }

  /** Divides rows into chunks; never splits a group of {@link ImportKind#together}. */
  private static List<List<Row>> chunks(ImportKind kind, List<Row> rows) {
    List<List<Row>> chunks = new ArrayList<>();
    List<Row> chunk = new ArrayList<>();
    for (List<Row> together : kind.together(rows)) {
      chunk.addAll(together);
      if (chunk.size() >= kind.chunk()) {
        chunks.add(chunk);
        chunk = new ArrayList<>();
      }
    }
    if (!chunk.isEmpty()) {
      chunks.add(chunk);
    }
    return chunks;
  }

  /** Creates the rehearsal of a dry run from the rows that any instance processed before. */
  private Rehearsal rehearsal(ImportJob job, List<Row> rows) {
    Rehearsal rehearsal = new Rehearsal(job.kind);
    Set<Integer> refused = Set.copyOf(queries.refused(job.id));
    rows.subList(0, job.rowsDone).stream()
        .filter(row -> !refused.contains(row.number()))
        .forEach(rehearsal::add);
    return rehearsal;
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
   * Rows that one transaction imports.
   *
   * @param done the number of the file's rows before this chunk
   * @param rehearsal the earlier rows of a dry run; null if the import is not a dry run
   */
  private record Chunk(ImportJob job, int done, List<Row> rows, Rehearsal rehearsal) {

    List<Chunk> split() {
      List<Chunk> single = new ArrayList<>();
      int before = done;
      for (List<Row> unit : job.kind.units(rows)) {
        single.add(new Chunk(job, before, unit, rehearsal));
        before += unit.size();
      }
      return single;
    }
  }

  /**
   * Imports rows in one transaction. If a service refuses a row, imports the other rows without
   * this row, or each unit of rows in a transaction of its own if the refused row is not known.
   * Stores the errors of refused rows. A dry run rolls back the imported rows, but stores progress
   * and errors.
   */
  private void importChunk(Chunk chunk) {
    try {
      if (chunk.rehearsal() == null) {
        transactions.run(
            () -> {
              lock(chunk);
              advance(chunk, outcome(chunk));
            });
      } else {
        Outcome outcome = rolledBack(() -> outcome(chunk));
        transactions.run(
            () -> {
              lock(chunk);
              advance(chunk, outcome);
            });
        chunk.rows().stream()
            .filter(row -> !outcome.refused().containsKey(row))
            .forEach(chunk.rehearsal()::add);
      }
    } catch (Overtaken rival) {
      throw rival;
    } catch (RuntimeException thrown) {
      ProblemException problem = Failures.toProblem(thrown);
      if (problem.type() == ProblemType.BUSY
          || problem.type() == ProblemType.DATABASE_UNAVAILABLE) {
        // The rows did not cause this failure, so do not refuse them. The job continues when its
        // lease has expired.
        throw thrown;
      }
      ImportKind kind = chunk.job().kind;
      if (thrown instanceof RowRefusedException at) {
        // Mark the row as faulty and import the chunk again: the other rows must still be recorded
        // in one transaction, so that their events are in order.
        faults(kind, problem, at.column()).forEach(at.row()::fault);
        // Extend the lease: the failed attempt did not, and many refused rows take longer than it.
        transactions.run(() -> lock(chunk));
        importChunk(chunk);
        return;
      }
      List<Chunk> units = chunk.split();
      if (units.size() > 1) {
        units.forEach(this::importChunk);
        return;
      }
      Row row = chunk.rows().getFirst();
      if (problem.type() == ProblemType.INTERNAL_ERROR) {
        LOG.errorf(thrown, "Row %d of import %d failed", row.number(), chunk.job().id);
      }
      transactions.run(
          () -> {
            lock(chunk);
            advance(chunk, Outcome.refused(kind, chunk.rows(), row, faults(kind, problem, null)));
          });
    }
  }

  /**
   * Imports the rows. Refuses all rows if the account that sent the file is no longer active, or if
   * its role or division has changed. In a dry run, this method first imports the earlier rows on
   * which these rows depend, because a dry run rolls back every earlier transaction.
   */
  private Outcome outcome(Chunk chunk) {
    ImportJob job = chunk.job();
    Account account = accounts.of(job.caller()).orElse(null);
    if (account != null) {
      if (account.state != AccountState.ACTIVE
          || account.role != job.role
          || !Objects.equals(account.divisionPath, job.divisionPath)) {
        return Outcome.refused(
            chunk.rows(), new ImportFault(null, ProblemType.FORBIDDEN.name(), Map.of()));
      }
      job.memberId = account.memberId;
      job.organisationId = account.organisationId;
    } else if (job.role == Role.PARTNER && !clients.permits(job.caller(), job.kind.scopes())) {
      return Outcome.refused(
          chunk.rows(), new ImportFault(null, ProblemType.FORBIDDEN.name(), Map.of()));
    }
    List<Row> before =
        chunk.rehearsal() == null ? List.of() : chunk.rehearsal().before(chunk.rows());
    if (!before.isEmpty()) {
      importer.importAll(job, before);
    }
    return importer.importAll(job, chunk.rows());
  }

  /** Thrown to roll back the transaction of a dry run. */
  private static final class RolledBack extends RuntimeException {
    private final transient Outcome outcome;

    RolledBack(Outcome outcome) {
      super("rolled back", null, false, false);
      this.outcome = outcome;
    }
  }

  /** Runs the work in a transaction, rolls it back, and returns its outcome. */
  private Outcome rolledBack(Supplier<Outcome> work) {
    try {
      transactions.run(
          () -> {
            Outcome outcome = work.get();
            entities.flush();
            throw new RolledBack(outcome);
          });
      throw new IllegalStateException("a dry run was committed");
    } catch (RolledBack done) {
      return done.outcome;
    }
  }

  /**
   * Locks the job if these rows are the next ones to process; otherwise throws {@link Overtaken}.
   */
  private void lock(Chunk chunk) {
    if (queries.lock(chunk.job().id, chunk.done(), clock.now().plus(LEASE)) == 0) {
      throw new Overtaken();
    }
  }

  private void advance(Chunk chunk, Outcome outcome) {
    int failed = outcome.refused().size();
    // Reads the job again, because a service may have cleared the session and detached it.
    ImportJob stored = entities.find(ImportJob.class, chunk.job().id);
    stored.rowsDone += chunk.rows().size();
    stored.rowsImported += outcome.imported();
    stored.rowsKnown += chunk.rows().size() - outcome.imported() - failed;
    stored.rowsFailed += failed;
    outcome.refused().forEach((row, faults) -> store(chunk.job(), row, faults));
    if (!stored.dryRun) {
      List<ImportedRow> rows = new ArrayList<>();
      outcome
          .ids()
          .forEach(
              (row, target) ->
                  rows.add(new ImportedRow(stored.id, row.number(), target.id(), target.known())));
      bulk.run(
          """
          INSERT INTO import_row (job_id, row_number_, target_id, known)
          VALUES (:jobId, :row, :targetId, :known)
          """,
          rows);
    }
    stored.rowsSimilar += outcome.similar().size();
    outcome
        .similar()
        .forEach(row -> store(chunk.job(), row, List.of(ImportFault.POSSIBLE_DUPLICATE)));
  }

  /**
   * Returns the faults of a row that a service refuses.
   *
   * @param event the column of the event that was refused; null if the failure is not that of one
   *     event of a row with several events
   */
  private static List<ImportFault> faults(ImportKind kind, ProblemException problem, String event) {
    if (problem.errors().isEmpty()) {
      // A member of the problem can name the column, for example the code in ALREADY_EXISTS.
      String column =
          problem.members().keySet().stream()
              .filter(member -> event == null && kind.named(member) != null)
              .findFirst()
              .orElse(event);
      return List.of(new ImportFault(column, problem.type().name(), problem.members()));
    }
    return problem.errors().stream()
        .map(
            error -> {
              String column = kind.column(error.name());
              boolean elsewhere =
                  kind.named(column) == null || error.name().equals(PastRecorder.OCCURRED_AT);
              String in = event != null && elsewhere ? event : column;
              // If the field only shows where the cause is, the problem itself explains it better.
              boolean pointsOnly = elsewhere || error.fault() == FieldFault.NOT_ALLOWED;
              return event == null || !pointsOnly || problem.type() == ProblemType.VALIDATION_FAILED
                  ? new ImportFault(in, error.fault().name(), error.members())
                  : new ImportFault(in, problem.type().name(), problem.members());
            })
        .toList();
  }

  private void store(ImportJob job, Row row, List<ImportFault> faults) {
    int seq = 0;
    for (ImportFault fault : faults) {
      ImportError error = new ImportError();
      error.key = new ImportError.Key(job.id, row.number(), seq++);
      error.columnName = fault.column();
      error.code = fault.code();
      error.members = fault.stored();
      entities.persist(error);
    }
  }

  private void finish(long id) {
    ImportJob job = entities.find(ImportJob.class, id);
    if (job.kind == ImportKind.ACCOUNTS && job.rowsImported > 0) {
      security.ofSystem(
          SecurityEvent.ACCOUNT,
          Map.of("import", Id.text(id), "account", job.account, "created", job.rowsImported));
    }
    job.state = ImportJob.State.COMPLETED;
    job.finishedAt = time.now();
    vault.erase(Subject.importJob(id));
    LOG.infof(
        "Import %d of %s: %d rows, %d new, %d known, %d refused, in %d ms%s",
        id,
        job.kind,
        job.rowsTotal,
        job.rowsImported,
        job.rowsKnown,
        job.rowsFailed,
        Duration.between(job.createdAt, job.finishedAt).toMillis(),
        job.dryRun ? " (dry run)" : "");
  }
}
