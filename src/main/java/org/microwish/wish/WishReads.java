package org.microwish.wish;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.party.DivisionCode;
import org.microwish.party.Divisions;
import org.microwish.party.Members;
import org.microwish.party.Organisations;
import org.microwish.platform.Id;
import org.microwish.platform.http.PageQuery;
import org.microwish.privacy.Masking;
import org.microwish.privacy.Subject;
import org.microwish.privacy.Vault;
import org.microwish.problem.ProblemType;
import org.microwish.wish.lifecycle.Category;
import org.microwish.wish.lifecycle.Channel;
import org.microwish.wish.lifecycle.ClaimState;
import org.microwish.wish.lifecycle.ClaimantType;
import org.microwish.wish.lifecycle.WishKind;
import org.microwish.wish.lifecycle.WishState;
import org.microwish.wish.money.Money;
import org.microwish.wish.money.Posting;
import org.microwish.wish.money.Postings;

/** What may be read of wishes and claims, and how much of it by whom. */
@ApplicationScoped
public class WishReads {

  private static final Set<WishState> PUBLIC_STATES = publicStates();

  private final Wishes wishes;
  private final Claims claims;
  private final Postings postings;
  private final Standing standing;
  private final Divisions divisions;
  private final Organisations organisations;
  private final Members members;
  private final Vault vault;
  private final EntityManager entities;

  WishReads(
      Wishes wishes,
      Claims claims,
      Postings postings,
      Standing standing,
      Divisions divisions,
      Organisations organisations,
      Members members,
      Vault vault,
      EntityManager entities) {
    this.wishes = wishes;
    this.claims = claims;
    this.postings = postings;
    this.standing = standing;
    this.divisions = divisions;
    this.organisations = organisations;
    this.members = members;
    this.vault = vault;
    this.entities = entities;
  }

  private static Set<WishState> publicStates() {
    EnumSet<WishState> states = EnumSet.allOf(WishState.class);
    states.removeIf(state -> !state.isPublic());
    return states;
  }

  /**
   * What a list of wishes is asked for; null where it does not matter.
   *
   * @param divisionPath a subtree
   * @param mine only those that the caller made, asked for or brought in
   * @param organisationId with a claim of this organisation that counts
   * @param text in the public title or summary
   */
  public record Query(
      WishKind kind,
      Category category,
      Channel channel,
      Collection<WishState> states,
      String divisionPath,
      Long organisationId,
      Instant publishedFrom,
      Instant publishedTo,
      String text,
      boolean mine) {}

  /**
   * Wishes, newest first.
   *
   * @param caller null for the public
   * @param before the id of the last wish shown, or null
   */
  public List<Wish> list(Caller caller, Query query, Long before, PageQuery page) {
    StringBuilder where = new StringBuilder("from Wish w where ");
    Map<String, Object> values = new LinkedHashMap<>();
    where.append(visible(caller, query, values));
    add(where, values, "w.kind = :kind", "kind", query.kind());
    add(where, values, "w.category = :category", "category", query.category());
    add(where, values, "w.channel = :channel", "channel", query.channel());
    states(where, values, query.states());
    if (query.divisionPath() != null) {
      subtree(where, values, query.divisionPath());
    }
    add(
        where,
        values,
        "w.firstPublishedAt >= :publishedFrom",
        "publishedFrom",
        query.publishedFrom());
    add(where, values, "w.firstPublishedAt < :publishedTo", "publishedTo", query.publishedTo());
    add(
        where,
        values,
        "exists (from Claim c where c.wishId = w.id and c.organisationId = :organisation"
            + " and c.state in :counting)",
        "organisation",
        query.organisationId());
    if (query.organisationId() != null) {
      values.put("counting", EnumSet.of(ClaimState.ACTIVE, ClaimState.COMPLETED));
    }
    if (query.text() != null) {
      where.append(
          " and (w.publicTitle like :text escape '!' or w.publicSummary like :text escape '!')");
      values.put("text", "%" + query.text().replaceAll("([!%_])", "!$1") + "%");
    }
    add(where, values, "w.id < :before", "before", before);
    where.append(" order by w.id desc");
    TypedQuery<Wish> rows = entities.createQuery(where.toString(), Wish.class);
    values.forEach(rows::setParameter);
    return rows.setMaxResults(page.fetch()).getResultList();
  }

