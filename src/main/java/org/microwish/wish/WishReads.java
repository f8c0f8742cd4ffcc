package org.microwish.wish;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.lifecycle.attachment.Attachments;
import org.microwish.lifecycle.attachment.Consent;
import org.microwish.lifecycle.attachment.FollowUp;
import org.microwish.lifecycle.attachment.Note;
import org.microwish.lifecycle.attachment.SignedImage;
import org.microwish.lifecycle.moderation.Moderation;
import org.microwish.lifecycle.reference.ExternalReference;
import org.microwish.lifecycle.reference.ExternalReferences;
import org.microwish.party.DivisionCode;
import org.microwish.party.Divisions;
import org.microwish.platform.Confidential;
import org.microwish.platform.Id;
import org.microwish.privacy.Masking;
import org.microwish.privacy.Subject;
import org.microwish.privacy.SubjectType;
import org.microwish.privacy.Vault;
import org.microwish.problem.Language;
import org.microwish.problem.ProblemType;
import org.microwish.wish.command.ConsentView;
import org.microwish.wish.lifecycle.ClaimState;
import org.microwish.wish.lifecycle.WishState;
import org.microwish.wish.money.Posting;
import org.microwish.wish.money.Postings;

/**
 * Reads one wish and its details. Methods without the parameter {@code caller} return the same data
 * to everybody; the calling code must check before that the caller may see them. Longer than 400
 * lines because each kind of detail has a method of its own.
 */
@ApplicationScoped
public class WishReads {

  /**
   * The states from which a wish can still be published. Only in these states does the view list
   * what prevents a publication.
   */
  private static final Set<WishState> UNPUBLISHED =
      EnumSet.of(WishState.DRAFT, WishState.SUBMITTED, WishState.RETURNED, WishState.EXPIRED);

  /** The vault field with the notes of the partner that created the wish, as a JSON object. */
  public static final String METADATA = "metadata";

  /** The vault fields that a list shows. */
  private static final Set<String> LISTED = Set.of("title", "details", ExternalReferences.FIELD);

  private static final Set<String> REFERENCE = Set.of(ExternalReferences.FIELD);

  /** The states in which the view of a wish lists possible duplicates. */
  private static final Set<WishState> UNDECIDED =
      EnumSet.of(WishState.DRAFT, WishState.SUBMITTED, WishState.RETURNED);

  private final Wishes wishes;
  private final Claims claims;
  private final Postings postings;
  private final WishAccess access;
  private final Divisions divisions;
  private final Vault vault;
  private final WishDeadlines deadlines;
  private final WishQueries queries;
  private final Attachments attachments;
  private final Moderation moderation;
  private final Duplicates duplicates;
  private final WishScreens screens;
  private final WishImages images;
  private final ObjectMapper json;

  WishReads(
      Wishes wishes,
      Claims claims,
      Postings postings,
      WishAccess access,
      Divisions divisions,
      Vault vault,
      WishDeadlines deadlines,
      WishQueries queries,
      Attachments attachments,
      Moderation moderation,
      Duplicates duplicates,
      WishScreens screens,
      WishImages images,
      ObjectMapper json) {
    this.wishes = wishes;
    this.claims = claims;
    this.postings = postings;
    this.access = access;
    this.divisions = divisions;
    this.vault = vault;
    this.deadlines = deadlines;
    this.queries = queries;
    this.attachments = attachments;
    this.moderation = moderation;
    this.duplicates = duplicates;
    this.screens = screens;
    this.images = images;
    this.json = json;
  }

  /**
   * Returns the view of a wish for this caller.
   *
   * @param caller null for the public
   * @param language the language of the labels
   * @param standing whether the caller can claim the wish; null if the view does not contain this
   */
  public WishView view(Caller caller, Wish wish, Language language, Standing standing) {
    boolean own =
        caller != null
            && (access.seesPrivately(caller, wish)
                || (caller.is(Role.MEMBER, Role.STEWARD) && worksNow(caller, wish)));
    List<Wish> one = List.of(wish);
    return WishView.of(
        wish,
        new WishView.Around(
            divisions.name(DivisionCode.publicPath(wish.divisionPath)),
            screens.labels(one, language).get(wish.id),
            screens.claimants(one).getOrDefault(wish.id, List.of()),
            standing,
            images.covers(one).get(wish.id),
            own ? ownPart(caller, wish) : null));
  }

