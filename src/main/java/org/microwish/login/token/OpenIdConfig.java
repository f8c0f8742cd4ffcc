package org.microwish.login.token;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Configuration of an OpenID provider whose tokens are accepted in addition to the service's own,
 * or instead of them. See {@code src/docs/decisions/openid-provider.md}.
 */
@ConfigMapping(prefix = "microwish.openid")
public interface OpenIdConfig {

  /** The {@code iss} claim of the provider's tokens. Unset if no provider is used. */
  Optional<String> issuer();

  /**
   * The provider's JWK set: an https address (http only on this machine), or the JSON text itself.
   * Required if {@link #issuer} is set.
   */
  Optional<String> jwks();

  /**
   * The {@code aud} claim that the provider's tokens must have: this service's name at the
   * provider. Required if {@link #issuer} is set.
   */
  Optional<String> audience();

  /**
   * The allowed signature algorithms of the provider's tokens; the start fails if one is symmetric.
   */
  @WithDefault("RS256,ES256")
  Set<String> algorithms();

  /**
   * The name of the JWT claim that contains the roles, as a string or a list of strings. A slash in
   * the name separates the names of nested objects.
   */
  @WithDefault("roles")
  String roleClaim();

  /**
   * Maps the provider's roles to roles of this service, such as {@code wish-desk=OPERATOR}:
   * COLLECTOR, STEWARD, OPERATOR, AUDITOR, PARTNER or ADMINISTRATOR, or {@code
   * ADMINISTRATOR:everywhere} for an administrator who needs no division. A token must map to
   * exactly one role.
   */
  Optional<List<String>> roles();

  /**
   * The name of the JWT claim that contains the code of the division in whose subtree the caller
   * works.
   */
  @WithDefault("division")
  String divisionClaim();

  /** The name of the JWT claim that contains the organisation's id, 13 characters. */
  @WithDefault("organisation")
  String organisationClaim();

  /**
   * Whether the service's own tokens are accepted in addition to the provider's. If no provider is
   * configured, own tokens are always accepted.
   */
  @WithDefault("true")
  boolean ownTokens();

  /** Timeout for fetching the provider's keys. */
  @WithDefault("2S")
  Duration timeout();

  /**
   * The age at which the provider's cached keys are fetched again; if that fails, the cached keys
   * stay valid.
   */
  @WithDefault("10M")
  Duration refreshAfter();

  /**
   * Minimum time between two fetches of the provider's keys, however many unknown keys the tokens
   * name.
   */
  @WithDefault("30S")
  Duration cooldown();
}
