package org.microwish.verify;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.ledger.leaf.EntryType;
import org.microwish.ledger.leaf.Leaf;
import org.microwish.wish.lifecycle.ClaimantType;

/**
 * Checks that the members, organisations and groups that leaves name are recorded in the log and
 * have not left, and that claimants have a place in the area that a wish requires.
 *
 * <p>Leaves of different aggregates are only nearly in the order of recording. So a leaf may name a
 * member, organisation or group whose own first leaf comes later in the log, if that leaf was
 * recorded at most {@link #NEARLY} later. A finding that a later leaf could explain is therefore
 * kept until the end of the log, and dropped if such a leaf comes. Longer than 400 lines because
 * checks of claimants, check-ins and bindings use the same replayed history.
 */
final class PartyAudit {

  /**
   * How far the times of recording in leaves of different aggregates may be out of order, because
   * the clocks of the service's instances differ.
   */
  static final Duration NEARLY = Duration.ofSeconds(60);

  /** Lengths of the paths of communities and streets. */
  private static final int COMMUNITY = 12;

  private static final int STREET = 9;

  /** Identifies a member, organisation, group or division that leaves name. */
  private record Key(AggregateType type, String id) {}

  /**
   * The key of an artificial party whose {@code recordedAt} is the time at which any wish was last
   * bound to an account.
   */
  private static final Key BINDINGS = new Key(AggregateType.ACCOUNT, "");

  /**
   * A place of a member or organisation: its own division, or a community where it is checked in.
   *
   * @param path the path of a division
   * @param until the time of recording from which leaves must no longer rely on the place; null if
   *     the place is still valid
   * @param since when the check-in happened; null for the party's own division
   * @param ended when the check-in was revoked; null if it was not
   */
  private record Place(String path, Instant until, Instant since, Instant ended) {

    /** Returns true if the place is a check-in that existed when the event of the leaf happened. */
    boolean isOf(Leaf leaf) {
      boolean over =
          ended != null && !ended.isAfter(leaf.occurredAt()) && until.isBefore(leaf.recordedAt());
      return since != null && !since.isAfter(leaf.occurredAt()) && !over;
    }
  }

  /** The state of a member or organisation after one of its leaves. */
  private record Past(
      Instant occurredAt, Instant recordedAt, String organisation, String path, boolean active) {}

  /** What the leaves so far show about one member, organisation or group. */
  private static final class Party {
    private Instant recordedAt;
    private Instant endedAt;

    /**
     * The member's present organisation. The next two fields are the member's previous organisation
     * and the time of the move.
     */
    private String organisation;

    private String former;
    private Instant movedAt;

    /** For a division: the path of the community into which it was merged. */
    private String successor;

    private Map<String, Place> places = Map.of();

    /** The states of the party, one after each of its leaves. */
    private List<Past> past = List.of();

    void put(String key, Place place) {
      if (places.isEmpty()) {
        places = new HashMap<>(2);
      }
      places.put(key, place);
    }
  }

  /**
   * A finding about {@code key} that is dropped if {@code explains} becomes true after a leaf that
   * was recorded at most {@link #NEARLY} after {@code at}.
   */
  private record Waiting(Key key, Instant at, Predicate<Party> explains, Finding finding) {}

  private final Consumer<Finding> findings;
  private final Map<Key, Party> parties = new HashMap<>();

  /** The subject of each check-in, by the id of the check-in. */
  private final Map<String, Key> checkedIn = new HashMap<>();

  private final Map<Key, List<Waiting>> waiting = new LinkedHashMap<>();
  private final Set<Key> reported = new HashSet<>();

  /** How many wishes were bound to accounts so far; each commitment is to the id of one. */
  private long bound;

  /** How many changes of a wish's resident these bindings have explained. */
  private long rebound;

  PartyAudit(Consumer<Finding> findings) {
    this.findings = findings;
  }

  boolean isMember(String pseudonym) {
    return parties.containsKey(new Key(AggregateType.MEMBER, pseudonym));
  }

