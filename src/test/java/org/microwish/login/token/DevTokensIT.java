package org.microwish.login.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.testing.PackagedService;
import org.microwish.testing.TestDatabase;
import org.microwish.testing.Tokens;

/** Checks that the production build has no endpoint for development tokens. */
@Tag("packaged")
class DevTokensIT {

  @Test
  void packagedProgram_hasNoDevTokenEndpoint() throws Exception {
    try (PackagedService service =
            PackagedService.on(TestDatabase.grantedSchema("tokens"))
                .start(PackagedService.freePort());
        HttpClient client = HttpClient.newHttpClient()) {
      service.awaitReady();
      HttpRequest.Builder request =
          HttpRequest.newBuilder(service.uri("/api/v1/dev/tokens"))
              .header("Content-Type", "application/json")
              .POST(
                  HttpRequest.BodyPublishers.ofString(
                      "{\"role\": \"RESIDENT\", \"subject\": \"a\"}"));
      for (HttpRequest one :
          new HttpRequest[] {
            request.build(),
            request.copy().header("Authorization", "Bearer " + Tokens.administrator("a")).build()
          }) {
        HttpResponse<String> answer = client.send(one, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(404);
        assertThat(answer.headers().firstValue("Content-Type"))
            .contains("application/problem+json");
      }
      HttpResponse<String> contract =
          client.send(
              HttpRequest.newBuilder(service.uri("/openapi")).build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(contract.body()).doesNotContain("dev/tokens");
    }
  }
}
