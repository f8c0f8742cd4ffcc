package org.microwish.login.token;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An OpenID provider whose tokens are accepted in addition to the service's own, or instead of
 * them. See {@code src/docs/decisions/openid-provider.md}.
 */
@ConfigMapping(prefix = "microwish.openid")
public interface OpenIdConfig {

  /** The {@code iss} of its tokens. Unset if there is no provider. */
  Optional<String> issuer();

  /** Its JWK set: an https address, or the JSON text itself. */
  Optional<String> jwks();

  /** The {@code aud} that its tokens must have: this service's name at the provider. */
  Optional<String> audience();

  /** The allowed signature algorithms of its tokens; symmetric ones are refused. */
  @WithDefault("RS256,ES256")
  Set<String> algorithms();

  /**
   * The claim with the roles, a string or a list; a slash in the name steps into a nested object.
   */
  @WithDefault("roles")
  String roleClaim();

  /**
   * Maps the provider's roles to roles here, such as {@code wish-desk=OPERATOR}: COLLECTOR,
   * STEWARD, OPERATOR, AUDITOR, PARTNER or ADMINISTRATOR, or {@code ADMINISTRATOR:everywhere} for
   * an administrator who needs no division. A token must map to exactly one role.
   */
  Optional<List<String>> roles();

  /** The claim with the code of the division whose subtree the caller works in. */
  @WithDefault("division")
  String divisionClaim();

  /** The claim with the organisation's id, 13 characters. */
  @WithDefault("organisation")
  String organisationClaim();

  /**
   * Whether the service's own tokens are accepted besides the provider's. Without a provider they
   * always are.
   */
  @WithDefault("true")
  boolean ownTokens();

  /** Timeout for fetching the provider's keys. */
  @WithDefault("2S")
  Duration timeout();

  /** The age at which cached keys are fetched again; if that fails, the cached keys stay valid. */
  @WithDefault("10M")
  Duration refreshAfter();

  /** Minimum time between two fetches, however many unknown keys the tokens name. */
  @WithDefault("30S")
  Duration cooldown();
}