  private static void add(
      StringBuilder where, Map<String, Object> values, String term, String name, Object value) {
    if (value != null) {
      where.append(" and ").append(term);
      values.put(name, value);
    }
  }

  /** One state as an equality: the index that begins with it then gives the order of ids. */
  private static void states(
      StringBuilder where, Map<String, Object> values, Collection<WishState> states) {
    Set<WishState> asked = Set.copyOf(states);
    if (asked.size() == 1) {
      add(where, values, "w.state = :asked", "asked", asked.iterator().next());
    } else if (!asked.isEmpty()) {
      add(where, values, "w.state in :asked", "asked", asked);
    }
  }

  /**
   * A subtree: a street or community by equality, so that an index gives the order of ids; any
   * other as a range of paths, which both engines answer from an index whatever the collation.
   */
  private static void subtree(StringBuilder where, Map<String, Object> values, String path) {
    String community = DivisionCode.communityPath(path);
    String street = DivisionCode.streetPath(path);
    if (community != null) {
      add(where, values, "w.community = :community", "community", community);
    } else if (street != null) {
      add(where, values, "w.street = :street", "street", street);
    }
    if (!path.equals(community) && !path.equals(street)) {
      where.append(" and w.divisionPath >= :path and w.divisionPath < :pathEnd");
      values.put("path", path);
      values.put("pathEnd", path + "~");
    }
  }

  /** Whether the caller sees more wishes than everybody does, or asks for its own. */
  static boolean seesMore(Caller caller, Query query) {
    return query.mine()
        || (caller != null
            && caller.is(Role.OPERATOR, Role.AUDITOR, Role.COLLECTOR)
            && caller.divisionPath() != null);
  }

  private static String visible(Caller caller, Query query, Map<String, Object> values) {
    // Whatever a legal hold keeps is nowhere in a list.
    if (query.mine()) {
      values.put("account", caller.account());
      return "w.held = false"
          + " and (w.createdBy = :account or w.resident = :account or w.partner = :account)";
    }
    if (!seesMore(caller, query)) {
      String shown = "w.held = false and w.offWall = false";
      if (!query.states().isEmpty() && PUBLIC_STATES.containsAll(query.states())) {
        // The states that are asked for say it already.
        return shown;
      }
      values.put("public", PUBLIC_STATES);
      return shown + " and w.state in :public";
    }
    values.put("public", PUBLIC_STATES);
    values.put("own", caller.divisionPath());
    values.put("ownEnd", caller.divisionPath() + "~");
    return "w.held = false and (w.offWall = false and w.state in :public"
        + " or w.divisionPath >= :own and w.divisionPath < :ownEnd)";
  }

  /** The public views of a page of wishes. */
  public List<WishView> views(List<Wish> page) {
    Map<String, String> names = divisionNames(page);
    return page.stream()
        .map(wish -> WishView.of(wish, names.get(DivisionCode.publicPath(wish.divisionPath)), null))
        .toList();
  }

  private Map<String, String> divisionNames(List<Wish> page) {
    Set<String> paths = new HashSet<>();
    page.forEach(wish -> paths.add(DivisionCode.publicPath(wish.divisionPath)));
    return divisions.names(paths);
  }

  /**
   * One wish, as much of it as the caller may see.
   *
   * @param caller null for the public
   */
  public WishView view(Caller caller, Wish wish) {
    boolean own =
        caller != null
            && (standing.seesPrivately(caller, wish)
                || (caller.is(Role.MEMBER, Role.STEWARD) && worksNow(caller, wish)));
    return WishView.of(
        wish,
        divisions.name(DivisionCode.publicPath(wish.divisionPath)),
        own ? ownPart(caller, wish) : null);
  }

  private boolean worksNow(Caller caller, Wish wish) {
    return claims.ofWish(wish.id, EnumSet.of(ClaimState.ACTIVE)).stream()
        .anyMatch(claim -> standing.worksOn(caller, claim));
  }

  /**
   * In clear to the resident itself, and to those who do the work while they do it; everybody else
   * sees it masked, and an operator who must call asks for it ({@link WishContacts}).
   */
  private static boolean isMasked(Caller caller) {
    return !caller.is(Role.RESIDENT, Role.MEMBER, Role.STEWARD);
  }

