package org.microwish.matching;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.microwish.matching.score.WishFacts;
import org.microwish.party.MemberState;
import org.microwish.party.OrganisationState;
import org.microwish.party.PartyType;
import org.microwish.platform.Time;
import org.microwish.platform.sql.Rows;
import org.microwish.wish.Wish;
import org.microwish.wish.lifecycle.ClaimantType;
import org.microwish.wish.lifecycle.WishState;

/** Reads the facts that the score uses about claimants and wishes, with few statements for many. */
@ApplicationScoped
public class Profiles {

  /** The number of days in which a claim is recent, today included. */
  static final int RECENT_DAYS = 28;

  private final ProfileQueries queries;
  private final ProfileReader reader;

  Profiles(ProfileQueries queries, ProfileReader reader) {
    this.queries = queries;
    this.reader = reader;
  }

  /** Returns the epoch day of a time in {@link Time#ZONE}. */
  public static int day(Instant at) {
    return (int) at.atZone(Time.ZONE).toLocalDate().toEpochDay();
  }

  /** Returns the facts that the score uses about a published wish. */
  public static WishFacts facts(Wish wish) {
    return OpenWish.of(wish).facts();
  }

  /** Returns the open wishes of a subtree in the order of ids, at most {@code most}. */
  public List<OpenWish> open(String path, int most, Instant now) {
    List<OpenWish> found = new ArrayList<>(queries.openIn(WishState.OPEN, path + "%", most));
    found.removeIf(wish -> isOver(wish, now));
    return found;
  }

  /** Returns those of the wishes that are open, in the order of ids. */
  public List<OpenWish> open(Collection<Long> ids, Instant now) {
    List<OpenWish> found = new ArrayList<>();
    for (List<Long> some : Rows.chunks(new TreeSet<>(ids))) {
      found.addAll(queries.openAmong(WishState.OPEN, some));
    }
    found.removeIf(wish -> isOver(wish, now));
    found.sort(Comparator.comparingLong(OpenWish::id));
    return found;
  }

  /** Returns true if the claim-by date is over, so that the sweeper will soon end the claiming. */
  private static boolean isOver(OpenWish wish, Instant now) {
    return wish.claimBy() != null && !wish.claimBy().isAfter(now);
  }

  /**
   * Returns the members and organisations whose division is in a subtree or who are checked in with
   * a community in it, in a fixed order. Reads at most {@code most} of each of these four groups:
   * members by division, members by check-in, and organisations by each of the two.
   */
  public List<ClaimantProfile> around(String path, int most, Instant now) {
    String paths = path + "%";
    List<ClaimantProfile> found = new ArrayList<>();
    for (ClaimantType type : ClaimantType.values()) {
      Set<Long> ids =
          new TreeSet<>(
              switch (type) {
                case MEMBER -> queries.membersOf(paths, MemberState.ACTIVE, most);
                case ORGANISATION -> queries.organisationsOf(paths, OrganisationState.ACTIVE, most);
              });
      ids.addAll(queries.checkedIn(party(type), paths, most));
      found.addAll(read(type, ids, now));
    }
    return found;
  }

  /** Returns those of the claimants that may claim, in the order of the ids. */
  public List<ClaimantProfile> read(ClaimantType type, Collection<Long> ids, Instant now) {
    List<ClaimantProfile> found = new ArrayList<>();
    for (List<Long> some : Rows.chunks(new TreeSet<>(ids))) {
      found.addAll(reader.read(type, some, now));
    }
    return found;
  }

  static PartyType party(ClaimantType type) {
    return switch (type) {
      case MEMBER -> PartyType.MEMBER;
      case ORGANISATION -> PartyType.ORGANISATION;
    };
  }
}
