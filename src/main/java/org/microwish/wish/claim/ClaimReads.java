package org.microwish.wish.claim;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.party.Members;
import org.microwish.party.Organisations;
import org.microwish.platform.Confidential;
import org.microwish.platform.Id;
import org.microwish.platform.Time;
import org.microwish.platform.http.Page;
import org.microwish.platform.http.PageQuery;
import org.microwish.platform.sql.Listing;
import org.microwish.privacy.Masking;
import org.microwish.privacy.Subject;
import org.microwish.privacy.Vault;
import org.microwish.problem.FieldError;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;
import org.microwish.wish.Claim;
import org.microwish.wish.ClaimParticipant;
import org.microwish.wish.Claims;
import org.microwish.wish.FormerParticipant;
import org.microwish.wish.Wish;
import org.microwish.wish.WishAccess;
import org.microwish.wish.WishDeadlines;
import org.microwish.wish.Wishes;
import org.microwish.wish.lifecycle.ClaimState;
import org.microwish.wish.lifecycle.ClaimantType;
import org.microwish.wish.lifecycle.WishState;
import org.microwish.wish.money.Money;

/** Reads claims, limited to what the caller may see. */
@ApplicationScoped
public class ClaimReads {

  /**
   * HQL condition: the claim's wish changed since then. Every change of a claim also changes its
   * wish.
   */
  private static final String CHANGED =
      "exists (from Wish u where u.id = c.wishId and u.updatedAt >= :updatedSince)";

  private final Wishes wishes;
  private final Claims claims;
  private final WishAccess access;
  private final Organisations organisations;
  private final Members members;
  private final Vault vault;
  private final WishDeadlines deadlines;
  private final Time time;
  private final EntityManager entities;

  ClaimReads(
      Wishes wishes,
      Claims claims,
      WishAccess access,
      Organisations organisations,
      Members members,
      Vault vault,
      WishDeadlines deadlines,
      Time time,
      EntityManager entities) {
    this.wishes = wishes;
    this.claims = claims;
    this.access = access;
    this.organisations = organisations;
    this.members = members;
    this.vault = vault;
    this.deadlines = deadlines;
    this.time = time;
    this.entities = entities;
  }

  /**
   * Returns the claims of a wish, oldest first. Members and stewards see only claims that they hold
   * or take part in.
   */
  public List<ClaimView> claimsOf(Caller caller, Wish wish) {
    boolean all = access.seesPrivately(caller, wish);
    List<Claim> seen =
        claims.ofWish(wish.id).stream()
            .filter(claim -> all || access.worksOn(caller, claim))
            .toList();
    return claimViews(null, seen, Map.of(wish.id, wish));
  }

  /**
   * Returns a claim. Throws NOT_FOUND when it does not exist or the caller may not see it, and
   * UNDER_LEGAL_HOLD when its wish is under a legal hold.
   */
  public ClaimView claim(Caller caller, long claimId) {
    Claim claim = claims.findByIdOptional(claimId).orElseThrow(ProblemType.NOT_FOUND::exception);
    Wish wish = wishes.findById(claim.wishId);
    if (!access.seesPrivately(caller, wish) && !access.worksOn(caller, claim)) {
      throw ProblemType.NOT_FOUND.exception();
    }
    wish.requireUsable();
    return claimViews(caller, List.of(claim), Map.of(wish.id, wish)).getFirst();
  }

  /**
   * The filters and the order of a list of the caller's claims; null for no filter.
   *
   * @param named false for only the claims that the caller (of a steward: the organisation) holds;
   *     true for only those of others: for a member, claims that name the member as a participant;
   *     for a steward, claims that the organisation's members hold
   * @param updatedSince only claims on wishes that changed since this time
   * @param sort the order; newest first if null
   */
  public record OwnQuery(
      Collection<ClaimState> states, Boolean named, Instant updatedSince, ClaimSort sort) {}

