package org.microwish.wish.command;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.microwish.caller.Caller;
import org.microwish.ledger.LedgerEntry;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.ledger.leaf.Commitment;
import org.microwish.lifecycle.attachment.Note;
import org.microwish.lifecycle.moderation.Moderation;
import org.microwish.party.Division;
import org.microwish.party.DivisionCode;
import org.microwish.party.Divisions;
import org.microwish.platform.Id;
import org.microwish.privacy.Subject;
import org.microwish.privacy.Vault;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;
import org.microwish.wish.CommandOnWish;
import org.microwish.wish.LeafFacts;
import org.microwish.wish.SearchWords;
import org.microwish.wish.Wish;
import org.microwish.wish.WishContext;
import org.microwish.wish.WishExecutor;
import org.microwish.wish.WishReceipt;
import org.microwish.wish.lifecycle.Capacity;
import org.microwish.wish.lifecycle.WishCommand;
import org.microwish.wish.lifecycle.WishState;
import org.microwish.wish.lifecycle.WishTransition;

/**
 * Corrects fields of wishes that their authors can no longer edit. Each public method runs one
 * command in the caller's transaction, writes one ledger entry, and throws a {@code
 * ProblemException} when the command is refused.
 */
@ApplicationScoped
public class WishCorrections {

  private final WishExecutor executor;
  private final Divisions divisions;
  private final Vault vault;
  private final Moderation moderation;
  private final PublicWords publicWords;
  private final SearchWords searchWords;
  private final WishReferences references;
  private final EntityManager entities;

  WishCorrections(
      WishExecutor executor,
      Divisions divisions,
      Vault vault,
      Moderation moderation,
      PublicWords publicWords,
      SearchWords searchWords,
      WishReferences references,
      EntityManager entities) {
    this.executor = executor;
    this.references = references;
    this.divisions = divisions;
    this.vault = vault;
    this.moderation = moderation;
    this.publicWords = publicWords;
    this.searchWords = searchWords;
    this.entities = entities;
  }

  /**
   * Corrects fields of the wish in a new version.
   *
   * @param entryId the ledger entry of this wish that contains the wrong value
   */
  public WishReceipt correct(
      Caller caller, long id, long entryId, Correction values, String reason, Instant at) {
    if (values.isEmpty()) {
      throw ProblemException.invalid("/values", FieldFault.REQUIRED);
    }
    Division division =
        values.division() == null ? null : divisions.require(values.division(), "/values/division");
    boolean inDivision =
        division == null
            || (DivisionCode.communityPath(division.path) != null && caller.covers(division.path));
    return executor.execute(
        CommandOnWish.of(caller, id, WishTransition.CORRECT)
            .at(at)
            .deciding(context -> new WishCommand.Correct(inDivision, values.budget()))
            .writing(
                context -> {
                  requireEntry(context.wish, entryId);
                  correct(context, entryId, values, division);
                  if (!values.secrets().isEmpty()) {
                    publicWords.checkPublished(context, "/values");
                  }
                  context.note(Note.Kind.REASON, reason);
                }));
  }

  private void requireEntry(Wish wish, long entryId) {
    LedgerEntry corrected = entities.find(LedgerEntry.class, entryId);
    if (corrected == null
        || corrected.aggregateType != AggregateType.WISH
        || !corrected.aggregateId.equals(Id.text(wish.id))) {
      throw ProblemException.invalid("/entry", FieldFault.NOT_FOUND);
    }
  }

  private void correct(WishContext context, long entryId, Correction values, Division division) {
    Wish wish = context.wish;
    List<String> fields = new ArrayList<>();
    if (values.category() != null) {
      wish.category = values.category();
      wish.subcategory = null;
      fields.add("category");
    }
    if (values.channel() != null) {
      wish.channel = values.channel();
      fields.add("channel");
    }
    if (division != null) {
      if (!wish.divisionPath.equals(division.path)) {
        moderation.move(wish, division.path);
      }
      wish.divisionPath = division.path;
      references.move(wish);
      fields.add("community");
    }
    if (values.budget() != null) {
      wish.budget = values.budget().yuan();
      wish.amountTaken = wish.amountTaken.min(wish.budget);
      if (wish.state != WishState.OPEN && wish.capacity == Capacity.AMOUNT) {
        // Closes claiming, because an amount that the new budget frees would otherwise make the
        // wish OPEN again. Active claims may still pledge that amount; new claims are refused.
        wish.claimingClosed = true;
      }
      fields.add("budget");
    }
    if (values.beneficiaries() != null) {
      wish.beneficiaryBuildings = values.beneficiaries().buildings();
      wish.beneficiaryHouseholds = values.beneficiaries().households();
      wish.beneficiaryPeople = values.beneficiaries().people();
      fields.add("beneficiaries");
    }
    boolean publicly = values.publicTitle() != null || values.publicSummary() != null;
    if (publicly) {
      searchWords.remove(wish);
    }
    if (values.publicTitle() != null) {
      wish.publicTitle = values.publicTitle().value();
    }
    if (values.publicSummary() != null) {
      wish.publicSummary = values.publicSummary().value();
    }
    if (publicly) {
      searchWords.add(wish);
    }
    Map<String, Object> before = new LinkedHashMap<>();
    for (Map.Entry<String, String> secret : values.secrets().entrySet()) {
      context.secrets.put(secret.getKey(), secret.getValue());
      fields.add(secret.getKey());
      vault
          .lastCommitment(Subject.wish(wish.id), secret.getKey())
          .map(Commitment::mac)
          .ifPresent(mac -> before.put(secret.getKey(), mac));
    }
    context.facts.put("wish", LeafFacts.wish(wish));
    Map<String, Object> correction = new LinkedHashMap<>();
    correction.put("entry", Id.text(entryId));
    correction.put("fields", fields);
    if (!before.isEmpty()) {
      correction.put("before", before);
    }
    context.facts.put("correction", correction);
  }
}
