package org.microwish.lifecycle.review;

import jakarta.persistence.MappedSuperclass;
import java.time.Instant;
import org.microwish.lifecycle.Aggregate;

/** An aggregate that staff look at before the public sees it. */
@MappedSuperclass
public abstract class Reviewed extends Aggregate {

  /** When it was last handed in. */
  public Instant submittedAt;

  /** The account that decided last. */
  public String reviewedBy;

  /** When it decided. */
  public Instant reviewedAt;

  public Instant firstPublishedAt;

  /** When it was published last. */
  public Instant publishedAt;
}
