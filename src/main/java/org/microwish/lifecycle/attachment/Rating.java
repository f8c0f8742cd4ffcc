package org.microwish.lifecycle.attachment;

import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;

/** How content somebody is with what was done. At most one rating of an aggregate stands. */
@Entity
@Table(name = "rating")
public class Rating extends Attachment {

  /** The account that gave it. */
  public String author;

  /** 1 to 5. */
  public int stars;

  /** When it stopped counting, because the work goes on; null while it stands. */
  public Instant withdrawnAt;
}
