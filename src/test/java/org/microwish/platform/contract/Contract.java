package org.microwish.platform.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.RestAssured;
import java.nio.file.Path;

/** The contract as published by the running service, and the committed file. */
public final class Contract {

  /** The committed contract. */
  public static final Path FILE = Path.of("openapi/openapi.yaml");

  private Contract() {}

  /** Whether this run writes contract and examples instead of checking them. */
  public static boolean isWriting() {
    return System.getProperty("contract.write") != null;
  }

  /** Returns the running service's contract. */
  public static JsonNode running() {
    String json =
        RestAssured.given()
            .noFilters()
            .accept("application/json")
            .get("/openapi?format=json")
            .asString();
    try {
      return new ObjectMapper().readTree(json);
    } catch (JsonProcessingException notJson) {
      throw new IllegalStateException(notJson);
    }
  }

  /** Returns the running service's contract as YAML. */
  public static String runningYaml() {
    return RestAssured.given().noFilters().accept("*/*").get("/openapi").asString();
  }
}
