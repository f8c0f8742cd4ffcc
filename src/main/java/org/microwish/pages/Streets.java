package org.microwish.pages;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.microwish.party.Division;
import org.microwish.party.DivisionLevel;
import org.microwish.party.Divisions;
import org.microwish.problem.FieldError;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;

/** The streets whose pages these are. All methods require a running transaction. */
@ApplicationScoped
class Streets {

  private final PagesConfig config;
  private final Divisions divisions;

  Streets(PagesConfig config, Divisions divisions) {
    this.config = config;
    this.divisions = divisions;
  }

  /** Returns the streets to choose from; empty if there is only one, or one is configured. */
  List<Division> choice() {
    List<Division> all = config.street().isPresent() ? List.of() : divisions.streets();
    return all.size() > 1 ? all : List.of();
  }

  /**
   * Returns the street that is shown: the asked one, the configured one, the only one; null if
   * there are several.
   *
   * @throws ProblemException VALIDATION_FAILED if the asked one is no street
   */
  Division shown(String asked) {
    if (asked != null) {
      Division street = divisions.require(asked, FieldError.In.QUERY, "street");
      if (street.level != DivisionLevel.STREET) {
        throw ProblemException.invalid(FieldError.query("street", FieldFault.NOT_ALLOWED));
      }
      return street;
    }
    List<Division> streets =
        config.street().flatMap(divisions::lookup).map(List::of).orElseGet(divisions::streets);
    return streets.size() == 1 ? streets.getFirst() : null;
  }

  /** Returns the communities of the street that is shown, or the streets if there are several. */
  List<Division> places() {
    Division street = shown(null);
    return street == null
        ? divisions.streets()
        : divisions.communities(street).stream()
            .filter(one -> one.level == DivisionLevel.COMMUNITY)
            .toList();
  }
}
