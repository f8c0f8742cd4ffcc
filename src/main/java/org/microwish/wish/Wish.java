package org.microwish.wish;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.Formula;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.lifecycle.attachment.Consent;
import org.microwish.lifecycle.review.Reviewed;
import org.microwish.party.DivisionCode;
import org.microwish.privacy.Subject;
import org.microwish.wish.lifecycle.AcceptedBy;
import org.microwish.wish.lifecycle.Capacity;
import org.microwish.wish.lifecycle.Category;
import org.microwish.wish.lifecycle.Channel;
import org.microwish.wish.lifecycle.ClaimPolicy;
import org.microwish.wish.lifecycle.ClaimSnapshot;
import org.microwish.wish.lifecycle.ClaimableBy;
import org.microwish.wish.lifecycle.ClaimableFrom;
import org.microwish.wish.lifecycle.ProxyReason;
import org.microwish.wish.lifecycle.Sensitivity;
import org.microwish.wish.lifecycle.Tally;
import org.microwish.wish.lifecycle.WishKind;
import org.microwish.wish.lifecycle.WishRole;
import org.microwish.wish.lifecycle.WishSnapshot;
import org.microwish.wish.lifecycle.WishState;
import org.microwish.wish.money.Balances;
import org.microwish.wish.money.Form;
import org.microwish.wish.money.Money;

/**
 * A wish or micro-project. Personal data (details, contact, address, names) is in the vault under
 * the subject WISH. Counters and balances are the sums of the claims and postings; they must be
 * written only under the row lock.
 */
@Entity
@DynamicUpdate
@Table(name = "wish")
public class Wish extends Reviewed {
  private static final List<String> WORDS = List.of("title", "details", "remark", "thanks");

  /**
   * The value of {@link #confirmation} if the resident confirmed. Leaves also use it if the
   * resident reported dissatisfaction.
   */
  public static final String BY_RESIDENT = "SELF";

  /** The value of {@link #confirmation}, also in leaves, if a proxy acted for the resident. */
  public static final String BY_PROXY = "PROXY";

  /** The value of {@link #confirmation}, also in leaves, if a public project was accepted. */
  public static final String BY_ACCEPTANCE = "ACCEPTANCE";

  /**
   * The public serial number (编号); null until the projection has assigned it. A subselect reads it
   * from the projection's own table, because a projection must not write the wish's row.
   */
  @Formula(
      """
      (SELECT s.number_text FROM serial_number s
       WHERE s.aggregate_type = 'WISH' AND s.aggregate_id = id)\
      """)
  public String number;

  /** The demand that became this wish, or null. */
  @Formula("(SELECT d.id FROM demand d WHERE d.wish_id = id)")
  public Long demandId;

  @Enumerated(EnumType.STRING)
  public WishKind kind;

  @Enumerated(EnumType.STRING)
  public WishState state;

  public int round;

  @Enumerated(EnumType.STRING)
  public Channel channel;

  @Enumerated(EnumType.STRING)
  public Category category;

  public String subcategory;

  /**
   * The street in the division path. A generated column: an index on it returns the wishes of a
   * street in the order of their ids.
   */
  @Column(insertable = false, updatable = false)
  public String street;

  /** The community in the division path; a generated column. */
  @Column(insertable = false, updatable = false)
  public String community;

  public String publicTitle;
  public String publicSummary;
  public Integer beneficiaryBuildings;
  public Integer beneficiaryHouseholds;
  public Integer beneficiaryPeople;
  public String neededSkill;

  @Enumerated(EnumType.STRING)
  public ClaimPolicy claimPolicy;

  @Enumerated(EnumType.STRING)
  public Capacity capacity;

  public int places;
  public boolean needsApproval;

  @Enumerated(EnumType.STRING)
  public ClaimableBy claimableBy;

  @Enumerated(EnumType.STRING)
  public ClaimableFrom claimableFrom;

  public boolean claimingClosed;

  /** What was still free when claiming closed: a number of places, or an amount in yuan. */
  public String shortfall;

  public Instant claimBy;
  public Instant completeBy;
  public int placesTaken;
  public int pendingClaims;
  public int activeClaims;
  public int startedClaims;
  public int deliveredClaims;

  /** The number of live invitations that hold a place, including the whole waiting list. */
  public int placesHeld;

  /** The number of live invitations, including the waiting list. */
  public int liveInvitations;

  public BigDecimal budget;
  public BigDecimal amountTaken = BigDecimal.ZERO;

  /**
   * The total of committed, spent and returned money: the negated balance of the account FUNDING.
   */
  public BigDecimal funding = BigDecimal.ZERO;

  public BigDecimal committed = BigDecimal.ZERO;
  public BigDecimal spent = BigDecimal.ZERO;
  public BigDecimal returned = BigDecimal.ZERO;

  /**
   * The account of the collector to whom the wish was handed over; null while it stays with the
   * account that created it.
   */
  public String collector;

