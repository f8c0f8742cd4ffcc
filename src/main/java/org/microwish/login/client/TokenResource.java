package org.microwish.login.client;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.microwish.platform.Confidential;
import org.microwish.platform.contract.Problems;
import org.microwish.platform.http.Audited;
import org.microwish.platform.http.SecurityEvent;
import org.microwish.platform.limits.Limited;
import org.microwish.problem.ProblemType;

/**
 * The OAuth 2.0 token endpoint. It follows the OAuth standard where that differs from the rest of
 * the API: the request is a form, names have underscores, and {@code Idempotency-Key} is not used.
 * Error responses are problems that also contain the member {@code error} of RFC 6749.
 */
@Limited(Limited.To.LOGIN)
@Path(ClientTokens.PATH)
@Tag(
    name = "authorisation",
    description = "Access tokens for client programs, and the keys that verify tokens")
public class TokenResource {

  private final ClientTokens tokens;

  TokenResource(ClientTokens tokens) {
    this.tokens = tokens;
  }

  /** The parameters of the request's form, declared only for the OpenAPI document. */
  @Schema(
      name = "TokenForm",
      description =
          "A token request (RFC 6749 section 4.4.2). The client authenticates in one of three ways:"
              + " by HTTP Basic, by client_id and client_secret, or by client_assertion.")
  public record Form(
      @Schema(name = "grant_type", required = true, enumeration = "client_credentials")
          String grantType,
      @Schema(
              name = "scope",
              description = "Some of the client's scopes, separated by spaces; by default all",
              examples = "wishes:read")
          String scope,
      @Schema(name = "client_id") String clientId,
      @Schema(name = "client_secret") String clientSecret,
      @Schema(name = "client_assertion_type", description = TokenRequest.ASSERTION_TYPE)
          String clientAssertionType,
      @Schema(
              name = "client_assertion",
              description =
                  "A JWT (RFC 7523) signed with one of the client's keys: iss and sub are the"
                      + " client_id, aud is this endpoint or the issuer, exp is at most 5 minutes"
                      + " ahead, and jti is new")
          String clientAssertion) {}

  /** The token response (RFC 6749 section 5.1). */
  @Schema(name = "ClientToken", description = "An access token (RFC 6749 section 5.1).")
  public record Token(
      @JsonProperty("access_token") Confidential accessToken,
      @JsonProperty("token_type") @Schema(examples = "Bearer") String tokenType,
      @JsonProperty("expires_in")
          @Schema(description = "Seconds until the token expires", examples = "1800")
          long expiresIn,
      @Schema(description = "The scopes of the token, separated by spaces") String scope) {}

  @POST
  @PermitAll
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Produces(MediaType.APPLICATION_JSON)
  @Audited(SecurityEvent.CLIENT_LOGIN)
  @Operation(
      operationId = "requestToken",
      summary = "Issues an access token to a client",
      description =
          "The client credentials grant of OAuth 2.0. Problems contain the member `error` of RFC"
              + " 6749 section 5.2. They are sent as application/json if Accept asks for that and"
              + " not for application/problem+json.")
  @RequestBody(
      content =
          @Content(
              mediaType = MediaType.APPLICATION_FORM_URLENCODED,
              schema = @Schema(implementation = Form.class)))
  @APIResponseSchema(value = Token.class, responseDescription = "The access token")
  @Problems({ProblemType.CLIENT_REFUSED, ProblemType.TOKEN_REQUEST_REFUSED, ProblemType.NOT_FOUND})
  public Response token(MultivaluedMap<String, String> form, @Context HttpHeaders headers) {
    ClientTokens.Granted granted =
        tokens.grant(TokenRequest.read(form, headers.getHeaderString(HttpHeaders.AUTHORIZATION)));
    return Response.ok(
            new Token(
                new Confidential(granted.token().text()),
                "Bearer",
                granted.token().life().toSeconds(),
                granted.scope()))
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .header("Pragma", "no-cache")
        .build();
  }
}