  /**
   * Records what the next leaf shows about a party, and checks the parties that the leaf names.
   * Leaves of wishes are not read here.
   */
  void add(long index, Leaf leaf) {
    Map<String, Object> facts = leaf.facts();
    switch (leaf.aggregateType()) {
      case ORGANISATION -> {
        Map<String, Object> said = Facts.object(facts, "organisation");
        record(leaf, (String) said.get("division"), "ACTIVE".equals(said.get("state")));
        organisation(index, leaf, (String) said.get("parent"));
        if (leaf.type() == EntryType.ORGANISATION_MERGED) {
          String into = Facts.required(said, "mergedInto");
          organisation(index, leaf, into);
          present(
              new Key(AggregateType.ORGANISATION, into),
              index,
              leaf,
              false,
              Rule.ORGANISATION_DISSOLVED);
        }
      }
      case MEMBER -> {
        Map<String, Object> said = Facts.object(facts, "member");
        if (!said.isEmpty()) {
          belongs(leaf, (String) said.get("organisation"));
          record(leaf, (String) said.get("community"), "ACTIVE".equals(said.get("state")));
          organisation(index, leaf, (String) said.get("organisation"));
        }
      }
      case CHECK_IN -> checkIn(index, leaf, Facts.object(facts, "checkIn"));
      case GROUP -> {
        Map<String, Object> said = Facts.object(facts, "group");
        String community = (String) said.get("community");
        if (leaf.type() == EntryType.GROUP_MOVED) {
          Party before = parties.get(new Key(AggregateType.GROUP, leaf.aggregateId()));
          moved(index, leaf, before == null ? "" : before.places.get("").path(), community);
        }
        record(leaf, community, true);
        organisation(index, leaf, (String) said.get("host"));
        String parent = (String) said.get("parent");
        if (parent != null) {
          require(
              new Key(AggregateType.GROUP, parent),
              leaf.recordedAt(),
              Rule.UNKNOWN_GROUP.at(index, what(leaf), parent));
        }
        member(index, leaf, (String) Facts.object(facts, "membership").get("member"));
      }
      case ACCOUNT -> {
        long wishes =
            leaf.commitments().stream().filter(one -> one.field().startsWith("wish.")).count();
        if ("BIND".equals(leaf.transition().command()) && wishes > 0) {
          Party bindings = parties.computeIfAbsent(BINDINGS, first -> new Party());
          bindings.recordedAt = leaf.recordedAt();
          bound += wishes;
          explain(BINDINGS, bindings, leaf);
        }
      }
      case DIVISION -> division(index, leaf, Facts.object(facts, "division"));
      case WISH,
          CLIENT,
          LEADERBOARD,
          READ,
          SUBCATEGORY,
          FINDING,
          ERASURE,
          HOLD,
          CALENDAR,
          REPORT,
          WEIGHTS,
          DUTY -> {}
      case DEMAND -> {
        Map<String, Object> said = Facts.object(facts, "demand");
        String community = (String) said.get("community");
        if (leaf.type() == EntryType.DEMAND_MOVED) {
          Party before = parties.get(new Key(AggregateType.DEMAND, leaf.aggregateId()));
          moved(index, leaf, before == null ? "" : before.places.get("").path(), community);
        }
        record(leaf, community, true);
        organisation(index, leaf, (String) said.get("department"));
      }
      case STATION -> {
        Map<String, Object> said = Facts.object(facts, "station");
        record(leaf, (String) said.get("community"), true);
        member(index, leaf, (String) Facts.object(facts, "attendant").get("member"));
        member(index, leaf, (String) Facts.object(facts, "booking").get("member"));
      }
    }
  }

