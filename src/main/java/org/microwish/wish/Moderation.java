package org.microwish.wish;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.microwish.caller.Role;
import org.microwish.lifecycle.attachment.Evidence;
import org.microwish.moderation.WordList;
import org.microwish.platform.Ids;
import org.microwish.platform.sql.DatabaseClock;
import org.microwish.privacy.Subject;
import org.microwish.privacy.Vault;
import org.microwish.evidence.EvidenceType;

/**
 * Looks at what residents write, and at what is keyed in for them, in the transaction that brings
 * it. Nothing is refused or dropped for it: a finding waits for an operator, and as long as one is
 * open the wish is not published.
 */
@ApplicationScoped
public class Moderation {

  /** What of a wish's words is looked at; the others name people and places, not needs. */
  public static final List<String> WORDS = List.of("title", "details", "remark");

  /** Fired in the transaction that brings something for WeChat to check. */
  public record Waiting() {}

  private final WordList list;
  private final Authors authors;
  private final Vault vault;
  private final Ids ids;
  private final ModerationQueries queries;
  private final EntityManager entities;
  private final Event<Waiting> waiting;

  Moderation(
      WordList list,
      Authors authors,
      Vault vault,
      Ids ids,
      ModerationQueries queries,
      EntityManager entities,
      Event<Waiting> waiting) {
    this.list = list;
    this.authors = authors;
    this.vault = vault;
    this.ids = ids;
    this.queries = queries;
    this.entities = entities;
    this.waiting = waiting;
  }

  /** Looks at what a command brings; under the wish's lock. */
  void look(WishContext context) {
    boolean words = changesWords(context);
    if (words && context.wish.version > 1) {
      queries.supersedeWords(context.wish.id);
    }
    // The sample's texts are ours.
    if (context.wish.sample || !context.caller.is(Role.RESIDENT, Role.COLLECTOR, Role.PARTNER)) {
      return;
    }
    if (words) {
      look(
          context,
          ModerationFinding.Subject.WORDS,
          WORDS.stream().map(context.secrets::get).filter(Objects::nonNull).toList());
    }
    if (!context.notes().isEmpty()) {
      look(
          context,
          ModerationFinding.Subject.NOTE,
          context.notes().stream().map(note -> note.text().value()).toList());
    }
  }

  /** Whoever edits the rest of a wish sends its words along; they are what they were. */
  private boolean changesWords(WishContext context) {
    List<String> sent = WORDS.stream().filter(context.secrets::containsKey).toList();
    if (sent.isEmpty()) {
      return false;
    }
    Map<String, String> before =
        context.wish.version > 1 ? vault.read(Subject.wish(context.wish.id)) : Map.of();
    return sent.stream()
        .anyMatch(field -> !Objects.equals(context.secrets.get(field), before.get(field)));
  }

  private void look(WishContext context, ModerationFinding.Subject subject, List<String> texts) {
    if (authors.isKnown(context.caller.account())) {
      keep(finding(context, subject, ModerationFinding.State.PENDING));
    } else if (texts.stream().anyMatch(list::finds)) {
      ModerationFinding finding = finding(context, subject, ModerationFinding.State.FLAGGED);
      finding.source = ModerationFinding.Source.WORD_LIST;
      keep(finding);
    }
  }

  /** Has an image that somebody outside the office has uploaded wait for a look. */
  void lookAt(WishContext context, Evidence evidence) {
    if (context.wish.sample
        || evidence.type == EvidenceType.PDF
        || !context.caller.is(Role.RESIDENT, Role.PARTNER, Role.MEMBER, Role.STEWARD)) {
      return;
    }
    boolean byWeChat = authors.isKnown(context.caller.account());
    ModerationFinding finding =
        finding(
            context,
            ModerationFinding.Subject.IMAGE,
            byWeChat ? ModerationFinding.State.PENDING : ModerationFinding.State.FLAGGED);
    finding.evidenceId = evidence.id;
    finding.source = byWeChat ? null : ModerationFinding.Source.NOBODY;
    keep(finding);
  }

  /** Writes a finding; WeChat is asked about a pending one at once. */
  private void keep(ModerationFinding finding) {
    if (finding.state == ModerationFinding.State.PENDING) {
      // The database's clock says what is due, and may be behind this instance's.
      finding.dueAt = finding.createdAt.minus(DatabaseClock.TOLERANCE);
      waiting.fire(new Waiting());
    }
    entities.persist(finding);
  }

  private ModerationFinding finding(
      WishContext context, ModerationFinding.Subject subject, ModerationFinding.State state) {
    ModerationFinding finding = new ModerationFinding();
    finding.id = ids.next();
    finding.wishId = context.wish.id;
    finding.divisionPath = context.wish.divisionPath;
    finding.subject = subject;
    finding.entryId = context.entryId;
    finding.account = context.caller.account();
    finding.state = state;
    finding.createdAt = context.now;
    return finding;
  }

  /** Gives what was found to the operators of the wish's new division; under its lock. */
  public void move(long wishId, String divisionPath) {
    queries.move(wishId, divisionPath);
  }

  /**
   * Whether something about the wish waits, or its words were rejected. Words can be written anew;
   * a rejected image or note stays, and neither is ever public.
   */
  public boolean isOpen(long wishId) {
    return queries.countOpen(wishId) > 0;
  }
}
