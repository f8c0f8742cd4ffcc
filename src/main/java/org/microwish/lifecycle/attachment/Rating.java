package org.microwish.lifecycle.attachment;

import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;

/** A rating of the completed work. An aggregate has at most one rating that is not withdrawn. */
@Entity
@Table(name = "rating")
public class Rating extends Attachment {

  /** The account that gave it. */
  public String author;

  /** 1 to 5. */
  public int stars;

  /** When it was withdrawn because the work was resumed; null while it counts. */
  public Instant withdrawnAt;
}
