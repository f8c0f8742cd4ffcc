package org.microwish.suites.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.microwish.platform.contract.Contract;

/** Generates values that a schema allows, and corrupted variants of them. */
final class Values {

  static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Valid texts that often cause trouble in columns, logs or parsers. */
  private static final List<String> TEXTS =
      List.of(
          "扶手",
          "心愿😀👩\u200d👩\u200d👧\u200d👦",
          "a",
          "O'Brien -- \"quoted\"",
          "שלום \u202eabc",
          "e\u0301\u0301\u0301",
          "𠮷野家",
          "%_\\%",
          "<script>alert(1)</script>",
          "{{7*7}} ${jndi:ldap://x}",
          "null",
          "true",
          "0",
          "-1",
          "İıŞß",
          "a\u00A0b",
          "＇ OR 1=1",
          "../../etc",
          "\u200B\u200D",
          "ﷺ");

  /** Texts that are invalid in nearly every field. */
  private static final List<String> BAD_TEXTS =
      List.of(
          "",
          " ",
          "\u0000",
          "a\u0000b",
          "\ud800",
          "a\r\nb",
          "\u0007",
          "\uFEFF",
          "\u202E",
          "\uFFFF",
          "\t",
          "a\u0085b",
          "\u2028",
          " lead",
          "trail ");

  private final Contract contract;
  private final FuzzFixtures world;
  private final Random random;

  Values(Contract contract, FuzzFixtures world, Random random) {
    this.contract = contract;
    this.world = world;
    this.random = random;
  }