  /** The resident's account; null when the resident has none. */
  public String resident;

  /** Whether a resident's account was named when the wish was recorded. */
  public boolean residentNamed;

  public String partner;

  /** The id of the member that recorded the wish for a resident; null if somebody else did. */
  public Long authorMemberId;

  public String referredTo;
  public Instant firstClaimedAt;
  public Instant deliveredAt;
  public Instant confirmedAt;
  public String confirmedBy;

  /** Who confirmed: {@link #BY_RESIDENT}, {@link #BY_PROXY} or {@link #BY_ACCEPTANCE}. */
  public String confirmation;

  @Enumerated(EnumType.STRING)
  public ProxyReason proxyReason;

  /** Who accepted a public project; null if it was confirmed, or not yet accepted. */
  @Enumerated(EnumType.STRING)
  public AcceptedBy acceptedBy;

  /** The rating of the current confirmation, 1 to 5; null without a confirmation. */
  @Formula(
      """
      (SELECT r.stars FROM rating r
       WHERE r.aggregate_type = 'WISH' AND r.aggregate_id = id AND r.withdrawn_at IS NULL)\
      """)
  public Integer rating;

  public Instant fulfilledAt;
  public Instant noticeUntil;
  public Instant endedAt;

  /** Why the wish needs a consent; null when it needs none. */
  @Enumerated(EnumType.STRING)
  public Sensitivity sensitivity;

  /** The state of the consent; null when none was recorded. */
  @Enumerated(EnumType.STRING)
  public Consent.State consent;

  /** The published thank-you of the resident; null if none is published. */
  public String thanks;

  /** True if the resident allows the thank-you in the vault to be published. */
  public boolean thanksAllowed;

  /**
   * True if the wish is hidden from the public in every state: because it was unpublished, its
   * public texts contain a name that a command stored, its consent was withdrawn, or it was erased.
   */
  public boolean offWall;

  @Override
  public AggregateType aggregateType() {
    return AggregateType.WISH;
  }

  @Override
  public Subject subject() {
    return Subject.wish(id);
  }

  @Override
  public List<String> words() {
    return WORDS;
  }

  @Override
  public WishState currentState() {
    return state;
  }

  /**
   * Returns the account that is responsible for the wish: its creator, or the account to which the
   * wish was handed over.
   */
  public String keeper() {
    return collector == null ? createdBy : collector;
  }

  /**
   * Returns the owner within whose external references the wish's reference must be unique: the
   * account of the wish's partner, or the path of the wish's street.
   */
  public String referenceOwner() {
    return partner == null ? DivisionCode.streetPath(divisionPath) : partner;
  }

  /** Returns whether everybody may see the wish. */
  public boolean isPublic() {
    return state.isPublic() && !offWall && !held;
  }

  /**
   * Returns whether the wish was submitted but has no serial number yet. The number will be
   * assigned without a new version of the wish.
   */
  public boolean awaitsNumber() {
    return submittedAt != null && number == null;
  }

  Tally tally() {
    return new Tally(placesTaken, pendingClaims, activeClaims, startedClaims, deliveredClaims);
  }

  void take(Tally tally) {
    placesTaken = tally.placesTaken();
    pendingClaims = tally.pending();
    activeClaims = tally.active();
    startedClaims = tally.started();
    deliveredClaims = tally.delivered();
  }

  Balances balances() {
    return Balances.of(Money.of(committed), Money.of(spent), Money.of(returned));
  }

  void take(Balances balances) {
    funding = balances.funding().yuan();
    committed = balances.committed().yuan();
    spent = balances.spent().yuan();
    returned = balances.returned().yuan();
  }

  /**
   * Returns the wish in the form that the rules use.
   *
   * @param roles the caller's roles on the wish
   * @param publicCommitted public funds committed and not spent, by form
   * @param publicSpent public funds spent and not returned, by form
   * @param unexplained true if the caller records an event late without a reason
   * @param claims the claims that the command may change
   * @param held the number of places that invitations hold for claimants other than the caller
   */
  public WishSnapshot snapshot(
      Set<WishRole> roles,
      Map<Form, Money> publicCommitted,
      Map<Form, Money> publicSpent,
      boolean unexplained,
      List<ClaimSnapshot> claims,
      int held) {
    return new WishSnapshot(
        kind,
        state,
        roles,
        divisionPath,
        claimPolicy,
        capacity,
        places,
        held,
        needsApproval,
        claimableBy,
        claimableFrom,
        claimingClosed,
        claimBy,
        completeBy,
        deliveredAt,
        noticeUntil,
        tally(),
        Money.of(amountTaken),
        Money.ofNullable(budget),
        balances(),
        firstClaimedAt != null,
        sensitivity,
        consent == Consent.State.GIVEN,
        publicCommitted,
        publicSpent,
        unexplained,
        claims);
  }
}