  private WishView.OwnPart ownPart(Caller caller, Wish wish) {
    Map<String, String> vaulted = vault.read(Subject.wish(wish.id));
    boolean masked = isMasked(caller);
    // Who reported, reviewed and remarked what is the office's, not the claimant's.
    boolean office = !caller.is(Role.MEMBER, Role.STEWARD);
    String community = divisions.name(DivisionCode.publicPath(wish.divisionPath));
    return new WishView.OwnPart(
        masked,
        vaulted.get("title"),
        vaulted.get("details"),
        name(vaulted.get("residentName"), masked),
        name(vaulted.get("contactName"), masked),
        masked ? Masking.phone(vaulted.get("contactPhone")) : vaulted.get("contactPhone"),
        masked ? Masking.address(vaulted.get("address"), community) : vaulted.get("address"),
        office ? name(vaulted.get("reporter"), masked) : null,
        office ? vaulted.get("remark") : null,
        DivisionCode.ofPath(wish.divisionPath).text(),
        office ? wish.createdBy : null,
        wish.submittedAt,
        office ? wish.reviewedBy : null,
        wish.reviewedAt,
        wish.referredTo,
        office ? wish.confirmedBy : null,
        wish.proxyReason,
        wish.shortfall,
        claims.ofWish(wish.id, EnumSet.of(ClaimState.ACTIVE)).stream()
            .map(claim -> new Id(claim.id))
            .toList());
  }

  private static String name(String name, boolean masked) {
    return masked ? Masking.name(name) : name;
  }

  /**
   * The wish, or NOT_FOUND where there is none or the caller may not see it; UNDER_LEGAL_HOLD where
   * it otherwise might.
   */
  public Wish require(Caller caller, long id) {
    Wish wish =
        wishes
            .findByIdOptional(id)
            .filter(found -> caller == null ? found.isPublic() : standing.sees(caller, found))
            .orElseThrow(ProblemType.NOT_FOUND::exception);
    wish.requireUsable();
    return wish;
  }

  /** The wish, if the caller may read what goes on inside it; else NOT_FOUND or FORBIDDEN. */
  public Wish requireInside(Caller caller, long wishId) {
    Wish wish =
        wishes
            .findByIdOptional(wishId)
            .filter(found -> standing.sees(caller, found))
            .orElseThrow(ProblemType.NOT_FOUND::exception);
    if (!standing.seesPrivately(caller, wish) && !standing.takesPart(caller, wish)) {
      throw Caller.forbidden();
    }
    wish.requireUsable();
    return wish;
  }

  /** The claims of a wish, oldest first; a claimant sees its own only. */
  public List<ClaimView> claimsOf(Caller caller, Wish wish) {
    boolean all = standing.seesPrivately(caller, wish);
    List<Claim> seen =
        claims.ofWish(wish.id).stream()
            .filter(claim -> all || standing.worksOn(caller, claim))
            .toList();
    return claimViews(null, seen, Map.of(wish.id, wish));
  }

  /** One claim, or NOT_FOUND where there is none or the caller may not see it. */
  public ClaimView claim(Caller caller, long claimId) {
    Claim claim = claims.findByIdOptional(claimId).orElseThrow(ProblemType.NOT_FOUND::exception);
    Wish wish = wishes.findById(claim.wishId);
    if (!standing.seesPrivately(caller, wish) && !standing.worksOn(caller, claim)) {
      throw ProblemType.NOT_FOUND.exception();
    }
    wish.requireUsable();
    return claimViews(caller, List.of(claim), Map.of(wish.id, wish)).getFirst();
  }

  /**
   * The caller's claims, newest first: a member's own and those it takes part in; for a steward the
   * organisation's.
   */
  public List<Claim> ownClaims(
      Caller caller, Collection<ClaimState> states, Long before, PageQuery page) {
    boolean steward = caller.role() == Role.STEWARD;
    StringBuilder where = new StringBuilder("from Claim c where ");
    where.append("exists (from Wish w where w.id = c.wishId and w.held = false) and ");
    where.append(
        steward
            ? "c.organisationId = :own"
            : "exists (from ClaimParticipant p where p.key.claimId = c.id and p.key.memberId ="
                + " :own)");
    if (!states.isEmpty()) {
      where.append(" and c.state in :states");
    }
    if (before != null) {
      where.append(" and c.id < :before");
    }
    TypedQuery<Claim> rows =
        entities.createQuery(where.append(" order by c.id desc").toString(), Claim.class);
    rows.setParameter("own", steward ? caller.requireOrganisation() : caller.requireMember());
    if (!states.isEmpty()) {
      rows.setParameter("states", states);
    }
    if (before != null) {
      rows.setParameter("before", before);
    }
    return rows.setMaxResults(page.fetch()).getResultList();
  }

