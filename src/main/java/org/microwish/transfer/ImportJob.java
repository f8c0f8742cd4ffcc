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

/** The import of one file and its progress. */
@Entity
@DynamicUpdate
@Table(name = "import_job")
public class ImportJob {

  /** Whether rows remain to be imported. */
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

  /** The namespace of the external keys: one division or one partner. */
  public String scope;

  public String account;

  @Enumerated(EnumType.STRING)
  public Role role;

  public String divisionPath;
  public int rowsTotal;
  public int rowsDone;
  public int rowsImported;

  /** Rows whose key was imported before, by this file or an earlier one. */
  public int rowsKnown;

  public int rowsFailed;

  /** The end of the lease of the instance that works on the job. */
  public Instant leaseUntil;

  public Instant createdAt;
  public Instant finishedAt;

  /** The caller in whose name the rows are recorded. */
  Caller caller() {
    return new Caller(account, role, null, null, divisionPath);
  }
}
