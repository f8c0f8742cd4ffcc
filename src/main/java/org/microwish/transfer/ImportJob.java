package org.microwish.transfer;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.DynamicUpdate;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;

/** The import of one file, and its progress. */
@Entity
@DynamicUpdate
@Table(name = "import_job")
public class ImportJob {

  /** Whether there is more to do. */
  public enum State {
    RUNNING,
    COMPLETED
  }

  @Id public long id;

  @Enumerated(EnumType.STRING)
  public ImportKind kind;

  @Enumerated(EnumType.STRING)
  public ImportFormat format;

  public boolean dryRun;

  @Enumerated(EnumType.STRING)
  public State state;

  /** Whose external keys these are: those of one division, or of one partner. */
  public String scope;

  public String account;

  @Enumerated(EnumType.STRING)
  public Role role;

  public String divisionPath;
  public int rowsTotal;
  public int rowsDone;
  public int rowsImported;

  /** Rows whose key was imported before. */
  public int rowsKnown;

  public int rowsFailed;

  /** Until when one instance has the job to itself. */
  public Instant leaseUntil;

  public Instant createdAt;
  public Instant finishedAt;

  /** The caller in whose name the rows are recorded. */
  Caller caller() {
    return new Caller(account, role, null, null, divisionPath);
  }
}
