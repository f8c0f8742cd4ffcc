package org.microwish.transfer;

import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.io.Serializable;

/**
 * An encrypted part of an import's file. The file contains personal data, so its parts are deleted
 * and their key is destroyed when the import finishes.
 */
@Entity
@Table(name = "vault_import")
public class ImportPart {

  /**
   * The primary key of a part.
   *
   * @param part the number of the part in the file, from 0
   */
  @Embeddable
  public record Key(long jobId, int part) implements Serializable {}

  @EmbeddedId public Key key;

  /** The bytes of the part, encrypted with the data key of the import. */
  public byte[] content;

  public long keyId;
}
