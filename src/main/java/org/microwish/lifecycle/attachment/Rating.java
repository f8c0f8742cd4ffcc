package org.microwish.lifecycle.attachment;

import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;

/** A rating of the completed work. An aggregate has at most one rating that is not withdrawn. */
@Entity
@Table(name = "rating")
public class Rating extends Attachment {

  /** The account that gave the rating. */
  public String author;

  /** The number of stars, 1 to 5. */
  public int stars;

  /** When the rating was withdrawn because the work was resumed; null while the rating counts. */
  public Instant withdrawnAt;
}