  /**
   * Records a division. All divisions are checked alike, because the id of a division below a
   * community is a pseudonym, which does not show what it identifies.
   */
  private void division(long index, Leaf leaf, Map<String, Object> said) {
    String path = Facts.required(said, "path");
    String successor = (String) said.get("successor");
    boolean merged = "MERGED".equals(leaf.transition().to());
    Key key = new Key(AggregateType.DIVISION, leaf.aggregateId());
    Party before = parties.get(key);
    if (before != null && before.endedAt != null) {
      findings.accept(Rule.DIVISION_ENDED.at(index, what(leaf), path));
    }
    boolean sibling =
        successor != null
            && !successor.equals(path)
            && successor.length() == COMMUNITY
            && path.regionMatches(0, successor, 0, STREET);
    if (merged ? !sibling : successor != null) {
      findings.accept(Rule.NOT_MERGED.at(index, what(leaf), path, successor));
    }
    Party party = parties.computeIfAbsent(key, first -> new Party());
    party.successor = successor;
    record(leaf, null, "RECORDED".equals(leaf.transition().to()));
  }

  /** Reports the leaf if its wish or check-in is in a community that was merged or closed. */
  void inDivision(long index, Leaf leaf, String community) {
    present(new Key(AggregateType.DIVISION, community), index, leaf, false, Rule.DIVISION_ENDED);
  }

  /**
   * Reports the leaf if it moves a wish or check-in to another community than the one into which
   * the former community was merged.
   */
  void moved(long index, Leaf leaf, String from, String to) {
    Key key = new Key(AggregateType.DIVISION, from);
    Predicate<Party> merged = party -> to.equals(party.successor);
    Party party = parties.get(key);
    if (party == null || !merged.test(party)) {
      await(
          new Waiting(
              key, leaf.recordedAt(), merged, Rule.NOT_MERGED.at(index, what(leaf), from, to)));
    }
  }

  private static String what(Leaf leaf) {
    return leaf.type() + " of " + leaf.aggregateType() + " " + leaf.aggregateId();
  }

  private void belongs(Leaf leaf, String organisation) {
    Party party =
        parties.computeIfAbsent(
            new Key(AggregateType.MEMBER, leaf.aggregateId()), first -> new Party());
    if (!Objects.equals(party.organisation, organisation)) {
      party.former = party.organisation;
      party.movedAt = leaf.recordedAt();
      party.organisation = organisation;
    }
  }

  private void record(Leaf leaf, String path, boolean active) {
    Key key = new Key(leaf.aggregateType(), leaf.aggregateId());
    Party party = parties.computeIfAbsent(key, first -> new Party());
    if (path != null) {
      Past now = new Past(leaf.occurredAt(), leaf.recordedAt(), party.organisation, path, active);
      if (party.past.isEmpty()) {
        party.past = List.of(now);
      } else {
        party.past = new ArrayList<>(party.past);
        party.past.add(now);
      }
    }
    if (party.recordedAt == null) {
      party.recordedAt = leaf.recordedAt();
    }
    party.endedAt = active ? null : leaf.recordedAt();
    if (path != null) {
      settle(party, "", path, leaf.recordedAt());
    }
    explain(key, party, leaf);
  }

  /**
   * Sets the place of the party with this key. If the key had another place, the former place
   * remains valid for {@link #NEARLY}, because leaves of wishes may be recorded slightly out of
   * order.
   */
  private static void settle(Party party, String key, String path, Instant at) {
    Place before = party.places.get(key);
    if (before != null && !before.path().equals(path)) {
      party.put(key + "former", new Place(before.path(), at.plus(NEARLY), null, null));
    }
    party.put(key, new Place(path, null, null, null));
  }

  private void checkIn(long index, Leaf leaf, Map<String, Object> said) {
    if (said.isEmpty()) {
      revoke(leaf);
      return;
    }
    Map<String, Object> subject = Facts.object(said, "subject");
    Key key =
        new Key(
            AggregateType.valueOf(Facts.required(subject, "type")), Facts.required(subject, "id"));
    // Leaves of schema 1 repeat the state as a fact.
    boolean live = "LIVE".equals(said.getOrDefault("state", leaf.transition().to()));
    checkedIn.put(leaf.aggregateId(), key);
    if (live) {
      boolean member = key.type() == AggregateType.MEMBER;
      Rule unknown = member ? Rule.UNKNOWN_MEMBER : Rule.UNKNOWN_ORGANISATION;
      require(key, leaf.recordedAt(), unknown.at(index, what(leaf), key.id()));
      organisation(index, leaf, (String) said.get("organisation"));
    }
    Party party = parties.computeIfAbsent(key, first -> new Party());
    String community = Facts.required(said, "community");
    Place before = party.places.get(leaf.aggregateId());
    Instant since = before == null ? leaf.occurredAt() : before.since();
    if (leaf.type() == EntryType.CHECK_IN_MOVED) {
      moved(index, leaf, before == null ? "" : before.path(), community);
      if (before != null) {
        party.put(
            leaf.aggregateId() + "former",
            new Place(before.path(), leaf.recordedAt().plus(NEARLY), since, leaf.occurredAt()));
      }
    } else if (live) {
      inDivision(index, leaf, community);
    }
    party.put(
        leaf.aggregateId(),
        new Place(
            community,
            live ? null : leaf.recordedAt().plus(NEARLY),
            since,
            live ? null : leaf.occurredAt()));
    explain(key, party, leaf);
  }

