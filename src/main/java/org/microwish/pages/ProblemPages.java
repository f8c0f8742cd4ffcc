package org.microwish.pages;

import io.quarkus.arc.Unremovable;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import org.microwish.platform.http.ProblemPage;
import org.microwish.problem.Problem;
import org.microwish.problem.ProblemException;

/** Shows problems as pages, in the language of the visitor. */
@ApplicationScoped
@Unremovable // Looked up by ProblemAnswers, whose methods are static.
class ProblemPages implements ProblemPage {

  @Override
  public String of(ProblemException problem, HttpServerRequest request, String requestId) {
    String lang = chosen(request);
    String accepted = request.getHeader(HttpHeaders.ACCEPT_LANGUAGE);
    Map<String, Object> members = Problem.item(problem, Visit.language(lang, accepted));
    return Visit.in(
            Templates.problem(
                String.valueOf(members.get("title")),
                String.valueOf(members.get("detail")),
                faults(members.get("errors")),
                requestId),
            lang,
            accepted,
            null)
        .render();
  }

  /** Returns the chosen language; null if the query cannot be decoded, which may be the problem. */
  private static String chosen(HttpServerRequest request) {
    try {
      return request.getParam(Visit.LANG);
    } catch (IllegalArgumentException malformed) {
      return null;
    }
  }

  private static List<String> faults(Object errors) {
    return errors instanceof List<?> list
        ? list.stream()
            .filter(Map.class::isInstance)
            .map(error -> (Map<?, ?>) error)
            .map(
                error ->
                    error.getOrDefault("name", error.get("parameter")) + ": " + error.get("detail"))
            .toList()
        : List.of();
  }
}
