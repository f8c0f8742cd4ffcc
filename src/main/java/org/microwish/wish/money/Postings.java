package org.microwish.wish.money;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.microwish.platform.Ids;
import org.microwish.platform.sql.RoundTrip;
import org.microwish.platform.sql.Rows;

/** Repository of postings. */
@ApplicationScoped
public class Postings implements PanacheRepositoryBase<Posting, Long> {

  private final Ids ids;
  private final PostingQueries queries;

  Postings(Ids ids, PostingQueries queries) {
    this.ids = ids;
    this.queries = queries;
  }

  /**
   * Writes the postings of a command. Must run in the transaction that writes the command's ledger
   * entry.
   */
  public void append(
      long wishId,
      long entryId,
      List<PostingDraft> drafts,
      Instant occurredAt,
      Instant recordedAt) {
    persist(rows(wishId, entryId, drafts, occurredAt, recordedAt));
  }

  /**
   * Creates the rows for the postings of a command in memory; callers write them with {@link
   * #write}.
   */
  public List<Posting> rows(
      long wishId,
      long entryId,
      List<PostingDraft> drafts,
      Instant occurredAt,
      Instant recordedAt) {
    List<Posting> rows = new ArrayList<>();
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
      rows.add(row);
    }
    return rows;
  }

  /** Adds to the round trip the insert of these rows, which may belong to many commands. */
  public void write(RoundTrip trip, List<Posting> rows) {
    trip.insert(
        "INSERT INTO posting (id, entry_id, wish_id, claim_id, from_account, to_account, amount,"
            + " form, reverses, occurred_at, recorded_at)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        rows,
        (statement, row) -> {
          statement.setLong(1, row.id);
          statement.setLong(2, row.entryId);
          statement.setLong(3, row.wishId);
          statement.setObject(4, row.claimId);
          statement.setString(5, row.fromAccount.name());
          statement.setString(6, row.toAccount.name());
          statement.setBigDecimal(7, row.amount);
          statement.setString(8, row.form.name());
          statement.setObject(9, row.reverses);
          statement.setObject(10, Rows.utc(row.occurredAt));
          statement.setObject(11, Rows.utc(row.recordedAt));
        });
  }

  /** Returns the postings of one wish, oldest first. */
  public List<Posting> ofWish(long wishId) {
    return queries.ofWish(wishId);
  }

  /** Whether another posting reverses this one. */
  public boolean isReversed(long postingId) {
    return queries.reversalsOf(postingId) > 0;
  }
}
