package org.microwish.demand;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import java.time.Instant;
import java.util.List;
import org.hibernate.annotations.DynamicUpdate;
import org.microwish.demand.lifecycle.DemandCategory;
import org.microwish.demand.lifecycle.DemandChannel;
import org.microwish.demand.lifecycle.DemandKind;
import org.microwish.demand.lifecycle.DemandLevel;
import org.microwish.demand.lifecycle.DemandState;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.lifecycle.review.Reviewed;
import org.microwish.party.DivisionCode;
import org.microwish.privacy.Subject;

/** A demand. Its private texts, the asker's name and contact data and the answer are vault data. */
@Entity
@DynamicUpdate
public class Demand extends Reviewed {

  /** The fields whose texts are moderated; the ledger leaf contains commitments to the texts. */
  private static final List<String> WORDS =
      List.of("title", "details", "publicTitle", "publicSummary", "publicAnswer");

  @Enumerated(EnumType.STRING)
  public DemandKind kind;

  @Enumerated(EnumType.STRING)
  public DemandCategory category;

  @Enumerated(EnumType.STRING)
  public DemandChannel channel;

  @Enumerated(EnumType.STRING)
  public DemandState state;

  /** The account of the resident who asks, or null. */
  public String asker;

  /** The group of the enterprise that asks, or null. */
  public Long enterpriseId;

  /** The hall that received the demand, or null. */
  public Long hallId;

  /** The level that handles the demand; null before it is dispatched. */
  @Enumerated(EnumType.STRING)
  public DemandLevel level;

  /** The path of the division of {@link #level}; null for a department. */
  public String officePath;

  /** The organisation that handles the demand at the level DEPARTMENT, or null. */
  public Long departmentId;

  /** The hall whose attendants may take the demand too, or null. */
  public Long routeHallId;

  /** How often the demand was dispatched or escalated. */
  public int route;

  /** The account that handles the demand, or null. */
  public String handler;

  /** When the demand escalates unless it is answered; null before the acceptance. */
  public Instant dueAt;

  /** When the demand should be answered, as set by the acceptance; later commands keep it. */
  public Instant answerBy;

  public Instant acceptedAt;

  /**
   * When the demand was answered; for a merged demand, when the other one was. Null while none is.
   */
  public Instant answeredAt;

  /** Whether the asker has objected to an answer. */
  public boolean objected;

  /** The asker's evaluation, or null. */
  public Boolean satisfied;

  /** Whether the suggestion is adopted; null before the answer, and for other kinds. */
  public Boolean adopted;

  /** The demand that answers this one, or null. It is not merged itself. */
  public Long mergedInto;

  /** The wish or micro-project that the demand became, or null. */
  public Long wishId;

  /** Null unless the demand is public. */
  public String publicTitle;

  public String publicSummary;
  public String publicAnswer;

  /** The number of live supports. */
  public int supporters;

  /** A keyed digest of the request that created the demand; null without a source number. */
  public String contentDigest;

  /** When the demand ended, or null. */
  public Instant endedAt;

  @Override
  public AggregateType aggregateType() {
    return AggregateType.DEMAND;
  }

  @Override
  public Subject subject() {
    return Subject.demand(id);
  }

  @Override
  public List<String> words() {
    return WORDS;
  }

  @Override
  public DemandState currentState() {
    return state;
  }

  /** Returns true if everybody may see the public texts. */
  public boolean isPublic() {
    return publicTitle != null && kind != DemandKind.DISPUTE && isUsable();
  }

  /** Returns the path of the demand's community. */
  String community() {
    return DivisionCode.communityPath(divisionPath);
  }

  /** Dispatches the demand to a level, and thereby takes it from its handler. */
  void dispatch(DemandLevel next, Long department, Long hall) {
    level = next;
    officePath = next.office(divisionPath);
    departmentId = department;
    routeHallId = hall;
    handler = null;
    route++;
  }
}
