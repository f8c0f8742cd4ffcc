package org.microwish.lifecycle.moderation;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.ledger.EntryDraft;
import org.microwish.ledger.Ledger;
import org.microwish.ledger.LedgerReceipt;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.ledger.leaf.EntryType;
import org.microwish.ledger.leaf.Transition;
import org.microwish.moderation.WordList;
import org.microwish.party.DivisionCode;
import org.microwish.platform.Confidential;
import org.microwish.platform.Id;
import org.microwish.platform.Ids;
import org.microwish.platform.Time;
import org.microwish.platform.http.Page;
import org.microwish.platform.http.PageQuery;
import org.microwish.platform.sql.Listing;
import org.microwish.privacy.Pseudonyms;
import org.microwish.problem.ProblemType;

/** Lists findings and records the decisions of operators. Works in the caller's transaction. */
@ApplicationScoped
public class ModerationQueue implements PanacheRepositoryBase<ModerationFinding, Long> {

  static final Set<ModerationFinding.State> WAITING =
      EnumSet.of(ModerationFinding.State.PENDING, ModerationFinding.State.FLAGGED);

  private final CheckQueries queries;
  private final FoundTexts texts;
  private final WordList list;
  private final Pseudonyms pseudonyms;
  private final Ledger ledger;
  private final Ids ids;
  private final Time time;
  private final EntityManager entities;

  ModerationQueue(
      CheckQueries queries,
      FoundTexts texts,
      WordList list,
      Pseudonyms pseudonyms,
      Ledger ledger,
      Ids ids,
      Time time,
      EntityManager entities) {
    this.queries = queries;
    this.texts = texts;
    this.list = list;
    this.pseudonyms = pseudonyms;
    this.ledger = ledger;
    this.ids = ids;
    this.time = time;
    this.entities = entities;
  }

  /**
   * Returns the findings in the given subtree of divisions that the caller may see, oldest first.
   */
  public Page<FindingView> list(
      Caller caller, String subtree, ModerationFinding.State state, PageQuery page) {
    return new Listing<>(ModerationFinding.class, "from ModerationFinding f")
        .within("f.divisionPath", caller.divisionPath())
        .subtree("division", "f.divisionPath", subtree)
        .filter("state", state, "f.state = :state")
        .ascending("f.id", finding -> finding.id)
        .page(entities, page)
        .map(finding -> FindingView.of(finding, words(finding)));
  }

  private List<FindingView.FoundWord> words(ModerationFinding finding) {
    boolean open =
        WAITING.contains(finding.state) || finding.state == ModerationFinding.State.REJECTED;
    if (!open || !texts.about(finding).isUsable()) {
      return List.of();
    }
    List<FindingView.FoundWord> words = new ArrayList<>();
    texts
        .read(finding)
        .forEach(
            (field, text) ->
                list.find(text)
                    .forEach(
                        match ->
                            words.add(
                                new FindingView.FoundWord(
                                    field,
                                    new Confidential(match.word()),
                                    match.start(),
                                    match.end()))));
    return words;
  }

  /**
   * Records an operator's decision on a finding.
   *
   * @throws org.microwish.problem.ProblemException NOT_FOUND if the finding does not exist or is
   *     outside the operator's divisions, ALREADY_DECIDED if the finding is no longer open
   */
  public Decided decide(Caller caller, long id, boolean accepted) {
    ModerationFinding finding =
        findByIdOptional(id)
            .filter(found -> caller.role() == Role.OPERATOR && caller.covers(found.divisionPath))
            .orElseThrow(ProblemType.NOT_FOUND::exception);
    Instant now = time.now();
    ModerationFinding.State state =
        accepted ? ModerationFinding.State.ACCEPTED : ModerationFinding.State.REJECTED;
    int changed = queries.decide(id, WAITING, state, now, caller.account());
    if (changed == 0) {
      throw ProblemType.ALREADY_DECIDED.exception();
    }
    Map<String, Object> fact = new LinkedHashMap<>();
    fact.put(finding.aggregateType.name().toLowerCase(Locale.ROOT), Id.text(finding.aggregateId));
    fact.put("entry", Id.text(finding.entryId));
    fact.put("subject", finding.subject.name());
    LedgerReceipt receipt =
        ledger.append(
            new EntryDraft(
                ids.next(),
                accepted ? EntryType.FINDING_ACCEPTED : EntryType.FINDING_REJECTED,
                AggregateType.FINDING,
                Id.text(id),
                1,
                pseudonyms.actor(caller, 0),
                now,
                now,
                new Transition(accepted ? "ACCEPT" : "REJECT", null, state.name()),
                Map.of("finding", fact),
                List.of(),
                List.of(),
                DivisionCode.publicPath(finding.divisionPath),
                null));
    return new Decided(new Id(id), state, receipt);
  }

  /**
   * The result of a decision.
   *
   * @param ledger the receipt of the ledger entry that records the decision
   */
  @Schema(name = "DecidedFinding")
  public record Decided(Id id, ModerationFinding.State state, LedgerReceipt ledger) {}
}
