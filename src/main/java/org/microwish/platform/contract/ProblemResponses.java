package org.microwish.platform.contract;

import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.microwish.problem.Problem;
import org.microwish.problem.ProblemType;

/**
 * Adds the error responses to the contract. The problems that any request can cause are in one
 * {@code default} response, to which every operation refers. An operation has further error
 * responses only for other problems. Each problem has one example in the components, whose {@code
 * instance} is the path of an operation that can respond with this problem.
 */
final class ProblemResponses {

  /** The problems that any request can cause, whatever the operation. */
  private static final Set<ProblemType> OF_ANY =
      EnumSet.of(
          ProblemType.UNAUTHENTICATED,
          ProblemType.FORBIDDEN,
          ProblemType.METHOD_NOT_ALLOWED,
          ProblemType.NOT_ACCEPTABLE,
          ProblemType.REQUEST_TIMEOUT,
          ProblemType.PAYLOAD_TOO_LARGE,
          ProblemType.URI_TOO_LONG,
          ProblemType.UNSUPPORTED_MEDIA_TYPE,
          ProblemType.TOO_MANY_REQUESTS,
          ProblemType.HEADERS_TOO_LARGE,
          ProblemType.INTERNAL_ERROR,
          ProblemType.BUSY,
          ProblemType.DATABASE_UNAVAILABLE);

  /** The name of the default response in the components. */
  private static final String ANY = "AnyProblem";

  /** A valid id, for the paths of examples. */
  private static final String ID = "0D1RZQ4J8M3TB";

  /** Sorts well-known paths first: wishes, then the rest of the API, then all others. */
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
    problems.forEach(problem -> use(problem, path));
    OF_ANY.forEach(problem -> use(problem, path));
    if (operation.getResponses() == null) {
      operation.setResponses(OASFactory.createAPIResponses());
    }
    Map<Integer, List<ProblemType>> byStatus =
        problems.stream()
            .collect(Collectors.groupingBy(ProblemType::status, TreeMap::new, Collectors.toList()));
    byStatus.forEach(
        (status, types) -> {
          if (!OF_ANY.containsAll(types)) {
            operation
                .getResponses()
                .addAPIResponse(String.valueOf(status), response(status, types));
          }
        });
    operation
        .getResponses()
        .setDefaultValue(OASFactory.createAPIResponse().ref("#/components/responses/" + ANY));
  }

  private void use(ProblemType problem, String path) {
    paths.merge(problem, path, (one, other) -> FAMILIAR.compare(one, other) <= 0 ? one : other);
  }

  private static APIResponse response(int status, Collection<ProblemType> types) {
    APIResponse response = response(types);
    switch (status) {
      case 401 -> ContractHeaders.declare(response, ContractHeaders.CHALLENGE);
      // 404 has a Retry-After if the resource will exist soon, such as the proof of a new ledger
      // entry.
      case 404, 409, 503 -> ContractHeaders.declare(response, ContractHeaders.RETRY_AFTER);
      default -> {}
    }
    return response;
  }

  private static APIResponse response(Collection<ProblemType> types) {
    MediaType body =
        OASFactory.createMediaType()
            .schema(OASFactory.createSchema().ref("#/components/schemas/" + ProblemSchema.NAME));
    for (ProblemType type : types) {
      body.addExample(
          type.name(), OASFactory.createExample().ref("#/components/examples/" + type.name()));
    }
    return OASFactory.createAPIResponse()
        .description(String.join(", ", types.stream().map(Enum::name).toList()))
        .content(OASFactory.createContent().addMediaType(Problem.MEDIA_TYPE, body));
  }

  /** Returns whether the response is one of those that this class adds. */
  static boolean isProblem(APIResponse response) {
    return response.getContent() != null && response.getContent().hasMediaType(Problem.MEDIA_TYPE);
  }

  /** Returns the key in the components for an error response, made of its problem codes. */
  static String name(APIResponse problem) {
    return problem.getDescription().replace(", ", "-");
  }

  /** Adds the default response, and one example for each problem of any operation. */
  void addTo(Components components) {
    APIResponse any =
        response(OF_ANY)
            .description(
                "Any operation can answer so: "
                    + OF_ANY.stream()
                        .map(type -> type.status() + " " + type)
                        .collect(Collectors.joining(", ")));
    ContractHeaders.declare(
        any,
        ContractHeaders.REQUEST,
        ContractHeaders.RETRY_AFTER,
        ContractHeaders.CHALLENGE,
        ContractHeaders.LIMITS,
        ContractHeaders.POLICY);
    components.addResponse(ANY, any);
    paths.forEach(
        (type, path) ->
            components.addExample(
                type.name(),
                OASFactory.createExample()
                    .summary(ProblemSchema.summary(type))
                    .value(Problem.example(type, path.replaceAll("\\{[^}]+}", ID)))));
  }
}
