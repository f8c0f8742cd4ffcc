package org.microwish.wish.report;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.EntityManager;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.microwish.caller.Caller;
import org.microwish.ledger.EntryDraft;
import org.microwish.ledger.Ledger;
import org.microwish.ledger.LedgerReceipt;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.ledger.leaf.Commitment;
import org.microwish.ledger.leaf.EntryType;
import org.microwish.ledger.leaf.Transition;
import org.microwish.lifecycle.attachment.Evidence;
import org.microwish.party.DivisionCode;
import org.microwish.platform.Confidential;
import org.microwish.platform.Id;
import org.microwish.platform.Ids;
import org.microwish.platform.Time;
import org.microwish.platform.http.Page;
import org.microwish.platform.http.PageQuery;
import org.microwish.platform.idempotency.RequestDigest;
import org.microwish.platform.sql.Listing;
import org.microwish.privacy.Erased;
import org.microwish.privacy.Pseudonyms;
import org.microwish.privacy.Subject;
import org.microwish.privacy.SubjectKey;
import org.microwish.privacy.SubjectType;
import org.microwish.privacy.Vault;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;
import org.microwish.wish.WishReads;
import org.microwish.wish.subject.WishSubject;

/**
 * Receives reports and records what the desk did about them. A report makes no ledger entry, since
 * anybody could fill the ledger with them; its answer makes one. Works in the caller's transaction.
 */
@ApplicationScoped
public class Reports {

  /** Open reports of one wish; more would tell the desk nothing new. */
  private static final long MOST_OPEN = 50;

  private static final Duration LATER = Duration.ofHours(1);

  /** Context for sealing the words; the report's id follows. */
  private static final String PLACE = "report";

  private final WishReads wishes;
  private final WishSubject subjects;
  private final ReportQueries queries;
  private final RequestDigest digest;
  private final Vault vault;
  private final Pseudonyms pseudonyms;
  private final Ledger ledger;
  private final EntityManager entities;
  private final Ids ids;
  private final Time time;

  Reports(
      WishReads wishes,
      WishSubject subjects,
      ReportQueries queries,
      RequestDigest digest,
      Vault vault,
      Pseudonyms pseudonyms,
      Ledger ledger,
      EntityManager entities,
      Ids ids,
      Time time) {
    this.wishes = wishes;
    this.subjects = subjects;
    this.queries = queries;
    this.digest = digest;
    this.vault = vault;
    this.pseudonyms = pseudonyms;
    this.ledger = ledger;
    this.entities = entities;
    this.ids = ids;
    this.time = time;
  }

  /**
   * Stores a report; a repeat of an open one gets its id again.
   *
   * @throws ProblemException NOT_FOUND if the wish is not public, TOO_MANY_REQUESTS if the desk has
   *     enough reports of it
   */
  Id add(long wishId, ReportDraft draft) {
    // Locks against an erasure: sealing the words must not create a new key after it.
    subjects.lock(wishId);
    wishes.require(null, wishId);
    if (draft.evidence() != null) {
      Evidence photo = entities.find(Evidence.class, draft.evidence().value());
      if (photo == null || !photo.isOf(AggregateType.WISH, wishId)) {
        throw ProblemException.invalid("/evidence", FieldFault.NOT_FOUND);
      }
    }
    String words = Confidential.text(draft.words());
    byte[] openKey =
        digest.of(
            (draft.reason() + "\0" + draft.evidence() + "\0" + words)
                .getBytes(StandardCharsets.UTF_8));
    List<Long> same = queries.open(wishId, openKey);
    if (same.isEmpty() && queries.countOpen(wishId) >= MOST_OPEN) {
      throw ProblemType.TOO_MANY_REQUESTS.exception().retryAfter(LATER);
    }
    if (same.isEmpty()) {
      long id = ids.next();
      SubjectKey key = words == null ? null : vault.key(Subject.wish(wishId));
      queries.keep(
          id,
          wishId,
          draft.evidence() == null ? null : draft.evidence().value(),
          draft.reason().name(),
          key == null ? null : key.id(),
          key == null ? null : key.seal(words.getBytes(StandardCharsets.UTF_8), PLACE, Id.text(id)),
          openKey,
          time.now());
      same = queries.open(wishId, openKey);
    }
    return new Id(same.getFirst());
  }

  /** The reports in the given subtree that the caller may see, oldest first. */
  Page<ReportView> list(Caller caller, String subtree, boolean closed, PageQuery page) {
    return new Listing<>(WishReport.class, "from WishReport r")
        .within("r.divisionPath", caller.divisionPath())
        .subtree("division", "r.divisionPath", subtree)
        .only(closed ? "r.closedAt is not null" : "r.closedAt is null")
        // Data of wishes on legal hold is not used.
        .only("exists (from Wish w where w.id = r.wishId and w.held = false)")
        .ascending("r.id", report -> report.id)
        .page(entities, page)
        .map(report -> ReportView.of(report, words(report)));
  }

  private Confidential words(WishReport report) {
    return report.keyId == null
        ? null
        : vault
            .key(Subject.wish(report.wishId), report.keyId)
            .map(key -> key.open(report.content, PLACE, Id.text(report.id)))
            .map(words -> new Confidential(new String(words, StandardCharsets.UTF_8)))
            .orElse(null);
  }

  /**
   * The result of a report.
   *
   * @param ledger the ledger entry that records it
   */
  public record Closed(Id id, WishReport.Result result, LedgerReceipt ledger) {}

  /**
   * Closes a report.
   *
   * @param note a note on the result; the leaf commits to it
   * @throws ProblemException NOT_FOUND if it is outside the operator's divisions, ALREADY_DECIDED
   *     if it is closed
   */
  Closed close(Caller caller, long id, WishReport.Result result, String note) {
    WishReport report = entities.find(WishReport.class, id);
    if (report == null || !caller.covers(report.divisionPath)) {
      throw ProblemType.NOT_FOUND.exception();
    }
    // Locks against an erasure, as above.
    subjects.lock(report.wishId);
    long entryId = ids.next();
    Instant now = time.now();
    if (queries.close(id, result.name(), entryId, caller.account(), now) == 0) {
      throw ProblemType.ALREADY_DECIDED.exception();
    }
    Subject wish = Subject.wish(report.wishId);
    List<Commitment> commitments =
        note == null ? List.of() : List.of(vault.commit(entryId, wish, "report", note));
    Map<String, Object> fact = new LinkedHashMap<>();
    fact.put("wish", Id.text(report.wishId));
    fact.put("subject", report.evidenceId == null ? "WORDS" : "IMAGE");
    fact.put("reason", report.reason.name());
    fact.put("result", result.name());
    LedgerReceipt receipt =
        ledger.append(
            new EntryDraft(
                entryId,
                EntryType.REPORT_CLOSED,
                AggregateType.REPORT,
                Id.text(id),
                1,
                pseudonyms.actor(caller, 0),
                now,
                now,
                new Transition("CLOSE", null, "CLOSED"),
                Map.of("report", fact),
                List.of(),
                commitments,
                DivisionCode.publicPath(report.divisionPath),
                null));
    return new Closed(new Id(id), result, receipt);
  }

  /** Reports of an erased wish have nothing to be about, and their words go with its key. */
  void forget(@Observes Erased erased) {
    if (erased.subject().type() == SubjectType.WISH) {
      queries.forget(erased.subject().id());
    }
  }
}
