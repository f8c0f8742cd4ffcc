package org.microwish.platform.contract;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/**
 * Moves the parameters and responses that several operations have in common to the components of
 * the contract, and replaces them by references. Parameters and responses of a single operation
 * stay in that operation.
 */
final class SharedParts {

  private static final String JSON = "application/json";

  private final OpenAPI contract;
  private final List<Operation> operations;

  private SharedParts(OpenAPI contract) {
    this.contract = contract;
    operations =
        contract.getPaths().getPathItems().values().stream()
            .flatMap(path -> path.getOperations().values().stream())
            .toList();
  }

  static void move(OpenAPI contract) {
    SharedParts parts = new SharedParts(contract);
    parts.moveParameters();
    parts.moveProblems();
    parts.moveAnswers();
    contract.getComponents().setResponses(new TreeMap<>(contract.getComponents().getResponses()));
  }

  // Parameters -----------------------------------------------------------------------------------

  private void moveParameters() {
    Map<Object, List<Parameter>> alike = new LinkedHashMap<>();
    for (Operation operation : operations) {
      if (operation.getParameters() != null) {
        for (Parameter parameter : operation.getParameters()) {
          alike.computeIfAbsent(content(parameter), key -> new ArrayList<>()).add(parameter);
        }
      }
    }
    Map<String, List<Parameter>> byName =
        alike.values().stream()
            .filter(uses -> uses.size() > 1)
            .map(List::getFirst)
            .collect(Collectors.groupingBy(Parameter::getName, TreeMap::new, Collectors.toList()));
    Map<Object, String> names = new HashMap<>();
    byName.forEach(
        (name, several) -> {
          for (Parameter parameter : several) {
            String key = several.size() == 1 ? name : name + "-" + distinction(parameter, several);
            names.put(content(parameter), key);
            contract.getComponents().addParameter(key, parameter);
          }
        });
    for (Operation operation : operations) {
      if (operation.getParameters() != null) {
        operation.setParameters(
            operation.getParameters().stream()
                .map(parameter -> reference(parameter, names.get(content(parameter))))
                .toList());
      }
    }
  }

  private static Parameter reference(Parameter parameter, String name) {
    return name == null
        ? parameter
        : OASFactory.createParameter().ref("#/components/parameters/" + name);
  }

  /**
   * Returns the parts of a parameter that the contract shows, for comparison. Equal parameters of
   * two methods are different objects, because each object also knows its place in the code.
   */
  private static Object content(Parameter parameter) {
    return Arrays.asList(
        parameter.getName(),
        parameter.getIn(),
        parameter.getRequired(),
        parameter.getDescription(),
        content(parameter.getSchema()),
        parameter.getExample(),
        parameter.getStyle(),
        parameter.getExplode());
  }

  private static Object content(Schema schema) {
    Map<String, Object> shown = new TreeMap<>(schema.getAll());
    shown.keySet().removeIf(key -> key.startsWith("x-smallrye-private-"));
    if (schema.getItems() != null) {
      shown.put("items", content(schema.getItems()));
    }
    return shown;
  }

  /**
   * Returns what distinguishes a parameter from others of the same name: its kind (path, query or
   * header), its schema, or whether it is required; if none of these is unique, its position among
   * them.
   */
  private static String distinction(Parameter parameter, List<Parameter> alike) {
    List<Function<Parameter, String>> kinds =
        List.of(
            one -> String.valueOf(one.getIn()),
            one -> schema(one.getSchema()),
            one -> Boolean.TRUE.equals(one.getRequired()) ? "required" : "optional");
    for (Function<Parameter, String> kind : kinds) {
      if (alike.stream().map(kind).distinct().count() == alike.size()) {
        return kind.apply(parameter);
      }
    }
    return String.valueOf(alike.indexOf(parameter) + 1);
  }

  private static String schema(Schema schema) {
    if (schema.getItems() != null) {
      return schema(schema.getItems());
    }
    return schema.getRef() == null
        ? String.valueOf(schema.getType().getFirst())
        : schema.getRef().replaceAll(".*/", "");
  }

  // Responses ------------------------------------------------------------------------------------

  /** Moves error responses. Two error responses are alike if they have the same problem codes. */
  private void moveProblems() {
    move(
        (status, response) ->
            ProblemResponses.isProblem(response) ? ProblemResponses.name(response) : null);
  }

  /**
   * Moves other responses. Two of them are alike if they have the same schema, headers and
   * description, and if their examples have the same members, so that one example can stand for
   * both.
   */
  private void moveAnswers() {
    Map<String, Set<String>> common = new HashMap<>();
    move(
        (status, response) -> {
          Set<String> members = members(response);
          if (members != null) {
            common.merge(
                kind(status, response),
                members,
                (one, other) -> one.stream().filter(other::contains).collect(Collectors.toSet()));
          }
          return null;
        });
    move(
        (status, response) -> {
          Set<String> members = members(response);
          if (members == null) {
            return null;
          }
          String kind = kind(status, response);
          Set<String> more = new TreeSet<>(members);
          more.removeAll(common.get(kind));
          return more.isEmpty() ? kind : kind + "-" + String.join("-", more);
        });
  }

  /**
   * Returns the names of the members of the response's JSON example; null if the response has no
   * such example, or another media type.
   */
  private static Set<String> members(APIResponse response) {
    MediaType body =
        response.getContent() == null || response.getContent().getMediaTypes().size() != 1
            ? null
            : response.getContent().getMediaType(JSON);
    return body != null
            && body.getSchema() != null
            && body.getSchema().getRef() != null
            && body.getExample() instanceof Map<?, ?> example
        ? example.keySet().stream().map(String::valueOf).collect(Collectors.toSet())
        : null;
  }

  private static String kind(String status, APIResponse response) {
    String schema = schema(response.getContent().getMediaType(JSON).getSchema());
    return status.equals("200") ? schema : schema + "-" + status;
  }

  /**
   * Moves responses that have equal names and equal content.
   *
   * @param naming returns the name for a response and its status; null if the response must stay in
   *     its operation
   */
  private void move(BiFunction<String, APIResponse, String> naming) {
    Map<String, List<APIResponse>> named = new LinkedHashMap<>();
    for (Operation operation : operations) {
      operation
          .getResponses()
          .getAPIResponses()
          .forEach(
              (status, response) -> {
                String name = response.getRef() == null ? naming.apply(status, response) : null;
                if (name != null) {
                  named.computeIfAbsent(name, key -> new ArrayList<>()).add(response);
                }
              });
    }
    named.values().removeIf(uses -> uses.size() == 1);
    for (Operation operation : operations) {
      operation
          .getResponses()
          .getAPIResponses()
          .forEach(
              (status, response) -> {
                String name = response.getRef() == null ? naming.apply(status, response) : null;
                if (name != null && named.containsKey(name)) {
                  APIResponse first = named.get(name).getFirst();
                  if (declares(first, response)) {
                    contract.getComponents().addResponse(name, first);
                    operation
                        .getResponses()
                        .addAPIResponse(
                            status,
                            OASFactory.createAPIResponse().ref("#/components/responses/" + name));
                  }
                }
              });
    }
  }

  private static boolean declares(APIResponse first, APIResponse other) {
    return first.getDescription().equals(other.getDescription())
        && (first.getHeaders() == null
            ? other.getHeaders() == null
            : first.getHeaders().equals(other.getHeaders()));
  }
}
