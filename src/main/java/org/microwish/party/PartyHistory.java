package org.microwish.party;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.microwish.ledger.Ledger;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.ledger.leaf.Leaf;
import org.microwish.platform.Id;
import org.microwish.privacy.Pseudonyms;

/**
 * Reads from the ledger what members and organisations were at a past time. The rules decide on a
 * claim that is recorded late by the facts of the time when it happened. For a time before the
 * first entry of a member or organisation, its first entry counts; without any entry, its row
 * counts.
 */
@ApplicationScoped
public class PartyHistory {

  private final Ledger ledger;
  private final Members members;
  private final Organisations organisations;
  private final CheckInQueries checkIns;
  private final Pseudonyms pseudonyms;

  PartyHistory(
      Ledger ledger,
      Members members,
      Organisations organisations,
      CheckInQueries checkIns,
      Pseudonyms pseudonyms) {
    this.ledger = ledger;
    this.members = members;
    this.organisations = organisations;
    this.checkIns = checkIns;
    this.pseudonyms = pseudonyms;
  }

  /**
   * Returns the members as candidates for a claim at that time, by id. The result omits unknown
   * ids, erased members, and members who belonged to no organisation at that time. Members under a
   * legal hold are inactive.
   */
  public Map<Long, Candidate> members(Collection<Long> memberIds, Instant at) {
    Map<Long, Member> known = new HashMap<>(members.findAll(memberIds));
    known.values().removeIf(member -> member.erasedAt != null);
    Map<Long, String> shown = known.isEmpty() ? Map.of() : pseudonyms.ofMembers(known.keySet());
    Map<String, Leaf> leaves = ledger.at(AggregateType.MEMBER, shown.values(), at);
    Map<Long, Candidate> own = new HashMap<>();
    known.forEach(
        (id, member) -> {
          Leaf leaf = leaves.get(shown.get(id));
          Candidate then = leaf == null ? now(member) : then(leaf, member.held);
          if (then != null) {
            own.put(id, then);
          }
        });
    Set<Long> bodies = new HashSet<>();
    own.values().forEach(member -> bodies.add(member.organisationId()));
    Map<Long, Candidate> organisations = organisations(bodies, at);
    own.replaceAll(
        (id, member) -> {
          Candidate body = organisations.get(member.organisationId());
          return new Candidate(
              member.organisationId(),
              member.divisionPath(),
              member.active() && body != null && body.active());
        });
    return own;
  }

  /** Returns the member as its row states it; null if the member belongs to no organisation. */
  private static Candidate now(Member member) {
    return member.organisationId == null
        ? null
        : new Candidate(member.organisationId, member.divisionPath, member.isActive());
  }

  /** Returns the member as a leaf states it; null if the member belonged to no organisation. */
  private static Candidate then(Leaf leaf, boolean held) {
    Map<?, ?> said = (Map<?, ?>) leaf.facts().get("member");
    return said.get("organisation") instanceof String body
        ? new Candidate(
            Id.fromString(body).value(), (String) said.get("community"), !held && isActive(said))
        : null;
  }

  /**
   * Returns the organisations as candidates for a claim at that time, by id; unknown ids are
   * missing.
   */
  public Map<Long, Candidate> organisations(Collection<Long> organisationIds, Instant at) {
    Map<Long, Candidate> found = new HashMap<>();
    List<String> texts = organisationIds.stream().map(id -> Id.text(id.longValue())).toList();
    Map<String, Leaf> leaves = ledger.at(AggregateType.ORGANISATION, texts, at);
    for (Long id : organisationIds) {
      organisations
          .find(id)
          .ifPresent(
              row -> {
                Leaf leaf = leaves.get(Id.text(id));
                if (leaf == null) {
                  found.put(
                      id,
                      new Candidate(id, row.divisionPath, row.state == OrganisationState.ACTIVE));
                } else {
                  Map<?, ?> said = (Map<?, ?>) leaf.facts().get("organisation");
                  found.put(id, new Candidate(id, (String) said.get("division"), isActive(said)));
                }
              });
    }
    return found;
  }

  /** Returns the paths of the communities with which the subject was checked in at that time. */
  public Set<String> communities(PartyType type, long subjectId, Instant at) {
    return Set.copyOf(checkIns.communitiesAt(type, subjectId, at));
  }

  private static boolean isActive(Map<?, ?> said) {
    return "ACTIVE".equals(said.get("state"));
  }
}
