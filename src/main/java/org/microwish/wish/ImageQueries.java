package org.microwish.wish;

import jakarta.annotation.Nullable;
import java.util.Collection;
import java.util.List;
import org.hibernate.annotations.processing.SQL;

/** Queries for the photos of wishes that may be shown. */
interface ImageQueries {

  /**
   * A photo with thumbnails.
   *
   * @param claimId the claim whose work it shows; null if it shows the wish itself
   * @param stage the name of the stage of the work; null if it is not known
   */
  record Photo(long id, long wishId, @Nullable Long claimId, @Nullable String stage) {}

  /**
   * Returns the photos of those wishes for which a consent to be photographed is in force, oldest
   * first. For a minor, only the consent of another person, such as a guardian, counts. Omits
   * photos of consent forms, photos whose moderation is PENDING, FLAGGED or REJECTED, and wishes
   * that are off the wall, erased or under a legal hold.
   */
  @SQL(
      """
      SELECT e.id, e.aggregate_id, e.part_id, e.stage
      FROM evidence e JOIN wish w ON w.id = e.aggregate_id
      WHERE e.aggregate_type = 'WISH' AND e.aggregate_id IN (:wishes)
        AND e.kind = 'PHOTO' AND e.small_bytes > 0
        AND w.off_wall = FALSE AND w.held = FALSE AND w.erased_at IS NULL
        AND EXISTS (
          SELECT 1 FROM guardian_consent c
          WHERE c.aggregate_type = 'WISH' AND c.aggregate_id = w.id
            AND c.purpose = 'PHOTO' AND c.withdrawn_at IS NULL
            AND (c.relation <> 'SELF' OR COALESCE(w.sensitivity, '') <> 'MINOR'))
        AND NOT EXISTS (
          SELECT 1 FROM guardian_consent f
          WHERE f.aggregate_type = 'WISH' AND f.aggregate_id = w.id AND f.evidence_id = e.id)
        AND NOT EXISTS (
          SELECT 1 FROM moderation m
          WHERE m.aggregate_type = 'WISH' AND m.aggregate_id = w.id AND m.evidence_id = e.id
            AND m.state IN ('PENDING', 'FLAGGED', 'REJECTED'))
      ORDER BY e.id
      """)
  List<Photo> consented(Collection<Long> wishes);
}
