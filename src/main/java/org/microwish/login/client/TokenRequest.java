package org.microwish.login.client;

import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.microwish.platform.Confidential;
import org.microwish.problem.ProblemException;

/**
 * A parsed and well-formed request to the token endpoint. A parameter without a value counts as
 * missing; a repeated parameter is an error (RFC 6749 section 3.2); unknown parameters are ignored.
 *
 * @param scope the requested scopes, if the request names any
 * @param proof the credentials with which the client authenticates
 */
record TokenRequest(Optional<String> scope, Proof proof) {

  static final String GRANT = "client_credentials";

  /** The value of {@code client_assertion_type} for a JWT (RFC 7523 section 2.2). */
  static final String ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

  private static final int MAX_VALUE = 8192;

  private static final Pattern CLIENT_ID = Pattern.compile("[0-9A-HJKMNP-TV-Z]{13}");
  private static final Pattern BASIC = Pattern.compile("(?i)Basic +([A-Za-z0-9+/]+={0,2})");

  /** The credentials with which a client authenticates. */
  sealed interface Proof {

    /**
     * A secret (client_secret_basic or client_secret_post).
     *
     * @param basic true if the Authorization header contained the secret, false if the form did
     */
    record Secret(String clientId, Confidential secret, boolean basic) implements Proof {}

    /**
     * A signed assertion (private_key_jwt).
     *
     * @param clientId the request's {@code client_id}, or null
     */
    record Assertion(String clientId, Confidential jwt) implements Proof {}
  }

  /**
   * Parses a request.
   *
   * @param form the values of the request's form by parameter name
   * @param authorization the Authorization header, or null
   * @throws ProblemException with an error of RFC 6749 section 5.2
   */
  static TokenRequest read(Map<String, List<String>> form, String authorization) {
    String grant = one(form, "grant_type").orElseThrow(OAuthRefusals::invalidRequest);
    Optional<Proof> proof = proof(form, authorization);
    if (!grant.equals(GRANT)) {
      throw OAuthRefusals.unsupportedGrantType();
    }
    return new TokenRequest(one(form, "scope"), proof.orElseThrow(OAuthRefusals::invalidClient));
  }

  private static Optional<Proof> proof(Map<String, List<String>> form, String authorization) {
    Optional<String> id = one(form, "client_id");
    Optional<String> secret = one(form, "client_secret");
    Optional<String> type = one(form, "client_assertion_type");
    Optional<String> assertion = one(form, "client_assertion");
    Optional<Proof.Secret> basic = basic(authorization);
    int methods =
        (basic.isPresent() ? 1 : 0)
            + (secret.isPresent() ? 1 : 0)
            + (assertion.isPresent() || type.isPresent() ? 1 : 0);
    if (methods > 1) {
      throw OAuthRefusals.invalidRequest();
    }
    if (basic.isPresent()) {
      if (id.isPresent() && !id.get().equals(basic.get().clientId())) {
        throw OAuthRefusals.invalidRequest();
      }
      return Optional.of(basic.get());
    }
    if (secret.isPresent()) {
      return Optional.of(
          new Proof.Secret(
              id.orElseThrow(OAuthRefusals::invalidClient), new Confidential(secret.get()), false));
    }
    if (assertion.isPresent()) {
      if (type.isEmpty() || !type.get().equals(ASSERTION_TYPE)) {
        throw OAuthRefusals.invalidRequest();
      }
      return Optional.of(new Proof.Assertion(id.orElse(null), new Confidential(assertion.get())));
    }
    return Optional.empty();
  }

  /**
   * Parses HTTP Basic credentials; empty if the header does not have the scheme Basic. Client id
   * and secret are each form-encoded before they are joined (RFC 6749 section 2.3.1).
   */
  private static Optional<Proof.Secret> basic(String authorization) {
    if (authorization == null || !authorization.regionMatches(true, 0, "Basic", 0, 5)) {
      return Optional.empty();
    }
    var header = BASIC.matcher(authorization);
    try {
      if (header.matches()) {
        String pair =
            StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(Base64.getDecoder().decode(header.group(1))))
                .toString();
        int colon = pair.indexOf(':');
        if (colon > 0) {
          return Optional.of(
              new Proof.Secret(
                  URLDecoder.decode(pair.substring(0, colon), StandardCharsets.UTF_8),
                  new Confidential(
                      URLDecoder.decode(pair.substring(colon + 1), StandardCharsets.UTF_8)),
                  true));
        }
      }
    } catch (IllegalArgumentException | CharacterCodingException malformed) {
      // Malformed credentials are refused below.
    }
    throw OAuthRefusals.invalidClient();
  }

  private static Optional<String> one(Map<String, List<String>> form, String name) {
    List<String> values = form.getOrDefault(name, List.of());
    if (values.size() > 1) {
      throw OAuthRefusals.invalidRequest();
    }
    Optional<String> value = values.stream().findFirst().filter(text -> !text.isEmpty());
    if (value.isPresent() && value.get().length() > MAX_VALUE) {
      throw OAuthRefusals.invalidRequest();
    }
    return value;
  }

  /** Returns true if the text has the form of a client id. */
  static boolean isClientId(String text) {
    return CLIENT_ID.matcher(text).matches();
  }
}