  /**
   * Returns a page of the caller's claims: for a member, claims in which the member takes part; for
   * a steward, claims of the organisation and of its members.
   */
  public Page<ClaimView> ownClaims(Caller caller, OwnQuery asked, PageQuery page) {
    boolean steward = caller.role() == Role.STEWARD;
    String own =
        "(c.claimantType = %s and c.claimantId = :own)"
            .formatted(steward ? ClaimantType.ORGANISATION : ClaimantType.MEMBER);
    Listing<Claim> list =
        new Listing<>(Claim.class, "from Claim c")
            .only("exists (from Wish w where w.id = c.wishId and w.held = false)")
            .filter("updatedSince", asked.updatedSince(), CHANGED)
            .only(
                steward
                    ? "c.organisationId = :own"
                    : "exists (from ClaimParticipant p"
                        + " where p.key.claimId = c.id and p.key.memberId = :own)",
                "own",
                steward ? caller.requireOrganisation() : caller.requireMember())
            .filter("state", asked.states(), "c.state in :state")
            .filter("named", asked.named(), is -> is ? "not " + own : own);
    if (asked.sort() == ClaimSort.DEADLINE) {
      list.sorted(asked.sort())
          .ascendingTime("c.dueAt", claim -> claim.dueAt)
          .ascending("c.id", claim -> claim.id);
    } else {
      list.descending("c.id", claim -> claim.id);
    }
    Page<Claim> found = list.page(entities, page);
    // A list contains no contact data, so no reader is passed.
    return found.with(claimViews(null, found.items(), wishes.byId(wishIds(found.items()))));
  }

  /**
   * The filters of a list of claims across wishes; null for no filter.
   *
   * @param dueBefore only live claims whose deadline is before this time
   * @param divisionPath the path of a division; includes everything below it
   * @param organisationId the claiming organisation, or that of the claiming member
   * @param updatedSince only claims on wishes that changed since this time
   */
  public record Query(
      ClaimState state,
      boolean overdue,
      Instant dueBefore,
      String divisionPath,
      Long organisationId,
      Instant updatedSince) {}

  /**
   * Returns a page of the claims in one state on the wishes of a division, the earliest deadline
   * first. The caller must be staff of the division.
   *
   * <p>The database reads the claims in the order of {@code ix_claim_due_at}, or the division's
   * wishes and their claims, whichever are fewer.
   */
  public Page<ClaimView> inDivision(Query query, PageQuery page) {
    Listing<Claim> list =
        new Listing<>(Claim.class, "select c from Claim c join Wish w on w.id = c.wishId")
            .only("w.held = false")
            .filter("state", query.state(), "c.state = :state")
            .filter("organisation", query.organisationId(), "c.organisationId = :organisation")
            .filter("updatedSince", query.updatedSince(), "w.updatedAt >= :updatedSince");
    list.subtree("division", "w.divisionPath", query.divisionPath());
    Set<WishState> possible = statesWith(query.state());
    if (!possible.isEmpty()) {
      // Lets the database read a small division's wishes by state and division.
      list.only("w.state in :possible", "possible", possible);
    }
    if (query.overdue()) {
      late(list, query.state());
    }
    if (query.dueBefore() != null) {
      due(list, query.state(), query.dueBefore());
    }
    Page<Claim> found =
        list.ascendingTime("c.dueAt", claim -> claim.dueAt)
            .ascending("c.id", claim -> claim.id)
            .page(entities, page);
    return found.with(claimViews(null, found.items(), wishes.byId(wishIds(found.items()))));
  }

  /** Returns the wish states in which a claim can have this state; empty for all wish states. */
  private static Set<WishState> statesWith(ClaimState state) {
    return switch (state) {
      case PENDING -> EnumSet.of(WishState.OPEN);
      case ACTIVE ->
          EnumSet.of(WishState.OPEN, WishState.CLAIMED, WishState.IN_PROGRESS, WishState.DELIVERED);
      case COMPLETED -> EnumSet.of(WishState.FULFILLED, WishState.ARCHIVED);
      case DECLINED, RELEASED, REVOKED, LAPSED -> EnumSet.noneOf(WishState.class);
    };
  }

  private void late(Listing<Claim> list, ClaimState state) {
    switch (state) {
      case PENDING ->
          list.filter("overdue", true, late -> "c.state = PENDING")
              .only("c.dueAt <= :approvalDue", "approvalDue", deadlines.approvalDue(time.now()));
      case ACTIVE ->
          // The condition on the deadline limits the part of the index that is read.
          list.filter("overdue", true, "c.overdue = :overdue")
              .only("c.dueAt <= :now", "now", time.now());
      case COMPLETED, DECLINED, RELEASED, REVOKED, LAPSED -> throw notLive("overdue");
    }
  }

  private void due(Listing<Claim> list, ClaimState state, Instant before) {
    switch (state) {
      case PENDING ->
          list.filter("dueBefore", deadlines.approvalDue(before), "c.dueAt <= :dueBefore");
      case ACTIVE ->
          list.filter("dueBefore", before, "c.dueAt < :dueBefore").only("c.deliveredAt is null");
      case COMPLETED, DECLINED, RELEASED, REVOKED, LAPSED -> throw notLive("dueBefore");
    }
  }

