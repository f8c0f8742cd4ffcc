package org.microwish.transfer;

import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.io.Serializable;

/**
 * A piece of the file of an import, sealed: it is full of names and numbers. It is gone as soon as
 * the import is done.
 */
@Entity
@Table(name = "vault_import")
public class ImportPart {

  /**
   * Which.
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
