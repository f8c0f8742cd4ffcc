package org.microwish.transfer;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.io.Serializable;

/** What is wrong with a row of an import; never its values, which are personal. */
@Entity
@Table(name = "import_error")
public class ImportError {

  /**
   * Which.
   *
   * @param row from 1, the header not counted
   * @param seq from 0, for the errors of one row
   */
  @Embeddable
  public record Key(long jobId, @Column(name = "row_number_") int row, int seq)
      implements Serializable {}

  @EmbeddedId public Key key;

  /** The column, or null where the row as such is refused. */
  public String columnName;

  /** A field fault or a problem's code. */
  public String code;
}
