package org.microwish.wish;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongFunction;
import org.microwish.caller.OnBehalf;
import org.microwish.ledger.leaf.MoneyMove;
import org.microwish.party.DivisionCode;
import org.microwish.platform.Id;
import org.microwish.wish.lifecycle.Acceptance;
import org.microwish.wish.lifecycle.ClaimantType;
import org.microwish.wish.lifecycle.Proxy;
import org.microwish.wish.lifecycle.Voice;
import org.microwish.wish.money.Form;
import org.microwish.wish.money.Money;
import org.microwish.wish.money.PostingAccount;
import org.microwish.wish.money.PostingDraft;

/**
 * Builds the facts that ledger leaves contain about wishes and claims. The names of the facts must
 * not change, because leaves are hashed.
 */
public final class LeafFacts {

  /** The fact {@code reason} of a late record that gives a reason in words. */
  private static final String RECORDED_LATE = "RECORDED_LATE";

  private LeafFacts() {}

  /** Returns the fact {@code wish}: all data on the wish that statistics and the verifier use. */
  public static Map<String, Object> wish(Wish wish) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("kind", wish.kind.name());
    facts.put("category", wish.category.name());
    put(facts, "subcategory", wish.subcategory);
    facts.put("channel", wish.channel.name());
    facts.put("community", DivisionCode.publicPath(wish.divisionPath));
    facts.put("claimPolicy", wish.claimPolicy.name());
    facts.put("capacity", wish.capacity.name());
    facts.put("places", wish.places);
    facts.put("needsApproval", wish.needsApproval);
    facts.put("claimableBy", wish.claimableBy.name());
    facts.put("claimableFrom", wish.claimableFrom.name());
    put(facts, "budgetFen", wish.budget == null ? null : Money.of(wish.budget).fen());
    Map<String, Object> beneficiaries = new LinkedHashMap<>();
    put(beneficiaries, "buildings", wish.beneficiaryBuildings);
    put(beneficiaries, "households", wish.beneficiaryHouseholds);
    put(beneficiaries, "people", wish.beneficiaryPeople);
    if (!beneficiaries.isEmpty()) {
      facts.put("beneficiaries", beneficiaries);
    }
    put(facts, "claimBy", wish.claimBy == null ? null : wish.claimBy.toString());
    put(facts, "completeBy", wish.completeBy == null ? null : wish.completeBy.toString());
    if (wish.sample) {
      facts.put("sample", true);
    }
    return facts;
  }

  /** Adds to the facts of a leaf that the invitation has entered its current state. */
  @SuppressWarnings("unchecked") // Only this method writes the fact.
  public static void putInvitation(Map<String, Object> facts, Invitation one) {
    ((Map<String, List<String>>)
            facts.computeIfAbsent("invitations", _ -> new TreeMap<String, List<String>>()))
        .computeIfAbsent(one.state.name(), _ -> new ArrayList<>())
        .add(Id.text(one.id));
  }

  private static void put(Map<String, Object> map, String key, Object value) {
    if (value != null) {
      map.put(key, value);
    }
  }

  /**
   * Adds the facts of a late record: {@code lateRecord}, {@code onBehalfOf} and, if the record
   * gives a reason, {@code reason}. Adds nothing if {@code whom} is null, because the caller acts
   * for itself.
   *
   * @param pseudonyms gives the pseudonym of a member
   */
  public static void putLate(
      Map<String, Object> facts, OnBehalf whom, LongFunction<String> pseudonyms) {
    if (whom == null) {
      return;
    }
    facts.put("lateRecord", true);
    Map<String, Object> party = new LinkedHashMap<>();
    party.put("type", whom.type().name());
    put(
        party,
        "id",
        switch (whom.type()) {
          case MEMBER -> pseudonyms.apply(whom.id());
          case ORGANISATION -> Id.text(whom.id());
          // Omits the id of a resident: only residents with an account have a pseudonym.
          case RESIDENT -> null;
        });
    facts.put("onBehalfOf", party);
    if (whom.reason() != null) {
      facts.putIfAbsent("reason", RECORDED_LATE);
    }
  }

  /**
   * Returns the fact {@code confirmation}. It states whether the resident, a proxy or an accepting
   * body has confirmed or reported dissatisfaction, and contains no names.
   *
   * @param voice the proxy or accepting body; null for the resident
   */
  public static Map<String, Object> confirmation(Voice voice) {
    Map<String, Object> confirmation = new LinkedHashMap<>();
    switch (voice) {
      case null -> confirmation.put("by", Wish.BY_RESIDENT);
      case Proxy proxy -> {
        confirmation.put("by", Wish.BY_PROXY);
        confirmation.put("proxyReason", proxy.reason().name());
      }
      case Acceptance acceptance -> {
        confirmation.put("by", Wish.BY_ACCEPTANCE);
        confirmation.put("acceptedBy", acceptance.by().name());
        confirmation.put("signatures", acceptance.signatures());
      }
    }
    return confirmation;
  }

  /** Returns the fact {@code redo}: the sorted ids of the claims whose work must be done again. */
  public static List<String> redo(Set<Long> claimIds) {
    return claimIds.stream().map(claimId -> Id.text(claimId.longValue())).sorted().toList();
  }

  /**
   * Returns the fact {@code shortfall}: the places or the amount still free when claiming closed.
   */
  static Map<String, Object> shortfall(Wish wish) {
    return switch (wish.capacity) {
      case PLACES -> Map.of("places", wish.places - wish.placesTaken);
      case AMOUNT -> Map.of("fen", Money.of(wish.budget.subtract(wish.amountTaken)).fen());
    };
  }

  /**
   * Returns the fact {@code claim}, which always contains the claim's id.
   *
   * @param introduces whether to include the claimant and its organisation
   * @param participants the member ids of the participants to include; null to include none
   * @param pseudonyms pseudonyms of the claiming member and the participants, by member id
   */
  public static Map<String, Object> claim(
      Claim claim,
      boolean introduces,
      Collection<Long> participants,
      Map<Long, String> pseudonyms) {
    Map<String, Object> fact = new LinkedHashMap<>();
    fact.put("id", Id.text(claim.id));
    if (introduces) {
      fact.put(
          "claimant",
          Map.of(
              "type",
              claim.claimantType.name(),
              "id",
              claim.claimantType == ClaimantType.MEMBER
                  ? pseudonyms.get(claim.claimantId)
                  : Id.text(claim.claimantId)));
      fact.put("organisation", Id.text(claim.organisationId));
    }
    if (participants != null) {
      fact.put("participants", participants.stream().map(pseudonyms::get).sorted().toList());
    }
    return fact;
  }

  /** Groups postings by accounts and form, so that ending 1,000 claims still fits in one leaf. */
  public static List<MoneyMove> moves(List<PostingDraft> drafts) {
    record Posted(PostingAccount from, PostingAccount to, Form form) {}
    Map<Posted, Map<String, Long>> grouped = new LinkedHashMap<>();
    for (PostingDraft draft : drafts) {
      grouped
          .computeIfAbsent(
              new Posted(draft.movement().from(), draft.movement().to(), draft.form()),
              kind -> new LinkedHashMap<>())
          .merge(
              draft.claimId() == null ? MoneyMove.NO_CLAIM : Id.text(draft.claimId()),
              draft.amount().fen(),
              Long::sum);
    }
    List<MoneyMove> moves = new ArrayList<>();
    grouped.forEach(
        (kind, fenByClaim) ->
            moves.add(
                new MoneyMove(
                    kind.from().name(), kind.to().name(), kind.form().name(), fenByClaim)));
    return moves;
  }
}