  private boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }

  private <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  /**
   * Returns a value that the schema allows.
   *
   * @param name the property's name, which tells what an id or a code refers to
   */
  JsonNode valid(JsonNode schema, String name, int depth) {
    JsonNode real = contract.resolved(schema);
    if (real.has("enum")) {
      List<JsonNode> options = new ArrayList<>();
      real.path("enum").forEach(options::add);
      return pick(options);
    }
    return switch (Contract.type(real)) {
      case "object" -> object(real, depth);
      case "array" -> {
        ArrayNode array = NODES.arrayNode();
        int least = real.path("minItems").asInt(0);
        int most = Math.min(real.path("maxItems").asInt(3), 1000);
        int size =
            oneIn(25) ? most : least + random.nextInt(Math.max(1, Math.min(4, most - least + 1)));
        for (int i = 0; i < size && depth < 6; i++) {
          array.add(valid(real.path("items"), name, depth + 1));
        }
        yield array;
      }
      case "integer" -> {
        long least = real.path("minimum").asLong(-5);
        long most = real.path("maximum").asLong(1000);
        yield NODES.numberNode(
            switch (random.nextInt(6)) {
              case 0 -> least;
              case 1 -> most;
              default -> least + Math.floorMod(random.nextLong(), Math.max(1, most - least + 1));
            });
      }
      case "number" -> NODES.numberNode(random.nextInt(100) / 8.0);
      case "boolean" -> NODES.booleanNode(random.nextBoolean());
      default -> NODES.textNode(text(schema, real, name));
    };
  }

  private ObjectNode object(JsonNode schema, int depth) {
    ObjectNode object = NODES.objectNode();
    List<String> required = new ArrayList<>();
    schema.path("required").forEach(one -> required.add(one.asText()));
    boolean sparse = oneIn(2);
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      boolean wanted = required.contains(property.getKey()) || oneIn(sparse ? 6 : 2);
      if (wanted && depth < 6) {
        object.set(property.getKey(), valid(property.getValue(), property.getKey(), depth + 1));
      }
    }
    return object;
  }

  private String text(JsonNode schema, JsonNode real, String name) {
    String format = real.path("format").asText();
    String pattern = real.path("pattern").asText();
    if (Contract.nameOf(schema).equals("Id") || pattern.contains("{13}")) {
      return world.id(collection(name), random);
    }
    if (format.equals("date-time")) {
      return pick(
          List.of(
              "2022-02-15T09:30:00+08:00",
              "2020-02-29T23:59:59.999999Z",
              "2099-12-31T00:00:00Z",
              "2031-06-01T08:00:00+08:00",
              "1970-01-01T00:00:00Z",
              "2025-01-01T00:00:00-12:00"));
    }
    if (format.equals("date")) {
      return pick(List.of("2022-02-15", "2020-02-29", "2099-12-31", "1970-01-01", "2026-11-26"));
    }
    if (format.equals("uri")) {
      return "https://example.org/x";
    }
    if (pattern.contains("[0-9]{1,2})?$")) {
      return pick(
          List.of("0", "0.00", "0.01", "1", "10.5", "100.00", "97150.60", "999999999999.99", "25"));
    }
    if (pattern.contains("1[3-9][0-9]{9}")) {
      return "139" + (10_000_000 + random.nextInt(89_999_999));
    }
    if (name.toLowerCase(java.util.Locale.ROOT).contains("division")
        || name.equals("code")
        || name.equals("parent")
        || name.equals("community")) {
      return world.division(random);
    }
    if (name.equals("month")) {
      return pick(List.of("2022-02", "2026-11", "1999-12"));
    }
    int least = real.path("minLength").asInt(0);
    int most = real.path("maxLength").asInt(80);
    String text = pick(TEXTS);
    if (!pattern.isEmpty()) {
      text = pick(List.of("abc", "A1-b_c.d:9", "0123456789abcdef", "x".repeat(Math.max(1, least))));
    }
    if (oneIn(8)) {
      String unit = oneIn(2) ? "字" : "x";
      text = unit.repeat(oneIn(2) ? Math.max(1, least) : Math.min(most, 5_000));
    }
    while (text.codePointCount(0, text.length()) > most) {
      text = text.substring(0, text.offsetByCodePoints(0, most));
    }
    return text.isEmpty() ? "x" : text;
  }

  /**
   * Returns the collection that the id in a property or parameter belongs to, or an empty string.
   */
  static String collection(String name) {
    return switch (name) {
      case "claim", "claims", "claimId" -> "claims";
      case "participants", "memberId", "member" -> "members";
      case "organisationId", "parentId", "organisation" -> "organisations";
      case "posting" -> "postings";
      case "entry", "entryId" -> "entries";
      case "evidence" -> "evidence";
      case "wishId", "wish", "wishes" -> "wishes";
      default -> "";
    };
  }

  /** Returns a copy of an example in which ids and divisions are replaced by those of this run. */
  JsonNode moved(JsonNode example) {
    JsonNode copy = example.deepCopy();
    move(copy);
    return copy;
  }

  private void move(JsonNode node) {
    if (node instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> property : List.copyOf(object.properties())) {
        JsonNode value = property.getValue();
        String name = property.getKey();
        if (value.isTextual() && value.asText().matches("[0-9A-HJKMNP-TV-Z]{13}")) {
          object.put(name, world.id(collection(name), random));
        } else if (value.isTextual()
            && name.toLowerCase(java.util.Locale.ROOT).contains("division")) {
          object.put(name, world.division(random));
        } else if (value instanceof ArrayNode array) {
          for (int i = 0; i < array.size(); i++) {
            if (array.get(i).asText().matches("[0-9A-HJKMNP-TV-Z]{13}")) {
              array.set(i, NODES.textNode(world.id(collection(name), random)));
            }
          }
        }
        move(value);
      }
    } else {
      node.forEach(this::move);
    }
  }

  /** Returns a copy with one corrupted property. */
  JsonNode spoilt(JsonNode value) {
    JsonNode copy = value.deepCopy();
    List<ObjectNode> objects = new ArrayList<>();
    gather(copy, objects);
    if (objects.isEmpty() || oneIn(15)) {
      return odd();
    }
    ObjectNode object = pick(objects);
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    if (names.isEmpty() || oneIn(8)) {
      object.set(oneIn(3) ? "__proto__" : "noSuchField", odd());
      return copy;
    }
    String name = pick(names);
    JsonNode before = object.get(name);
    switch (random.nextInt(9)) {
      case 0 -> object.remove(name);
      case 1 -> object.putNull(name);
      case 2 -> object.put(name, pick(BAD_TEXTS));
      case 3 -> object.put(name, pick(TEXTS).repeat(1 + random.nextInt(800)));
      case 4 -> object.set(name, NODES.arrayNode().add(before));
      case 5 -> object.set(name, NODES.objectNode().set("value", before));
      case 6 ->
          object.put(
              name,
              before.isTextual() && !before.asText().isEmpty()
                  ? before.asText().substring(1) + pick(List.of("", "!", "0", " ", "\n", "Z"))
                  : pick(BAD_TEXTS));
      case 7 -> object.set(name, number());
      default -> object.set(name, odd());
    }
    return copy;
  }

  private static void gather(JsonNode node, List<ObjectNode> objects) {
    if (node instanceof ObjectNode object) {
      objects.add(object);
    }
    node.forEach(one -> gather(one, objects));
  }

  private JsonNode number() {
    return switch (random.nextInt(8)) {
      case 0 -> NODES.numberNode(Integer.MAX_VALUE);
      case 1 -> NODES.numberNode(Integer.MIN_VALUE);
      case 2 -> NODES.numberNode(Long.MAX_VALUE);
      case 3 -> NODES.numberNode(new BigInteger("9".repeat(40)));
      case 4 -> NODES.numberNode(new BigDecimal("1e400"));
      case 5 -> NODES.numberNode(new BigDecimal("0.1"));
      case 6 -> NODES.numberNode(-0.0);
      default -> NODES.numberNode(0);
    };
  }

  private JsonNode odd() {
    return switch (random.nextInt(8)) {
      case 0 -> NODES.nullNode();
      case 1 -> NODES.booleanNode(true);
      case 2 -> number();
      case 3 -> NODES.textNode(pick(BAD_TEXTS));
      case 4 -> NODES.arrayNode();
      case 5 -> NODES.objectNode();
      case 6 -> {
        JsonNode deep = NODES.numberNode(1);
        for (int i = 0; i < 200; i++) {
          deep = NODES.arrayNode().add(deep);
        }
        yield deep;
      }
      default -> NODES.textNode("x".repeat(70_000));
    };
  }

  /** Returns a value for a path or query parameter, not yet encoded. */
  String parameter(JsonNode schema, String name, String collection) {
    JsonNode real = contract.resolved(schema);
    if (Contract.nameOf(schema).equals("Id")) {
      String kind = collection(name);
      return world.id(kind.isEmpty() ? collection : kind, random);
    }
    if (Contract.type(real).equals("array")) {
      return parameter(real.path("items"), name, collection);
    }
    if (name.equals("cursor")) {
      return world.id("cursors", random);
    }
    JsonNode value = valid(schema, name, 0);
    return value.isTextual() ? value.asText() : value.toString();
  }

  /** Returns a text that is invalid for most parameters. */
  String oddParameter() {
    return pick(
        List.of(
            "",
            "%",
            "a\u0000b",
            "' OR 1=1 --",
            "x".repeat(2_000),
            "心😀",
            "-1",
            "1e9",
            "NaN",
            "99999999999999999999",
            "2022-02-30",
            "null",
            "[]",
            "{}",
            "a b",
            "../..",
            "a;b=c",
            "*",
            "0D1RZQ4J8M3TI",
            "0d1rzq4j8m3tb",
            "ZZZZZZZZZZZZZ",
            "true",
            "０"));
  }

  /** Serialises a document, optionally corrupting the bytes. */
  byte[] bytes(JsonNode document, boolean spoil) {
    try {
      byte[] bytes = JSON.writeValueAsBytes(document);
      if (!spoil) {
        return bytes;
      }
      return switch (random.nextInt(8)) {
        case 0 -> java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
        case 1 -> {
          byte[] broken = bytes.clone();
          broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
          yield broken;
        }
        case 2 -> join(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF}, bytes);
        case 3 -> join(bytes, bytes);
        case 4 ->
            new String(bytes, java.nio.charset.StandardCharsets.UTF_8)
                .getBytes(java.nio.charset.StandardCharsets.UTF_16);
        case 5 -> join(bytes, "/*x*/,".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        case 6 -> "{\"a\":1,\"a\":2}".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        default -> new byte[0];
      };
    } catch (com.fasterxml.jackson.core.JsonProcessingException loneSurrogate) {
      return "{\"a\":\"\\ud800\"}".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    }
  }

  static byte[] join(byte[] first, byte[] second) {
    byte[] both = java.util.Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
