package org.microwish.caller;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Rejects a request with the status 401 if its token was revoked, even if the operation needs no
 * token. A token with an invalid signature has the same effect.
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
    if (identity.getPrincipal() instanceof CallerPrincipal principal) {
      // The check may run on the event loop if it needs no database read; otherwise it runs on a
      // worker thread.
      return revocations.areKnown()
          ? Uni.createFrom().item(() -> check(identity, principal.content()))
          : context.runBlocking(() -> check(identity, principal.content()));
    }
    return Uni.createFrom().failure(new AuthenticationFailedException("no bearer token"));
  }

  private SecurityIdentity check(SecurityIdentity identity, TokenContent content) {
    if (revocations.isRevoked(content.caller().account(), content.epoch(), content.issuedAt())
        || (content.session() != null
            && revocations.isRevoked(
                CurrentCaller.sessionKey(content.session()), 0, content.issuedAt()))) {
      throw new AuthenticationFailedException("revoked");
    }
    return identity;
  }
}