  /** The views of a page of claims; a list shows nobody's contact. */
  public List<ClaimView> claimViews(List<Claim> page) {
    Map<Long, Wish> byId = new LinkedHashMap<>();
    Set<Long> wishIds = new HashSet<>();
    page.forEach(claim -> wishIds.add(claim.wishId));
    if (!wishIds.isEmpty()) {
      wishes.list("id in ?1", wishIds).forEach(wish -> byId.put(wish.id, wish));
    }
    return claimViews(null, page, byId);
  }

  /**
   * The views.
   *
   * @param reader whoever is shown the contact of what it works on; null in a list
   */
  private List<ClaimView> claimViews(Caller reader, List<Claim> page, Map<Long, Wish> byId) {
    Map<Long, List<Long>> participants =
        claims.participants(page.stream().map(claim -> claim.id).toList());
    Set<Long> memberIds = new HashSet<>();
    Set<Long> organisationIds = new HashSet<>();
    participants.values().forEach(memberIds::addAll);
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
                  : organisationNames.get(claim.claimantId),
              new Id(claim.organisationId),
              organisationNames.get(claim.organisationId),
              participants.getOrDefault(claim.id, List.of()).stream()
                  .map(id -> new ClaimView.Participant(new Id(id), maskedName(people, id)))
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

  private static String maskedName(Map<Long, String> people, long memberId) {
    return Masking.name(people.get(memberId));
  }

  private ClaimView.Contact contact(Caller reader, Claim claim) {
    if (reader == null || claim.state != ClaimState.ACTIVE || !standing.worksOn(reader, claim)) {
      return null;
    }
    Map<String, String> vaulted = vault.read(Subject.wish(claim.wishId));
    return new ClaimView.Contact(
        vaulted.get("residentName"),
        vaulted.get("contactName"),
        vaulted.get("contactPhone"),
        vaulted.get("address"),
        vaulted.get("details"));
  }

  /** What was written about a wish, oldest first; a claimant sees what concerns its own claims. */
  public List<NoteView> notes(Caller caller, Wish wish) {
    Map<String, String> vaulted = vault.read(Subject.wish(wish.id));
    boolean all = standing.seesPrivately(caller, wish);
    Set<Long> own = new HashSet<>();
    if (!all) {
      claims.ofWish(wish.id).stream()
          .filter(claim -> standing.worksOn(caller, claim))
          .forEach(claim -> own.add(claim.id));
    }
    return entities
        .createQuery("from WishNote where wishId = ?1 order by id", WishNote.class)
        .setParameter(1, wish.id)
        .getResultStream()
        .filter(note -> all || (note.claimId != null && own.contains(note.claimId)))
        .map(note -> NoteView.of(note, vaulted.get(WishNote.field(note.id))))
        .toList();
  }

  /** The consents of guardians, oldest first, names masked. */
  public List<ConsentView> consents(Wish wish) {
    Map<String, String> vaulted = vault.read(Subject.wish(wish.id));
    return entities
        .createQuery("from GuardianConsent where wishId = ?1 order by id", GuardianConsent.class)
        .setParameter(1, wish.id)
        .getResultStream()
        .map(
            consent ->
                new ConsentView(
                    new Id(consent.id),
                    consent.relation,
                    consent.method,
                    consent.obtainedOn,
                    Masking.name(vaulted.get(GuardianConsent.nameField(consent.id))),
                    consent.evidenceId == null ? null : new Id(consent.evidenceId),
                    consent.withdrawnAt,
                    new Id(consent.entryId)))
        .toList();
  }

  /** The meetings of a project, oldest first. */
  public List<Meeting> meetings(Wish wish) {
    return entities
        .createQuery("from Meeting where wishId = ?1 order by id", Meeting.class)
        .setParameter(1, wish.id)
        .getResultList();
  }

  /** The follow-up visits to a wish, oldest first. */
  public List<FollowUp> followUps(Wish wish) {
    return entities
        .createQuery("from FollowUp where wishId = ?1 order by id", FollowUp.class)
        .setParameter(1, wish.id)
        .getResultList();
  }

  /** The postings of a wish, oldest first. */
  public List<Posting> postings(Wish wish) {
    return postings.ofWish(wish.id);
  }
}
