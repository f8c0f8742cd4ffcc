package org.microwish.wish;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
import org.microwish.platform.Id;
import org.microwish.platform.Ids;
import org.microwish.platform.Time;
import org.microwish.platform.http.PageQuery;
import org.microwish.platform.sql.Conditions;
import org.microwish.platform.sql.Rows;
import org.microwish.privacy.Pseudonyms;
import org.microwish.privacy.Subject;
import org.microwish.privacy.Vault;
import org.microwish.problem.ProblemType;
import org.microwish.wish.evidence.EvidenceType;

/**
 * Looks at what residents write, and at what is keyed in for them, in the transaction that brings
 * it. Nothing is refused or dropped for it: a finding waits for an operator, and as long as one is
 * open the wish is not published.
 */
@ApplicationScoped
public class Moderation implements PanacheRepositoryBase<Finding, Long> {

  /** What of a wish's words is looked at; the others name people and places, not needs. */
  static final List<String> WORDS = List.of("title", "details", "remark");

  private final WordList list;
  private final Authors authors;
  private final Vault vault;
  private final Pseudonyms pseudonyms;
  private final Ledger ledger;
  private final Ids ids;
  private final Time time;
  private final EntityManager entities;

  Moderation(
      WordList list,
      Authors authors,
      Vault vault,
      Pseudonyms pseudonyms,
      Ledger ledger,
      Ids ids,
      Time time,
      EntityManager entities) {
    this.list = list;
    this.authors = authors;
    this.vault = vault;
    this.pseudonyms = pseudonyms;
    this.ledger = ledger;
    this.ids = ids;
    this.time = time;
    this.entities = entities;
  }

  /** Looks at what a command brings; under the wish's lock. */
  void look(CommandContext scene) {
    boolean words = changesWords(scene);
    if (words && scene.wish.version > 1) {
      supersede(scene.wish.id);
    }
    // The sample's texts are ours.
    if (scene.wish.sample || !scene.caller.is(Role.RESIDENT, Role.COLLECTOR, Role.PARTNER)) {
      return;
    }
    if (words) {
      look(
          scene,
          Finding.Subject.WORDS,
          WORDS.stream().map(scene.secrets::get).filter(Objects::nonNull).toList());
    }
    if (!scene.notes.isEmpty()) {
      look(scene, Finding.Subject.NOTE, scene.notes.stream().map(note -> note.text()).toList());
    }
  }

  /** Whoever edits the rest of a wish sends its words along; they are what they were. */
  private boolean changesWords(CommandContext scene) {
    List<String> sent = WORDS.stream().filter(scene.secrets::containsKey).toList();
    if (sent.isEmpty()) {
      return false;
    }
    Map<String, String> before =
        scene.wish.version > 1 ? vault.read(Subject.wish(scene.wish.id)) : Map.of();
    return sent.stream()
        .anyMatch(field -> !Objects.equals(scene.secrets.get(field), before.get(field)));
  }

  private void look(CommandContext scene, Finding.Subject subject, List<String> texts) {
    if (authors.isKnown(scene.caller.account())) {
      Finding finding = finding(scene, subject, Finding.State.PENDING);
      finding.dueAt = scene.now;
      entities.persist(finding);
    } else if (texts.stream().anyMatch(list::finds)) {
      Finding finding = finding(scene, subject, Finding.State.FLAGGED);
      finding.source = Finding.Source.WORD_LIST;
      entities.persist(finding);
    }
  }

  /** Has an image that somebody outside the office has uploaded wait for a look. */
  void lookAt(CommandContext scene, Evidence evidence) {
    if (scene.wish.sample
        || evidence.type == EvidenceType.PDF
        || !scene.caller.is(Role.RESIDENT, Role.PARTNER, Role.MEMBER, Role.STEWARD)) {
      return;
    }
    boolean byWeChat = authors.isKnown(scene.caller.account());
    Finding finding =
        finding(
            scene, Finding.Subject.IMAGE, byWeChat ? Finding.State.PENDING : Finding.State.FLAGGED);
    finding.evidenceId = evidence.id;
    finding.source = byWeChat ? null : Finding.Source.NOBODY;
    finding.dueAt = byWeChat ? scene.now : null;
    entities.persist(finding);
  }

