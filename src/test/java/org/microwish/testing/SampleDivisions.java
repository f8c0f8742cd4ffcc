package org.microwish.testing;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.http.ContentType;
import java.util.Map;
import java.util.UUID;

/** Records the divisions that the sample street and the README's tour need, through the API. */
public final class SampleDivisions {

  /** The street. */
  public static final String STREET = "440104013000";

  /** A community of the street. */
  public static final String COMMUNITY = "440104013001";

  private SampleDivisions() {}

  /** Records the missing divisions, from the province down to the community. */
  public static void record() {
    record("440000000000", "440100000000", "440104000000", STREET, COMMUNITY);
  }

  /** Records those of the divisions that are missing, each after the divisions that contain it. */
  public static void record(String... codes) {
    String administrator = Tokens.administrator("root");
    for (String code : codes) {
      int status =
          given()
              .auth()
              .oauth2(administrator)
              .header("Idempotency-Key", UUID.randomUUID().toString())
              .contentType(ContentType.JSON)
              .body(Map.of("code", code, "name", "样例区划" + code))
              .post("/api/v1/divisions")
              .statusCode();
      assertThat(status).isIn(201, 409);
    }
  }
}
