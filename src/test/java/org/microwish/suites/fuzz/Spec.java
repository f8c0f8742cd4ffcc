package org.microwish.suites.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** The published OpenAPI contract, prepared for generating requests and checking answers. */
final class Spec {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** One operation. */
  record Operation(String id, String method, String path, JsonNode said) {

    /** Returns the roles that may call it; empty if no token is needed. */
    List<String> roles() {
      List<String> roles = new ArrayList<>();
      said.path("x-roles").forEach(role -> roles.add(role.asText()));
      return roles;
    }

    /** Returns the media type of its request body, or null. */
    String bodyType() {
      Iterator<String> types = said.path("requestBody").path("content").fieldNames();
      return types.hasNext() ? types.next() : null;
    }

    JsonNode bodySchema() {
      return said.path("requestBody")
          .path("content")
          .path(String.valueOf(bodyType()))
          .path("schema");
    }

    /** Returns a request body from the documentation's examples, or a missing node. */
    JsonNode bodyExample() {
      JsonNode content = said.path("requestBody").path("content").path(String.valueOf(bodyType()));
      if (content.has("example")) {
        return content.path("example");
      }
      Iterator<JsonNode> examples = content.path("examples").elements();
      return examples.hasNext() ? examples.next().path("value") : content.path("example");
    }

    boolean documents(int status) {
      return said.path("responses").has(String.valueOf(status));
    }

    /** Returns the problem codes documented for a status. */
    Set<String> codes(int status) {
      Set<String> codes = new TreeSet<>();
      said.path("responses")
          .path(String.valueOf(status))
          .path("content")
          .path("application/problem+json")
          .path("examples")
          .fieldNames()
          .forEachRemaining(codes::add);
      return codes;
    }

    Set<String> types(int status) {
      Set<String> types = new TreeSet<>();
      said.path("responses")
          .path(String.valueOf(status))
          .path("content")
          .fieldNames()
          .forEachRemaining(types::add);
      return types;
    }
  }

  final List<Operation> operations = new ArrayList<>();
  private final JsonNode contract;
  private final ObjectNode closed;
  private final Map<String, JsonSchema> schemas = new ConcurrentHashMap<>();
  private final JsonSchemaFactory factory =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);

  Spec(JsonNode contract) {
    this.contract = contract;
    // Answers must not contain properties that the contract does not define.
    this.closed = contract.path("components").deepCopy();
    closed.path("schemas").forEach(Spec::close);
    contract
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        one ->
                            operations.add(
                                new Operation(
                                    one.getValue().path("operationId").asText(),
                                    one.getKey().toUpperCase(Locale.ROOT),
                                    path.getKey(),
                                    one.getValue()))));
  }

  private static void close(JsonNode schema) {
    if (schema.path("properties").has("requestId")) {
      return; // Extra members of a problem and of its errors depend on the code.
    }
    if (schema instanceof ObjectNode object
        && object.has("properties")
        && !object.has("additionalProperties")) {
      object.put("additionalProperties", false);
    }
    schema.forEach(Spec::close);
  }

  Operation operation(String id) {
    return operations.stream().filter(one -> one.id().equals(id)).findFirst().orElseThrow();
  }

  /** Resolves references, and the non-null part of anyOf, oneOf and allOf. */
  JsonNode resolved(JsonNode schema) {
    JsonNode found = schema;
    for (int i = 0; found.has("$ref"); i++) {
      if (i > 9) {
        throw new IllegalStateException("a schema that refers to itself: " + found);
      }
      String name = found.path("$ref").asText().replaceAll(".*/", "");
      found = contract.path("components").path("schemas").path(name);
    }
    for (String several : List.of("anyOf", "oneOf", "allOf")) {
      for (JsonNode one : found.path(several)) {
        if (!one.path("type").asText().equals("null")) {
          return resolved(one);
        }
      }
    }
    return found;
  }

  /** Returns the name of the schema that a reference points to, or an empty string. */
  static String nameOf(JsonNode schema) {
    return schema.path("$ref").asText("").replaceAll(".*/", "");
  }

  static String type(JsonNode schema) {
    JsonNode type = schema.path("type");
    for (JsonNode one : type) {
      if (!one.asText().equals("null")) {
        return one.asText();
      }
    }
    return type.isArray() ? "" : type.asText();
  }

  /** Returns the violations of the documented schema; empty if there are none. */
  List<String> faults(Operation operation, int status, String mediaType, JsonNode body) {
    JsonNode schema =
        operation
            .said()
            .path("responses")
            .path(String.valueOf(status))
            .path("content")
            .path(mediaType)
            .path("schema");
    if (schema.isMissingNode()) {
      return List.of();
    }
    JsonSchema checked =
        schemas.computeIfAbsent(
            schema.toString(),
            key -> {
              ObjectNode root = schema.deepCopy();
              close(root);
              Map<String, JsonNode> needed = new LinkedHashMap<>();
              gather(root, needed);
              ObjectNode components = JSON.createObjectNode();
              needed.forEach(components.putObject("schemas")::set);
              root.set("components", components);
              return factory.getSchema(
                  root, SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build());
            });
    return checked.validate(body).stream().map(ValidationMessage::toString).sorted().toList();
  }

  private void gather(JsonNode schema, Map<String, JsonNode> needed) {
    for (JsonNode reference : schema.findValues("$ref")) {
      String name = reference.asText().replaceAll(".*/", "");
      if (!needed.containsKey(name)) {
        JsonNode found = closed.path("schemas").path(name);
        needed.put(name, found);
        gather(found, needed);
      }
    }
  }
}
