package org.microwish.party;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.platform.Id;
import org.microwish.testing.TestDatabase;
import org.microwish.testing.Tokens;

/** Test client for the party endpoints; also reads ledger entries directly from the database. */
final class PartyApi {

  static final String BASE = "/api/v1";

  private PartyApi() {}

  /** Sends requests with the token of one role. */
  record As(String token) {

    static As administrator() {
      return new As(Tokens.administrator("admin-1"));
    }

    static As operator(String divisionPath) {
      return new As(Tokens.operator("operator-" + divisionPath, code(divisionPath)));
    }

    static As auditor(String divisionPath) {
      return new As(Tokens.auditor("auditor-" + divisionPath, code(divisionPath)));
    }

    static As steward(String organisationId) {
      return new As(
          Tokens.steward("steward-" + organisationId, Id.fromString(organisationId).value()));
    }

    static As member(String memberId) {
      return new As(Tokens.member("member-" + memberId, Id.fromString(memberId).value()));
    }

    static As resident() {
      return new As(Tokens.resident("resident-1"));
    }

    private static String code(String divisionPath) {
      return DivisionCode.ofPath(divisionPath).text();
    }

    private RequestSpecification request() {
      return given().auth().oauth2(token);
    }

    Response get(String path, Object... values) {
      return request().get(BASE + path, values);
    }

    Response post(String path, Map<String, ?> body) {
      return postWithKey(UUID.randomUUID().toString(), path, body);
    }

    Response postWithKey(String key, String path, Map<String, ?> body) {
      return json(request().header("Idempotency-Key", key), body).post(BASE + path);
    }

    Response postWithoutKey(String path, Map<String, ?> body) {
      return json(request(), body).post(BASE + path);
    }

    Response put(String path, long version, Map<String, ?> body) {
      return json(request().header("If-Match", "\"" + version + "\""), body).put(BASE + path);
    }

    Response putBlindly(String path, Map<String, ?> body) {
      return json(request(), body).put(BASE + path);
    }

    private static RequestSpecification json(RequestSpecification request, Map<String, ?> body) {
      RequestSpecification typed = request.contentType(ContentType.JSON);
      return body == null ? typed : typed.body(body);
    }
  }

  /** Sends a GET without a token. */
  static Response anonymously(String path, Object... values) {
    return given().get(BASE + path, values);
  }

  /** Records a province, city, county, street and the street's communities. */
  static String street(String province, int communities) {
    As admin = As.administrator();
    recordDivision(admin, province + "0000000000", "测试省" + province);
    recordDivision(admin, province + "0100000000", "测试市");
    recordDivision(admin, province + "0102000000", "测试区");
    recordDivision(admin, province + "0102013000", "梅花街道");
    for (int i = 1; i <= communities; i++) {
      recordDivision(admin, community(province, i), "第" + i + "社区");
    }
    return province + "0102013";
  }

  /** Returns the code of a community of {@link #street}. */
  static String community(String province, int number) {
    return province + "0102013%03d".formatted(number);
  }

  static void recordDivision(As who, String code, String name) {
    who.post("/divisions", Map.of("code", code, "name", name)).then().statusCode(201);
  }

  static Map<String, Object> organisation(String division) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("name", "梅花街道第一党支部");
    body.put("kind", "BRANCH");
    body.put("sector", "GOVERNMENT");
    body.put("division", division);
    return body;
  }

  static String recordOrganisation(As who, String division) {
    return id(who.post("/organisations", organisation(division)));
  }

  static Map<String, Object> member(String organisationId) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("organisationId", organisationId);
    body.put("kind", "IN_SERVICE");
    body.put("name", "欧阳建国");
    body.put("phone", "+86 138 0013 8000");
    return body;
  }

  static String recordMember(As who, String organisationId) {
    return id(who.post("/members", member(organisationId)));
  }

  static Map<String, Object> checkIn(PartyType type, String subjectId, String community) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("subjectType", type.name());
    body.put("subjectId", subjectId);
    body.put("community", community);
    return body;
  }

  static String id(Response created) {
    created.then().statusCode(201);
    return created.path("id");
  }

  /** Checks the status of a refusal and returns its code. */
  static String refusal(Response answer, int status) {
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(status);
    assertThat(answer.contentType()).startsWith("application/problem+json");
    return answer.path("code");
  }

  /** Returns the errors of a refused request, each as pointer, parameter or header, and fault. */
  static List<String> faults(Response answer) {
    assertThat(refusal(answer, 400)).isEqualTo("VALIDATION_FAILED");
    List<Map<String, Object>> errors = answer.path("errors");
    return errors.stream()
        .map(
            error ->
                error.getOrDefault("pointer", error.getOrDefault("parameter", error.get("header")))
                    + " "
                    + error.get("code"))
        .toList();
  }

  /** A ledger entry as it is stored. */
  record Entry(long version, String type, String leaf) {}

  /** Returns the ledger entries of one aggregate; fails if their versions have a gap. */
  static List<Entry> entries(AggregateType type, String aggregateId) {
    List<Entry> entries =
        query(
            "SELECT aggregate_version, entry_type, payload FROM ledger_entry"
                + " WHERE aggregate_type = ? AND aggregate_id = ? ORDER BY aggregate_version",
            type.name(),
            aggregateId);
    for (int i = 0; i < entries.size(); i++) {
      assertThat(entries.get(i).version()).isEqualTo(i + 1L);
    }
    return entries;
  }

  /** Returns the ledger entry that the receipt of a command names. */
  static Entry entry(Response written) {
    List<Entry> found =
        query(
            "SELECT aggregate_version, entry_type, payload FROM ledger_entry WHERE leaf_hash = ?",
            HexFormat.of().parseHex(written.path("ledger.leafHash")));
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  /** Returns the number that an SQL query selects. */
  static long number(String sql, Object... values) {
    try (Connection connection = TestDatabase.connection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        return rows.getLong(1);
      }
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  /** Parses a leaf to a map. */
  static Map<?, ?> json(String leaf) {
    try {
      return new ObjectMapper().readValue(leaf, Map.class);
    } catch (JsonProcessingException malformed) {
      throw new IllegalStateException(malformed);
    }
  }

  /** Returns the names of the fields to which a leaf contains commitments. */
  static List<String> commitments(String leaf) {
    List<String> fields = new ArrayList<>();
    if (json(leaf).get("commitments") instanceof Map<?, ?> macs) {
      macs.keySet().forEach(field -> fields.add((String) field));
    }
    return fields;
  }

  private static List<Entry> query(String sql, Object... values) {
    try (Connection connection = TestDatabase.connection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      List<Entry> entries = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          entries.add(
              new Entry(
                  rows.getLong(1),
                  rows.getString(2),
                  new String(rows.getBytes(3), StandardCharsets.UTF_8)));
        }
      }
      return entries;
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }
}