  /**
   * Returns the problem for a filter by deadline when claims of the selected state have no
   * deadline.
   */
  private static ProblemException notLive(String parameter) {
    return ProblemException.invalid(FieldError.query(parameter, FieldFault.NOT_ALLOWED));
  }

  private static Set<Long> wishIds(List<Claim> page) {
    Set<Long> ids = new HashSet<>();
    page.forEach(claim -> ids.add(claim.wishId));
    return ids;
  }

  /**
   * Creates the views of claims.
   *
   * @param reader the caller; the views of ACTIVE claims that the caller works on contain the
   *     resident's contact data; null for views without contact data
   */
  private List<ClaimView> claimViews(Caller reader, List<Claim> page, Map<Long, Wish> byId) {
    List<Long> claimIds = page.stream().map(claim -> claim.id).toList();
    Map<Long, List<ClaimParticipant>> present =
        claims.present(claimIds).stream().collect(Collectors.groupingBy(row -> row.key.claimId()));
    Map<Long, List<FormerParticipant>> former =
        claims.formerParticipants(claimIds).stream()
            .collect(Collectors.groupingBy(row -> row.key.claimId()));
    Set<Long> memberIds = new HashSet<>();
    Set<Long> organisationIds = new HashSet<>();
    present.values().forEach(rows -> rows.forEach(row -> memberIds.add(row.key.memberId())));
    former.values().forEach(rows -> rows.forEach(row -> memberIds.add(row.key.memberId())));
    for (Claim claim : page) {
      organisationIds.add(claim.organisationId);
      if (claim.claimantType == ClaimantType.MEMBER) {
        memberIds.add(claim.claimantId);
      }
    }
    Map<Long, String> people = members.names(memberIds);
    Map<Long, String> organisationNames = organisations.names(organisationIds);
    List<ClaimView> views = new ArrayList<>();
    for (Claim claim : page) {
      Wish wish = byId.get(claim.wishId);
      boolean member = claim.claimantType == ClaimantType.MEMBER;
      views.add(
          new ClaimView(
              new Id(claim.id),
              new Id(claim.wishId),
              wish.publicTitle,
              claim.state,
              claim.round,
              claim.claimantType,
              new Id(claim.claimantId),
              member
                  ? maskedName(people, claim.claimantId)
                  : Confidential.of(organisationNames.get(claim.claimantId)),
              new Id(claim.organisationId),
              organisationNames.get(claim.organisationId),
              present.getOrDefault(claim.id, List.of()).stream()
                  .map(row -> participant(people, row.key.memberId(), row.addedAt, null))
                  .toList(),
              former.getOrDefault(claim.id, List.of()).stream()
                  .map(row -> participant(people, row.key.memberId(), row.addedAt, row.leftAt))
                  .toList(),
              claim.state == ClaimState.PENDING ? Money.of(claim.pledge) : null,
              claim.pledgeForm,
              claim.balances(),
              claim.claimedAt,
              claim.activatedAt,
              claim.contactedAt,
              claim.assessedAt,
              claim.startedAt,
              claim.deliveredAt,
              claim.redoCount,
              claim.state == ClaimState.PENDING ? deadlines.approveBy(claim.claimedAt) : null,
              claim.contactBy,
              claim.completeBy,
              claim.extensions,
              claim.overdue,
              claim.endedAt,
              claim.endReason,
              contact(reader, claim)));
    }
    return views;
  }

  private static ClaimView.Participant participant(
      Map<Long, String> people, long memberId, Instant from, Instant until) {
    return new ClaimView.Participant(new Id(memberId), maskedName(people, memberId), from, until);
  }

  private static Confidential maskedName(Map<Long, String> people, long memberId) {
    return Confidential.of(Masking.name(people.get(memberId)));
  }

  private ClaimView.Contact contact(Caller reader, Claim claim) {
    if (reader == null || claim.state != ClaimState.ACTIVE || !access.worksOn(reader, claim)) {
      return null;
    }
    Map<String, String> vaulted = vault.read(Subject.wish(claim.wishId));
    return new ClaimView.Contact(
        Confidential.of(vaulted.get("residentName")),
        Confidential.of(vaulted.get("contactName")),
        Confidential.of(vaulted.get("contactPhone")),
        Confidential.of(vaulted.get("address")),
        Confidential.of(vaulted.get("details")));
  }
}
