package org.microwish.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.microwish.ledger.leaf.EntryType;
import org.microwish.ledger.leaf.Leaf;
import org.microwish.statistics.fold.FrozenDuty;
import org.microwish.statistics.fold.Shanghai;
import org.microwish.statistics.fold.Statistics;
import org.microwish.statistics.fold.WishFigures;
import org.microwish.statistics.fold.Work;

/**
 * Checks each frozen record of a member's duties in a quarter: the service froze it, and only once;
 * the member was checked in during the quarter; and the number of services equals the number
 * computed from the leaves that the record counts.
 */
final class DutyAudit {

  private final Statistics statistics;
  private final BoardAudit boards;
  private final PartyAudit party;

  // The services by member, as computed for the last record checked. Kept because consecutive
  // records usually count the same leaves.
  private String quarter = "";
  private long treeSize;
  private Map<String, Long> services = Map.of();

  DutyAudit(Statistics statistics, BoardAudit boards, PartyAudit party) {
    this.statistics = statistics;
    this.boards = boards;
    this.party = party;
  }

  /** Returns the finding about a leaf; null if it is correct. */
  Finding check(long index, Leaf leaf) {
    FrozenDuty duty;
    try {
      duty = FrozenDuty.of(leaf);
    } catch (ClassCastException | NullPointerException | IllegalArgumentException malformed) {
      return Rule.ILL_FORMED.at(index, "a fact is missing or has another form: " + malformed);
    }
    String fault = fault(index, leaf, duty);
    return fault == null
        ? null
        : Rule.OTHER_DUTY.at(index, leaf.aggregateId(), duty.treeSize(), fault);
  }

  private String fault(long index, Leaf leaf, FrozenDuty duty) {
    if (leaf.version() != 1) {
      return "version " + leaf.version();
    }
    if (leaf.type() != EntryType.DUTY_FROZEN
        || !leaf.actor().equals(BoardAudit.SERVICE)
        || !leaf.transition().equals(BoardAudit.FREEZE)
        || !leaf.commitments().isEmpty()) {
      return leaf.transition().command() + " by " + leaf.actor().pseudonym();
    }
    if (!leaf.aggregateId().equals(FrozenDuty.id(duty.quarter(), duty.member()))) {
      return duty.quarter() + " " + duty.member();
    }
    if (boards.isBroken()) {
      // The services cannot be computed correctly from a wish with a fault; the fault is reported
      // already.
      return null;
    }
    String early = boards.early(index, leaf, duty.treeSize(), duty.first().plusMonths(3));
    if (early != null) {
      return early;
    }
    if (duty.owed() < 0
        || !party.wasCheckedIn(
            duty.member(),
            Shanghai.start(duty.first()),
            Shanghai.start(duty.first().plusMonths(3)))) {
      return "owed " + duty.owed() + " by a member who was not checked in";
    }
    long done = services(duty).getOrDefault(duty.member(), 0L);
    return duty.done() == done ? null : "done " + duty.done() + " ≠ " + done;
  }

  private Map<String, Long> services(FrozenDuty duty) {
    if (!quarter.equals(duty.quarter()) || treeSize != duty.treeSize()) {
      Map<String, WishFigures> earlier = boards.earlier(duty.treeSize());
      List<WishFigures> then = new ArrayList<>();
      for (WishFigures wish : statistics.wishes()) {
        WishFigures figures = earlier.containsKey(wish.id()) ? earlier.get(wish.id()) : wish;
        if (figures != null) {
          then.add(figures);
        }
      }
      services = Work.servicesByMember(then, duty.days());
      quarter = duty.quarter();
      treeSize = duty.treeSize();
    }
    return services;
  }
}
