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
 * Registers texts and images for moderation, in the transaction that records them, unless the
 * author's role exempts them (operators are always exempt) or they are sample data. WeChat later
 * checks the texts and images of WeChat users. Other texts are searched at once for listed words,
 * and only those that contain one are registered; other images wait for an operator. Moderation
 * never refuses or deletes a text or image, but an aggregate with an open finding must not be
 * published.
 */
@ApplicationScoped
public class Moderation implements CommandWatcher {

  /** CDI event: the current transaction registers a text or image that WeChat will check. */
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
    // Texts of sample data need no check. Texts of operators need none either, because operators
    // would review the findings.
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
   * Returns true if the command changes a moderated text. The values are compared, because an edit
   * also sends unchanged texts.
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
   * Registers an image for moderation if a resident, partner, member or steward uploaded it. PDF
   * files and the evidence of sample data are not registered.
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

  /** Stores a finding. A pending finding is due for WeChat's check at once. */
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

  /**
   * Assigns the findings about an aggregate to the operators of its new division. Callers must hold
   * the lock of the aggregate.
   */
  public void move(Aggregate about, String divisionPath) {
    queries.move(about.aggregateType(), about.id, divisionPath);
  }

  /**
   * Returns true if a finding about the aggregate is undecided, or if its texts were rejected. A
   * text can be rewritten, which ends the rejection. A rejected image or note remains and does not
   * count here, because images and notes are never public.
   */
  public boolean isOpen(Aggregate about) {
    return queries.countOpen(about.aggregateType().name(), about.id) > 0;
  }

  /** A finding that prevents the aggregate's publication. */
  public record Open(
      ModerationFinding.Subject subject,
      ModerationFinding.State state,
      ModerationFinding.Source source) {}

  /** Returns the findings that prevent the aggregate's publication, oldest first. */
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
