package org.microwish.login.client;

import com.github.f4b6a3.tsid.Tsid;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.microwish.login.credential.SecretHashes;
import org.microwish.platform.Confidential;
import org.microwish.platform.Ids;
import org.microwish.platform.Sha256;

/** A secret of a client. Only the hash of the secret is stored. */
@Entity
@Table(name = "client_secret")
public class ClientSecret {
  @Id public long id;
  public long clientId;
  public String secretHash;
  public Instant createdAt;

  /** When the secret expires; null if it stays valid without limit. */
  public Instant expiresAt;

  private static final Pattern FORM =
      Pattern.compile("mws_([0-9A-HJKMNP-TV-Z]{13})_([A-Za-z0-9_-]{43})");

  private static final int BYTES = 32;

  /**
   * Prefix of the SHA-256 hashes. A stored hash without this prefix is an Argon2id hash of an
   * earlier release.
   */
  private static final String FAST = "$sha256$";

  /**
   * Returns true if the hash is that of the secret, computed by this or an earlier release.
   *
   * @param earlier computes the Argon2id hashes of earlier releases
   */
  static boolean matches(Clear secret, String hash, SecretHashes earlier) {
    return hash.startsWith(FAST)
        ? MessageDigest.isEqual(
            hash.getBytes(StandardCharsets.US_ASCII),
            secret.hash().getBytes(StandardCharsets.US_ASCII))
        : earlier.matches(secret.text().value(), hash);
  }

  /**
   * A plaintext secret that was newly generated or sent by a client. It is never stored. The text
   * contains the id of the secret's row, so that only one hash must be computed even if the client
   * has several secrets.
   *
   * @param id the id of the secret's row
   * @param text 61 characters: {@code mws_<id>_<256 random bits>}
   */
  record Clear(long id, Confidential text) {

    static Clear random(long id) {
      String random =
          Base64.getUrlEncoder().withoutPadding().encodeToString(Ids.randomBytes(BYTES));
      return new Clear(
          id, new Confidential("mws_" + org.microwish.platform.Id.text(id) + "_" + random));
    }

    /**
     * Returns the hash to store. A slow hash would add no security, because nobody can guess 256
     * random bits; but anybody could make the service compute many slow hashes.
     */
    String hash() {
      return FAST + Base64.getEncoder().withoutPadding().encodeToString(Sha256.of(text.value()));
    }

    /** Parses a secret; empty if the text does not have the form of one. */
    static Optional<Clear> read(String text) {
      Matcher parts = FORM.matcher(text);
      return parts.matches()
          ? Optional.of(new Clear(Tsid.from(parts.group(1)).toLong(), new Confidential(text)))
          : Optional.empty();
    }
  }
}
