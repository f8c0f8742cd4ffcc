package org.microwish.transfer;

import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.io.Serializable;

/** Which row of another system became which of ours. */
@Entity
@Table(name = "import_key")
public class ImportKey {

  /**
   * A row of another system.
   *
   * @param scope whose key it is: one division's, or one partner's
   * @param externalKey the keyed digest of what the row calls itself
   */
  @Embeddable
  public record Key(@Enumerated(EnumType.STRING) ImportKind kind, String scope, String externalKey)
      implements Serializable {}

  @EmbeddedId public Key key;

  /** The id of what it became. */
  public long targetId;
}
