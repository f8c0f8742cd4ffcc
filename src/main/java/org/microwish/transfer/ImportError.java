package org.microwish.transfer;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.io.Serializable;

/** An error in a row of an import. It never contains the row's values, which are personal. */
@Entity
@Table(name = "import_error")
public class ImportError {

  /**
   * The primary key of an error.
   *
   * @param row the number of the row in the file, as a spreadsheet program shows it
   * @param seq the number of the error within the row, from 0
   */
  @Embeddable
  public record Key(long jobId, @Column(name = "row_number_") int row, int seq)
      implements Serializable {}

  @EmbeddedId public Key key;

  /** The name of the column with the error; null if the row as a whole is refused. */
  public String columnName;

  /** The name of a field fault or a problem type, or POSSIBLE_DUPLICATE. */
  public String code;

  /** Numbers to which the error's text refers; null if there are none. */
  public String members;
}
