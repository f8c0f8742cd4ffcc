package org.microwish.transfer;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.hibernate.annotations.DynamicUpdate;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.party.DivisionCode;

/** The import of one file and its progress. */
@Entity
@DynamicUpdate
@Table(name = "import_job")
public class ImportJob {

  /** Whether the import is still running. */
  @Schema(name = "ImportState")
  public enum State {
    RUNNING,
    COMPLETED
  }

  /** Prefix of the names of divisions' namespaces. */
  private static final String DIVISION = "division:";

  @Id public long id;

  @Enumerated(EnumType.STRING)
  public ImportKind kind;

  @Enumerated(EnumType.STRING)
  public ImportFormat format;

  public boolean dryRun;

  @Enumerated(EnumType.STRING)
  public State state;

  /**
   * The namespace in which external keys are unique: one street or wider division, or one partner.
   */
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

  /**
   * The number of the first row with each name, telephone number and title. Needed because a dry
   * run stores no wishes, but must find the same duplicates within the file as the import.
   */
  @Transient final Map<String, Integer> firstRows = new HashMap<>();

  /** The member to whom the account is bound now, or null. */
  @Transient Long memberId;

  /** The organisation for which the account acts now, or null. */
  @Transient Long organisationId;

  /**
   * When the lease of the instance that works on the job ends; then another instance may take over.
   */
  public Instant leaseUntil;

  public Instant createdAt;
  public Instant finishedAt;

  /**
   * Returns the namespaces in which external keys that the file refers to are searched, the nearest
   * first: the job's own, and those of the divisions around it, in which administrators import.
   */
  List<String> scopes() {
    if (!scope.startsWith(DIVISION)) {
      return List.of(scope);
    }
    List<String> scopes = new ArrayList<>();
    scopes.add(scope);
    String path = scope.substring(DIVISION.length());
    if (DivisionCode.read(path).isPresent()) {
      DivisionCode.publicPaths(path).forEach(around -> scopes.add(DIVISION + around));
    }
    scopes.add(DIVISION);
    // Earlier releases stored external keys in the namespace of the caller's division.
    scopes.add(DIVISION + divisionPath);
    return scopes.stream().distinct().toList();
  }

  /**
   * Returns the namespaces in which the keys of the file's own rows are searched: the job's own,
   * and that of the caller's division if it is in the same street. Earlier releases stored keys by
   * the caller's division; so a file that was imported with such a release changes nothing when it
   * is imported again.
   */
  List<String> known() {
    return scope.equals(scopeOf(divisionPath))
        ? Stream.of(scope, DIVISION + divisionPath).distinct().toList()
        : List.of(scope);
  }

  /**
   * Returns the namespace of the external keys in a division: the street that contains it, or the
   * division itself if it is wider.
   *
   * @param path the division's path; null or empty for all divisions
   */
  static String scopeOf(String path) {
    String street = DivisionCode.streetPath(path);
    return DIVISION + (street != null ? street : path == null ? "" : path);
  }

  /**
   * Returns the caller who created the import; the services record its rows in this caller's name.
   * As with requests, an account that takes part in the work on a wish must not confirm the work on
   * behalf of the resident.
   */
  Caller caller() {
    return new Caller(account, role, memberId, organisationId, divisionPath);
  }
}
