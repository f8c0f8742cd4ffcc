package org.microwish.lifecycle.review;

import jakarta.persistence.MappedSuperclass;
import java.time.Instant;
import org.microwish.lifecycle.Aggregate;

/** An aggregate that staff review before it is published. */
@MappedSuperclass
public abstract class Reviewed extends Aggregate {

  /** When the aggregate was last submitted. */
  public Instant submittedAt;

  /** The account that made the last decision of a review. */
  public String reviewedBy;

  /** When the last decision of a review was made. */
  public Instant reviewedAt;

  public Instant firstPublishedAt;

  /** When the aggregate was last published. */
  public Instant publishedAt;
}
