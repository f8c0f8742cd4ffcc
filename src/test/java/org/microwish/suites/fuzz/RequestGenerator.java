package org.microwish.suites.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.microwish.caller.Role;
import org.microwish.platform.contract.Contract;

/** Builds the request for a seed and an index: an operation, a caller, and parameters and body. */
final class RequestGenerator {

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^}]+)}");

  /**
   * Operations that are chosen rarely: they are slow, or would end the life of objects that other
   * requests need.
   */
  private static final List<String> RARE =
      List.of(
          "startStatisticsRebuild",
          "downloadSpreadsheet",
          "exportLedger",
          "createImport",
          "loginWithPassword",
          "createFirstAdministrator",
          "completeEnrolment",
          "beginEnrolment",
          "requestToken",
          "changePassword",
          "makeRecoveryCodes",
          "stepUpSession",
          "eraseSubject",
          "placeHold",
          "getMyData",
          "exportPersonalData",
          "rejectWish",
          "referWish",
          "withdrawWish",
          "dissolveOrganisation",
          "mergeOrganisation",
          "transferMember",
          "endMembership",
          "withdrawConsent",
          "changeOrganisation",
          "changeMember");

  private final Contract contract;
  private final FuzzFixtures world;
  private final long seed;

  RequestGenerator(Contract contract, FuzzFixtures world, long seed) {
    this.contract = contract;
    this.world = world;
    this.seed = seed;
  }

  FuzzRequest shot(long index) {
    Random random = new Random(seed * 0x9E3779B97F4A7C15L + index);
    random.nextLong();
    Contract.Operation operation = operation(random);
    Values values = new Values(contract, world, random);
    boolean hostile = random.nextInt(100) < 40;
    boolean onRoute = true;
    String path = operation.path();
    Matcher placeholder = PLACEHOLDER.matcher(operation.path());
    while (placeholder.find()) {
      String name = placeholder.group(1);
      JsonNode schema = parameter(operation, name);
      boolean odd = hostile && random.nextInt(8) == 0;
      String value =
          odd
              ? values.oddParameter()
              : values.parameter(schema, name, operation.path().split("/", -1)[3]);
      if (operation.id().equals("changeDivision")
          || operation.id().equals("configureSubcategory")) {
        value = odd ? value : name.equals("code") ? "999999999999" : value;
      }
      onRoute &= !value.isEmpty() && !value.contains("/") && !value.contains("..");
      path = path.replace(placeholder.group(), encoded(value));
    }
    String method = operation.method();
    if (hostile && random.nextInt(40) == 0) {
      method = pick(random, "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "BREW", "PUT", "POST");
      onRoute &= method.equals(operation.method());
    }
    if (hostile && random.nextInt(60) == 0) {
      path =
          pick(
              random,
              path + "/",
              path + "/x",
              "/" + path,
              path + ";a=b",
              path.toUpperCase(java.util.Locale.ROOT),
              path + "%2f",
              path + "%");
      onRoute = false;
    }
    List<String[]> headers = headers(operation, random, hostile);
    FuzzRequest.Bytes body = body(operation, values, random, hostile, headers);
    return new FuzzRequest(
        operation, onRoute, method, path, query(operation, values, random, hostile), headers, body);
  }

  private Contract.Operation operation(Random random) {
    while (true) {
      Contract.Operation operation =
          contract.operations().get(random.nextInt(contract.operations().size()));
      if (random.nextInt(6) == 0) {
        // Chosen more often, because other operations need the objects that these create.
        operation =
            contract.operation(
                pick(
                    random,
                    "createWish",
                    "submitWish",
                    "publishWish",
                    "claimWish",
                    "deliverClaim",
                    "createWish"));
      }
      if (!RARE.contains(operation.id()) || random.nextInt(12) == 0) {
        return operation;
      }
    }
  }

  private static JsonNode parameter(Contract.Operation operation, String name) {
    for (JsonNode parameter : operation.json().path("parameters")) {
      if (parameter.path("name").asText().equals(name)) {
        return parameter.path("schema");
      }
    }
    return operation.json().path("none");
  }

  private static String encoded(String value) {
    if (value.equals("%")) {
      return value;
    }
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20").replace("*", "%2A");
  }

  private static List<String> query(
      Contract.Operation operation, Values values, Random random, boolean hostile) {
    List<String> query = new ArrayList<>();
    for (JsonNode parameter : operation.json().path("parameters")) {
      if (parameter.path("in").asText().equals("query")) {
        String name = parameter.path("name").asText();
        boolean needed = parameter.path("required").asBoolean();
        if (needed ? random.nextInt(20) > 0 : random.nextInt(4) == 0) {
          boolean odd = hostile && random.nextInt(4) == 0;
          String value =
              odd ? values.oddParameter() : values.parameter(parameter.path("schema"), name, "");
          if (name.equals("wait")) {
            value = odd ? value : "0";
          }
          query.add(encoded(name) + "=" + encoded(value));
          if (random.nextInt(30) == 0) {
            query.add(encoded(name) + "=" + encoded(values.oddParameter()));
          }
        }
      }
    }
    if (hostile && random.nextInt(12) == 0) {
      query.add(
          pick(
              random,
              "noSuch=1",
              "=",
              "&&",
              "a",
              "%00=1",
              "limit=1&limit=2",
              "x=%F0%9F",
              "x[]=1",
              "callback=alert"));
    }
    return query;
  }

  private List<String[]> headers(Contract.Operation operation, Random random, boolean hostile) {
    List<String[]> headers = new ArrayList<>();
    String token = token(operation, random);
    if (token != null) {
      headers.add(new String[] {"Authorization", token});
    }
    for (JsonNode parameter : operation.json().path("parameters")) {
      String name = parameter.path("name").asText();
      if (!parameter.path("in").asText().equals("header")) {
        continue;
      }
      int dice = random.nextInt(20);
      switch (name) {
        case "Idempotency-Key" -> {
          if (dice > 0) {
            headers.add(
                new String[] {
                  name,
                  dice == 1
                      ? pick(
                          random, "short", "x".repeat(65), "with space", "心愿心愿心愿", "", "a,b,c,d,e")
                      : dice == 2
                          ? "fuzz-again-" + random.nextInt(20)
                          : "fuzz-" + Long.toString(random.nextLong(), 36)
                });
          }
        }
        case "If-Match" -> {
          if (dice > 1) {
            headers.add(
                new String[] {
                  name,
                  pick(
                      random,
                      "*",
                      "*",
                      "\"1\"",
                      "\"1\"",
                      "\"2\"",
                      "W/\"1\"",
                      "\"1\", \"2\"",
                      "1",
                      "\"x\"",
                      "\"99999999999999999999\"",
                      "")
                });
          }
        }
        case "If-None-Match" -> {
          if (dice > 12) {
            headers.add(
                new String[] {name, pick(random, "\"1\"", "*", "W/\"3\"", "x", "\"", ",,")});
          }
        }
        default -> {}
      }
    }
    if (random.nextInt(6) == 0) {
      headers.add(
          new String[] {
            "Accept-Language", pick(random, "en", "zh-CN", "en;q=0", "xx", "*", "zh;q=2", ",")
          });
    }
    if (random.nextInt(hostile ? 6 : 30) == 0) {
      headers.add(
          new String[] {
            "Accept",
            pick(
                random,
                "application/json",
                "*/*",
                "text/html",
                "application/problem+json",
                "x",
                "application/json;q=0",
                "",
                "application/xml, */*;q=0.1")
          });
    }
    if (hostile && random.nextInt(10) == 0) {
      headers.add(
          pick(
              random,
              new String[] {"Request-ID", "x'\"<y>"},
              new String[] {"Request-ID", "r".repeat(3_000)},
              new String[] {"traceparent", "00-zz"},
              new String[] {"X-Forwarded-For", "1.2.3.4, ::1, unknown"},
              new String[] {"X-Forwarded-Host", "evil.example"},
              new String[] {"Origin", "https://evil.example"},
              new String[] {"Cookie", "a=b; c"},
              new String[] {"Range", "bytes=0-1"},
              new String[] {"Expect", "nothing"},
              new String[] {"X-HTTP-Method-Override", "DELETE"},
              new String[] {"X-Odd", "\u0080\u00ff"},
              new String[] {"Accept-Encoding", "gzip, br;q=x"},
              new String[] {"If-Modified-Since", "yesterday"},
              new String[] {"Content-Encoding", "gzip"},
              new String[] {"Authorization", "Basic YTpi"}));
    }
    return headers;
  }

  private String token(Contract.Operation operation, Random random) {
    List<String> roles = operation.roles();
    int dice = random.nextInt(20);
    if (dice == 0 || (roles.isEmpty() && dice < 10)) {
      return null;
    }
    if (dice == 1) {
      return pick(
          random,
          "Bearer garbage",
          "Bearer ",
          "bearer a.b.c",
          "Bearer eyJhbGciOiJub25lIn0.e30.",
          "Token x",
          "");
    }
    Role role =
        roles.isEmpty() || dice == 2
            ? pick(
                random,
                Role.RESIDENT,
                Role.COLLECTOR,
                Role.MEMBER,
                Role.STEWARD,
                Role.OPERATOR,
                Role.AUDITOR,
                Role.PARTNER,
                Role.ADMINISTRATOR)
            : Role.valueOf(roles.get(random.nextInt(roles.size())));
    boolean ends = operation.id().equals("endAllSessions") || operation.id().equals("eraseSubject");
    return "Bearer " + (ends ? world.throwaway(role) : world.token(role));
  }

  private static FuzzRequest.Bytes body(
      Contract.Operation operation,
      Values values,
      Random random,
      boolean hostile,
      List<String[]> headers) {
    String type = operation.bodyType();
    if (type == null) {
      if (hostile && random.nextInt(10) == 0) {
        headers.add(new String[] {"Content-Type", "application/json"});
        return new FuzzRequest.Bytes("{}".getBytes(StandardCharsets.US_ASCII));
      }
      return null;
    }
    boolean oddType = hostile && random.nextInt(15) == 0;
    String sent = type.startsWith("multipart/") ? type + "; boundary=b" : type;
    String named =
        oddType
            ? pick(
                random,
                "text/plain",
                "application/xml",
                "application/json; charset=utf-16",
                "application/json; charset=x",
                "",
                "a/b/c",
                "application/problem+json",
                "multipart/form-data",
                "application/x-www-form-urlencoded")
            : sent;
    headers.add(new String[] {"Content-Type", named});
    if (!type.equals("application/json")) {
      return new FuzzRequest.Bytes(other(type, random, hostile));
    }
    JsonNode example = operation.bodyExample();
    JsonNode document =
        !example.isMissingNode() && random.nextInt(5) < 3
            ? values.moved(example)
            : values.valid(operation.body(operation.bodyType()).path("schema"), "", 0);
    if (operation.id().equals("recordDivision")
        && document instanceof ObjectNode object
        && !hostile) {
      object.put("code", "440199001" + (100 + random.nextInt(900)));
    }
    if (hostile) {
      int times = 1 + random.nextInt(2);
      for (int i = 0; i < times; i++) {
        document = values.spoilt(document);
      }
    }
    return new FuzzRequest.Bytes(values.bytes(document, hostile && random.nextInt(6) == 0));
  }

  private static byte[] other(String type, Random random, boolean hostile) {
    String text =
        switch (type) {
          case "multipart/form-data" ->
              "--b\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\n"
                  + pick(random, "PHOTO", "RECEIPT", "NOTE", "x")
                  + "\r\n"
                  + "--b\r\n"
                  + "Content-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\n"
                  + "Content-Type: image/png\r\n\r\n"
                  + "\u0089PNG\r\n"
                  + "\u001a\n"
                  + "x".repeat(random.nextInt(50))
                  + "\r\n--b--\r\n";
          case "text/csv" ->
              pick(random, "a,b\n1,2\n", "\"", "kind,channel\nWISH,HOME_VISIT\n", "");
          case "application/x-ndjson" -> "{\"kind\":\"WISH\"}\n{}\nx\n";
          case "application/x-www-form-urlencoded" ->
              pick(
                  random,
                  "grant_type=client_credentials",
                  "grant_type=x&client_id=a&client_secret=b",
                  "a=%",
                  "grant_type=client_credentials&grant_type=client_credentials",
                  "");
          default -> pick(random, "", "x", "\u2014 a b\n", "log\n1\nx\n\n\u2014 w AAAA\n");
        };
    byte[] bytes =
        text.getBytes(
            type.startsWith("multipart/") ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
    if (hostile && bytes.length > 0) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }

  @SafeVarargs
  private static <T> T pick(Random random, T... from) {
    return from[random.nextInt(from.length)];
  }
}
