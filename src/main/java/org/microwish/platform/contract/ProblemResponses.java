package org.microwish.platform.contract;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.headers.Header;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.microwish.problem.FieldFault;
import org.microwish.problem.Problem;
import org.microwish.problem.ProblemType;

/** Adds to the contract the schema of problem details and the error responses. */
final class ProblemResponses {

  /** The name of the problem schema in the contract. */
  static final String SCHEMA = "Problem";

  private ProblemResponses() {}

  /**
   * Adds one error response for each status to an operation. Its description lists the problem
   * codes that can occur with that status.
   */
  static void add(Operation operation, Set<ProblemType> problems) {
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
                  .schema(OASFactory.createSchema().ref("#/components/schemas/" + SCHEMA));
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
                    .description("Seconds to wait before you repeat the request.")
                    .schema(OASFactory.createSchema().addType(Schema.SchemaType.INTEGER)));
          }
          if (status == 429) {
            // Headers of draft-ietf-httpapi-ratelimit-headers. The service sends both with the
            // response to every request that it counts, not only with 429.
            response.addHeader(
                "RateLimit",
                header(
                    "For each limit, the requests left (r) and the seconds until it is full again"
                        + " (t): \"name\";r=;t="));
            response.addHeader(
                "RateLimit-Policy",
                header(
                    "For each limit, the requests (q) allowed in a window of seconds (w):"
                        + " \"name\";q=;w="));
          }
          operation.getResponses().addAPIResponse(String.valueOf(status), response);
        });
  }

  private static Header header(String description) {
    return OASFactory.createHeader().description(description).schema(text());
  }

  private static Schema text() {
    return OASFactory.createSchema().addType(Schema.SchemaType.STRING);
  }

  static Schema schema() {
    List<Object> codes = new ArrayList<>();
    for (ProblemType type : ProblemType.values()) {
      codes.add(type.name());
    }
    List<Object> faults = new ArrayList<>();
    for (FieldFault fault : FieldFault.values()) {
      faults.add(fault.name());
    }
    Map<String, Schema> error = new LinkedHashMap<>();
    error.put(
        "pointer", text().description("JSON Pointer (RFC 6901) to the invalid field of the body"));
    error.put("parameter", text().description("Name of the invalid query or path parameter"));
    error.put("header", text().description("Name of the invalid header"));
    error.put(
        "name", text().description("Name of the field for people, in the language of the texts"));
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
            "Problem details (RFC 9457). `code` never changes its meaning and is for programs; some"
                + " codes have further members. The texts are in Chinese, or in English if"
                + " Accept-Language prefers English.")
        .properties(members)
        .required(List.of("type", "title", "status", "detail", "instance", "code", "requestId"));
  }
}
