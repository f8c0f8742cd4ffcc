package org.microwish.sample;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Deals out the members who are to take part in wishes, so that each of them does at least once and
 * those who claim together belong to one organisation.
 */
final class Crews {

  private final Dice dice;
  private final Map<String, List<String>> byOrganisation;
  private final Set<String> unused = new LinkedHashSet<>();
  private final List<String> used = new ArrayList<>();

  /**
   * Begins with nobody dealt.
   *
   * @param byOrganisation who there is, by organisation
   */
  Crews(Dice dice, Map<String, List<String>> byOrganisation) {
    this.dice = dice;
    this.byOrganisation = byOrganisation;
    byOrganisation.values().forEach(unused::addAll);
  }

  /**
   * Members of one organisation for one claim, the leader first.
   *
   * @param size how many
   * @param slotsLeft how many members all further claims ask for, this one included
   * @param taken those who take part in the wish already
   * @param adepts organisations whose trade it is; they come forward where they can
   */
  List<String> pick(int size, int slotsLeft, Set<String> taken, List<String> adepts) {
    boolean fresh = used.isEmpty() || dice.below(slotsLeft) < unused.size() * 3 / 2;
    List<String> leaders = fresh ? leaders(unused, size, taken) : List.of();
    if (leaders.isEmpty()) {
      leaders = leaders(used, size, taken);
    }
    if (leaders.isEmpty()) {
      throw new IllegalStateException("no organisation has " + size + " members left");
    }
    List<String> skilled =
        leaders.stream().filter(member -> adepts.contains(organisationOf(member))).toList();
    String leader = dice.oneOf(skilled.isEmpty() ? leaders : skilled);
    List<String> crew = new ArrayList<>();
    crew.add(leader);
    List<String> others = dice.shuffled(free(leader, taken));
    others.remove(leader);
    // Those who have not been dealt come first.
    others.sort((one, other) -> Boolean.compare(unused.contains(other), unused.contains(one)));
    crew.addAll(others.subList(0, size - 1));
    for (String member : crew) {
      if (unused.remove(member)) {
        used.add(member);
      }
    }
    return List.copyOf(crew);
  }

  /** How many have not been dealt. */
  int left() {
    return unused.size();
  }

  /** The organisation in a member's key. */
  static String organisationOf(String member) {
    return member.substring(0, member.lastIndexOf('-'));
  }

  private List<String> leaders(Collection<String> from, int size, Set<String> taken) {
    return from.stream()
        .filter(member -> !taken.contains(member))
        .filter(member -> free(member, taken).size() >= size)
        .toList();
  }

  private List<String> free(String member, Set<String> taken) {
    return byOrganisation.get(organisationOf(member)).stream()
        .filter(other -> !taken.contains(other))
        .toList();
  }
}
