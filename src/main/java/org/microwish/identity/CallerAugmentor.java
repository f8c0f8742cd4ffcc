package org.microwish.identity;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * Reads the {@link Caller} out of a token whose signature, issuer and times are good, and asks
 * whether it was revoked. A token whose claims make no caller is as bad as one that is not signed:
 * 401 everywhere, on public reads too.
 */
@ApplicationScoped
class CallerAugmentor implements SecurityIdentityAugmentor {

  private final Revocations revocations;

  CallerAugmentor(Revocations revocations) {
    this.revocations = revocations;
  }

  @Override
  public Uni<SecurityIdentity> augment(
      SecurityIdentity identity, AuthenticationRequestContext context) {
    if (identity.isAnonymous()) {
      return Uni.createFrom().item(identity);
    }
    if (identity.getPrincipal() instanceof JsonWebToken token) {
      // What is known is answered at once; only a look into the database leaves the event loop.
      return revocations.areKnown()
          ? Uni.createFrom().item(() -> check(identity, token))
          : context.runBlocking(() -> check(identity, token));
    }
    return Uni.createFrom().failure(new AuthenticationFailedException("no bearer token"));
  }

  private SecurityIdentity check(SecurityIdentity identity, JsonWebToken token) {
    TokenContent known = identity.getAttribute(TokenContent.ATTRIBUTE);
    TokenContent content = known == null ? TokenContent.of(token) : known;
    if (revocations.isRevoked(content.caller().account(), content.epoch(), content.issuedAt())
        || (content.session() != null
            && revocations.isRevoked(
                CurrentCaller.sessionKey(content.session()), 0, content.issuedAt()))) {
      throw new AuthenticationFailedException("revoked");
    }
    return known == null
        ? QuarkusSecurityIdentity.builder(identity)
            .addAttribute(TokenContent.ATTRIBUTE, content)
            .build()
        : identity;
  }
}
