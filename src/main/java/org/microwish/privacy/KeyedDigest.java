package org.microwish.privacy;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.microwish.platform.idempotency.RequestDigest;
import org.microwish.platform.sql.Transactions;
import org.microwish.privacy.crypto.SealContext;

/**
 * Computes the HMAC of requests, and of other messages for which all instances need one key, under
 * a key that is stored in the vault and never replaced.
 */
@ApplicationScoped
public class KeyedDigest implements RequestDigest {

  private static final Subject SUBJECT = new Subject(SubjectType.DIGEST, 1);

  private final SubjectKeys keys;
  private final Transactions transactions;
  private volatile SubjectKey known;

  KeyedDigest(SubjectKeys keys, Transactions transactions) {
    this.keys = keys;
    this.transactions = transactions;
  }

  @Override
  public byte[] of(byte[] body) {
    return of("request", body);
  }

  /**
   * Returns the HMAC of a message, 32 bytes.
   *
   * @param purpose what the HMAC is for; messages for different purposes have different HMACs
   */
  public byte[] of(String purpose, byte[] message) {
    byte[] domain = SealContext.of(purpose, "");
    byte[] whole = Arrays.copyOf(domain, domain.length + message.length);
    System.arraycopy(message, 0, whole, domain.length, message.length);
    return key().mac(whole);
  }

  private SubjectKey key() {
    SubjectKey key = known;
    if (key == null) {
      // Uses the oldest key, whatever its suite: a repeated request must have the same digest after
      // a change of the configured suite. Creates the first key.
      key = transactions.call(() -> stored().orElseGet(this::make));
      known = key;
    }
    return key;
  }

  private Optional<SubjectKey> stored() {
    return keys.all(SubjectType.DIGEST).stream().min(Comparator.comparingLong(SubjectKey::id));
  }

  private SubjectKey make() {
    keys.use(List.of(SUBJECT));
    return stored().orElseThrow();
  }
}
