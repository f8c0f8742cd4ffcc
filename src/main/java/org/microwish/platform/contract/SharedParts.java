package org.microwish.platform.contract;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/**
 * Moves the parameters and responses that several operations have in common to the components of
 * the contract, and replaces them by references. What only one operation has stays where it is.
 */
final class SharedParts {

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
  }

  private void moveParameters() {
    Map<Parameter, Integer> uses = new LinkedHashMap<>();
    for (Operation operation : operations) {
      for (Parameter parameter : parameters(operation)) {
        uses.merge(parameter, 1, Integer::sum);
      }
    }
    Map<String, List<Parameter>> byName =
        uses.entrySet().stream()
            .filter(used -> used.getValue() > 1)
            .sorted(Map.Entry.<Parameter, Integer>comparingByValue().reversed())
            .map(Map.Entry::getKey)
            .collect(Collectors.groupingBy(Parameter::getName, TreeMap::new, Collectors.toList()));
    Map<Parameter, String> names = new LinkedHashMap<>();
    byName.forEach(
        (name, alike) -> {
          for (Parameter parameter : alike) {
            String key = alike.size() == 1 ? name : name + "-" + distinction(parameter, alike);
            names.put(parameter, key);
            contract.getComponents().addParameter(key, parameter);
          }
        });
    for (Operation operation : operations) {
      if (operation.getParameters() != null) {
        operation.setParameters(
            operation.getParameters().stream()
                .map(
                    parameter ->
                        names.containsKey(parameter)
                            ? OASFactory.createParameter()
                                .ref("#/components/parameters/" + names.get(parameter))
                            : parameter)
                .toList());
      }
    }
  }

  private static List<Parameter> parameters(Operation operation) {
    return operation.getParameters() == null ? List.of() : operation.getParameters();
  }

  /**
   * Returns what distinguishes a parameter from others of the same name: where it is, its schema,
   * whether it is required, or else its place among them.
   */
  private static String distinction(Parameter parameter, List<Parameter> alike) {
    List<Function<Parameter, String>> kinds =
        List.of(
            one -> String.valueOf(one.getIn()),
            SharedParts::schema,
            one -> Boolean.TRUE.equals(one.getRequired()) ? "required" : "optional");
    for (Function<Parameter, String> kind : kinds) {
      if (alike.stream().map(kind).distinct().count() == alike.size()) {
        return kind.apply(parameter);
      }
    }
    return String.valueOf(alike.indexOf(parameter) + 1);
  }

  private static String schema(Parameter parameter) {
    Schema schema = parameter.getSchema();
    while (schema.getItems() != null) {
      schema = schema.getItems();
    }
    return schema.getRef() == null
        ? String.valueOf(schema.getType().getFirst())
        : schema.getRef().replaceAll(".*/", "");
  }

  /** Responses that are equal have equal problem codes, so their names are equal, too. */
  private void moveProblems() {
    Map<APIResponse, Integer> uses = new LinkedHashMap<>();
    for (Operation operation : operations) {
      problems(operation).values().forEach(problem -> uses.merge(problem, 1, Integer::sum));
    }
    for (Operation operation : operations) {
      problems(operation)
          .forEach(
              (status, problem) -> {
                if (uses.get(problem) > 1) {
                  String name = ProblemResponses.name(problem);
                  contract.getComponents().addResponse(name, problem);
                  operation
                      .getResponses()
                      .addAPIResponse(
                          status,
                          OASFactory.createAPIResponse().ref("#/components/responses/" + name));
                }
              });
    }
    contract.getComponents().setResponses(new TreeMap<>(contract.getComponents().getResponses()));
  }

  private static Map<String, APIResponse> problems(Operation operation) {
    Map<String, APIResponse> problems = new LinkedHashMap<>();
    if (operation.getResponses() != null) {
      operation
          .getResponses()
          .getAPIResponses()
          .forEach(
              (status, response) -> {
                if (ProblemResponses.isProblem(response)) {
                  problems.put(status, response);
                }
              });
    }
    return problems;
  }
}
