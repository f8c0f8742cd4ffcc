package org.microwish.transfer;

import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.io.Serializable;

/** Maps the external key of an imported row to the row's id. */
@Entity
@Table(name = "import_key")
public class ImportKey {

  /**
   * The primary key: it identifies a row of another system.
   *
   * @param scope the namespace of the row's external key: one division or one partner
   * @param externalKey the keyed digest of the external key
   */
  @Embeddable
  public record Key(@Enumerated(EnumType.STRING) ImportKind kind, String scope, String externalKey)
      implements Serializable {}

  @EmbeddedId public Key key;

  /** The id of the imported row. */
  public long targetId;

  /** The id of the job that imported the row; null for rows imported before this was kept. */
  public Long jobId;
}
