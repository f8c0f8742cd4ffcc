package org.microwish.platform.contract;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationTarget;
import org.jboss.jandex.AnnotationValue;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.microwish.problem.ProblemType;

/**
 * Completes each operation of the OpenAPI contract with what its resource method implies: headers,
 * problems and security. Also adds examples, descriptions and the introduction, and moves what
 * operations have in common to the components.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class ContractFilter implements OASFilter {

  private static final String BEARER = "bearer";
  private static final String IF_MATCH = "If-Match";

  /** The media types of responses that are files with a name. */
  private static final Set<String> FILES =
      Set.of(
          "application/pdf",
          "application/zip",
          "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");

  private final Examples examples = new Examples();
  private final Map<String, ResourceMethod> methods = new HashMap<>();
  private final SchemaDetails schemas;
  private final AlwaysPresent present;

  /**
   * Creates the filter. Quarkus calls this constructor at build time, with the index of the
   * application's classes.
   */
  public ContractFilter(IndexView index) {
    schemas = new SchemaDetails(index);
    present = new AlwaysPresent(index);
    DotName operation =
        DotName.createSimple("org.eclipse.microprofile.openapi.annotations.Operation");
    for (AnnotationInstance found : index.getAnnotations(operation)) {
      AnnotationValue id = found.value("operationId");
      if (id != null && found.target().kind() == AnnotationTarget.Kind.METHOD) {
        methods.put(id.asString(), new ResourceMethod(found.target().asMethod(), index));
      }
    }
  }

  @Override
  public void filterOpenAPI(OpenAPI contract) {
    contract
        .getComponents()
        .addSecurityScheme(
            BEARER,
            OASFactory.createSecurityScheme()
                .type(SecurityScheme.Type.HTTP)
                .scheme("bearer")
                .bearerFormat("JWT")
                .description(
                    "An access token (JWT): issued by this service and signed with ES256, or issued"
                        + " by the configured OpenID provider."));
    ProblemSchema.addTo(contract.getComponents());
    ContractHeaders.describe(contract);
    schemas.complete(contract);
    ProblemResponses problems = new ProblemResponses();
    contract
        .getPaths()
        .getPathItems()
        .forEach(
            (path, item) ->
                item.getOperations()
                    .forEach(
                        (verb, operation) -> {
                          ResourceMethod method = methods.get(operation.getOperationId());
                          if (method != null) {
                            complete(path, verb, operation, method, problems);
                          }
                        }));
    problems.addTo(contract.getComponents());
    present.require(contract);
    new Glossary().describe(contract);
    Introduction.addTo(contract);
    SharedParts.move(contract);
  }

  private void complete(
      String path,
      PathItem.HttpMethod verb,
      Operation operation,
      ResourceMethod method,
      ProblemResponses responses) {
    boolean unsafe = verb != PathItem.HttpMethod.GET;
    Set<ProblemType> problems = usualProblems(path, operation, method);
    method.creates().ifPresent(status -> moveAnswer(operation, status));
    if (unsafe && method.takesKey()) {
      addKey(operation, problems);
    }
    if (method.takesVersion()) {
      problems.add(ProblemType.PRECONDITION_REQUIRED);
      List.copyOf(operation.getParameters()).stream()
          .filter(parameter -> IF_MATCH.equals(parameter.getName()))
          .forEach(operation::removeParameter);
    }
    if (problems.contains(ProblemType.PRECONDITION_REQUIRED)) {
      addVersion(operation, problems);
    }
    if (!unsafe && method.isConditional()) {
      addConditions(operation);
    }
    addAnswerHeaders(operation, unsafe && method.takesKey());
    addSecurity(operation, method);
    responses.add(path, operation, problems);
    examples.addTo(operation);
  }

  private static Set<ProblemType> usualProblems(
      String path, Operation operation, ResourceMethod method) {
    Set<ProblemType> problems = method.problems();
    problems.addAll(
        EnumSet.of(
            // For invalid parameters: every operation refuses unknown query parameters.
            ProblemType.VALIDATION_FAILED,
            // For malformed headers, which every operation can get.
            ProblemType.MALFORMED_REQUEST,
            ProblemType.NOT_ACCEPTABLE,
            ProblemType.TOO_MANY_REQUESTS,
            ProblemType.INTERNAL_ERROR,
            ProblemType.BUSY,
            ProblemType.DATABASE_UNAVAILABLE,
            ProblemType.UNAUTHENTICATED,
            // Public operations too: they refuse a client's token that lacks the required scope.
            ProblemType.FORBIDDEN));
    if (method.needsStepUp()) {
      problems.add(ProblemType.STEP_UP_REQUIRED);
    }
    if (path.contains("{")) {
      problems.add(ProblemType.NOT_FOUND);
    }
    if (operation.getRequestBody() != null) {
      problems.addAll(
          EnumSet.of(ProblemType.PAYLOAD_TOO_LARGE, ProblemType.UNSUPPORTED_MEDIA_TYPE));
    }
    return problems;
  }

  private static void moveAnswer(Operation operation, String status) {
    for (String usual : List.of("200", "201")) {
      APIResponse answer = operation.getResponses().getAPIResponse(usual);
      if (answer != null && !usual.equals(status)) {
        operation.getResponses().removeAPIResponse(usual);
        operation.getResponses().addAPIResponse(status, answer);
        if ("OK".equals(answer.getDescription())) {
          answer.setDescription(null);
        }
      }
    }
  }

  private static void addKey(Operation operation, Set<ProblemType> problems) {
    boolean required =
        problems.contains(ProblemType.IDEMPOTENCY_KEY_REQUIRED)
            || operation.getResponses().hasAPIResponse("201")
            || operation.getResponses().hasAPIResponse("202");
    problems.addAll(
        EnumSet.of(ProblemType.IDEMPOTENCY_KEY_REUSED, ProblemType.IDEMPOTENCY_IN_FLIGHT));
    if (required) {
      problems.add(ProblemType.IDEMPOTENCY_KEY_REQUIRED);
    }
    operation.addParameter(
        OASFactory.createParameter()
            .name("Idempotency-Key")
            .in(Parameter.In.HEADER)
            .required(required)
            .description(
                "Identifies one operation, for example as a random UUID. A repeat with the same key"
                    + " and content has no further effect and gets the first response again.")
            .schema(text().pattern("[A-Za-z0-9._:-]{8,64}"))
            .example("5f0c2b1e-8d1a-4c55-9a57-0f6d1c9b7a10"));
  }

  private static void addVersion(Operation operation, Set<ProblemType> problems) {
    problems.add(ProblemType.PRECONDITION_FAILED);
    operation.addParameter(
        OASFactory.createParameter()
            .name(IF_MATCH)
            .in(Parameter.In.HEADER)
            .required(true)
            .description(
                "The ETag that you read. The request is refused if the record has changed since"
                    + " then; `*` accepts every version.")
            .schema(text())
            .example("\"3\""));
  }

  private static void addConditions(Operation operation) {
    operation.addParameter(
        OASFactory.createParameter()
            .name("If-None-Match")
            .in(Parameter.In.HEADER)
            .required(false)
            .description(
                "The ETag that you have; if it is still current, the response is 304 without a"
                    + " body.")
            .schema(text())
            .example("\"3\""));
    APIResponse unmodified =
        OASFactory.createAPIResponse()
            .description("Not modified: the ETag of the request is still current.");
    APIResponse answer = operation.getResponses().getAPIResponse("200");
    ContractHeaders.declare(answer, ContractHeaders.ETAG);
    answer.getHeaders().forEach(unmodified::addHeader);
    operation.getResponses().addAPIResponse("304", unmodified);
  }

  private static void addAnswerHeaders(Operation operation, boolean takesKey) {
    boolean paged =
        operation.getParameters() != null
            && operation.getParameters().stream()
                .anyMatch(parameter -> "limit".equals(parameter.getName()));
    operation
        .getResponses()
        .getAPIResponses()
        .forEach(
            (status, response) -> {
              if (status.equals("200") && paged) {
                ContractHeaders.declare(response, ContractHeaders.LINK);
              }
              if (response.getDescription() == null) {
                response.setDescription(
                    switch (status) {
                      case "201" -> "Created";
                      case "202" -> "Accepted";
                      default -> "OK";
                    });
              }
              if (response.getContent() != null
                  && response.getContent().getMediaTypes().keySet().stream()
                      .anyMatch(FILES::contains)) {
                ContractHeaders.declare(response, ContractHeaders.FILE_NAME);
              }
              if (status.equals("201") || status.equals("202")) {
                ContractHeaders.declare(response, ContractHeaders.LOCATION);
              }
              if (takesKey && status.startsWith("2")) {
                ContractHeaders.declare(response, ContractHeaders.REPLAYED);
              }
            });
  }

  private static void addSecurity(Operation operation, ResourceMethod method) {
    operation.setSecurity(
        method.isOpen()
            ? List.of(
                OASFactory.createSecurityRequirement(),
                OASFactory.createSecurityRequirement().addScheme(BEARER))
            : List.of(OASFactory.createSecurityRequirement().addScheme(BEARER)));
    if (!method.roles().isEmpty()) {
      operation.addExtension("x-roles", method.roles());
    }
    if (method.isOpen()) {
      operation.addExtension("x-public", true);
      operation.setDescription(
          "**Public (公开)**: needs no token."
              + (operation.getDescription() == null ? "" : "\n\n" + operation.getDescription()));
    }
  }

  private static Schema text() {
    return OASFactory.createSchema().addType(Schema.SchemaType.STRING);
  }
}
