package org.microwish.demand;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.microwish.party.DivisionCode;
import org.microwish.party.Divisions;
import org.microwish.privacy.PersonalDataSearch;
import org.microwish.privacy.Vault;
import org.microwish.problem.FieldError;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;

/**
 * Refuses public texts that contain the asker's name, telephone number or address, or any telephone
 * or identity number (PIPL art. 25). The name of an enterprise may be public.
 */
@ApplicationScoped
class DemandWords {

  private final Vault vault;
  private final Divisions divisions;

  DemandWords(Vault vault, Divisions divisions) {
    this.vault = vault;
    this.divisions = divisions;
  }

  /**
   * Checks public texts by field. Does nothing for sample data, whose people are fictitious.
   *
   * @throws ProblemException PERSONAL_DATA_FOUND with the position of each finding in the texts
   */
  void check(Demand demand, Map<String, String> texts) {
    if (demand.sample) {
      return;
    }
    Map<String, String> own = new HashMap<>(vault.read(demand.subject()));
    PersonalDataSearch.Values values =
        new PersonalDataSearch.Values(
            present(own.get("askerName")),
            present(own.get("askerPhone")),
            present(own.get("address")),
            divisions.names(DivisionCode.publicPaths(demand.divisionPath)).values());
    List<FieldError> errors = new ArrayList<>();
    texts.forEach(
        (field, text) ->
            PersonalDataSearch.find(text, values)
                .forEach(
                    match ->
                        errors.add(
                            FieldError.body("/" + field, FieldFault.PERSONAL_DATA)
                                .with("kind", match.kind())
                                .with("start", match.start())
                                .with("end", match.end()))));
    if (!errors.isEmpty()) {
      ProblemException problem = ProblemType.PERSONAL_DATA_FOUND.exception();
      errors.forEach(problem::field);
      throw problem;
    }
  }

  private static List<String> present(String value) {
    return Stream.of(Objects.requireNonNullElse(value, ""))
        .filter(text -> !text.isEmpty())
        .toList();
  }
}
