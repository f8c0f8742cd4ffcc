package org.microwish.funding;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import org.microwish.platform.Ids;

/** The postings of all wishes. */
@ApplicationScoped
public class Postings implements PanacheRepositoryBase<Posting, Long> {

  private final Ids ids;

  Postings(Ids ids) {
    this.ids = ids;
  }

  /** Writes what a command decided on, in the transaction of its ledger entry. */
  public void append(
      long wishId,
      long entryId,
      List<PostingDraft> drafts,
      Instant occurredAt,
      Instant recordedAt) {
    for (PostingDraft draft : drafts) {
      Posting row = new Posting();
      row.id = ids.next();
      row.entryId = entryId;
      row.wishId = wishId;
      row.claimId = draft.claimId();
      row.fromAccount = draft.movement().from();
      row.toAccount = draft.movement().to();
      row.amount = draft.amount().yuan();
      row.form = draft.form();
      row.reverses = draft.reverses();
      row.occurredAt = occurredAt;
      row.recordedAt = recordedAt;
      persist(row);
    }
  }

  /** The postings of one wish, oldest first. */
  public List<Posting> ofWish(long wishId) {
    return list("wishId = ?1 order by id", wishId);
  }
}
