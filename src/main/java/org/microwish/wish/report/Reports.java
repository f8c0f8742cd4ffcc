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
import org.eclipse.microprofile.openapi.annotations.media.Schema;
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
import org.microwish.wish.PersonalDataShown;
import org.microwish.wish.WishReads;
import org.microwish.wish.subject.WishSubject;

/**
 * Receives reports of wishes and photos, and records what operators did about them. Storing a
 * report writes no ledger entry, because anybody could then fill the ledger; closing a report
 * writes one. All methods work in the caller's transaction.
 */
@ApplicationScoped
public class Reports {

  /**
   * Maximum number of open reports on one wish; further reports are refused, because operators
   * would hardly learn anything new from them.
   */
  private static final long MOST_OPEN = 50;

  private static final Duration LATER = Duration.ofHours(1);

  /**
   * First part of the context under which a reporter's words are encrypted; the second part is the
   * report's id.
   */
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
   * Stores a report and returns the id. If the wish has an open report with the same content,
   * stores nothing and returns the id of that report.
   *
   * @throws ProblemException NOT_FOUND if the wish is not public, TOO_MANY_REQUESTS if the wish has
   *     too many open reports
   */
  Id add(long wishId, ReportDraft draft) {
    // Locks the wish against a concurrent erasure: encrypting the words must not create a new key
    // after the erasure.
    subjects.lock(wishId);
    wishes.require(null, wishId);
    if (draft.evidence() != null) {
      Evidence photo = entities.find(Evidence.class, draft.evidence().value());
      if (photo == null || !photo.isOf(AggregateType.WISH, wishId)) {
        throw ProblemException.invalid("/evidence", FieldFault.NOT_FOUND);
      }
    }
    return keep(wishId, draft, true);
  }

  /** Reports to the desk that a wish's public texts contain a personal value of the wish. */
  void add(@Observes PersonalDataShown shown) {
    keep(shown.wishId(), new ReportDraft(WishReport.Reason.PERSONAL_DATA, null, null), false);
  }

  private Id keep(long wishId, ReportDraft draft, boolean limited) {
    String words = Confidential.text(draft.words());
    byte[] openKey =
        digest.of(
            (draft.reason() + "\0" + draft.evidence() + "\0" + words)
                .getBytes(StandardCharsets.UTF_8));
    List<Long> same = queries.open(wishId, openKey);
    if (limited && same.isEmpty() && queries.countOpen(wishId) >= MOST_OPEN) {
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

  /**
   * Returns a page of the closed or open reports in the given subtree of divisions that the caller
   * may see, oldest first.
   */
  Page<ReportView> list(Caller caller, String subtree, boolean closed, PageQuery page) {
    return new Listing<>(WishReport.class, "from WishReport r")
        .within("r.divisionPath", caller.divisionPath())
        .subtree("division", "r.divisionPath", subtree)
        .only(closed ? "r.closedAt is not null" : "r.closedAt is null")
        // Data of wishes on legal hold must not be used.
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
   * The response to closing a report.
   *
   * @param ledger the receipt of the ledger entry that records the result
   */
  @Schema(name = "ClosedReport")
  public record Closed(Id id, WishReport.Result result, LedgerReceipt ledger) {}

  /**
   * Closes a report.
   *
   * @param note a note on the result, or null; the ledger leaf contains only a commitment to the
   *     note
   * @throws ProblemException NOT_FOUND if there is no such report in the operator's divisions,
   *     ALREADY_DECIDED if the report is closed
   */
  Closed close(Caller caller, long id, WishReport.Result result, String note) {
    WishReport report = entities.find(WishReport.class, id);
    if (report == null || !caller.covers(report.divisionPath)) {
      throw ProblemType.NOT_FOUND.exception();
    }
    // Locks the wish against a concurrent erasure: the commitment must not create a new key after
    // the erasure.
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

  /** Deletes the reports about an erased wish, because the reported content no longer exists. */
  void forget(@Observes Erased erased) {
    if (erased.subject().type() == SubjectType.WISH) {
      queries.forget(erased.subject().id());
    }
  }
}
