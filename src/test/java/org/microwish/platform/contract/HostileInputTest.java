package org.microwish.platform.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.platform.contract.Contract.Operation;
import org.microwish.testing.Answer;
import org.microwish.testing.Http;
import org.microwish.testing.Tokens;

/**
 * Sends malicious and malformed input to every operation of the contract. Checks that each refusal
 * is a documented problem and names the field, and that no answer is a server error. New operations
 * in the contract are covered automatically.
 */
@Tag("database")
@QuarkusTest
class HostileInputTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String UNKNOWN_ID = "0D1RZQ4J8M3TB";
  private static final int TEN_MIB = 10 << 20;

  /** Number of operations tested in parallel, so that test and service both have work. */
  private static final int AT_ONCE = 4;

  /**
   * Codes with which any operation may respond, because the problem is found before the request
   * reaches a resource.
   */
  private static final Set<String> ANYWHERE = Set.of("UNAUTHENTICATED", "PAYLOAD_TOO_LARGE");

  @TestHTTPResource URI service;

  private final Http http = new Http();
  private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
  private Contract contract;

  @Test
  void hostileInput_isRefusedAsDocumented() throws Exception {
    contract = Contract.running();
    List<Operation> operations = contract.operations();
    assertThat(operations).isNotEmpty();
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Future<Void>> all = new ArrayList<>();
      operations.forEach(operation -> all.add(threads.submit(() -> hostile(operation))));
      for (Future<Void> one : all) {
        one.get();
      }
    }
    assertThat(wrong).as("%d wrong answers", wrong.size()).isEmpty();
  }

  private Void hostile(Operation operation) throws Exception {
    hostileTokens(operation);
    hostilePath(operation);
    hostileQuery(operation);
    if (!operation.jsonSchema().isMissingNode()) {
      hostileBody(operation);
      hostileFields(operation);
    } else if (operation.bodyType() != null) {
      hostileUpload(operation);
    }
    return null;
  }

  // Hostile input --------------------------------------------------------------------------------

  private void hostileTokens(Operation operation) throws Exception {
    String body = operation.jsonSchema().isMissingNode() ? null : "{}";
    problem(operation, "a garbage token", send(operation, path(operation), body, "garbage"), null)
        .is(401);
    if (operation.isProtected()) {
      problem(operation, "no token", send(operation, path(operation), body, null), null).is(401);
      for (Role role : Role.values()) {
        if (role != Role.SYSTEM && !roles(operation).contains(role)) {
          problem(
                  operation,
                  "the token of a " + role,
                  send(operation, path(operation), body, token(role)),
                  null)
              .is(403);
          break;
        }
      }
    }
  }

  private void hostilePath(Operation operation) throws Exception {
    String body = operation.jsonSchema().isMissingNode() ? null : "{}";
    for (String name : operation.parameters("path")) {
      for (String bad :
          new String[] {"%00", "%ED%A0%80", "'%20or%201=1", "x".repeat(2000), "%F0%9F%98%80"}) {
        String path = operation.path().replace("{" + name + "}", bad);
        problem(operation, name + "=" + bad, send(operation, filled(operation, path), body), name);
      }
    }
    if (!operation.parameters("path").isEmpty()) {
      problem(operation, "an unknown id", send(operation, path(operation), body), null);
    }
  }

  private void hostileQuery(Operation operation) throws Exception {
    String body = operation.jsonSchema().isMissingNode() ? null : "{}";
    problem(
            operation,
            "an unknown parameter",
            send(operation, path(operation) + "?no-such-parameter=1", body),
            "no-such-parameter")
        .names();
    for (JsonNode parameter : operation.json().path("parameters")) {
      if (parameter.path("in").asText().equals("query")) {
        String name = parameter.path("name").asText();
        JsonNode schema = contract.resolved(parameter.path("schema"));
        // Valid text, but the character sets of some columns do not contain it.
        String emoji = path(operation) + "?" + name + "=%E5%BF%83%F0%9F%98%80";
        problem(operation, name + "=emoji", send(operation, emoji, body), name);
        List<String> values = new ArrayList<>(List.of("", "a%00b", "%ED%A0%80"));
        if (type(schema).equals("integer") || type(schema).equals("boolean")) {
          values.addAll(List.of("many", "1.5", "99999999999999999999"));
        }
        if (schema.has("enum") || schema.path("items").has("enum")) {
          values.add("NO_SUCH_VALUE");
        }
        if (schema.path("format").asText().startsWith("date")) {
          values.addAll(List.of("yesterday", "2022-02-30", "99999-01-01"));
        }
        for (String value : values) {
          // A limit above the maximum page size means the maximum.
          boolean capped = name.equals("limit") && value.startsWith("999");
          Answer answer = send(operation, path(operation) + "?" + name + "=" + value, body);
          if (!capped) {
            problem(operation, name + "=" + value, answer, name).names();
          } else {
            problem(operation, name + "=" + value, answer, name);
          }
        }
      }
    }
  }

  private void hostileBody(Operation operation) throws Exception {
    String path = path(operation);
    for (String bad : new String[] {"{", "{\"a\":}", "{} {}", "nul", "{\"a\":1e}", "\u0000"}) {
      problem(operation, "the body " + bad, send(operation, path, bad), "").names().is(400);
    }
    for (String other : new String[] {"null", "[]", "5", "\"text\"", "true"}) {
      problem(operation, "the body " + other, send(operation, path, other), "").names().is(400);
    }
    problem(
            operation,
            "a field too many",
            send(operation, path, "{\"noSuchField\":{\"a\":[1]}}"),
            "/noSuchField")
        .names()
        .is(400);
    problem(operation, "a deep body", send(operation, path, "[".repeat(50_000)), null).is(400);
    problem(operation, "another media type", sendAs(operation, path, "text/plain", "{}"), null)
        .is(415);
    problem(operation, "10 MiB announced", announce(operation, TEN_MIB), null).is(413);
  }

  private void hostileFields(Operation operation) throws Exception {
    for (Map.Entry<String, JsonNode> field : fields(operation.jsonSchema(), "", 0).entrySet()) {
      JsonNode schema = contract.resolved(field.getValue());
      for (String bad : hostileValues(schema)) {
        String label = field.getKey() + " = " + (bad.length() > 40 ? bad.substring(0, 40) : bad);
        Answer answer = send(operation, path(operation), document(field.getKey(), bad));
        problem(operation, label, answer, field.getKey()).names().is(400);
      }
      if (type(schema).equals("string")) {
        Answer emoji = send(operation, path(operation), document(field.getKey(), "\"心😀\""));
        problem(operation, field.getKey() + " = emoji", emoji, field.getKey());
        Answer answer =
            send(
                operation,
                path(operation),
                document(field.getKey(), "\"" + "x".repeat(200_000) + "\""));
        problem(operation, field.getKey() + " too long", answer, field.getKey());
      }
    }
  }

  private void hostileUpload(Operation operation) throws Exception {
    String path = path(operation);
    for (String garbage :
        new String[] {"", "\u0000\u0001\u0002", "{", "--b\r\n", "x".repeat(10_000)}) {
      String type = operation.bodyType();
      String sent = type.startsWith("multipart/") ? type + "; boundary=b" : type;
      problem(operation, "garbage", sendAs(operation, path, sent, garbage), null);
    }
    problem(operation, "another media type", sendAs(operation, path, "video/mp4", "x"), null);
    problem(operation, "2 GiB announced", announce(operation, Integer.MAX_VALUE), null).is(413);
  }

  /** Returns JSON values that no field with that schema accepts. */
  private static List<String> hostileValues(JsonNode schema) {
    List<String> values = new ArrayList<>();
    switch (type(schema)) {
      case "string" -> {
        values.addAll(
            List.of("5", "true", "[\"a\"]", "{}", "\"a\\u0000b\"", "\"\\ud800\"", "\"a\\r\""));
        if (schema.has("enum")) {
          values.addAll(List.of("\"NO_SUCH_VALUE\"", "\"\""));
        } else if (schema.path("pattern").asText().contains("\\.[0-9]")) {
          values.addAll(List.of("\"-1.00\"", "\"1.234\"", "\"1e9\"", "\"\"", "\"99999999999999\""));
        } else if (schema.path("format").asText().startsWith("date")) {
          values.addAll(List.of("\"2022-02-30\"", "\"2022-02-15T09:30:00\"", "\"\"", "\"now\""));
        }
      }
      case "integer" ->
          values.addAll(
              List.of("\"5\"", "5.5", "true", "[5]", "{}", "99999999999999999999", "1e400"));
      case "number" -> values.addAll(List.of("\"5\"", "true", "[]", "{}"));
      case "boolean" -> values.addAll(List.of("\"true\"", "1", "[]", "{}"));
      case "array" -> values.addAll(List.of("5", "\"a\"", "{}", "true"));
      case "object" -> values.addAll(List.of("5", "\"a\"", "[]", "true"));
      default -> {}
    }
    return values;
  }

  /** Returns the JSON pointers of the body's fields with their schemas. */
  private Map<String, JsonNode> fields(JsonNode schema, String pointer, int depth) {
    Map<String, JsonNode> fields = new LinkedHashMap<>();
    contract
        .resolved(schema)
        .path("properties")
        .properties()
        .forEach(
            field -> {
              String at = pointer + "/" + field.getKey();
              fields.put(at, field.getValue());
              JsonNode inner = contract.resolved(field.getValue());
              if (depth < 3) {
                if (type(inner).equals("array")) {
                  fields.put(at + "/0", inner.path("items"));
                  fields.putAll(fields(inner.path("items"), at + "/0", depth + 1));
                } else {
                  fields.putAll(fields(inner, at, depth + 1));
                }
              }
            });
    return fields;
  }

  /** Returns a body that contains only that value at that pointer. */
  private static String document(String pointer, String value) {
    String document = value;
    String[] steps = pointer.substring(1).split("/", -1);
    for (int i = steps.length - 1; i >= 0; i--) {
      document =
          steps[i].equals("0") ? "[" + document + "]" : "{\"" + steps[i] + "\":" + document + "}";
    }
    return document;
  }

  private static String type(JsonNode schema) {
    JsonNode type = schema.path("type");
    if (!type.isArray()) {
      return type.asText();
    }
    for (JsonNode one : type) {
      if (!one.asText().equals("null")) {
        return one.asText();
      }
    }
    return "";
  }

  // Sending --------------------------------------------------------------------------------------

  private static Set<Role> roles(Operation operation) {
    Set<Role> roles = new java.util.TreeSet<>();
    operation.json().path("x-roles").forEach(role -> roles.add(Role.valueOf(role.asText())));
    return roles;
  }

  /** Returns a token of that role with access to all divisions. */
  private static String token(Role role) {
    return Tokens.of(new Caller("hostile-" + role, role, 1L, 1L, ""));
  }

  private String path(Operation operation) {
    return filled(operation, operation.path());
  }

  /** Fills the path with well-formed values that refer to nothing. */
  private String filled(Operation operation, String path) {
    String filled = path;
    for (JsonNode parameter : operation.json().path("parameters")) {
      JsonNode schema = contract.resolved(parameter.path("schema"));
      String value =
          schema.has("enum")
              ? schema.path("enum").path(0).asText()
              : type(schema).equals("integer") ? "999999999" : UNKNOWN_ID;
      filled = filled.replace("{" + parameter.path("name").asText() + "}", value);
    }
    return filled;
  }

  private Answer send(Operation operation, String path, String body) throws Exception {
    Role role = roles(operation).stream().findFirst().orElse(null);
    return send(operation, path, body, role == null ? null : token(role));
  }

  private Answer send(Operation operation, String path, String body, String token)
      throws Exception {
    return send(operation, path, body == null ? null : "application/json", body, token);
  }

  private Answer sendAs(Operation operation, String path, String type, String body)
      throws Exception {
    Role role = roles(operation).stream().findFirst().orElse(null);
    return send(operation, path, type, body, role == null ? null : token(role));
  }

  private Answer send(Operation operation, String path, String type, String body, String token)
      throws Exception {
    Http.Request request =
        http.request(operation.method(), service.resolve(path.replace("'", "%27"))).bearer(token);
    if (body != null) {
      request.body(type, body.getBytes(StandardCharsets.UTF_8));
    }
    for (String header : operation.parameters("header")) {
      switch (header) {
        case "Idempotency-Key" -> request.key(UUID.randomUUID().toString());
        case "If-Match" -> request.header(header, "\"1\"");
        default -> {}
      }
    }
    return request.send();
  }

  /**
   * Announces a body of that length and sends none of it: the answer must not wait for the body.
   */
  private Answer announce(Operation operation, long bytes) throws IOException {
    try (Socket socket = new Socket(service.getHost(), service.getPort())) {
      socket.setSoTimeout(15_000);
      String head =
          "%s %s HTTP/1.1\r\nHost: test\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
              .formatted(
                  operation.method(),
                  path(operation),
                  operation.bodyType() + "; boundary=b",
                  bytes);
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      StringBuilder answer = new StringBuilder();
      while (answer.indexOf("\r\n\r\n") < 0) {
        answer.append((char) in.read());
      }
      String lower = answer.toString().toLowerCase(Locale.ROOT);
      int length = Integer.parseInt(lower.replaceAll("(?s).*content-length: ([0-9]+).*", "$1"));
      return new Answer(
          Integer.parseInt(lower.substring(9, 12)),
          Map.of("Content-Type", List.of(lower.replaceAll("(?s).*content-type: ([^\r]+).*", "$1"))),
          in.readNBytes(length));
    }
  }

  // Checking answers -----------------------------------------------------------------------------

  private final class Checked {

    private final Operation operation;
    private final String sent;
    private final Answer answer;
    private final String field;

    Checked(Operation operation, String sent, Answer answer, String field) {
      this.operation = operation;
      this.sent = sent;
      this.answer = answer;
      this.field = field;
    }

    Checked is(int status) {
      if (answer.status() != status) {
        add("is answered " + answer.status() + ", not " + status + ": " + answer.text());
      }
      return this;
    }

    /** Checks that the errors name the field or parameter. */
    Checked names() {
      JsonNode errors = read().path("errors");
      for (JsonNode error : errors) {
        for (String where : List.of("pointer", "parameter")) {
          if (error.has(where) && error.path(where).asText().startsWith(field)) {
            return this;
          }
        }
      }
      add("does not name " + field + ": " + answer.status() + " " + answer.text());
      return this;
    }

    private JsonNode read() {
      try {
        return JSON.readTree(answer.text());
      } catch (JsonProcessingException noJson) {
        add("is not answered with JSON: " + answer.text());
        return JSON.createObjectNode();
      }
    }

    private void add(String what) {
      wrong.add(
          "%s %s (%s): %s %s"
              .formatted(operation.method(), operation.path(), operation.id(), sent, what));
    }

    private void check() {
      if (answer.status() >= 500) {
        add("is a server error: " + answer.text());
      }
      if (answer.status() >= 400) {
        String code = read().path("code").asText();
        String type = answer.header("Content-Type").orElse("");
        if (!type.startsWith("application/problem+json") || code.isEmpty()) {
          add("is not a problem: " + type + " " + answer.text());
        } else if (!ANYWHERE.contains(code) && !operation.codes(answer.status()).contains(code)) {
          add("is answered " + answer.status() + " " + code + ", which is not in the contract");
        }
      }
    }
  }

  private Checked problem(Operation operation, String sent, Answer answer, String field) {
    String label =
        URLEncoder.encode(
            sent.length() > 80 ? sent.substring(0, 80) : sent, StandardCharsets.UTF_8);
    Checked checked = new Checked(operation, label, answer, field);
    checked.check();
    return checked;
  }
}