  /**
   * Returns true if the member was checked in with a community at some time between these two
   * times.
   */
  boolean wasCheckedIn(String member, Instant from, Instant to) {
    Party party = parties.get(new Key(AggregateType.MEMBER, member));
    return party != null
        && party.places.values().stream()
            .anyMatch(
                place ->
                    place.since() != null
                        && place.since().isBefore(to)
                        && (place.ended() == null || place.ended().isAfter(from)));
  }

  /** Ends a check-in. Revocations of schema 2 have no facts. */
  private void revoke(Leaf leaf) {
    Key key = checkedIn.get(leaf.aggregateId());
    Place place = key == null ? null : parties.get(key).places.get(leaf.aggregateId());
    if (place != null && !"LIVE".equals(leaf.transition().to())) {
      parties
          .get(key)
          .put(
              leaf.aggregateId(),
              new Place(
                  place.path(), leaf.recordedAt().plus(NEARLY), place.since(), leaf.occurredAt()));
      explain(key, parties.get(key), leaf);
    }
  }

  private void organisation(long index, Leaf leaf, String id) {
    Key key = id == null ? null : new Key(AggregateType.ORGANISATION, id);
    if (key != null && !isKnown(key)) {
      require(key, leaf.recordedAt(), Rule.UNKNOWN_ORGANISATION.at(index, what(leaf), id));
    }
  }

  private void member(long index, Leaf leaf, String pseudonym) {
    Key key = pseudonym == null ? null : new Key(AggregateType.MEMBER, pseudonym);
    if (key != null && !isKnown(key)) {
      require(key, leaf.recordedAt(), Rule.UNKNOWN_MEMBER.at(index, what(leaf), pseudonym));
    }
  }

  /**
   * Checks that the organisation, claimant and participants of a new claim are recorded, that the
   * claimant and participants have not left, and that a claiming member belongs to the
   * organisation.
   *
   * @param late true for a late record, which is checked against the state at the time of the
   *     claim, not at the time of recording
   */
  void claim(long index, Leaf leaf, ClaimReplay claim, boolean late) {
    holder(index, leaf, claim, late);
    participants(index, leaf, claim.participants, late);
  }

  /** Like {@link #claim}, for a claim that is handed over; does not check the participants. */
  void holder(long index, Leaf leaf, ClaimReplay claim, boolean late) {
    organisation(index, leaf, claim.organisation);
    if (claim.type == ClaimantType.ORGANISATION) {
      claimant(index, leaf, claim, late);
    } else {
      Key key = key(claim.type, claim.claimant);
      Party party = parties.get(key);
      Predicate<Party> belongs =
          one ->
              late
                  ? then(one, leaf).stream()
                      .anyMatch(past -> claim.organisation.equals(past.organisation()))
                  : claim.organisation.equals(one.organisation)
                      || (claim.organisation.equals(one.former)
                          && !leaf.recordedAt().isAfter(one.movedAt.plus(NEARLY)));
      // If the member or organisation is unknown, require() has already reported that.
      boolean known =
          isKnown(key) && isKnown(new Key(AggregateType.ORGANISATION, claim.organisation));
      if (known && !belongs.test(party)) {
        await(
            new Waiting(
                key,
                leaf.recordedAt(),
                belongs,
                Rule.OTHER_ORGANISATION.at(index, claim.id, claim.organisation)));
      }
      claimant(index, leaf, claim, late);
    }
  }

