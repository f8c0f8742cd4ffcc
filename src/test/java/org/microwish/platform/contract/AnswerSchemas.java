package org.microwish.platform.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Checks answers against the schemas of the contract. Properties that the contract does not define
 * are faults. Thread-safe.
 */
public final class AnswerSchemas {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final ObjectNode closed;
  private final Map<String, JsonSchema> schemas = new ConcurrentHashMap<>();
  private final JsonSchemaFactory factory =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);

  /** Creates the checks of a contract. */
  public AnswerSchemas(Contract contract) {
    this.closed = contract.schemas().deepCopy();
    closed.forEach(this::inherit);
    closed.forEach(AnswerSchemas::close);
  }

  /**
   * Copies the properties of the schemas in allOf into the schema and removes allOf: each schema is
   * closed, so in an allOf it would refuse the properties of the others.
   */
  private void inherit(JsonNode schema) {
    for (JsonNode base : schema.path("allOf")) {
      JsonNode found = closed.path(base.path("$ref").asText().replaceAll(".*/", ""));
      ((ObjectNode) schema).withObject("/properties").setAll((ObjectNode) found.path("properties"));
      found.path("required").forEach(((ObjectNode) schema).withArray("/required")::add);
    }
    ((ObjectNode) schema).remove("allOf");
  }

  private static void close(JsonNode schema) {
    if (schema instanceof ObjectNode object
        && object.has("properties")
        && !object.has("additionalProperties")) {
      object.put("additionalProperties", false);
    }
    schema.forEach(AnswerSchemas::close);
  }

  /** Returns the violations of the documented schema; empty if there are none. */
  public List<String> faults(
      Contract.Operation operation, int status, String mediaType, JsonNode body) {
    return faults(operation.answer(status).path(mediaType).path("schema"), body);
  }

  /** Returns the violations of a schema of the contract; empty if there are none. */
  List<String> faults(JsonNode schema, JsonNode body) {
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
        JsonNode found = closed.path(name);
        needed.put(name, found);
        gather(found, needed);
      }
    }
  }
}
