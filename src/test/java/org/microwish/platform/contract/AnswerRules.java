package org.microwish.platform.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.microwish.problem.Problem;

/**
 * Checks that an answer contains nothing that the committed contract does not declare: its status,
 * media type, headers, problem code, and each member of a JSON body. Answers of paths that are not
 * in the contract are not checked. Thread-safe.
 */
public final class AnswerRules {

  /** Headers of HTTP itself, which the contract need not declare. */
  private static final Set<String> OF_HTTP =
      Set.of(
          "connection",
          "content-encoding",
          "content-length",
          "content-type",
          "date",
          "pragma",
          "transfer-encoding");

  private static final ObjectMapper JSON = new ObjectMapper();

  private record Route(Pattern request, Contract.Operation operation) {}

  private final List<Route> routes;
  private final Set<String> common = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
  private final AnswerSchemas schemas;

  private AnswerRules(Contract contract) {
    // Sort paths without parameters first, because such a path takes precedence over one with
    // parameters.
    routes =
        contract.operations().stream()
            .sorted(
                Comparator.comparingLong(
                    one -> one.path().chars().filter(letter -> letter == '{').count()))
            .map(
                one ->
                    new Route(
                        Pattern.compile(Pattern.quote(one.method()) + " " + one.paths()), one))
            .toList();
    contract.json().path("x-common-headers").fieldNames().forEachRemaining(common::add);
    schemas = new AnswerSchemas(contract);
  }

  private static final class Committed {
    private static final AnswerRules RULES = new AnswerRules(Contract.committed());
  }

  /**
   * Throws an error that names all faults of an answer. Does nothing while the contract is being
   * written.
   *
   * @param path the path of the request without the query
   * @param contentType the header Content-Type of the answer, or null
   */
  public static void check(
      String method,
      String path,
      int status,
      Collection<String> headers,
      String contentType,
      byte[] body) {
    if (!Contract.isWriting()) {
      List<String> faults =
          Committed.RULES.faults(method, path, status, headers, contentType, body);
      if (!faults.isEmpty()) {
        throw new AssertionError(
            "not in the contract: %s %s answered %d: %s".formatted(method, path, status, faults));
      }
    }
  }

  private List<String> faults(
      String method,
      String path,
      int status,
      Collection<String> headers,
      String contentType,
      byte[] body) {
    Optional<Contract.Operation> found =
        routes.stream()
            .filter(route -> route.request().matcher(method + " " + path).matches())
            .map(Route::operation)
            .findFirst();
    // This operation repeats the answer of another one, which may have any status and header.
    if (found.isEmpty() || found.get().id().equals("getIdempotentAnswer")) {
      return List.of();
    }
    Contract.Operation operation = found.get();
    List<String> faults = new ArrayList<>();
    if (status < 400 && !operation.documents(status)) {
      faults.add("the status");
    }
    Set<String> declared = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    declared.addAll(common);
    declared.addAll(operation.headers(status));
    for (String header : headers) {
      if (!declared.contains(header) && !OF_HTTP.contains(header.toLowerCase(Locale.ROOT))) {
        faults.add("the header " + header);
      }
    }
    if (body.length > 0 && status != 304) {
      body(operation, status, contentType, body, faults);
    }
    return faults;
  }

  private void body(
      Contract.Operation operation,
      int status,
      String contentType,
      byte[] body,
      List<String> faults) {
    String type = contentType == null ? "" : contentType.replaceAll(" *;.*", "");
    Set<String> types = operation.types(status);
    // Problems of the token endpoint come as plain JSON to OAuth libraries, which ask for it.
    if (status >= 400 && type.equals("application/json") && operation.id().equals("requestToken")) {
      type = Problem.MEDIA_TYPE;
    }
    if (!types.contains(type)) {
      if (!types.isEmpty()) {
        faults.add("the media type " + type);
      }
      return;
    }
    if (!type.equals("application/json") && !type.endsWith("+json")) {
      return;
    }
    try {
      JsonNode json = JSON.readTree(body);
      if (status >= 400 && !operation.codes(status).contains(json.path("code").asText())) {
        faults.add("the code " + json.path("code").asText());
      }
      faults.addAll(schemas.faults(operation, status, type, json));
    } catch (IOException notJson) {
      faults.add("the body, which is not JSON");
    }
  }
}