  /** Checks that somebody who claims, is invited or waits is recorded and has not left. */
  void claimant(long index, Leaf leaf, ClaimReplay claim, boolean late) {
    boolean member = claim.type == ClaimantType.MEMBER;
    if (member) {
      member(index, leaf, claim.claimant);
    } else {
      organisation(index, leaf, claim.claimant);
    }
    present(
        key(claim.type, claim.claimant),
        index,
        leaf,
        late,
        member ? Rule.MEMBER_LEFT : Rule.ORGANISATION_DISSOLVED);
  }

  /**
   * Reports an invitation that ended before its time, unless the claimant has left or was dissolved
   * since the invitation began, or is no longer in the area that the wish requires.
   *
   * @param terms the wish's terms; null if the area does not matter
   */
  void early(Leaf leaf, WishReplay.Invited invitation, WishTerms terms, Finding early) {
    Key key = key(invitation.type(), invitation.claimant());
    Instant since = invitation.begunAt().minus(NEARLY);
    Predicate<Party> explains =
        party ->
            party.endedAt != null
                || party.past.stream()
                    .anyMatch(past -> !past.active() && past.recordedAt().isAfter(since))
                || (terms != null
                    && !terms.claimableFrom().admits(terms.community(), presentPaths(party)));
    Party party = parties.get(key);
    if (party == null || !explains.test(party)) {
      await(new Waiting(key, leaf.recordedAt(), explains, early));
    }
  }

  private static Set<String> presentPaths(Party party) {
    Set<String> paths = new HashSet<>();
    party.places.values().stream()
        .filter(place -> place.until() == null)
        .forEach(place -> paths.add(place.path()));
    return paths;
  }

  private static Key key(ClaimantType type, String id) {
    return new Key(
        type == ClaimantType.MEMBER ? AggregateType.MEMBER : AggregateType.ORGANISATION, id);
  }

  void participants(long index, Leaf leaf, List<String> people, boolean late) {
    for (String one : people) {
      member(index, leaf, one);
      present(new Key(AggregateType.MEMBER, one), index, leaf, late, Rule.MEMBER_LEFT);
    }
  }

  /**
   * Returns the state of the party when the event of the leaf happened: after the party's last leaf
   * with the same or an earlier {@code occurredAt}; if there is none, after its first leaf. Returns
   * several possible states if leaves of the party were recorded within {@link #NEARLY} of this
   * leaf, because it is then unknown which of them the service had seen.
   */
  private static List<Past> then(Party party, Leaf leaf) {
    List<Past> possible = new ArrayList<>(1);
    boolean certain = false;
    for (int end = party.past.size(); end > 0 && !certain; end--) {
      Past last = party.past.getFirst();
      for (Past one : party.past.subList(0, end)) {
        last = one.occurredAt().isAfter(leaf.occurredAt()) ? last : one;
      }
      possible.add(last);
      Instant recordedAt = party.past.get(end - 1).recordedAt();
      certain = !recordedAt.isAfter(leaf.recordedAt().minus(NEARLY));
    }
    return possible;
  }

  private void present(Key key, long index, Leaf leaf, boolean late, Rule gone) {
    Party party = parties.get(key);
    if (late) {
      Predicate<Party> active = one -> then(one, leaf).stream().anyMatch(Past::active);
      if (party != null && !party.past.isEmpty() && !active.test(party) && reported.add(key)) {
        await(new Waiting(key, leaf.recordedAt(), active, gone.at(index, what(leaf), key.id())));
      }
      return;
    }
    if (party != null
        && party.endedAt != null
        && leaf.recordedAt().isAfter(party.endedAt.plus(NEARLY))
        && reported.add(key)) {
      findings.accept(gone.at(index, what(leaf), key.id()));
    }
  }