  /**
   * Returns the views of a list. The private part, for callers who may see it, omits most values of
   * the vault: it contains the external reference and, before the first publication, title and
   * details. To get all values, callers must read the single wish.
   *
   * @param caller null for the public
   * @param language the language of the labels
   * @param standings whether the caller can claim the wishes, by wish id; a missing entry omits
   *     this from the view
   */
  public List<WishView> views(
      Caller caller, List<Wish> page, Language language, Map<Long, Standing> standings) {
    Set<String> paths = new HashSet<>();
    Set<Long> own = new HashSet<>();
    for (Wish wish : page) {
      paths.add(DivisionCode.publicPath(wish.divisionPath));
      if (caller != null && access.seesPrivately(caller, wish)) {
        own.add(wish.id);
      }
    }
    Map<String, String> names = divisions.names(paths);
    Map<Long, Map<String, String>> words = words(page, own);
    Map<Long, WishLabels> labels = screens.labels(page, language);
    Map<Long, List<ClaimantName>> claimants = screens.claimants(page);
    Map<Long, SignedImage> covers = images.covers(page);
    return page.stream()
        .map(
            wish ->
                WishView.of(
                    wish,
                    new WishView.Around(
                        names.get(DivisionCode.publicPath(wish.divisionPath)),
                        labels.get(wish.id),
                        claimants.getOrDefault(wish.id, List.of()),
                        standings.get(wish.id),
                        covers.get(wish.id),
                        own.contains(wish.id)
                            ? listed(caller, wish, words.getOrDefault(wish.id, Map.of()))
                            : null)))
        .toList();
  }

  /**
   * Reads from the vault, for the wishes in {@code own}, the external reference and, if there is no
   * public title yet, also title and details.
   */
  private Map<Long, Map<String, String>> words(List<Wish> page, Set<Long> own) {
    Map<Boolean, List<Long>> published =
        page.stream()
            .filter(wish -> own.contains(wish.id))
            .collect(
                Collectors.partitioningBy(
                    wish -> wish.publicTitle != null,
                    Collectors.mapping(wish -> wish.id, Collectors.toList())));
    Map<Long, Map<String, String>> words =
        vault.read(SubjectType.WISH, published.get(false), LISTED);
    words.putAll(vault.read(SubjectType.WISH, published.get(true), REFERENCE));
    return words;
  }

  private static WishView.OwnPart listed(Caller caller, Wish wish, Map<String, String> words) {
    return new WishView.OwnPart(
        isMasked(caller),
        wish.offWall,
        Confidential.of(words.get("title")),
        Confidential.of(words.get("details")),
        null,
        null,
        null,
        null,
        null,
        null,
        division(caller, wish),
        wish.createdBy,
        wish.collector,
        wish.submittedAt,
        null,
        wish.reviewedBy,
        wish.reviewedAt,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        reference(words),
        null,
        demand(wish));
  }

  private static Id demand(Wish wish) {
    return wish.demandId == null ? null : new Id(wish.demandId);
  }

  private static ExternalReference reference(Map<String, String> values) {
    String text = values.get(ExternalReferences.FIELD);
    return text == null ? null : ExternalReference.parse(text).orElse(null);
  }

  private Map<String, Confidential> metadata(Map<String, String> values) {
    String text = values.get(METADATA);
    try {
      return text == null ? null : json.readValue(text, new TypeReference<>() {});
    } catch (JsonProcessingException notWrittenHere) {
      throw new IllegalStateException(notWrittenHere);
    }
  }

  /**
   * Returns the code of the recorded division. Auditors get the code of the community instead of
   * that of a grid or building, which would reveal more of the resident's address.
   */
  private static String division(Caller caller, Wish wish) {
    return DivisionCode.ofPath(
            caller.is(Role.AUDITOR)
                ? DivisionCode.publicPath(wish.divisionPath)
                : wish.divisionPath)
        .text();
  }

  private boolean worksNow(Caller caller, Wish wish) {
    return claims.ofWish(wish.id, EnumSet.of(ClaimState.ACTIVE)).stream()
        .anyMatch(claim -> access.worksOn(caller, claim));
  }

  /**
   * Returns whether names, telephone number and address are masked in the caller's view. Residents,
   * members and stewards see the values unmasked; members and stewards get the private part only
   * while they work on an active claim. Operators can read the unmasked values with {@code
   * WishContacts}, which records it.
   */
  private static boolean isMasked(Caller caller) {
    return !caller.is(Role.RESIDENT, Role.MEMBER, Role.STEWARD);
  }

  private WishView.OwnPart ownPart(Caller caller, Wish wish) {
    Map<String, String> vaulted = vault.read(Subject.wish(wish.id));
    boolean masked = isMasked(caller);
    // Reporter, reviewer, remark and accounts are internal and not shown to claimants and
    // participants.
    boolean office = !caller.is(Role.MEMBER, Role.STEWARD);
    String community = divisions.name(DivisionCode.publicPath(wish.divisionPath));
    return new WishView.OwnPart(
        masked,
        wish.offWall,
        Confidential.of(vaulted.get("title")),
        Confidential.of(vaulted.get("details")),
        name(vaulted.get("residentName"), masked),
        name(vaulted.get("contactName"), masked),
        Confidential.of(
            masked ? Masking.phone(vaulted.get("contactPhone")) : vaulted.get("contactPhone")),
        Confidential.of(
            masked ? Masking.address(vaulted.get("address"), community) : vaulted.get("address")),
        office ? name(vaulted.get("reporter"), masked) : null,
        office ? Confidential.of(vaulted.get("remark")) : null,
        division(caller, wish),
        office ? wish.createdBy : null,
        office ? wish.collector : null,
        wish.submittedAt,
        office && wish.state == WishState.SUBMITTED ? deadlines.reviewBy(wish.submittedAt) : null,
        office ? wish.reviewedBy : null,
        wish.reviewedAt,
        Confidential.of(wish.referredTo),
        office ? wish.confirmedBy : null,
        wish.proxyReason,
        wish.acceptedBy,
        wish.shortfall,
        Confidential.of(vaulted.get("thanks")),
        vaulted.containsKey("thanks") ? wish.thanksAllowed : null,
        UNDECIDED.contains(wish.state) ? duplicates.of(caller, wish, vaulted) : List.of(),
        blocks(wish),
        claims.ofWish(wish.id, EnumSet.of(ClaimState.ACTIVE)).stream()
            .map(claim -> new Id(claim.id))
            .toList(),
        office ? reference(vaulted) : null,
        caller.is(Role.PARTNER) ? metadata(vaulted) : null,
        demand(wish));
  }

