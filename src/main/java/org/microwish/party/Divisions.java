package org.microwish.party;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.microwish.problem.FieldError;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;

/** The divisions. All are public, and every ancestor of a division exists. */
@ApplicationScoped
public class Divisions implements PanacheRepositoryBase<Division, String> {

  /** The division with that code or path; nothing where there is none or the text is neither. */
  public Optional<Division> lookup(String codeOrPath) {
    try {
      return findByIdOptional(DivisionCode.ofCodeOrPath(codeOrPath).text());
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  /** The division that a field of the request names by code or path, or VALIDATION_FAILED. */
  public Division require(String codeOrPath, FieldError.In in, String field) {
    DivisionCode code;
    try {
      code = DivisionCode.ofCodeOrPath(codeOrPath);
    } catch (IllegalArgumentException malformed) {
      throw ProblemException.invalid(new FieldError(in, field, FieldFault.INVALID_FORMAT));
    }
    return findByIdOptional(code.text())
        .orElseThrow(
            () -> ProblemException.invalid(new FieldError(in, field, FieldFault.NOT_FOUND)));
  }

  /** The division that a field of the body names by code or path, or VALIDATION_FAILED. */
  public Division require(String codeOrPath, String pointer) {
    return require(codeOrPath, FieldError.In.BODY, pointer);
  }

  /**
   * The path prefix that a query parameter asks for, or null when it is missing.
   *
   * @throws ProblemException VALIDATION_FAILED when there is no such division
   */
  public String subtree(String codeOrPath, String parameter) {
    return codeOrPath == null ? null : require(codeOrPath, FieldError.In.QUERY, parameter).path;
  }

  /** Whether there is a division with that code or path. */
  public boolean exists(String codeOrPath) {
    return lookup(codeOrPath).isPresent();
  }

  /** The name of the division with that path; the path where it is unknown. */
  public String name(String path) {
    return names(List.of(path)).getOrDefault(path, path);
  }

  /** The names of divisions by path. */
  public Map<String, String> names(Collection<String> paths) {
    Map<String, String> names = new HashMap<>();
    if (!paths.isEmpty()) {
      for (Division division : list("path in ?1", List.copyOf(paths))) {
        names.put(division.path, division.name);
      }
    }
    return names;
  }
}
