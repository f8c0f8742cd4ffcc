package org.microwish.verify;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.ledger.leaf.Leaf;

/**
 * Checks that a leaf has no other facts than those of its aggregate type, which {@code
 * src/docs/ledger-leaf.md} lists. Otherwise a leaf could contain anything in a fact that nobody
 * checks.
 */
final class FactAudit {

  /**
   * The members that a fact may have, by name. No members if the fact is a text, a number or a list
   * of these.
   *
   * @param any whether the fact may have members of any name
   */
  private record Shape(Map<String, Shape> members, boolean any) {}

  private static final Map<AggregateType, Shape> FACTS = new EnumMap<>(AggregateType.class);

  static {
    put(
        AggregateType.WISH,
        """
        wish { kind category subcategory channel community claimPolicy capacity places needsApproval
          claimableBy claimableFrom budgetFen beneficiaries { buildings households people } claimBy
          completeBy sample }
        round
        claim { id claimant { type id } organisation participants }
        claims { PENDING ACTIVE COMPLETED DECLINED RELEASED REVOKED LAPSED }
        invitation { id claimant { type id } reserved until }
        invitations { WAITING INVITED ACCEPTED DECLINED EXPIRED WITHDRAWN }
        progress redo reason
        lateRecord onBehalfOf { type id }
        confirmation { by proxyReason acceptedBy signatures rating }
        deadlines { claimBy completeBy contactBy noticeUntil barredUntil }
        shortfall { places fen }
        evidence { kind mediaType bytes }
        meeting { heldAt participants }
        followUp { visitedOn result }
        consent { state }
        collector
        correction { entry fields before { * } }
        """);
    put(
        AggregateType.ORGANISATION,
        "organisation { kind sector creditCode parent division state mergedInto }");
    put(
        AggregateType.MEMBER,
        "member { organisation kind community serviceAreas showsName state }");
    put(
        AggregateType.CHECK_IN,
        "checkIn { subject { type id } community organisation checkedInAt state }");
    put(AggregateType.DIVISION, "division { path level parent year successor }");
    put(AggregateType.SUBCATEGORY, "subcategory { category nameZh nameEn active }");
    put(
        AggregateType.LEADERBOARD,
        """
        board { division month treeSize
          organisations { rank id fulfilled participations earliestFulfilment }
          members { rank id fulfilled participations earliestFulfilment } }
        """);
    put(AggregateType.READ, "read { leaves entries fields purpose entry subject { type id } }");
    put(AggregateType.ERASURE, "erasure { of subjects { type id } reason }");
    put(AggregateType.HOLD, "hold { subjectType }");
    put(AggregateType.FINDING, "finding { wish group station demand entry subject }");
    put(AggregateType.REPORT, "report { wish subject reason result }");
    put(AggregateType.DUTY, "duty { member quarter owed done treeSize }");
    put(AggregateType.ACCOUNT, "account { role state member organisation division voucher }");
    put(AggregateType.CLIENT, "client { role state scopes division organisation keys }");
    put(AggregateType.CALENDAR, "calendar { source restdays workdays }");
    put(
        AggregateType.WEIGHTS,
        """
        weights { version
          points { NEARNESS SKILL AREA CAPACITY MONEY EXPERIENCE SATISFACTION DEADLINE WAITING ROUNDS
            RECENT }
          limits { MEMBER ORGANISATION } }
        """);
    put(
        AggregateType.DEMAND,
        """
        demand { kind category channel community enterprise hall sample
          level department routeHall route due answerBy public }
        support { id state }
        merged { into }
        adopted wish satisfied answers days
        """);
    put(
        AggregateType.STATION,
        """
        station { kind origin virtual community hosts area sample }
        space { id seats area bookers approval longest quota open }
        attendant { id member ended }
        booking { id space member organisation start end state }
        figure { indicator year month value }
        cancelled
        """);
    put(
        AggregateType.GROUP,
        // Only old leaves have the facts leader and reason. In newer leaves, the leader's
        // membership shows the leader, and a commitment replaces the reason.
        """
        group { kind community host parent places sample leader }
        membership { id member state joinedAt reason }
        ended
        """);
  }

  private FactAudit() {}

  private static void put(AggregateType type, String facts) {
    List<String> words = List.of(facts.split("\\s+"));
    FACTS.put(type, shape(words.iterator()));
  }

  private static Shape shape(Iterator<String> words) {
    Map<String, Shape> members = new HashMap<>();
    boolean any = false;
    String last = null;
    while (words.hasNext()) {
      String word = words.next();
      switch (word) {
        case "}" -> {
          return new Shape(members, any);
        }
        case "{" -> members.put(last, shape(words));
        case "*" -> any = true;
        default -> {
          members.put(word, new Shape(Map.of(), false));
          last = word;
        }
      }
    }
    return new Shape(members, any);
  }

  /** Returns the finding about the first unknown fact of a leaf; null if there is none. */
  static Finding check(long index, Leaf leaf) {
    String unknown = unknown(FACTS.get(leaf.aggregateType()), leaf.facts());
    return unknown == null
        ? null
        : Rule.UNKNOWN_FACT.at(index, leaf.type(), leaf.aggregateType(), unknown);
  }

  private static String unknown(Shape shape, Object value) {
    if (value instanceof List<?> list) {
      for (Object one : list) {
        String unknown = unknown(shape, one);
        if (unknown != null) {
          return unknown;
        }
      }
    } else if (value instanceof Map<?, ?> object) {
      for (Map.Entry<?, ?> one : object.entrySet()) {
        Shape member = shape.members().get((String) one.getKey());
        if (member == null && !shape.any()) {
          return (String) one.getKey();
        }
        String below = member == null ? null : unknown(member, one.getValue());
        if (below != null) {
          return one.getKey() + "." + below;
        }
      }
    }
    return null;
  }
}
