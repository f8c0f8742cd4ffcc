package org.microwish.login.client;

import com.github.f4b6a3.tsid.Tsid;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.microwish.platform.Confidential;
import org.microwish.platform.Ids;

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
   * A secret in clear, newly generated or sent by a client; it is never stored. The text contains
   * the id of the secret's row, so that only one hash must be computed even if the client has
   * several secrets.
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

    /** Parses a secret; empty if the text does not have the form of one. */
    static Optional<Clear> read(String text) {
      Matcher parts = FORM.matcher(text);
      return parts.matches()
          ? Optional.of(new Clear(Tsid.from(parts.group(1)).toLong(), new Confidential(text)))
          : Optional.empty();
    }
  }
}
