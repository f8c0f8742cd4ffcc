package org.microwish.lifecycle.moderation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.microwish.caller.Role;
import org.microwish.evidence.EvidenceType;
import org.microwish.lifecycle.Aggregate;
import org.microwish.lifecycle.attachment.Evidence;
import org.microwish.lifecycle.command.CommandContext;
import org.microwish.lifecycle.command.CommandWatcher;
import org.microwish.moderation.WordList;
import org.microwish.platform.Ids;
import org.microwish.platform.sql.DatabaseClock;
import org.microwish.privacy.Vault;

/**
 * Registers texts and images from people who are not operators for moderation, in the transaction
 * that records them. Nothing is refused or dropped: a finding waits for an operator, and an
 * aggregate with an open finding is not published.
 */
@ApplicationScoped
public class Moderation implements CommandWatcher {

  /** CDI event: the current transaction records something for WeChat to check. */
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

  @Override
  public void look(CommandContext<?, ?> context) {
    boolean words = changesWords(context);
    Aggregate about = context.aggregate;
    if (words && about.version > 1) {
      queries.supersedeWords(about.aggregateType().name(), about.id);
    }
    // Sample texts need no check, and operators are the reviewers themselves.
    if (about.sample || context.caller.is(Role.OPERATOR, Role.SYSTEM)) {
      return;
    }
    if (words) {
      look(
          context,
          ModerationFinding.Subject.WORDS,
          about.words().stream().map(context.secrets::get).filter(Objects::nonNull).toList());
    }
    if (!context.notes().isEmpty()
        && context.caller.is(Role.RESIDENT, Role.COLLECTOR, Role.PARTNER)) {
      look(
          context,
          ModerationFinding.Subject.NOTE,
          context.notes().stream().map(note -> note.text().value()).toList());
    }
  }

  /**
   * Whether any moderated text differs from the stored one; an edit also resends unchanged texts.
   */
  private boolean changesWords(CommandContext<?, ?> context) {
    List<String> sent =
        context.aggregate.words().stream().filter(context.secrets::containsKey).toList();
    if (sent.isEmpty()) {
      return false;
    }
    Map<String, String> before =
        context.aggregate.version > 1 ? vault.read(context.aggregate.subject()) : Map.of();
    return sent.stream()
        .anyMatch(field -> !Objects.equals(context.secrets.get(field), before.get(field)));
  }

  private void look(
      CommandContext<?, ?> context, ModerationFinding.Subject subject, List<String> texts) {
    if (authors.isKnown(context.caller.account())) {
      keep(finding(context, subject, ModerationFinding.State.PENDING));
    } else if (texts.stream().anyMatch(list::finds)) {
      ModerationFinding finding = finding(context, subject, ModerationFinding.State.FLAGGED);
      finding.source = ModerationFinding.Source.WORD_LIST;
      keep(finding);
    }
  }

  /**
   * Registers an image for moderation unless an operator, a collector or the service uploaded it.
   */
  public void lookAt(CommandContext<?, ?> context, Evidence evidence) {
    if (context.aggregate.sample
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

  /** Stores a finding; a pending one is due for WeChat's check at once. */
  private void keep(ModerationFinding finding) {
    if (finding.state == ModerationFinding.State.PENDING) {
      // Due times are compared with the database's clock, which may be behind this instance's.
      finding.dueAt = finding.createdAt.minus(DatabaseClock.TOLERANCE);
      waiting.fire(new Waiting());
    }
    entities.persist(finding);
  }

  private ModerationFinding finding(
      CommandContext<?, ?> context,
      ModerationFinding.Subject subject,
      ModerationFinding.State state) {
    ModerationFinding finding = new ModerationFinding();
    finding.id = ids.next();
    finding.aggregateType = context.aggregate.aggregateType();
    finding.aggregateId = context.aggregate.id;
    finding.divisionPath = context.aggregate.divisionPath;
    finding.subject = subject;
    finding.entryId = context.entryId;
    finding.account = context.caller.account();
    finding.state = state;
    finding.createdAt = context.now;
    return finding;
  }

  /** Assigns the findings to the operators of the aggregate's new division; call under its lock. */
  public void move(Aggregate about, String divisionPath) {
    queries.move(about.aggregateType(), about.id, divisionPath);
  }

  /**
   * Whether a finding about the aggregate is undecided, or its texts were rejected. Texts can be
   * rewritten, which supersedes the rejection. A rejected image or note remains and does not count
   * here, because images and notes are never public.
   */
  public boolean isOpen(Aggregate about) {
    return queries.countOpen(about.aggregateType().name(), about.id) > 0;
  }

  /** A finding that {@link #isOpen} counts. */
  public record Open(
      ModerationFinding.Subject subject,
      ModerationFinding.State state,
      ModerationFinding.Source source) {}

  /** The findings that prevent publication, oldest first. */
  public List<Open> open(Aggregate about) {
    return queries
        .open(
            about.aggregateType(),
            about.id,
            ModerationQueue.WAITING,
            ModerationFinding.State.REJECTED,
            ModerationFinding.Subject.WORDS)
        .stream()
        .map(finding -> new Open(finding.subject, finding.state, finding.source))
        .toList();
  }

  /** Deletes the findings about an aggregate whose texts were erased. */
  public void forget(Aggregate about) {
    queries.delete(about.aggregateType(), about.id);
  }
}
