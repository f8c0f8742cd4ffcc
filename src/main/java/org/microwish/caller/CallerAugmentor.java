package org.microwish.caller;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Rejects revoked tokens with 401, on public reads too, like a token with an invalid signature. */
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
      // A check against memory runs on the event loop; a database read runs on a worker thread.
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