  private Finding finding(CommandContext scene, Finding.Subject subject, Finding.State state) {
    Finding finding = new Finding();
    finding.id = ids.next();
    finding.wishId = scene.wish.id;
    finding.divisionPath = scene.wish.divisionPath;
    finding.subject = subject;
    finding.entryId = scene.entryId;
    finding.account = scene.caller.account();
    finding.state = state;
    finding.createdAt = scene.now;
    return finding;
  }

  /** New words take the place of what was found in the old ones. */
  private void supersede(long wishId) {
    entities
        .createNativeQuery(
            "UPDATE moderation SET state = 'SUPERSEDED', due_at = NULL WHERE wish_id = ?1"
                + " AND subject = 'WORDS' AND state IN ('PENDING', 'FLAGGED', 'REJECTED')")
        .setParameter(1, wishId)
        .executeUpdate();
  }

  /** Gives what was found to the operators of the wish's new division; under its lock. */
  void move(long wishId, String divisionPath) {
    entities
        .createNativeQuery(
            "UPDATE moderation SET division_path = ?2 WHERE wish_id = ?1 AND division_path <> ?2")
        .setParameter(1, wishId)
        .setParameter(2, divisionPath)
        .executeUpdate();
  }

  /**
   * Whether something about the wish waits, or its words were rejected. Words can be written anew;
   * a rejected image or note stays, and neither is ever public.
   */
  boolean isOpen(long wishId) {
    Number open =
        (Number)
            entities
                .createNativeQuery(
                    "SELECT COUNT(*) FROM moderation WHERE wish_id = ?1"
                        + " AND (state IN ('PENDING', 'FLAGGED')"
                        + " OR state = 'REJECTED' AND subject = 'WORDS')")
                .setParameter(1, wishId)
                .getSingleResult();
    return open.intValue() > 0;
  }

  /** What there is in the caller's part of a subtree, oldest first. */
  List<Finding> list(
      Caller caller, String subtree, Finding.State state, Long after, PageQuery page) {
    Conditions where = new Conditions();
    where.subtree("divisionPath", caller.divisionPath());
    where.subtree("divisionPath", subtree);
    where.equal("state", state);
    where.after("id", after);
    return find(where.where() + " order by id", where.parameters())
        .range(0, page.fetch() - 1)
        .list();
  }

  /**
   * An operator's word on a finding.
   *
   * @throws org.microwish.problem.ProblemException NOT_FOUND when it is none of the operator's,
   *     ALREADY_DECIDED when it waits no more
   */
  Decided decide(Caller caller, long id, boolean accepted) {
    Finding finding =
        findByIdOptional(id)
            .filter(found -> caller.role() == Role.OPERATOR && caller.covers(found.divisionPath))
            .orElseThrow(ProblemType.NOT_FOUND::exception);
    Instant now = time.now();
    Finding.State state = accepted ? Finding.State.ACCEPTED : Finding.State.REJECTED;
    int changed =
        entities
            .createNativeQuery(
                "UPDATE moderation SET state = ?2, due_at = NULL, decided_at = ?3, decided_by = ?4"
                    + " WHERE id = ?1 AND state IN ('PENDING', 'FLAGGED')")
            .setParameter(1, id)
            .setParameter(2, state.name())
            .setParameter(3, Rows.utc(now))
            .setParameter(4, caller.account())
            .executeUpdate();
    if (changed == 0) {
      throw ProblemType.ALREADY_DECIDED.exception();
    }
    Map<String, Object> fact = new LinkedHashMap<>();
    fact.put("wish", Id.text(finding.wishId));
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
   * What a decision did.
   *
   * @param ledger the entry that records it
   */
  public record Decided(Id id, Finding.State state, LedgerReceipt ledger) {}
}
