package org.microwish.platform.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.RestAssured;
import java.nio.file.Path;

/** The contract as the running service publishes it, and as it is committed. */
public final class Contract {

  /** The committed contract. */
  public static final Path FILE = Path.of("openapi/openapi.yaml");

  private Contract() {}

  /** Whether this run is to write contract and examples rather than to check them. */
  public static boolean isWriting() {
    return System.getProperty("contract.write") != null;
  }

  /** The running service's contract. */
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

  /** The running service's contract as YAML. */
  public static String runningYaml() {
    return RestAssured.given().noFilters().accept("*/*").get("/openapi").asString();
  }
}
