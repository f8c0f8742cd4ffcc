package org.microwish.platform.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.restassured.RestAssured;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * An OpenAPI contract of this service, as tests read it: the committed one, or that of the running
 * service.
 */
public final class Contract {

  /** The committed contract. */
  public static final Path FILE = Path.of("openapi/openapi.yaml");

  /** The committed contract as OpenAPI 3.0.3. */
  static final Path OLDER_FILE = Path.of("openapi/openapi-3.0.yaml");

  /** Maximum length of a chain of references. */
  private static final int MAX_REFERENCES = 9;

  private final JsonNode json;
  private final List<Operation> operations = new ArrayList<>();

  private Contract(JsonNode document) {
    json = withParts(document, document);
    json.path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        method ->
                            operations.add(
                                new Operation(
                                    method.getValue().path("operationId").asText(),
                                    method.getKey().toUpperCase(Locale.ROOT),
                                    path.getKey(),
                                    method.getValue()))));
  }

  /**
   * Returns a copy in which references to shared parameters, headers, responses and examples are
   * replaced by what they refer to. References to schemas stay.
   */
  private static JsonNode withParts(JsonNode node, JsonNode document) {
    String reference = node.path("$ref").asText();
    if (reference.startsWith("#/components/") && !reference.startsWith("#/components/schemas/")) {
      return withParts(document.at(reference.substring(1)), document);
    }
    if (node instanceof ObjectNode object) {
      ObjectNode copy = object.objectNode();
      object
          .properties()
          .forEach(member -> copy.set(member.getKey(), withParts(member.getValue(), document)));
      return copy;
    }
    if (node instanceof ArrayNode array) {
      ArrayNode copy = array.arrayNode();
      array.forEach(item -> copy.add(withParts(item, document)));
      return copy;
    }
    return node;
  }

  /**
   * Returns whether this test run writes the contract and the examples instead of checking them.
   */
  public static boolean isWriting() {
    return System.getProperty("contract.write") != null;
  }

  /** Returns the running service's contract. */
  public static Contract running() {
    String json =
        RestAssured.given()
            .noFilters()
            .accept("application/json")
            .get("/openapi?format=json")
            .asString();
    try {
      return new Contract(new ObjectMapper().readTree(json));
    } catch (JsonProcessingException notJson) {
      throw new IllegalStateException(notJson);
    }
  }

  /** Returns the committed contract. */
  public static Contract committed() {
    try {
      return new Contract(new ObjectMapper(new YAMLFactory()).readTree(FILE.toFile()));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** Returns the running service's contract as YAML. */
  public static String runningYaml() {
    return RestAssured.given().noFilters().accept("*/*").get("/openapi").asString();
  }

  /** Returns the whole document, with references to shared parts resolved. */
  public JsonNode json() {
    return json;
  }

  public JsonNode schemas() {
    return json.path("components").path("schemas");
  }

  public List<Operation> operations() {
    return operations;
  }

  public Operation operation(String id) {
    return operations.stream().filter(one -> one.id().equals(id)).findFirst().orElseThrow();
  }

  /**
   * Returns the schema that this one refers to, directly or as the part of anyOf, oneOf or allOf
   * that is not null; the schema itself if it refers to none.
   */
  public JsonNode resolved(JsonNode schema) {
    JsonNode found = schema;
    for (int i = 0; found.has("$ref"); i++) {
      if (i > MAX_REFERENCES) {
        throw new IllegalStateException("a schema that refers to itself: " + found);
      }
      found = schemas().path(nameOf(found));
    }
    // An optional reference is an anyOf of the schema and null.
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
  public static String nameOf(JsonNode schema) {
    return schema.path("$ref").asText("").replaceAll(".*/", "");
  }

  /** Returns a schema's type without {@code null}, or an empty string. */
  public static String type(JsonNode schema) {
    JsonNode type = schema.path("type");
    for (JsonNode one : type) {
      if (!one.asText().equals("null")) {
        return one.asText();
      }
    }
    return type.isArray() ? "" : type.asText();
  }

  /**
   * An operation of the contract.
   *
   * @param path the path, with parameters in braces
   * @param json the OpenAPI object of the operation
   */
  public record Operation(String id, String method, String path, JsonNode json) {

    /** Returns the roles that may call the operation; empty if no token is needed. */
    public List<String> roles() {
      List<String> roles = new ArrayList<>();
      json.path("x-roles").forEach(role -> roles.add(role.asText()));
      return roles;
    }

    /** Returns whether callers of the operation need a token. */
    public boolean isProtected() {
      return !json.path("security").toString().contains("{}");
    }

    /** Returns a pattern of the paths of requests to the operation, without the query. */
    public Pattern paths() {
      return Pattern.compile(path.replaceAll("\\{[^}]+}", "[^/]+"));
    }

    /**
     * Returns the names of the operation's parameters in {@code path}, {@code query} or {@code
     * header}.
     */
    public List<String> parameters(String in) {
      List<String> names = new ArrayList<>();
      for (JsonNode parameter : json.path("parameters")) {
        if (parameter.path("in").asText().equals(in)) {
          names.add(parameter.path("name").asText());
        }
      }
      return names;
    }

    /** Returns the media type of the operation's request body; null if it has none. */
    public String bodyType() {
      Iterator<String> types = json.path("requestBody").path("content").fieldNames();
      return types.hasNext() ? types.next() : null;
    }

    /**
     * Returns the operation's request body of this media type, with schema and examples; a missing
     * node if there is none.
     */
    public JsonNode body(String mediaType) {
      return json.path("requestBody").path("content").path(String.valueOf(mediaType));
    }

    /** Returns the schema of the operation's JSON request body; a missing node if there is none. */
    public JsonNode jsonSchema() {
      return body("application/json").path("schema");
    }

    /** Returns an example of the operation's request body; a missing node if there is none. */
    public JsonNode bodyExample() {
      JsonNode body = body(bodyType());
      Iterator<JsonNode> examples = body.path("examples").elements();
      return body.has("example") || !examples.hasNext()
          ? body.path("example")
          : examples.next().path("value");
    }

    /** Returns the operation's response with this status, or else its default response. */
    public JsonNode response(int status) {
      JsonNode responses = json.path("responses");
      return documents(status) ? responses.path(String.valueOf(status)) : responses.path("default");
    }

    /** Returns the content of the operation's responses with this status, by media type. */
    public JsonNode answer(int status) {
      return response(status).path("content");
    }

    /** Returns the problem codes documented for this status of the operation. */
    public Set<String> codes(int status) {
      Set<String> codes = new TreeSet<>();
      problems(status)
          .properties()
          .forEach(
              example -> {
                if (example.getValue().at("/value/status").asInt() == status) {
                  codes.add(example.getKey());
                }
              });
      return codes;
    }

    private JsonNode problems(int status) {
      return answer(status).path("application/problem+json").path("examples");
    }

    /** Returns the media types documented for this status of the operation. */
    public Set<String> types(int status) {
      return names(answer(status));
    }

    /** Returns the names of the headers documented for this status of the operation. */
    public Set<String> headers(int status) {
      return names(response(status).path("headers"));
    }

    /** Returns whether the operation has a response of its own with this status. */
    public boolean documents(int status) {
      return json.path("responses").has(String.valueOf(status));
    }

    private static Set<String> names(JsonNode object) {
      Set<String> names = new TreeSet<>();
      object.fieldNames().forEachRemaining(names::add);
      return names;
    }
  }
}
