package org.microwish.webhook;

import jakarta.enterprise.context.ApplicationScoped;
import org.microwish.platform.Id;
import org.microwish.privacy.crypto.KeyWrapping;
import org.microwish.privacy.crypto.SealContext;
import org.microwish.privacy.crypto.SealingKey;
import org.microwish.privacy.crypto.Suite;

/**
 * Seals and opens the secrets of webhooks. Each secret is derived from a random key. That key is
 * stored encrypted under the vault's master key and bound to the webhook, so that the database
 * alone does not reveal any secret.
 */
@ApplicationScoped
class SecretSeals {

  private static final byte[] USE = SealContext.of("webhook-secret");

  private final KeyWrapping wrapping;

  SecretSeals(KeyWrapping wrapping) {
    this.wrapping = wrapping;
  }

  /**
   * A sealed secret as the database stores it.
   *
   * @param id the id of the secret
   * @param master the id of the master key
   * @param suite the name of the suite of the wrapped key
   * @param wrapped the encrypted key from which the secret is derived
   */
  record Sealed(long id, String master, String suite, byte[] wrapped) {}

  /** Generates a secret for a webhook and returns it sealed. */
  Sealed make(long id, long webhook) {
    return seal(id, SealingKey.random(Suite.AES), webhook);
  }

  /** Returns the secret, 32 bytes. */
  byte[] open(Sealed sealed, long webhook) {
    return unwrap(sealed, webhook).mac(USE);
  }

  /**
   * Returns true if the secret is sealed under another master key than the current one, and so
   * should be sealed again.
   */
  boolean isOld(Sealed sealed) {
    return !sealed.master().equals(wrapping.current());
  }

  /** Seals the same secret again, under the current master key. */
  Sealed renew(Sealed sealed, long webhook) {
    return seal(sealed.id(), unwrap(sealed, webhook), webhook);
  }

  private Sealed seal(long id, SealingKey key, long webhook) {
    String master = wrapping.current();
    return new Sealed(
        id, master, key.suite().name(), wrapping.wrap(key, context(webhook, key.suite(), master)));
  }

  private SealingKey unwrap(Sealed sealed, long webhook) {
    Suite suite = Suite.valueOf(sealed.suite());
    return wrapping.unwrap(
        sealed.master(), suite, sealed.wrapped(), context(webhook, suite, sealed.master()));
  }

  private static byte[] context(long webhook, Suite suite, String master) {
    return SealContext.of("webhook", Id.text(webhook), suite.name(), master);
  }
}
