package org.microwish.platform.contract;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.microwish.problem.Problem;
import org.microwish.problem.ProblemType;

/**
 * Adds to the contract the error responses. Each problem has one example in the components, whose
 * {@code instance} is the path of an operation that can respond with it.
 */
final class ProblemResponses {

  /** A valid id, for the paths of examples. */
  private static final String ID = "0D1RZQ4J8M3TB";

  /** Paths that a reader knows come first. */
  private static final Comparator<String> FAMILIAR =
      Comparator.<String, Boolean>comparing(path -> !path.startsWith("/api/v1/wishes"))
          .thenComparing(path -> !path.startsWith("/api/"))
          .thenComparing(String::length)
          .thenComparing(Comparator.naturalOrder());

  private final Map<ProblemType, String> paths = new EnumMap<>(ProblemType.class);

  /**
   * Adds one error response for each status to an operation. Its description lists the problem
   * codes that can occur with that status.
   */
  void add(String path, Operation operation, Set<ProblemType> problems) {
    Map<Integer, List<ProblemType>> byStatus = new TreeMap<>();
    for (ProblemType problem : problems) {
      byStatus.computeIfAbsent(problem.status(), status -> new ArrayList<>()).add(problem);
      paths.merge(problem, path, (one, other) -> FAMILIAR.compare(one, other) <= 0 ? one : other);
    }
    if (operation.getResponses() == null) {
      operation.setResponses(OASFactory.createAPIResponses());
    }
    byStatus.forEach(
        (status, types) ->
            operation
                .getResponses()
                .addAPIResponse(String.valueOf(status), response(status, types)));
  }

  private static APIResponse response(int status, List<ProblemType> types) {
    MediaType body =
        OASFactory.createMediaType()
            .schema(OASFactory.createSchema().ref("#/components/schemas/" + ProblemSchema.NAME));
    for (ProblemType type : types) {
      body.addExample(
          type.name(), OASFactory.createExample().ref("#/components/examples/" + type.name()));
    }
    APIResponse response =
        OASFactory.createAPIResponse()
            .description(String.join(", ", types.stream().map(Enum::name).toList()))
            .content(OASFactory.createContent().addMediaType(Problem.MEDIA_TYPE, body));
    switch (status) {
      case 401 -> ContractHeaders.declare(response, ContractHeaders.CHALLENGE);
      case 409, 429, 503 -> ContractHeaders.declare(response, ContractHeaders.RETRY_AFTER);
      default -> {}
    }
    return response;
  }

  /** Returns whether the response is one of those that this class adds. */
  static boolean isProblem(APIResponse response) {
    return response.getContent() != null && response.getContent().hasMediaType(Problem.MEDIA_TYPE);
  }

  /** Returns the name in the components for an error response: its problem codes. */
  static String name(APIResponse problem) {
    return problem.getDescription().replace(", ", "-");
  }

  /** Adds the examples of the problems of all operations. */
  void addExamples(Components components) {
    paths.forEach(
        (type, path) ->
            components.addExample(
                type.name(),
                OASFactory.createExample()
                    .summary(ProblemSchema.summary(type))
                    .value(Problem.example(type, path.replaceAll("\\{[^}]+}", ID)))));
  }
}
