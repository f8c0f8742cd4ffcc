package org.microwish.transfer;

import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.io.Serializable;

/**
 * An encrypted part of an import's file, which contains personal data. It becomes unreadable and is
 * deleted when the import finishes.
 */
@Entity
@Table(name = "vault_import")
public class ImportPart {

  /**
   * The key of a part.
   *
   * @param part from 0
   */
  @Embeddable
  public record Key(long jobId, int part) implements Serializable {}

  @EmbeddedId public Key key;

  /** Sealed under the import's data key. */
  public byte[] content;

  public long keyId;
}
