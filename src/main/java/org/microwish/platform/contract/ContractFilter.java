package org.microwish.platform.contract;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.headers.Header;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationTarget;
import org.jboss.jandex.AnnotationValue;
import org.jboss.jandex.DotName;
import org.jboss.jandex.FieldInfo;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.MethodInfo;
import org.microwish.problem.FieldFault;
import org.microwish.problem.Problem;
import org.microwish.problem.ProblemType;

/** Adds to every operation of the contract what holds for all of them. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class ContractFilter implements OASFilter {

  private static final String BEARER = "bearer";
  private static final String PROBLEM = "Problem";
  private static final String JSON = "application/json";
  private static final String EXAMPLES = "openapi/examples/";

  private final ObjectMapper json = new ObjectMapper();
  private final Map<String, MethodInfo> methods = new HashMap<>();
  private final List<AnnotationInstance> texts;

  /** Called by Quarkus at build time with the index of all classes. */
  public ContractFilter(IndexView index) {
    texts =
        index.getAnnotations(DotName.createSimple("org.microwish.platform.http.Text")).stream()
            .filter(text -> text.target().kind() == AnnotationTarget.Kind.FIELD)
            .toList();
    DotName operation = DotName.createSimple(Operation.class);
    for (AnnotationInstance found : index.getAnnotations(operation)) {
      AnnotationValue id = found.value("operationId");
      if (id != null && found.target().kind() == AnnotationTarget.Kind.METHOD) {
        methods.put(id.asString(), found.target().asMethod());
      }
    }
  }

  @Override
  public void filterOpenAPI(OpenAPI contract) {
    if (contract.getComponents() == null) {
      contract.setComponents(OASFactory.createComponents());
    }
    contract
        .getComponents()
        .addSchema(PROBLEM, problemSchema())
        .addSecurityScheme(
            BEARER,
            OASFactory.createSecurityScheme()
                .type(SecurityScheme.Type.HTTP)
                .scheme("bearer")
                .bearerFormat("JWT")
                .description("A token of this service, ES256."));
    describeTypes(contract.getComponents().getSchemas());
    if (contract.getPaths() == null) {
      return;
    }
    contract
        .getPaths()
        .getPathItems()
        .forEach(
            (path, item) ->
                item.getOperations()
                    .forEach((method, operation) -> complete(path, method, operation)));
  }

  /** What the annotations that SmallRye knows do not say of a schema. */
  private void describeTypes(Map<String, Schema> schemas) {
    Schema time = schemas.get("Instant");
    if (time != null) {
      time.setExamples(List.of("2022-02-15T09:30:00+08:00"));
    }
    for (Schema schema : schemas.values()) {
      Schema cursor =
          schema.getProperties() == null ? null : schema.getProperties().get("nextCursor");
      if (cursor != null && !cursor.getType().contains(Schema.SchemaType.NULL)) {
        // It is null on the last page, whatever the page is of.
        cursor.addType(Schema.SchemaType.NULL);
      }
    }
    for (AnnotationInstance text : texts) {
      FieldInfo field = text.target().asField();
      Schema owner = schemas.get(field.declaringClass().simpleName());
      Schema property =
          owner == null || owner.getProperties() == null
              ? null
              : owner.getProperties().get(field.name());
      if (property != null) {
        property.setMaxLength(text.value("max").asInt());
        AnnotationValue min = text.value("min");
        property.setMinLength(min == null ? 1 : min.asInt());
      }
    }
  }

  private void complete(
      String path,
      PathItem.HttpMethod httpMethod,
      org.eclipse.microprofile.openapi.models.Operation operation) {
    MethodInfo method = methods.get(operation.getOperationId());
    if (method == null) {
      return;
    }
    boolean open = isOpen(method);
    Set<ProblemType> problems = EnumSet.noneOf(ProblemType.class);
    problems.addAll(declared(method));
    problems.addAll(
        EnumSet.of(
            // A query parameter that the operation does not have, for one.
            ProblemType.VALIDATION_FAILED,
            ProblemType.NOT_ACCEPTABLE,
            ProblemType.TOO_MANY_REQUESTS,
            ProblemType.INTERNAL_ERROR,
            ProblemType.BUSY,
            ProblemType.DATABASE_UNAVAILABLE,
            ProblemType.UNAUTHENTICATED));
    if (!open) {
      problems.add(ProblemType.FORBIDDEN);
    }
    if (path.contains("{")) {
      problems.add(ProblemType.NOT_FOUND);
    }
    boolean unsafe = httpMethod != PathItem.HttpMethod.GET;
    boolean keyed = unsafe && !method.hasAnnotation(DotName.createSimple(WithoutKey.class));
    if (operation.getRequestBody() != null) {
      problems.addAll(
          EnumSet.of(
              ProblemType.MALFORMED_REQUEST,
              ProblemType.PAYLOAD_TOO_LARGE,
              ProblemType.UNSUPPORTED_MEDIA_TYPE));
    }
    if (keyed) {
      boolean creates =
          operation.getResponses() != null
              && (operation.getResponses().hasAPIResponse("201")
                  || operation.getResponses().hasAPIResponse("202"));
      problems.addAll(
          EnumSet.of(ProblemType.IDEMPOTENCY_KEY_REUSED, ProblemType.IDEMPOTENCY_IN_FLIGHT));
      if (creates) {
        problems.add(ProblemType.IDEMPOTENCY_KEY_REQUIRED);
      }
      operation.addParameter(
          OASFactory.createParameter()
              .name("Idempotency-Key")
              .in(Parameter.In.HEADER)
              .required(creates)
              .description("Names one intended effect; a repeat gets the first answer again.")
              .schema(text().pattern("[A-Za-z0-9._:-]{8,64}"))
              .example("5f0c2b1e-8d1a-4c55-9a57-0f6d1c9b7a10"));
    }
    if (problems.contains(ProblemType.PRECONDITION_REQUIRED)) {
      problems.add(ProblemType.PRECONDITION_FAILED);
      operation.addParameter(
          OASFactory.createParameter()
              .name("If-Match")
              .in(Parameter.In.HEADER)
              .required(true)
              .description("The ETag that was read.")
              .schema(text())
              .example("\"3\""));
    }
    if (!unsafe && isConditional(method)) {
      addConditions(operation);
    }
    boolean paged =
        operation.getParameters() != null
            && operation.getParameters().stream()
                .anyMatch(parameter -> "cursor".equals(parameter.getName()));
    addAnswerHeaders(operation, paged);
    operation.setSecurity(
        open
            ? List.of(
                OASFactory.createSecurityRequirement(),
                OASFactory.createSecurityRequirement().addScheme(BEARER))
            : List.of(OASFactory.createSecurityRequirement().addScheme(BEARER)));
    List<String> roles = roles(method);
    if (!roles.isEmpty()) {
      operation.addExtension("x-roles", roles);
    }
    addProblems(operation, problems);
    addExamples(operation);
    if (operation.getResponses() != null) {
      operation
          .getResponses()
          .getAPIResponses()
          .values()
          .forEach(
              response ->
                  response.addHeader(
                      "Request-ID",
                      OASFactory.createHeader()
                          .description("Names this request in the logs.")
                          .schema(text())));
    }
  }

  private static boolean isConditional(MethodInfo method) {
    DotName conditional = DotName.createSimple(Conditional.class);
    return method.hasAnnotation(conditional)
        || method.declaringClass().hasDeclaredAnnotation(conditional);
  }

  private static void addConditions(org.eclipse.microprofile.openapi.models.Operation operation) {
    operation.addParameter(
        OASFactory.createParameter()
            .name("If-None-Match")
            .in(Parameter.In.HEADER)
            .required(false)
            .description("The ETag that the client has; the same again is answered with 304.")
            .schema(text())
            .example("\"3\""));
    for (Map.Entry<String, APIResponse> response :
        operation.getResponses().getAPIResponses().entrySet()) {
      if (response.getKey().equals("200")) {
        response.getValue().addHeader("ETag", header("Names this state of what was read."));
      }
    }
    operation
        .getResponses()
        .addAPIResponse(
            "304",
            OASFactory.createAPIResponse()
                .description("The client has it.")
                .addHeader("ETag", header("The one that was asked with.")));
  }

  private static void addAnswerHeaders(
      org.eclipse.microprofile.openapi.models.Operation operation, boolean paged) {
    operation
        .getResponses()
        .getAPIResponses()
        .forEach(
            (status, response) -> {
              if (status.equals("200") && paged) {
                response.addHeader("Link", header("The next page, where there is one: rel=next."));
              }
              if (status.equals("201") || status.equals("202")) {
                response.addHeader("Location", header("Where the new resource is."));
              }
            });
  }

  private static Header header(String description) {
    return OASFactory.createHeader().description(description).schema(text());
  }

  private static Schema text() {
    return OASFactory.createSchema().addType(Schema.SchemaType.STRING);
  }

  private static boolean isOpen(MethodInfo method) {
    DotName permitAll = DotName.createSimple(PermitAll.class);
    return method.hasAnnotation(permitAll)
        || (roles(method).isEmpty() && method.declaringClass().hasDeclaredAnnotation(permitAll));
  }

  private static List<String> roles(MethodInfo method) {
    DotName rolesAllowed = DotName.createSimple(RolesAllowed.class);
    AnnotationInstance found = method.annotation(rolesAllowed);
    if (found == null && !method.hasAnnotation(DotName.createSimple(PermitAll.class))) {
      found = method.declaringClass().declaredAnnotation(rolesAllowed);
    }
    return found == null ? List.of() : List.of(found.value().asStringArray());
  }

  private static Set<ProblemType> declared(MethodInfo method) {
    DotName problems = DotName.createSimple(Problems.class);
    Set<ProblemType> all = EnumSet.noneOf(ProblemType.class);
    for (AnnotationInstance found :
        Arrays.asList(
            method.annotation(problems), method.declaringClass().declaredAnnotation(problems))) {
      if (found != null) {
        for (String name : found.value().asEnumArray()) {
          all.add(ProblemType.valueOf(name));
        }
      }
    }
    return all;
  }

  /** One response a status, which names the codes that it can carry. */
  private static void addProblems(
      org.eclipse.microprofile.openapi.models.Operation operation, Set<ProblemType> problems) {
    Map<Integer, List<ProblemType>> byStatus = new TreeMap<>();
    problems.forEach(
        problem ->
            byStatus.computeIfAbsent(problem.status(), status -> new ArrayList<>()).add(problem));
    if (operation.getResponses() == null) {
      operation.setResponses(OASFactory.createAPIResponses());
    }
    byStatus.forEach(
        (status, types) -> {
          MediaType body =
              OASFactory.createMediaType()
                  .schema(OASFactory.createSchema().ref("#/components/schemas/" + PROBLEM));
          for (ProblemType type : types) {
            body.addExample(type.name(), OASFactory.createExample().value(Problem.example(type)));
          }
          Content content = OASFactory.createContent().addMediaType(Problem.MEDIA_TYPE, body);
          APIResponse response =
              OASFactory.createAPIResponse()
                  .description(String.join(", ", types.stream().map(Enum::name).toList()))
                  .content(content);
          if (status == 429 || status == 503) {
            response.addHeader(
                "Retry-After",
                OASFactory.createHeader()
                    .description("Seconds after which a repeat may succeed.")
                    .schema(OASFactory.createSchema().addType(Schema.SchemaType.INTEGER)));
          }
          if (status == 429) {
            // draft-ietf-httpapi-ratelimit-headers; every answer that was counted has them.
            response.addHeader("RateLimit", text("What is left of each limit: \"name\";r=;t="));
            response.addHeader("RateLimit-Policy", text("The limits: \"name\";q=;w="));
          }
          operation.getResponses().addAPIResponse(String.valueOf(status), response);
        });
  }

  private static org.eclipse.microprofile.openapi.models.headers.Header text(String description) {
    return OASFactory.createHeader()
        .description(description)
        .schema(OASFactory.createSchema().addType(Schema.SchemaType.STRING));
  }

  private void addExamples(org.eclipse.microprofile.openapi.models.Operation operation) {
    String id = operation.getOperationId();
    if (operation.getRequestBody() != null && operation.getRequestBody().getContent() != null) {
      example(operation.getRequestBody().getContent(), id + ".request.json");
    }
    operation
        .getResponses()
        .getAPIResponses()
        .forEach(
            (status, response) -> {
              if (status.startsWith("2") && response.getContent() != null) {
                example(response.getContent(), id + ".response.json");
              }
            });
  }

  private void example(Content content, String file) {
    MediaType body = content.getMediaType(JSON);
    if (body == null) {
      return;
    }
    try (InputStream in =
        Thread.currentThread().getContextClassLoader().getResourceAsStream(EXAMPLES + file)) {
      if (in != null) {
        body.setExample(json.readValue(in, Object.class));
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException("example " + file, unreadable);
    }
  }

  private static Schema problemSchema() {
    List<Object> codes = new ArrayList<>();
    for (ProblemType type : ProblemType.values()) {
      codes.add(type.name());
    }
    List<Object> faults = new ArrayList<>();
    for (FieldFault fault : FieldFault.values()) {
      faults.add(fault.name());
    }
    Map<String, Schema> error = new LinkedHashMap<>();
    error.put("pointer", text().description("JSON pointer (RFC 6901) to a field of the body"));
    error.put("parameter", text().description("Name of a query or path parameter"));
    error.put("header", text().description("Name of a header"));
    error.put("code", text().enumeration(faults));
    error.put("detail", text());
    Map<String, Schema> members = new LinkedHashMap<>();
    members.put("type", text().format("uri"));
    members.put("title", text());
    members.put(
        "status", OASFactory.createSchema().addType(Schema.SchemaType.INTEGER).format("int32"));
    members.put("detail", text());
    members.put("instance", text());
    members.put("code", text().enumeration(codes));
    members.put("requestId", text());
    members.put(
        "errors",
        OASFactory.createSchema()
            .addType(Schema.SchemaType.ARRAY)
            .items(
                OASFactory.createSchema()
                    .addType(Schema.SchemaType.OBJECT)
                    .properties(error)
                    .required(List.of("code", "detail"))));
    return OASFactory.createSchema()
        .addType(Schema.SchemaType.OBJECT)
        .description(
            "RFC 9457 problem details. `code` is stable; further members depend on it."
                + " Texts are Chinese, or English by Accept-Language.")
        .properties(members)
        .required(List.of("type", "title", "status", "detail", "instance", "code", "requestId"));
  }
}
