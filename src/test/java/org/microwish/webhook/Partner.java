package org.microwish.webhook;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.standardwebhooks.exceptions.WebhookVerificationException;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import org.microwish.platform.Id;
import org.microwish.testing.Street;
import org.microwish.testing.Tokens;
import org.microwish.testing.WebhookReceiver.Received;
import org.microwish.wish.WishApi;

/** A client of a partner, with methods that call the API as the partner's program does. */
public record Partner(String id, String token, long organisation) {

  /** A webhook and its secret. */
  public record Hook(String id, String secret) {

    /** Verifies a request as a receiver does, with the reference library. */
    public void verify(Received received) {
      try {
        new com.standardwebhooks.Webhook(secret).verify(received.body(), received.headers().map());
      } catch (WebhookVerificationException unverified) {
        throw new AssertionError(unverified);
      }
    }
  }

  /** Records a client in {@link Street#STREET} and gets it a token. */
  public static Partner record(Street street) {
    return record(street, Street.STREET, "PARTNER");
  }

  /** Records a client with this role in this division, and gets a token for it. */
  public static Partner record(Street street, String division, String role) {
    long organisation = street.organisation();
    Response made =
        WishApi.ok(
            Tokens.administrator("root"),
            "/clients",
            Map.of(
                "name",
                "对接程序",
                "role",
                role,
                "division",
                division,
                "organisationId",
                Id.text(organisation),
                "scopes",
                List.of("wishes:read", "wishes:write")));
    String id = made.path("id");
    String token =
        given()
            .contentType("application/x-www-form-urlencoded")
            .auth()
            .preemptive()
            .basic(id, made.path("secret"))
            .formParam("grant_type", "client_credentials")
            .post("/api/v1/oauth2/token")
            .path("access_token");
    return new Partner(id, token, organisation);
  }

  /** Creates a webhook. */
  public Hook hook(String url, Object... more) {
    Map<String, Object> body = WishApi.map("url", url);
    body.putAll(WishApi.map(more));
    Response made = WishApi.ok(token, "/webhooks", body);
    return new Hook(made.path("id"), made.path("secret"));
  }

  /** Sends a GET request with the client's token. */
  public Response get(String path) {
    return WishApi.ok(WishApi.get(token, path));
  }

  /** Sends a command without a body. */
  public Response command(String path) {
    return given()
        .auth()
        .oauth2(token)
        .contentType(ContentType.JSON)
        .header("Idempotency-Key", WishApi.key())
        .post("/api/v1" + path);
  }

  /** Sends a DELETE request with the client's token. */
  public Response delete(String path) {
    return given()
        .auth()
        .oauth2(token)
        .contentType(ContentType.JSON)
        .header("Idempotency-Key", WishApi.key())
        .delete("/api/v1" + path);
  }

  /** Creates a wish as this client; returns the wish's id. */
  public String wish() {
    String wish = WishApi.create(token, WishApi.draft("channel", "PARTNER"));
    assertThat(wish).hasSize(13);
    return wish;
  }
}
