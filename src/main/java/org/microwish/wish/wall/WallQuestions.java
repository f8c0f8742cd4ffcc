package org.microwish.wish.wall;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.lifecycle.reference.ExternalReference;
import org.microwish.lifecycle.reference.ExternalReferences;
import org.microwish.party.DivisionCode;
import org.microwish.party.Divisions;
import org.microwish.platform.Time;
import org.microwish.platform.sql.Transactions;
import org.microwish.problem.FieldError;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;
import org.microwish.wish.lifecycle.WishState;

/** Converts the query parameters of lists of wishes to questions to the {@link Wall}. */
@ApplicationScoped
public class WallQuestions {

  private final Divisions divisions;
  private final ExternalReferences references;
  private final Transactions transactions;

  WallQuestions(Divisions divisions, ExternalReferences references, Transactions transactions) {
    this.divisions = divisions;
    this.references = references;
    this.transactions = transactions;
  }

  /**
   * Returns the question.
   *
   * @param who null for callers without a token
   * @throws ProblemException UNAUTHENTICATED if the question needs a token; VALIDATION_FAILED if
   *     parameters do not fit together, or the division is unknown or smaller than the caller may
   *     ask for
   */
  public Wall.Query of(Caller who, WallQuery query) {
    Wall.Query asked = of(who, query, query.sort);
    if (query.isSortOutsideStates()) {
      throw ProblemException.invalid(FieldError.query("state", FieldFault.NOT_ALLOWED));
    }
    if (query.isSortOutsideSearch()) {
      throw ProblemException.invalid(FieldError.query("sort", FieldFault.NOT_ALLOWED));
    }
    return asked;
  }

  /**
   * Returns the question of a page's form for callers without a token. The form can combine all
   * fields freely, so a sort that does not fit to the filters is ignored.
   *
   * @throws ProblemException as {@link #of}
   */
  public Wall.Query ofForm(WallQuery query) {
    boolean fits = !query.isSortOutsideSearch() && !query.isSortOutsideStates();
    return of(null, query, fits ? query.sort : null);
  }

  private Wall.Query of(Caller who, WallQuery query, WishSort sort) {
    if (who == null && (Boolean.TRUE.equals(query.mine) || query.reference != null)) {
      throw ProblemType.UNAUTHENTICATED.exception();
    }
    if (query.from != null && query.to != null && query.from.isAfter(query.to)) {
      throw ProblemException.invalid(FieldError.query("to", FieldFault.WRONG_ORDER));
    }
    String subtree =
        query.division == null
            ? null
            : transactions.call(() -> divisions.subtree(query.division, "division"));
    if (subtree != null
        && !DivisionCode.publicPath(subtree).equals(subtree)
        && !seesBuildings(who, subtree, query)) {
      throw ProblemException.invalid(FieldError.query("division", FieldFault.NOT_ALLOWED));
    }
    boolean mine =
        Boolean.TRUE.equals(query.mine) || (query.reference != null && who.is(Role.PARTNER));
    Wall.Query asked =
        new Wall.Query(
            query.number,
            query.kind,
            query.category,
            query.channel,
            states(query, sort),
            subtree,
            query.organisation == null ? null : query.organisation.value(),
            startOf(query.from),
            query.to == null ? null : startOf(query.to.plusDays(1)),
            query.text,
            mine,
            ExternalReference.parse(Objects.requireNonNullElse(query.reference, ""))
                .map(references::digest)
                .orElse(null),
            query.updatedSince,
            sort(query, sort));
    if (query.reference != null && !Wall.seesMore(who, asked)) {
      throw ProblemException.invalid(FieldError.query("externalReference", FieldFault.NOT_ALLOWED));
    }
    return asked;
  }

  private static List<WishState> states(WallQuery query, WishSort sort) {
    if (sort == WishSort.DEADLINE) {
      return List.of(WishState.OPEN);
    }
    return query.states == null ? List.of() : query.states;
  }

  private static WishSort sort(WallQuery query, WishSort sort) {
    return sort == null && query.updatedSince != null && !query.searches()
        ? WishSort.UPDATED
        : sort;
  }

  /**
   * Whether the caller may learn which wishes are in a grid or building. Other callers see only a
   * wish's community; lists of single buildings would reveal the building, too.
   */
  private static boolean seesBuildings(Caller who, String path, WallQuery query) {
    return Boolean.TRUE.equals(query.mine)
        || (who != null && who.is(Role.OPERATOR, Role.COLLECTOR) && who.covers(path));
  }

  private static Instant startOf(LocalDate day) {
    return day == null ? null : day.atStartOfDay(Time.ZONE).toInstant();
  }
}
