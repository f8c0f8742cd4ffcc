package org.microwish.login.token;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.microwish.caller.Scope;

/**
 * HTTP resource for the public keys that verify tokens (RFC 7517) and the authorization server's
 * metadata (RFC 8414), which a client reads before it requests a token.
 */
@Path("/.well-known")
@Tag(
    name = "authorisation",
    description = "Access tokens for client programs, and the keys that verify tokens")
@Produces(MediaType.APPLICATION_JSON)
public class WellKnownResource {

  /**
   * Value of the header Cache-Control: clients may cache a response for 5 minutes. When keys are
   * changed, the old and the new key are both published for far longer.
   */
  private static final String FOR_MINUTES = "public, max-age=300";

  private final TokenKeyRing keys;
  private final TokenConfig config;

  WellKnownResource(TokenKeyRing keys, TokenConfig config) {
    this.keys = keys;
    this.config = config;
  }

  /** A JWK set with all keys that verify tokens. */
  @Schema(
      name = "TokenKeys",
      description = "A JWK set (RFC 7517) with all keys that verify tokens.")
  public record KeySet(List<Map<String, Object>> keys) {}

  /** Authorization server metadata, RFC 8414 section 2. */
  @Schema(
      name = "AuthorizationServer",
      description = "Metadata of the authorization server (RFC 8414).")
  public record Metadata(
      String issuer,
      @JsonProperty("token_endpoint") String tokenEndpoint,
      @JsonProperty("jwks_uri") String jwksUri,
      @JsonProperty("scopes_supported") List<String> scopesSupported,
      @JsonProperty("response_types_supported") List<String> responseTypesSupported,
      @JsonProperty("grant_types_supported") List<String> grantTypesSupported,
      @JsonProperty("token_endpoint_auth_methods_supported") List<String> authMethodsSupported,
      @JsonProperty("token_endpoint_auth_signing_alg_values_supported")
          List<String> signingAlgorithmsSupported,
      @JsonProperty("service_documentation") String serviceDocumentation) {}

  @GET
  @Path("/jwks.json")
  @PermitAll
  @Operation(
      operationId = "getTokenKeys",
      summary = "Reads the keys that verify tokens",
      description =
          "Needs no token. The first key signs new tokens. The others verify older tokens, or will"
              + " sign tokens soon.")
  @APIResponseSchema(value = KeySet.class, responseDescription = "The keys")
  public Response keys() {
    return Response.ok(new KeySet(keys.published()))
        .header(HttpHeaders.CACHE_CONTROL, FOR_MINUTES)
        .build();
  }

  @GET
  @Path("/oauth-authorization-server")
  @PermitAll
  @Operation(
      operationId = "getAuthorizationServer",
      summary = "Reads the authorization server's metadata",
      description = "Needs no token. The metadata follows RFC 8414.")
  @APIResponseSchema(value = Metadata.class, responseDescription = "The metadata")
  public Response metadata() {
    String base = config.issuer().replaceAll("/$", "");
    return Response.ok(
            new Metadata(
                config.issuer(),
                base + "/api/v1/oauth2/token",
                base + "/.well-known/jwks.json",
                Scope.names(),
                List.of(),
                List.of("client_credentials"),
                List.of("client_secret_basic", "client_secret_post", "private_key_jwt"),
                List.of("ES256", "RS256"),
                base + "/docs"))
        .header(HttpHeaders.CACHE_CONTROL, FOR_MINUTES)
        .build();
  }
}
