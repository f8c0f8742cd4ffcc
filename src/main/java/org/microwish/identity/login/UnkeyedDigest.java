package org.microwish.identity.login;

import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import org.microwish.platform.idempotency.RequestDigest;

/** Where nobody keeps a key. */
@DefaultBean
@ApplicationScoped
class UnkeyedDigest implements RequestDigest {

  @Override
  public byte[] of(byte[] body) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(body);
    } catch (GeneralSecurityException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }
}
