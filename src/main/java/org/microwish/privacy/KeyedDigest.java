package org.microwish.privacy;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.microwish.platform.idempotency.RequestDigest;
import org.microwish.platform.sql.Transactions;
import org.microwish.privacy.crypto.SealContext;

/** Computes the HMAC of requests under a key that is stored in the vault and never replaced. */
@ApplicationScoped
class KeyedDigest implements RequestDigest {

  private static final Subject SUBJECT = new Subject(SubjectType.DIGEST, 1);
  private static final byte[] DOMAIN = SealContext.of("request", "");

  private final SubjectKeys keys;
  private final Transactions transactions;
  private volatile SubjectKey known;

  KeyedDigest(SubjectKeys keys, Transactions transactions) {
    this.keys = keys;
    this.transactions = transactions;
  }

  @Override
  public byte[] of(byte[] body) {
    byte[] message = new byte[DOMAIN.length + body.length];
    System.arraycopy(DOMAIN, 0, message, 0, DOMAIN.length);
    System.arraycopy(body, 0, message, DOMAIN.length, body.length);
    return key().mac(message);
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
