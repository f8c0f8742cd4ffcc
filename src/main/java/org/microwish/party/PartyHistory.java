package org.microwish.party;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.microwish.ledger.Ledger;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.ledger.leaf.Leaf;
import org.microwish.platform.Id;
import org.microwish.privacy.Pseudonyms;

/**
 * What members and organisations were on a past day, as their ledger entries say: a late record is
 * decided by the facts of its own day. Before its first entry, a party was what that entry says,
 * because nothing else is known.
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
   * Returns these members as candidates of that time, by id. Missing are unknown ids, erased
   * members and those who belonged to no organisation then; members under a legal hold are
   * inactive.
   */
  public Map<Long, Candidate> members(Collection<Long> memberIds, Instant at) {
    Map<Long, Member> known = new HashMap<>(members.findAll(memberIds));
    known.values().removeIf(member -> member.erasedAt != null);
    if (known.isEmpty()) {
      return Map.of();
    }
    Map<Long, String> shown = pseudonyms.ofMembers(known.keySet());
    Map<String, Leaf> leaves = ledger.at(AggregateType.MEMBER, shown.values(), at);
    Map<Long, Map<?, ?>> facts = new HashMap<>();
    shown.forEach(
        (id, pseudonym) -> {
          Leaf leaf = leaves.get(pseudonym);
          if (leaf != null
              && leaf.facts().get("member") instanceof Map<?, ?> said
              && said.containsKey("organisation")) {
            facts.put(id, said);
          }
        });
    Map<Long, Candidate> bodies =
        organisations(
            facts.values().stream().map(PartyHistory::organisation).collect(Collectors.toSet()),
            at);
    Map<Long, Candidate> found = new HashMap<>();
    facts.forEach(
        (id, said) -> {
          Candidate body = bodies.get(organisation(said));
          found.put(
              id,
              new Candidate(
                  organisation(said),
                  (String) said.get("community"),
                  isActive(said) && body != null && body.active() && !known.get(id).held));
        });
    return found;
  }

  /** Returns these organisations as candidates of that time, by id; unknown ids are missing. */
  public Map<Long, Candidate> organisations(Collection<Long> organisationIds, Instant at) {
    Map<Long, Candidate> found = new HashMap<>();
    List<String> ids = organisationIds.stream().map(id -> Id.text(id.longValue())).toList();
    ledger
        .at(AggregateType.ORGANISATION, ids, at)
        .forEach(
            (id, leaf) -> {
              Map<?, ?> said = (Map<?, ?>) leaf.facts().get("organisation");
              long own = Id.fromString(id).value();
              found.put(own, new Candidate(own, (String) said.get("division"), isActive(said)));
            });
    return found;
  }

  /** Returns the paths of the communities with which the subject was checked in at that time. */
  public Set<String> communities(PartyType type, long subjectId, Instant at) {
    return Set.copyOf(checkIns.communitiesAt(type, subjectId, at));
  }

  private static long organisation(Map<?, ?> member) {
    return Id.fromString((String) member.get("organisation")).value();
  }

  private static boolean isActive(Map<?, ?> said) {
    return "ACTIVE".equals(said.get("state"));
  }
}
