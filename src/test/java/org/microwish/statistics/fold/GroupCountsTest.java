package org.microwish.statistics.fold;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Compares the running counts of groups with a full count. */
@Tag("fast")
class GroupCountsTest {

  private static final List<String> KINDS = List.of("TEAM", "CLUB");
  private static final List<String> STATES =
      List.of("PROPOSED", "ACTIVE", "SUSPENDED", "DISBANDED");
  private static final List<String> COMMUNITIES =
      List.of("440104013001", "440104013002", "440105001001");

  private final SplittableRandom random = new SplittableRandom(7);
  private final Statistics statistics = new Statistics();
  private final Map<String, GroupFigures> groups = new HashMap<>();

  @Test
  void runningCounts_equalAFullCount() {
    for (int i = 1; i <= 3_000; i++) {
      GroupFigures next = changed(groups.get("g" + random.nextInt(12)), i);
      groups.put(next.id(), next);
      statistics.put(next);
      for (String subtree : List.of("44", "440104", "440104013", "440104013002")) {
        assertThat(statistics.overview(new Selection(subtree, null, null, null)).groups())
            .as("step %d, %s", i, subtree)
            .isEqualTo(counted(subtree));
      }
    }
  }

  private GroupFigures changed(GroupFigures before, int version) {
    if (before == null) {
      return new GroupFigures(
          "g" + random.nextInt(12), version, "TEAM", any(COMMUNITIES), null, "PROPOSED", Map.of());
    }
    Map<String, String> people = new HashMap<>(before.people());
    boolean record = random.nextInt(5) == 0;
    if (!record) {
      String membership = "m" + random.nextInt(20);
      if (people.remove(membership) == null) {
        people.put(membership, "p" + random.nextInt(10));
      }
    }
    return new GroupFigures(
        before.id(),
        version,
        record ? any(KINDS) : before.kind(),
        record ? any(COMMUNITIES) : before.community(),
        Instant.EPOCH,
        record ? any(STATES) : before.state(),
        people);
  }

  private String any(List<String> all) {
    return all.get(random.nextInt(all.size()));
  }

  private GroupCounts counted(String subtree) {
    List<GroupFigures> counting =
        new ArrayList<>(groups.values())
            .stream()
                .filter(group -> group.counts() && group.community().startsWith(subtree))
                .toList();
    return new GroupCounts(
        counting.stream().collect(Collectors.groupingBy(GroupFigures::kind, Collectors.counting())),
        counting.stream().flatMap(group -> group.people().values().stream()).distinct().count());
  }
}
