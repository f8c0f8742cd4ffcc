package org.microwish.wish.claiming;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.microwish.caller.Caller;
import org.microwish.caller.OnBehalf;
import org.microwish.ledger.EntryDraft;
import org.microwish.ledger.Ledger;
import org.microwish.ledger.LedgerReceipt;
import org.microwish.ledger.leaf.Actor;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.ledger.leaf.Commitment;
import org.microwish.lifecycle.attachment.Note;
import org.microwish.party.DivisionCode;
import org.microwish.platform.Id;
import org.microwish.platform.Ids;
import org.microwish.platform.sql.RoundTrip;
import org.microwish.platform.sql.RoundTrip.Pending;
import org.microwish.privacy.Pseudonyms;
import org.microwish.privacy.Vault;
import org.microwish.wish.Claim;
import org.microwish.wish.Claims;
import org.microwish.wish.Invitations;
import org.microwish.wish.LeafFacts;
import org.microwish.wish.Wish;
import org.microwish.wish.WishReceipt;
import org.microwish.wish.Wishes;
import org.microwish.wish.lifecycle.ClaimantType;
import org.microwish.wish.lifecycle.WishTransition;
import org.microwish.wish.money.Posting;
import org.microwish.wish.money.Postings;

/**
 * Writes the accepted claims of a batch in one {@link RoundTrip}: the changed wishes, the
 * claimants' counts of live claims, the claims, the postings and the ledger entries.
 */
@ApplicationScoped
class BatchRecorder {

  private final EntityManager entities;
  private final Wishes wishes;
  private final Claims claims;
  private final Postings postings;
  private final Invitations invitations;
  private final Ledger ledger;
  private final Pseudonyms pseudonyms;
  private final Vault vault;
  private final Ids ids;

  BatchRecorder(
      EntityManager entities,
      Wishes wishes,
      Claims claims,
      Postings postings,
      Invitations invitations,
      Ledger ledger,
      Pseudonyms pseudonyms,
      Vault vault,
      Ids ids) {
    this.entities = entities;
    this.wishes = wishes;
    this.claims = claims;
    this.postings = postings;
    this.invitations = invitations;
    this.ledger = ledger;
    this.pseudonyms = pseudonyms;
    this.vault = vault;
    this.ids = ids;
  }

  /**
   * Writes the claims in the caller's transaction.
   *
   * @param accepted at least one claim, in the order of acceptance
   * @param names the callers' pseudonyms that the batch has already read
   * @param answers adds statements that depend on the receipts to the same round trip
   * @return the receipts in the order of the claims
   * @throws ConcurrentChangeException when a claimant, because of a concurrent transaction, would
   *     exceed its limit of live claims
   */
  List<WishReceipt> write(
      List<AcceptedClaim> accepted,
      Claimants.Facts facts,
      Pseudonyms.Known names,
      Instant now,
      BiConsumer<RoundTrip, List<WishReceipt>> answers) {
    SortedMap<Long, Wish> changed = new TreeMap<>();
    SortedMap<Claims.Holder, Integer> counts = new TreeMap<>();
    List<Posting> posted = new ArrayList<>();
    for (AcceptedClaim each : accepted) {
      Claim claim = each.claim();
      changed.put(claim.wishId, each.wish());
      counts.merge(new Claims.Holder(claim.claimantType, claim.claimantId), 1, Integer::sum);
      posted.addAll(
          postings.rows(claim.wishId, each.entryId(), each.decision().postings(), each.at(), now));
    }
    List<EntryDraft> entries = entries(accepted, names, now);
    RoundTrip trip = new RoundTrip();
    wishes.writeClaimed(trip, changed.values());
    claims.countUp(trip, counts);
    Pending<Map<Claims.Holder, Integer>> recounted = facts.recount(trip, counts.keySet());
    claims.write(
        trip,
        accepted.stream()
            .map(each -> new Claims.NewClaim(each.claim(), each.participants()))
            .toList());
    postings.write(trip, posted);
    invitations.writeEnded(trip, accepted.stream().flatMap(each -> each.ended().stream()).toList());
    List<LedgerReceipt> entered = ledger.appendAll(trip, entries);
    List<WishReceipt> receipts = new ArrayList<>();
    for (int i = 0; i < accepted.size(); i++) {
      receipts.add(accepted.get(i).receipt().recordedBy(entered.get(i)));
    }
    answers.accept(trip, receipts);
    trip.send(entities);
    facts.requireWithinCap(recounted.get());
    return receipts;
  }

  private List<EntryDraft> entries(
      List<AcceptedClaim> accepted, Pseudonyms.Known names, Instant now) {
    Map<Caller, Actor> actors =
        pseudonyms.actors(accepted.stream().map(each -> each.request().caller).toList(), names);
    Map<Long, String> byMember = byMember(accepted, actors);
    List<EntryDraft> entries = new ArrayList<>();
    for (AcceptedClaim each : accepted) {
      Claim claim = each.claim();
      each.facts()
          .put("claim", LeafFacts.claim(claim, true, each.participants().keySet(), byMember));
      LeafFacts.putLate(each.facts(), each.request().caller.onBehalfOf(), byMember::get);
      entries.add(
          new EntryDraft(
              each.entryId(),
              WishTransition.CLAIM.entryType(),
              AggregateType.WISH,
              Id.text(claim.wishId),
              each.version(),
              actors.get(each.request().caller),
              each.at(),
              now,
              each.transition(),
              each.facts(),
              LeafFacts.moves(each.decision().postings()),
              why(each),
              DivisionCode.publicPath(each.wish().divisionPath),
              claim.organisationId));
    }
    return entries;
  }

  /**
   * Stores the reason of a late record as a note, and returns the commitment to the reason. Returns
   * none for claims without a reason. Claims that are recorded late are never batched with others.
   */
  private List<Commitment> why(AcceptedClaim each) {
    OnBehalf whom = each.request().caller.onBehalfOf();
    if (whom == null || whom.reason() == null) {
      return List.of();
    }
    Note note = new Note();
    note.id = ids.next();
    note.aggregateType = AggregateType.WISH;
    note.aggregateId = each.wish().id;
    note.entryId = each.entryId();
    note.partId = each.claim().id;
    note.kind = Note.Kind.REASON;
    note.author = each.request().caller.account();
    note.authorRole = each.request().caller.role();
    note.occurredAt = each.at();
    entities.persist(note);
    return vault.store(
        each.entryId(), each.wish().subject(), Map.of(Note.field(note.id), whom.reason()));
  }

  /**
   * Returns the pseudonyms of the claiming members and participants by member id. A claiming member
   * has the same pseudonym as actor and as participant.
   */
  private Map<Long, String> byMember(List<AcceptedClaim> accepted, Map<Caller, Actor> actors) {
    Map<Long, String> byMember = new HashMap<>();
    List<Long> others = new ArrayList<>();
    for (AcceptedClaim each : accepted) {
      others.addAll(each.participants().keySet());
      if (each.claim().claimantType == ClaimantType.MEMBER && !each.request().isLate()) {
        byMember.put(each.claim().claimantId, actors.get(each.request().caller).pseudonym());
      }
    }
    others.removeAll(byMember.keySet());
    if (!others.isEmpty()) {
      byMember.putAll(pseudonyms.ofMembers(others));
    }
    return byMember;
  }
}