  /**
   * Checks that a division of the claimant, or a place where the claimant is checked in, lies in
   * the area that the wish requires.
   *
   * @param late true if the claim is recorded late: then the places of the claim's time count
   */
  void area(long index, Leaf leaf, ClaimReplay claim, WishTerms terms, boolean late) {
    Key key = key(claim.type, claim.claimant);
    Instant at = leaf.recordedAt();
    Predicate<Party> inside =
        party ->
            terms
                .claimableFrom()
                .admits(terms.community(), late ? pathsThen(party, leaf) : paths(party, at));
    Party party = parties.get(key);
    // An unknown claimant has no places; claim() reports that the claimant is unknown.
    if (party != null && party.recordedAt != null && !inside.test(party)) {
      await(new Waiting(key, at, inside, Rule.OUTSIDE_AREA.at(index, leaf.transition().command())));
    }
  }

  /**
   * Reports that the acting resident of a wish has changed, unless any wish was bound to an account
   * in between. Leaves do not show to which wish an account was bound. But each binding explains
   * only one change, so there must not be more changes than bindings.
   *
   * @param since when the earlier resident last acted
   * @return true if the finding will be reported unless a later leaf explains it
   */
  boolean rebound(Leaf leaf, Instant since, Finding otherResident) {
    Predicate<Party> explains =
        last ->
            !last.recordedAt.plus(NEARLY).isBefore(since)
                && !last.recordedAt.isAfter(leaf.recordedAt().plus(NEARLY))
                && useBinding();
    Party last = parties.get(BINDINGS);
    if (last != null && explains.test(last)) {
      return false;
    }
    await(new Waiting(BINDINGS, leaf.recordedAt(), explains, otherResident));
    return true;
  }

  /** Returns whether a binding has not explained a change yet, and if so, uses it. */
  private boolean useBinding() {
    if (rebound >= bound) {
      return false;
    }
    rebound++;
    return true;
  }

  private static Set<String> pathsThen(Party party, Leaf leaf) {
    Set<String> paths = new HashSet<>();
    then(party, leaf).forEach(past -> paths.add(past.path()));
    party.places.values().stream()
        .filter(place -> place.isOf(leaf))
        .forEach(place -> paths.add(place.path()));
    return paths;
  }

  private static Set<String> paths(Party party, Instant at) {
    Set<String> paths = new HashSet<>();
    party.places.values().stream()
        .filter(place -> place.until() == null || !place.until().isBefore(at))
        .forEach(place -> paths.add(place.path()));
    return paths;
  }

  private void require(Key key, Instant at, Finding unknown) {
    if (!isKnown(key) && reported.add(key)) {
      await(new Waiting(key, at, found -> found.recordedAt != null, unknown));
    }
  }

  private boolean isKnown(Key key) {
    Party party = parties.get(key);
    return party != null && party.recordedAt != null;
  }

  private void await(Waiting one) {
    waiting.computeIfAbsent(one.key(), first -> new ArrayList<>(1)).add(one);
  }

  /** Drops the findings about a party that a leaf explains. */
  private void explain(Key key, Party party, Leaf leaf) {
    List<Waiting> open = waiting.get(key);
    if (open != null) {
      open.removeIf(
          one -> {
            boolean explained =
                !leaf.recordedAt().isAfter(one.at().plus(NEARLY)) && one.explains().test(party);
            if (explained) {
              reported.remove(key);
            }
            return explained;
          });
      if (open.isEmpty()) {
        waiting.remove(key);
      }
    }
  }

  /**
   * Reports the waiting findings, which no leaf has explained. If the log records no member at all,
   * members are managed outside the log, so unknown members are not reported, except those that a
   * check-in names. The same holds for organisations and groups.
   */
  void end() {
    Set<AggregateType> kept = new HashSet<>();
    parties.forEach(
        (key, party) -> {
          if (party.recordedAt != null) {
            kept.add(key.type());
          }
        });
    waiting.forEach(
        (key, open) ->
            open.stream()
                .map(Waiting::finding)
                .filter(
                    one ->
                        kept.contains(key.type())
                            || key.type() == AggregateType.DIVISION
                            || key.equals(BINDINGS)
                            || one.where().contains("CHECKED_IN"))
                .forEach(findings));
  }
}
