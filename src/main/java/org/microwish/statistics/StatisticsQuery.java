package org.microwish.statistics;

import jakarta.ws.rs.QueryParam;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.microwish.party.Divisions;
import org.microwish.problem.FieldError;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;
import org.microwish.statistics.fold.CountedKind;
import org.microwish.statistics.fold.Selection;

/** The query parameters that select which wishes, check-ins and groups are counted. */
public class StatisticsQuery {

  static final String DIVISION = "division";

  /** The length of a community's path, the longest allowed: the ledger names no smaller place. */
  private static final int LONGEST_PATH = 12;

  @QueryParam(DIVISION)
  @Parameter(
      description =
          "Code or path of a division, not below a community; its whole subtree is counted."
              + " Default: all divisions.",
      example = "440104013000")
  String division;

  @QueryParam("kind")
  @Parameter(
      description =
          "Counts only wishes of this kind. Check-ins and groups have no kind and are always"
              + " counted.",
      schema = @Schema(implementation = CountedKind.class))
  CountedKind kind;

  @QueryParam("from")
  @Parameter(
      description =
          "First day (Asia/Shanghai) of a wish's first publication, a check-in or a group's"
              + " approval. Must not be in the future.",
      example = "2022-02-01",
      schema = @Schema(implementation = LocalDate.class))
  LocalDate from;

  @QueryParam("to")
  @Parameter(
      description = "Last day (Asia/Shanghai) of the same events, inclusive.",
      example = "2022-02-28",
      schema = @Schema(implementation = LocalDate.class))
  LocalDate to;

  /**
   * Creates the selection that the parameters describe.
   *
   * @param today the current day in Asia/Shanghai
   * @throws ProblemException VALIDATION_FAILED that names each invalid parameter
   */
  Selection selection(Divisions divisions, LocalDate today) {
    List<FieldError> errors = new ArrayList<>();
    String path = "";
    try {
      // The counts of a merged division are part of its successor's counts.
      path =
          division == null
              ? ""
              : divisions.currentPath(
                  divisions.require(path(divisions, division), FieldError.In.QUERY, DIVISION));
    } catch (ProblemException unknown) {
      errors.addAll(unknown.errors());
    }
    if (from != null && from.isAfter(today)) {
      errors.add(FieldError.query("from", FieldFault.IN_FUTURE));
    } else if (from != null && to != null && from.isAfter(to)) {
      errors.add(FieldError.query("to", FieldFault.WRONG_ORDER));
    }
    if (!errors.isEmpty()) {
      throw ProblemException.invalid(errors);
    }
    return new Selection(path, kind, from, to);
  }

  /**
   * Returns the path of the division with the given code or path; empty if {@code division} is
   * null. Throws VALIDATION_FAILED for an unknown division and for one below a community.
   */
  static String path(Divisions divisions, String division) {
    if (division == null) {
      return "";
    }
    String path = divisions.require(division, FieldError.In.QUERY, DIVISION).path;
    if (path.length() > LONGEST_PATH) {
      throw ProblemException.invalid(FieldError.query(DIVISION, FieldFault.NOT_ALLOWED));
    }
    return path;
  }
}
