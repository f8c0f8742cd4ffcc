package org.microwish.transfer;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.hibernate.annotations.DynamicUpdate;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;

/** The import of one file and its progress. */
@Entity
@DynamicUpdate
@Table(name = "import_job")
public class ImportJob {

  /** Whether the import is still running. */
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

  /** The namespace in which external keys are unique: one division or one partner. */
  public String scope;

  public String account;

  @Enumerated(EnumType.STRING)
  public Role role;

  public String divisionPath;
  public int rowsTotal;
  public int rowsDone;
  public int rowsImported;

  /**
   * The number of rows skipped because their external key was imported before, from this file or an
   * earlier one.
   */
  public int rowsKnown;

  public int rowsFailed;

  /** The number of imported rows that may be duplicates of wishes. */
  public int rowsSimilar;

  /** The numbers of these rows, as far as this instance has imported them. */
  @Transient final Set<Integer> similar = new HashSet<>();

  /**
   * For what rows are compared by, the first row of the file with it. A dry run stores nothing, but
   * must find the same duplicates within the file as the run.
   */
  @Transient final Map<String, Integer> firstRows = new HashMap<>();

  /**
   * When the lease of the instance that works on the job ends; then another instance may take over.
   */
  public Instant leaseUntil;

  public Instant createdAt;
  public Instant finishedAt;

  /**
   * Returns the caller who created the import; the services record its rows in this caller's name.
   */
  Caller caller() {
    return new Caller(account, role, null, null, divisionPath);
  }
}
