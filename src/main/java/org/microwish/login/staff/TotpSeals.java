package org.microwish.login.staff;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import org.microwish.platform.Id;
import org.microwish.privacy.crypto.KeyWrapping;
import org.microwish.privacy.crypto.SealContext;
import org.microwish.privacy.crypto.SealingKey;
import org.microwish.privacy.crypto.Suite;

/**
 * Seals the TOTP secrets of second factors. Each secret is derived from a random key, which is
 * wrapped under the vault's master key and bound to its account. The database alone reveals none of
 * them.
 */
@ApplicationScoped
class TotpSeals {

  private static final byte[] USE = SealContext.of("totp-secret");

  private final KeyWrapping wrapping;

  TotpSeals(KeyWrapping wrapping) {
    this.wrapping = wrapping;
  }

  /** A sealed secret in the form that the database stores. */
  record Sealed(String master, String suite, byte[] wrapped) {

    /** From the columns, or null if these are null. */
    static Sealed of(String master, String suite, byte[] wrapped) {
      return wrapped == null ? null : new Sealed(master, suite, wrapped);
    }
  }

  /** A new secret for an account, sealed. */
  Sealed make(long account) {
    return seal(SealingKey.random(Suite.AES), account);
  }

  /** The TOTP secret, 20 bytes. */
  byte[] open(Sealed sealed, long account) {
    return Arrays.copyOf(unwrap(sealed, account).mac(USE), Totp.SECRET_BYTES);
  }

  /** Whether the secret should be sealed again, because the master key has been rotated. */
  boolean isOld(Sealed sealed) {
    return !sealed.master().equals(wrapping.current());
  }

  /** The same secret, sealed under the current master key. */
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
