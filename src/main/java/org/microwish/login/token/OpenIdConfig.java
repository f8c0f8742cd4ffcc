package org.microwish.login.token;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An OpenID provider whose tokens are accepted beside the service's own, or instead of them. See
 * {@code src/docs/decisions/openid-provider.md}.
 */
@ConfigMapping(prefix = "microwish.openid")
public interface OpenIdConfig {

  /** The {@code iss} of its tokens. Unset: there is no provider. */
  Optional<String> issuer();

  /** Where its JWK set is, an https address; or the set itself, JSON. */
  Optional<String> jwks();

  /** What its tokens must name as {@code aud}: this service, as the provider knows it. */
  Optional<String> audience();

  /** The signature algorithms its tokens may use; never a symmetric one. */
  @WithDefault("RS256,ES256")
  Set<String> algorithms();

  /** The claim that holds roles, a text or a list; a slash steps into an object. */
  @WithDefault("roles")
  String roleClaim();

  /**
   * What each of the provider's roles is here, such as {@code wish-desk=OPERATOR}: COLLECTOR,
   * STEWARD, OPERATOR, AUDITOR, PARTNER or ADMINISTRATOR, or {@code ADMINISTRATOR:everywhere} for
   * an administrator who needs no division. A token must come out at exactly one.
   */
  Optional<List<String>> roles();

  /** The claim that holds the code of the division whose subtree the caller works in. */
  @WithDefault("division")
  String divisionClaim();

  /** The claim that holds the organisation's id, 13 characters. */
  @WithDefault("organisation")
  String organisationClaim();

  /** Whether the service's own tokens are accepted too. */
  @WithDefault("true")
  boolean ownTokens();

  /** How long to wait for the provider's keys. */
  @WithDefault("2S")
  Duration timeout();

  /** The age at which known keys are fetched anew; until that succeeds they stay good. */
  @WithDefault("10M")
  Duration refreshAfter();

  /** The least time between two fetches, however many unknown keys are named meanwhile. */
  @WithDefault("30S")
  Duration cooldown();
}