  private List<WishView.Block> blocks(Wish wish) {
    if (!UNPUBLISHED.contains(wish.state)) {
      return List.of();
    }
    List<WishView.Block> blocks = new ArrayList<>();
    if (wish.sensitivity != null && wish.consent != Consent.State.GIVEN) {
      blocks.add(new WishView.Block(ProblemType.CONSENT_REQUIRED, null, null, null));
    }
    for (Moderation.Open finding : moderation.open(wish)) {
      blocks.add(
          new WishView.Block(
              ProblemType.MODERATION_OPEN, finding.subject(), finding.state(), finding.source()));
    }
    return blocks;
  }

  private static Confidential name(String name, boolean masked) {
    return Confidential.of(masked ? Masking.name(name) : name);
  }

  /**
   * Returns the wish. Throws NOT_FOUND when it does not exist or the caller may not see it, and
   * UNDER_LEGAL_HOLD when a hold blocks a wish that the caller may see.
   */
  public Wish require(Caller caller, long id) {
    Wish wish =
        wishes
            .findByIdOptional(id)
            .filter(found -> caller == null ? found.isPublic() : access.sees(caller, found))
            .orElseThrow(ProblemType.NOT_FOUND::exception);
    wish.requireUsable();
    return wish;
  }

  /**
   * Returns the wish if the caller may see its non-public data, or holds or takes part in any of
   * its claims. Throws NOT_FOUND if the caller may not see the wish, FORBIDDEN if the caller may
   * see only its public part, and UNDER_LEGAL_HOLD when a hold blocks it.
   */
  public Wish requireInside(Caller caller, long wishId) {
    Wish wish =
        wishes
            .findByIdOptional(wishId)
            .filter(found -> access.sees(caller, found))
            .orElseThrow(ProblemType.NOT_FOUND::exception);
    if (!access.seesPrivately(caller, wish) && !access.takesPart(caller, wish)) {
      throw Caller.forbidden();
    }
    wish.requireUsable();
    return wish;
  }

  /**
   * Returns the notes on a wish, oldest first. Members and stewards get only the notes on claims
   * that they hold or take part in. Residents and partners do not get the names of attendees,
   * because these are personal data of others.
   */
  public List<NoteView> notes(Caller caller, Wish wish) {
    Map<String, String> vaulted = vault.read(Subject.wish(wish.id));
    boolean all = access.seesPrivately(caller, wish);
    Set<Long> own = new HashSet<>();
    if (!all) {
      claims.ofWish(wish.id).stream()
          .filter(claim -> access.worksOn(caller, claim))
          .forEach(claim -> own.add(claim.id));
    }
    return attachments.notes(AggregateType.WISH, wish.id).stream()
        .filter(note -> all || (note.partId != null && own.contains(note.partId)))
        .filter(note -> note.kind != Note.Kind.ATTENDEES || !caller.is(Role.RESIDENT, Role.PARTNER))
        .map(
            note ->
                NoteView.of(
                    note,
                    caller.is(Role.COLLECTOR, Role.OPERATOR, Role.AUDITOR)
                        || caller.account().equals(note.author),
                    vaulted.get(Note.field(note.id))))
        .toList();
  }

  /** Returns the recorded consents, oldest first, with masked names. */
  public List<ConsentView> consents(Wish wish) {
    Map<String, String> vaulted = vault.read(Subject.wish(wish.id));
    return attachments.consents(AggregateType.WISH, wish.id).stream()
        .map(
            consent ->
                new ConsentView(
                    new Id(consent.id),
                    consent.purpose,
                    consent.relation,
                    consent.method,
                    consent.obtainedOn,
                    Masking.name(consent.name(vaulted)),
                    consent.evidenceId == null ? null : new Id(consent.evidenceId),
                    consent.withdrawnAt,
                    new Id(consent.entryId)))
        .toList();
  }

  /** Returns the meetings of a project, oldest first. */
  public List<Meeting> meetings(Wish wish) {
    return queries.meetings(wish.id);
  }

  /** Returns the follow-up visits to a wish, oldest first. */
  public List<FollowUp> followUps(Wish wish) {
    return attachments.followUps(AggregateType.WISH, wish.id);
  }

  /** Returns the postings of a wish, oldest first. */
  public List<Posting> postings(Wish wish) {
    return postings.ofWish(wish.id);
  }
}
