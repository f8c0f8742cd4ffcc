package org.microwish.login.staff;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import org.microwish.platform.Id;
import org.microwish.privacy.crypto.KeyWrapping;
import org.microwish.privacy.crypto.SealContext;
import org.microwish.privacy.crypto.SealingKey;
import org.microwish.privacy.crypto.Suite;

/**
 * Seals and opens the TOTP secrets of second factors. Each secret is derived from a random key.
 * That key is stored encrypted under the vault's master key and bound to the account, so that the
 * database alone does not reveal any secret.
 */
@ApplicationScoped
class TotpSeals {

  private static final byte[] USE = SealContext.of("totp-secret");

  private final KeyWrapping wrapping;

  TotpSeals(KeyWrapping wrapping) {
    this.wrapping = wrapping;
  }

  /**
   * A sealed secret as the database stores it.
   *
   * @param master the id of the master key
   * @param suite the name of the {@link Suite} of the wrapped key
   * @param wrapped the encrypted key from which the secret is derived
   */
  record Sealed(String master, String suite, byte[] wrapped) {

    /**
     * Creates a sealed secret from the values of its database columns; null if {@code wrapped} is
     * null.
     */
    static Sealed of(String master, String suite, byte[] wrapped) {
      return wrapped == null ? null : new Sealed(master, suite, wrapped);
    }
  }

  /** Generates a TOTP secret for an account and returns it sealed. */
  Sealed make(long account) {
    return seal(SealingKey.random(Suite.AES), account);
  }

  /** Returns the TOTP secret, 20 bytes. */
  byte[] open(Sealed sealed, long account) {
    return Arrays.copyOf(unwrap(sealed, account).mac(USE), Totp.SECRET_BYTES);
  }

  /**
   * Returns true if the secret is sealed under another master key than the current one, and so
   * should be sealed again.
   */
  boolean isOld(Sealed sealed) {
    return !sealed.master().equals(wrapping.current());
  }

  /** Seals the same secret again, under the current master key. */
  Sealed renew(Sealed sealed, long account) {
    return seal(unwrap(sealed, account), account);
  }

  private Sealed seal(SealingKey key, long account) {
    String master = wrapping.current();
    return new Sealed(
        master, key.suite().name(), wrapping.wrap(key, context(account, key.suite(), master)));
  }

  private SealingKey unwrap(Sealed sealed, long account) {
    Suite suite = Suite.valueOf(sealed.suite());
    return wrapping.unwrap(
        sealed.master(), suite, sealed.wrapped(), context(account, suite, sealed.master()));
  }

  private static byte[] context(long account, Suite suite, String master) {
    return SealContext.of("staff-totp", Id.text(account), suite.name(), master);
  }
}
