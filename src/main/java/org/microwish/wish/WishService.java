package org.microwish.wish;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.ledger.LedgerEntry;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.ledger.leaf.Commitment;
import org.microwish.party.Division;
import org.microwish.party.DivisionCode;
import org.microwish.party.Divisions;
import org.microwish.platform.Id;
import org.microwish.platform.Ids;
import org.microwish.platform.Time;
import org.microwish.platform.http.IfMatch;
import org.microwish.privacy.Masking;
import org.microwish.privacy.Subject;
import org.microwish.privacy.Vault;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;
import org.microwish.wish.lifecycle.Capacity;
import org.microwish.wish.lifecycle.ClaimPolicy;
import org.microwish.wish.lifecycle.ClaimState;
import org.microwish.wish.lifecycle.ClaimableBy;
import org.microwish.wish.lifecycle.ClaimableFrom;
import org.microwish.wish.lifecycle.Proxy;
import org.microwish.wish.lifecycle.ProxyReason;
import org.microwish.wish.lifecycle.WishCommand;
import org.microwish.wish.lifecycle.WishKind;
import org.microwish.wish.lifecycle.WishState;
import org.microwish.wish.lifecycle.WishTransition;
import org.microwish.wish.money.Form;
import org.microwish.wish.money.Money;
import org.microwish.wish.money.Movement;
import org.microwish.wish.money.Posting;
import org.microwish.wish.money.Postings;

/**
 * What happens to a wish as a whole. Each method is one command: it works in the caller's
 * transaction, writes one ledger entry, and throws a problem when it is refused. {@code occurredAt}
 * is null for now; only late records, imports and the sample give it.
 */
@ApplicationScoped
public class WishService {

  private final WishExecutor executor;
  private final Wishes wishes;
  private final Claims claims;
  private final Postings postings;
  private final Standing standing;
  private final Divisions divisions;
  private final Vault vault;
  private final Moderation moderation;
  private final WishConfig config;
  private final Ids ids;
  private final Time time;
  private final EntityManager entities;

  WishService(
      WishExecutor executor,
      Wishes wishes,
      Claims claims,
      Postings postings,
      Standing standing,
      Divisions divisions,
      Vault vault,
      Moderation moderation,
      WishConfig config,
      Ids ids,
      Time time,
      EntityManager entities) {
    this.executor = executor;
    this.wishes = wishes;
    this.claims = claims;
    this.postings = postings;
    this.standing = standing;
    this.divisions = divisions;
    this.vault = vault;
    this.moderation = moderation;
    this.config = config;
    this.ids = ids;
    this.time = time;
    this.entities = entities;
  }

  /** Puts a wish on record, as a draft. */
  public WishReceipt create(Caller caller, WishDraft draft, Instant occurredAt, boolean sample) {
    Instant now = time.now();
    Instant at = occurredAt == null ? now : occurredAt;
    if (at.isAfter(now)) {
      throw ProblemException.invalid("/occurredAt", FieldFault.IN_FUTURE);
    }
    Division division = place(draft);
    boolean inside =
        !caller.is(Role.COLLECTOR, Role.OPERATOR, Role.PARTNER) || caller.covers(division.path);
    if (!inside) {
      throw ProblemException.invalid("/division", FieldFault.NOT_ALLOWED);
    }
    requireAnotherResident(caller, draft);
    Wish wish = new Wish();
    wish.id = ids.next();
    wish.version = 1;
    wish.state = WishState.DRAFT;
    wish.createdBy = caller.account();
    wish.resident = caller.role() == Role.RESIDENT ? caller.account() : draft.resident();
    wish.partner = caller.role() == Role.PARTNER ? caller.account() : null;
    wish.createdAt = at;
    wish.updatedAt = now;
    wish.lastOccurredAt = at;
    wish.sample = sample;
    wish.divisionPath = division.path;
    Scene scene =
        new Scene(
            caller,
            wish,
            null,
            List.of(),
            standing.parties(caller, wish, null),
            true,
            ids.next(),
            at,
            now);
    fill(scene, draft, division, at);
    return executor.create(scene);
  }

  /**
   * A resident is one of itself; nobody else writes a wish down for itself and then confirms it.
   */
  private static void requireAnotherResident(Caller caller, WishDraft draft) {
    if (draft.resident() != null
        && (caller.role() == Role.RESIDENT || draft.resident().equals(caller.account()))) {
      throw ProblemException.invalid("/resident", FieldFault.NOT_ALLOWED);
    }
  }

  private Division place(WishDraft draft) {
    Division division = divisions.require(draft.division(), "/division");
    if (DivisionCode.communityPath(division.path) == null) {
      throw ProblemException.invalid("/division", FieldFault.NOT_ALLOWED);
    }
    return division;
  }

  private void fill(Scene scene, WishDraft draft, Division division, Instant at) {
    Wish wish = scene.wish;
    if (draft.subcategory() != null) {
      requireSubcategory(draft);
    }
    wish.kind = draft.kind();
    wish.channel = draft.channel();
    wish.category = draft.category();
    wish.subcategory = draft.subcategory();
    wish.divisionPath = division.path;
    wish.neededSkill = draft.neededSkill();
    WishDraft.Beneficiaries beneficiaries = draft.beneficiaries();
    wish.beneficiaryBuildings = beneficiaries == null ? null : beneficiaries.buildings();
    wish.beneficiaryHouseholds = beneficiaries == null ? null : beneficiaries.households();
    wish.beneficiaryPeople = beneficiaries == null ? null : beneficiaries.people();
    mark(scene, draft.sensitivity());
    terms(wish, draft);
    if (draft.completeBy() != null && !draft.completeBy().isAfter(at)) {
      throw ProblemException.invalid("/completeBy", FieldFault.IN_PAST);
    }
    wish.completeBy = draft.completeBy();
    WishDraft.PrivateWords words = draft.words();
    secret(scene, "title", words.title());
    secret(scene, "details", words.details());
    secret(scene, "residentName", words.residentName());
    secret(scene, "contactName", words.contactName());
    if (words.contactPhone() != null && words.contactPhone().contains("*")) {
      throw ProblemException.invalid("/words/contactPhone", FieldFault.INVALID_FORMAT);
    }
    secret(scene, "contactPhone", words.contactPhone());
    secret(scene, "address", words.address());
    secret(scene, "reporter", words.reporter());
    secret(scene, "remark", words.remark());
    scene.facts.put("wish", facts(wish));
  }

  /**
   * Marks whom the wish is about. What says nothing leaves the mark, and only an operator says that
   * a wish is not a minor's after all: else whoever wrote it could do without the guardian.
   */
  private void mark(Scene scene, Sensitivity asked) {
    Wish wish = scene.wish;
    if (asked == null || asked == wish.sensitivity) {
      return;
    }
    if (wish.sensitivity == Sensitivity.MINOR && !scene.caller.is(Role.OPERATOR)) {
      throw ProblemException.invalid("/sensitivity", FieldFault.NOT_ALLOWED);
    }
    wish.sensitivity = asked;
    if (asked == Sensitivity.MINOR
        && wish.consent == GuardianConsent.State.GIVEN
        && !hasGuardiansConsent(wish.id)) {
      // A minor's own consent was none.
      wish.consent = null;
    }
  }

  private boolean hasGuardiansConsent(long wishId) {
    return entities
            .createQuery(
                "select count(*) from GuardianConsent"
                    + " where wishId = ?1 and withdrawnAt is null and relation <> ?2",
                Long.class)
            .setParameter(1, wishId)
            .setParameter(2, GuardianConsent.Relation.SELF)
            .getSingleResult()
        > 0;
  }

  /** A field left out is removed; a new wish has none to remove. */
  private static void secret(Scene scene, String field, String value) {
    if (value != null || scene.wish.version > 1) {
      scene.secrets.put(field, value);
    }
  }

  private void requireSubcategory(WishDraft draft) {
    // The column is ASCII, and cannot be compared with anything else.
    if (!draft.subcategory().chars().allMatch(c -> c < 128)) {
      throw ProblemException.invalid("/subcategory", FieldFault.NOT_FOUND);
    }
    List<?> found =
        entities
            .createNativeQuery(
                "SELECT code FROM subcategory WHERE code = ?1 AND category = ?2 AND active = TRUE")
            .setParameter(1, draft.subcategory())
            .setParameter(2, draft.category().name())
            .getResultList();
    if (found.isEmpty()) {
      throw ProblemException.invalid("/subcategory", FieldFault.NOT_FOUND);
    }
  }

  /** Who may claim how much: what the draft says, and what it leaves to the rule. */
  private static void terms(Wish wish, WishDraft draft) {
    boolean project = draft.kind() == WishKind.PROJECT;
    wish.claimPolicy = Objects.requireNonNullElse(draft.claimPolicy(), ClaimPolicy.EXCLUSIVE);
    wish.capacity = Objects.requireNonNullElse(draft.capacity(), Capacity.PLACES);
    wish.needsApproval = Objects.requireNonNullElse(draft.needsApproval(), false);
    wish.claimableBy =
        Objects.requireNonNullElse(
            draft.claimableBy(), project ? ClaimableBy.ORGANISATIONS : ClaimableBy.BOTH);
    wish.claimableFrom = Objects.requireNonNullElse(draft.claimableFrom(), ClaimableFrom.STREET);
    if (project && draft.budget() == null) {
      throw ProblemException.invalid("/budget", FieldFault.REQUIRED);
    }
    if (draft.budget() != null && draft.budget().isZero()) {
      throw ProblemException.invalid("/budget", FieldFault.OUT_OF_RANGE);
    }
    wish.budget = draft.budget() == null ? null : draft.budget().yuan();
    boolean shared = wish.claimPolicy == ClaimPolicy.SHARED;
    switch (wish.capacity) {
      case AMOUNT -> {
        if (!shared || !project) {
          throw ProblemException.invalid("/capacity", FieldFault.NOT_ALLOWED);
        }
        if (draft.places() != null) {
          throw ProblemException.invalid("/places", FieldFault.NOT_ALLOWED);
        }
        wish.places = 0;
      }
      case PLACES -> {
        if (shared && draft.places() == null) {
          throw ProblemException.invalid("/places", FieldFault.REQUIRED);
        }
        if (!shared && draft.places() != null && draft.places() != 1) {
          throw ProblemException.invalid("/places", FieldFault.NOT_ALLOWED);
        }
        wish.places = shared ? draft.places() : 1;
      }
    }
  }

  /** The leaf's fact {@code wish}: all that statistics and the verifier know of it. */
  static Map<String, Object> facts(Wish wish) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("kind", wish.kind.name());
    facts.put("category", wish.category.name());
    put(facts, "subcategory", wish.subcategory);
    facts.put("channel", wish.channel.name());
    facts.put("community", DivisionCode.publicPath(wish.divisionPath));
    facts.put("claimPolicy", wish.claimPolicy.name());
    facts.put("capacity", wish.capacity.name());
    facts.put("places", wish.places);
    facts.put("needsApproval", wish.needsApproval);
    facts.put("claimableBy", wish.claimableBy.name());
    facts.put("claimableFrom", wish.claimableFrom.name());
    put(facts, "budgetFen", wish.budget == null ? null : Money.of(wish.budget).fen());
    Map<String, Object> beneficiaries = new LinkedHashMap<>();
    put(beneficiaries, "buildings", wish.beneficiaryBuildings);
    put(beneficiaries, "households", wish.beneficiaryHouseholds);
    put(beneficiaries, "people", wish.beneficiaryPeople);
    if (!beneficiaries.isEmpty()) {
      facts.put("beneficiaries", beneficiaries);
    }
    put(facts, "claimBy", wish.claimBy == null ? null : wish.claimBy.toString());
    put(facts, "completeBy", wish.completeBy == null ? null : wish.completeBy.toString());
    if (wish.sample) {
      facts.put("sample", true);
    }
    return facts;
  }

  private static void put(Map<String, Object> map, String key, Object value) {
    if (value != null) {
      map.put(key, value);
    }
  }

  /** Writes the whole draft anew, as long as nobody has claimed the wish. */
  public WishReceipt edit(Caller caller, long id, WishDraft draft, IfMatch ifMatch, Instant at) {
    Division division = place(draft);
    if (caller.role() != Role.RESIDENT) {
      requireAnotherResident(caller, draft);
    }
    return executor.execute(
        Act.onWish(caller, id, WishTransition.EDIT)
            .at(at)
            .ifMatch(ifMatch)
            .writing(
                scene -> {
                  if (scene.wish.kind != draft.kind()) {
                    throw ProblemException.invalid("/kind", FieldFault.NOT_ALLOWED);
                  }
                  if (caller.is(Role.COLLECTOR, Role.OPERATOR) && !caller.covers(division.path)) {
                    throw ProblemException.invalid("/division", FieldFault.NOT_ALLOWED);
                  }
                  String from = scene.wish.divisionPath;
                  fill(scene, unmasked(scene.wish, draft), division, scene.at);
                  if (!from.equals(division.path)) {
                    moderation.move(id, division.path);
                  }
                  keepPublicFunds(scene.wish);
                  if (scene.wish.state != WishState.DRAFT
                      && scene.wish.state != WishState.RETURNED) {
                    requireConsent(scene.wish);
                  }
                }));
  }

  /** A minor's or another sensitive person's wish goes nowhere without its guardian (PIPL 31). */
  private static void requireConsent(Wish wish) {
    if (wish.lacksConsent()) {
      throw ProblemType.CONSENT_REQUIRED.exception();
    }
  }

  /**
   * The draft, in which values that are sent back as they were shown, masked, stand for what they
   * mask: an editor who may not see a number must not wipe it out.
   */
  private WishDraft unmasked(Wish wish, WishDraft draft) {
    Map<String, String> now = vault.read(Subject.wish(wish.id));
    WishDraft.PrivateWords words = draft.words();
    String community = divisions.name(DivisionCode.publicPath(wish.divisionPath));
    return draft.with(
        new WishDraft.PrivateWords(
            words.title(),
            words.details(),
            unmasked(words.residentName(), now.get("residentName"), Masking::name),
            unmasked(words.contactName(), now.get("contactName"), Masking::name),
            unmasked(words.contactPhone(), now.get("contactPhone"), Masking::phone),
            unmasked(words.address(), now.get("address"), text -> Masking.address(text, community)),
            unmasked(words.reporter(), now.get("reporter"), Masking::name),
            words.remark()));
  }

  private static String unmasked(String sent, String there, UnaryOperator<String> mask) {
    return sent != null && there != null && sent.equals(mask.apply(there)) ? there : sent;
  }

  /** Public funds may be on record before the first claim: a new budget must hold them. */
  private static void keepPublicFunds(Wish wish) {
    if (wish.budget == null) {
      wish.amountTaken = BigDecimal.ZERO;
      return;
    }
    BigDecimal held = wish.committed.add(wish.spent);
    if (held.compareTo(wish.budget) > 0) {
      throw ProblemType.COMMITMENT_EXCEEDED.exception().with("free", Money.of(held));
    }
    wish.amountTaken = held;
  }

  /** Hands the wish in for review. */
  public WishReceipt submit(Caller caller, long id, Instant at) {
    return executor.execute(
        Act.onWish(caller, id, WishTransition.SUBMIT)
            .at(at)
            .writing(
                scene -> {
                  requireConsent(scene.wish);
                  scene.wish.submittedAt = scene.at;
                }));
  }

  /** Sends the wish back to its author. */
  public WishReceipt sendBack(Caller caller, long id, String reason, Instant at) {
    return review(caller, id, WishTransition.RETURN, reason, at);
  }

  /** Refuses the wish for good. */
  public WishReceipt reject(Caller caller, long id, String reason, Instant at) {
    return review(caller, id, WishTransition.REJECT, reason, at);
  }

  /** Hands the wish to another body. */
  public WishReceipt refer(Caller caller, long id, String to, String reason, Instant at) {
    return executor.execute(
        reviewing(Act.onWish(caller, id, WishTransition.REFER).at(at), reason)
            .writing(
                scene -> {
                  scene.wish.referredTo = to;
                  scene.secrets.put("referredTo", to);
                }));
  }

  private WishReceipt review(
      Caller caller, long id, WishTransition transition, String reason, Instant at) {
    return executor.execute(reviewing(Act.onWish(caller, id, transition).at(at), reason));
  }

  private static Act reviewing(Act act, String reason) {
    return act.writing(
        scene -> {
          scene.wish.reviewedAt = scene.at;
          scene.wish.reviewedBy = scene.caller.account();
          scene.note(WishNote.Kind.REASON, reason);
        });
  }

  /** Puts the wish on the wall. */
  public WishReceipt publish(Caller caller, long id, Publication words, Instant at) {
    return executor.execute(
        reviewing(Act.onWish(caller, id, WishTransition.PUBLISH).at(at), null)
            .writing(
                scene -> {
                  Wish wish = scene.wish;
                  requireConsent(wish);
                  moderation.requireNothingOpen(wish.id);
                  wish.round = 1;
                  wish.firstPublishedAt = scene.at;
                  wish.publishedAt = scene.at;
                  wish.claimBy = claimBy(words.claimBy(), scene.at);
                  if (words.completeBy() != null) {
                    wish.completeBy = words.completeBy();
                  }
                  if (wish.completeBy != null && !wish.completeBy.isAfter(scene.at)) {
                    throw ProblemException.invalid("/completeBy", FieldFault.IN_PAST);
                  }
                  wish.publicTitle = words.publicTitle();
                  wish.publicSummary = words.publicSummary();
                  scene.secrets.put("publicTitle", words.publicTitle());
                  scene.secrets.put("publicSummary", words.publicSummary());
                  scene.facts.put("round", wish.round);
                  scene.facts.put("wish", facts(wish));
                }));
  }

  private Instant claimBy(Instant given, Instant at) {
    Instant claimBy = given == null ? at.plus(config.openFor()) : given;
    if (!claimBy.isAfter(at)) {
      throw ProblemException.invalid("/claimBy", FieldFault.IN_PAST);
    }
    return claimBy;
  }

  /** Opens an expired wish for another round. */
  public WishReceipt republish(Caller caller, long id, Instant claimBy, Instant at) {
    return executor.execute(
        Act.onWish(caller, id, WishTransition.REPUBLISH)
            .at(at)
            .deciding(scene -> new WishCommand.ClaimBy(WishTransition.REPUBLISH, claimBy))
            .writing(
                scene -> {
                  Wish wish = scene.wish;
                  requireConsent(wish);
                  moderation.requireNothingOpen(wish.id);
                  wish.round++;
                  wish.publishedAt = scene.at;
                  wish.claimBy = claimBy;
                  wish.endedAt = null;
                  if (wish.completeBy != null && !wish.completeBy.isAfter(scene.at)) {
                    wish.completeBy = null;
                  }
                  scene.facts.put("round", wish.round);
                  scene.facts.put("wish", facts(wish));
                }));
  }

  /** Moves the claim-by date of an open wish. */
  public WishReceipt extend(Caller caller, long id, Instant claimBy, String reason, Instant at) {
    return executor.execute(
        Act.onWish(caller, id, WishTransition.EXTEND)
            .at(at)
            .deciding(scene -> new WishCommand.ClaimBy(WishTransition.EXTEND, claimBy))
            .writing(
                scene -> {
                  scene.wish.claimBy = claimBy;
                  scene.facts.put("deadlines", Map.of("claimBy", claimBy.toString()));
                  scene.note(WishNote.Kind.REASON, reason);
                }));
  }

  /** Ends claiming though something is free; the shortfall is recorded. */
  public WishReceipt closeClaiming(Caller caller, long id, String reason, Instant at) {
    return executor.execute(
        Act.onWish(caller, id, WishTransition.CLOSE_CLAIMING)
            .at(at)
            .writing(scene -> scene.note(WishNote.Kind.REASON, reason)));
  }

  /** Ends claiming at the claim-by date of a wish that somebody holds; the sweeper's. */
  WishReceipt closeAtDate(long id, Instant databaseNow) {
    return executor.execute(
        Act.onWish(Caller.SYSTEM, id, WishTransition.CLOSE_CLAIMING).at(databaseNow));
  }

  /** Lets an open wish that nobody holds run out; the sweeper's. */
  WishReceipt expire(long id, Instant databaseNow) {
    return executor.execute(Act.onWish(Caller.SYSTEM, id, WishTransition.EXPIRE).at(databaseNow));
  }

  /** Ends the public notice; the sweeper's. */
  WishReceipt archive(long id, Instant databaseNow) {
    return executor.execute(Act.onWish(Caller.SYSTEM, id, WishTransition.ARCHIVE).at(databaseNow));
  }

  /** Ends the public notice of a wish whose time is over, as of a past moment: the sample's. */
  public WishReceipt archive(Caller system, long id, Instant at) {
    return executor.execute(Act.onWish(system, id, WishTransition.ARCHIVE).at(at));
  }

  /** Takes the wish back; live claims end and unspent money is released. */
  public WishReceipt withdraw(Caller caller, long id, String reason, Instant at) {
    return executor.execute(
        Act.onWish(caller, id, WishTransition.WITHDRAW)
            .at(at)
            .writing(
                scene -> {
                  scene.endReason = EndReason.WISH_WITHDRAWN;
                  scene.note(WishNote.Kind.REASON, reason);
                }));
  }

  /** Puts a guardian's consent on record, which also says whom the wish is about. */
  public WishReceipt recordConsent(Caller caller, long id, ConsentDraft draft, Instant at) {
    return executor.execute(
        Act.onWish(caller, id, WishTransition.RECORD_CONSENT)
            .at(at)
            .writing(
                scene -> {
                  draft.check(scene.now);
                  Evidence shown =
                      draft.evidence() == null
                          ? null
                          : entities.find(Evidence.class, draft.evidence().value());
                  if (draft.evidence() != null && (shown == null || shown.wishId != id)) {
                    throw ProblemException.invalid("/evidence", FieldFault.NOT_FOUND);
                  }
                  GuardianConsent consent = new GuardianConsent();
                  consent.id = ids.next();
                  consent.wishId = id;
                  consent.relation = draft.relation();
                  consent.method = draft.method();
                  consent.obtainedOn = draft.obtainedOn();
                  consent.evidenceId = shown == null ? null : shown.id;
                  consent.recordedBy = caller.account();
                  consent.entryId = scene.entryId;
                  entities.persist(consent);
                  scene.item = consent.id;
                  mark(scene, draft.sensitivity());
                  scene.wish.consent = GuardianConsent.State.GIVEN;
                  scene.secrets.put(GuardianConsent.nameField(consent.id), draft.name());
                  if (draft.words() != null) {
                    scene.secrets.put(GuardianConsent.wordsField(consent.id), draft.words());
                  }
                  // What the leaf says must not tell what the person suffers from.
                  scene.commitTo("consent", draft.terms());
                  scene.facts.put("consent", Map.of("state", wishState(scene.wish)));
                }));
  }

  private static String wishState(Wish wish) {
    return wish.consent.name();
  }

  /**
   * Takes a guardian's consent back. What is not done yet is withdrawn, with its live claims; what
   * is done leaves the wall, and the retention job erases it next.
   */
  public WishReceipt withdrawConsent(Caller caller, long id, String reason, Instant at) {
    Wish found = require(caller, id);
    // Whether there is a consent is told below, to those who may: it tells of a minor.
    WishTransition transition =
        WishTransition.WITHDRAW.sources().contains(found.state)
            ? WishTransition.WITHDRAW
            : WishTransition.WITHDRAW_CONSENT;
    // The command must read what its own lock finds.
    entities.clear();
    return executor.execute(
        Act.onWish(caller, id, transition)
            .at(at)
            .deciding(
                scene ->
                    transition == WishTransition.WITHDRAW
                        ? new WishCommand.Withdraw(true)
                        : new WishCommand.OnWish(transition))
            .writing(
                scene -> {
                  if (scene.wish.consent != GuardianConsent.State.GIVEN) {
                    throw ProblemType.ALREADY_ENDED.exception();
                  }
                  scene.endReason = EndReason.WISH_WITHDRAWN;
                  scene.wish.consent = GuardianConsent.State.WITHDRAWN;
                  scene.wish.offWall = true;
                  entities
                      .createQuery(
                          "update GuardianConsent set withdrawnAt = ?2"
                              + " where wishId = ?1 and withdrawnAt is null")
                      .setParameter(1, id)
                      .setParameter(2, scene.at)
                      .executeUpdate();
                  scene.facts.put("consent", Map.of("state", wishState(scene.wish)));
                  scene.note(WishNote.Kind.REASON, reason);
                }));
  }

  /**
   * Confirms that the wish is done.
   *
   * @param rating 1 to 5
   * @param proxy why somebody else speaks for the resident, or null
   * @param evidence evidence on this wish of the resident's word; for CANNOT_USE_PHONE
   */
  public WishReceipt confirm(
      Caller caller,
      long id,
      int rating,
      String comment,
      ProxyReason proxy,
      Set<Long> evidence,
      Instant at) {
    return executor.execute(
        Act.onWish(caller, id, WishTransition.CONFIRM)
            .at(at)
            .deciding(scene -> new WishCommand.Confirm(proxy(scene, proxy, evidence)))
            .writing(
                scene -> {
                  Wish wish = scene.wish;
                  wish.confirmedAt = scene.at;
                  wish.confirmedBy = caller.account();
                  wish.confirmation = proxy == null ? "SELF" : "PROXY";
                  wish.proxyReason = proxy;
                  wish.rating = rating;
                  wish.fulfilledAt = scene.at;
                  wish.noticeUntil = scene.at.plus(config.notice());
                  Map<String, Object> confirmation = confirmation(wish);
                  confirmation.put("rating", rating);
                  scene.facts.put("confirmation", confirmation);
                  scene.facts.put("deadlines", Map.of("noticeUntil", wish.noticeUntil.toString()));
                  scene.note(WishNote.Kind.COMMENT, comment);
                }));
  }

  private static Map<String, Object> confirmation(Wish wish) {
    Map<String, Object> confirmation = new LinkedHashMap<>();
    confirmation.put("by", wish.confirmation);
    put(confirmation, "proxyReason", wish.proxyReason == null ? null : wish.proxyReason.name());
    return confirmation;
  }

  /**
   * Says that the wish is not done.
   *
   * @param redo the claims to be done again
   */
  public WishReceipt reportDissatisfaction(
      Caller caller,
      long id,
      Set<Long> redo,
      String reason,
      ProxyReason proxy,
      Set<Long> evidence,
      Instant at) {
    return executor.execute(
        Act.onWish(caller, id, WishTransition.REPORT_DISSATISFACTION)
            .at(at)
            .deciding(
                scene -> new WishCommand.ReportDissatisfaction(redo, proxy(scene, proxy, evidence)))
            .writing(
                scene -> {
                  Map<String, Object> confirmation = new LinkedHashMap<>();
                  confirmation.put("by", proxy == null ? "SELF" : "PROXY");
                  put(confirmation, "proxyReason", proxy == null ? null : proxy.name());
                  scene.facts.put("confirmation", confirmation);
                  scene.facts.put("redo", texts(redo));
                  scene.note(WishNote.Kind.REASON, reason);
                }));
  }

  private Proxy proxy(Scene scene, ProxyReason reason, Set<Long> evidence) {
    if (reason == null) {
      return null;
    }
    List<Claim> active = claims.ofWish(scene.wish.id, EnumSet.of(ClaimState.ACTIVE));
    return new Proxy(
        reason,
        standing.isConflicted(scene.caller, active),
        !evidence.isEmpty() && isResidentsEvidence(scene.wish.id, evidence));
  }

  /** Evidence of the wish itself, not of a claim: what a claimant uploads proves nothing here. */
  private boolean isResidentsEvidence(long wishId, Set<Long> evidence) {
    Number found =
        (Number)
            entities
                .createNativeQuery(
                    "SELECT COUNT(*) FROM evidence"
                        + " WHERE wish_id = ?1 AND claim_id IS NULL AND id IN (?2)")
                .setParameter(1, wishId)
                .setParameter(2, evidence)
                .getSingleResult();
    return found.intValue() == evidence.size();
  }

  private static List<String> texts(Set<Long> claimIds) {
    return claimIds.stream().map(claimId -> Id.text(claimId.longValue())).sorted().toList();
  }

  /** Lets work go on after a confirmation. */
  public WishReceipt reopen(Caller caller, long id, Set<Long> redo, String reason, Instant at) {
    return executor.execute(
        Act.onWish(caller, id, WishTransition.REOPEN)
            .at(at)
            .deciding(scene -> new WishCommand.Reopen(redo))
            .writing(
                scene -> {
                  Wish wish = scene.wish;
                  wish.confirmedAt = null;
                  wish.confirmedBy = null;
                  wish.confirmation = null;
                  wish.proxyReason = null;
                  wish.rating = null;
                  wish.fulfilledAt = null;
                  wish.noticeUntil = null;
                  scene.facts.put("redo", texts(redo));
                  scene.note(WishNote.Kind.REASON, reason);
                }));
  }

  /**
   * Posts public money.
   *
   * @param movement PLEDGE, SPEND or RELEASE
   */
  public WishReceipt postPublicFunds(
      Caller caller, long id, Movement movement, Money amount, String note, Instant at) {
    return executor.execute(
        Act.onWish(caller, id, WishTransition.POST_PUBLIC_FUNDS)
            .at(at)
            .deciding(scene -> new WishCommand.PostPublicFunds(movement, amount))
            .writing(scene -> scene.note(WishNote.Kind.REASON, note)));
  }

  /** Records that spent money came back; from public funds where no claim is named. */
  public WishReceipt refund(
      Caller caller, long id, Long claimId, Money amount, Form form, String note, Instant at) {
    return executor.execute(
        Act.onWish(caller, id, WishTransition.REFUND)
            .naming(claimId)
            .at(at)
            .deciding(scene -> new WishCommand.Refund(claimId, amount, form))
            .writing(scene -> scene.note(WishNote.Kind.REASON, note)));
  }

  /**
   * Takes a posting back and posts what is right instead.
   *
   * @param replacement the right amount; zero where nothing should have been posted
   */
  public WishReceipt reversePosting(
      Caller caller, long id, long postingId, Money replacement, String reason, Instant at) {
    Posting posting =
        postings
            .findByIdOptional(postingId)
            .filter(found -> found.wishId == id)
            .orElseThrow(() -> ProblemException.invalid("/posting", FieldFault.NOT_FOUND));
    return executor.execute(
        Act.onWish(caller, id, WishTransition.REVERSE_POSTING)
            .naming(posting.claimId)
            .at(at)
            .deciding(
                scene ->
                    new WishCommand.ReversePosting(
                        postingId,
                        posting.claimId,
                        posting.movement(),
                        Money.of(posting.amount),
                        posting.form,
                        postings.count("reverses", postingId) > 0,
                        replacement))
            .writing(
                scene -> {
                  scene.facts.put(
                      "correction",
                      Map.of("entry", Id.text(posting.entryId), "fields", List.of("postings")));
                  scene.note(WishNote.Kind.REASON, reason);
                }));
  }

  /**
   * Puts frozen fields right by a new version.
   *
   * @param entryId the entry of this wish that said it wrongly
   */
  public WishReceipt correct(
      Caller caller, long id, long entryId, Correction values, String reason, Instant at) {
    return executor.execute(
        Act.onWish(caller, id, WishTransition.CORRECT)
            .at(at)
            .writing(scene -> correct(scene, entryId, values, reason)));
  }

  private void correct(Scene scene, long entryId, Correction values, String reason) {
    Wish wish = scene.wish;
    LedgerEntry corrected = entities.find(LedgerEntry.class, entryId);
    if (corrected == null
        || corrected.aggregateType != AggregateType.WISH
        || !corrected.aggregateId.equals(Id.text(wish.id))) {
      throw ProblemException.invalid("/entry", FieldFault.NOT_FOUND);
    }
    List<String> fields = new ArrayList<>();
    if (values.category() != null) {
      wish.category = values.category();
      wish.subcategory = null;
      fields.add("category");
    }
    if (values.channel() != null) {
      wish.channel = values.channel();
      fields.add("channel");
    }
    if (values.division() != null) {
      Division division = divisions.require(values.division(), "/values/division");
      if (DivisionCode.communityPath(division.path) == null
          || !scene.caller.covers(division.path)) {
        throw ProblemException.invalid("/values/division", FieldFault.NOT_ALLOWED);
      }
      if (!wish.divisionPath.equals(division.path)) {
        moderation.move(wish.id, division.path);
      }
      wish.divisionPath = division.path;
      fields.add("community");
    }
    if (values.budget() != null) {
      Money bound = Money.of(wish.committed).plus(Money.of(wish.spent));
      if (values.budget().compareTo(bound) < 0 || values.budget().isZero()) {
        throw ProblemType.COMMITMENT_EXCEEDED.exception().with("free", bound);
      }
      wish.budget = values.budget().yuan();
      wish.amountTaken = wish.amountTaken.min(wish.budget);
      if (wish.state != WishState.OPEN && wish.capacity == Capacity.AMOUNT) {
        // A correction never changes the state: what it frees may be pledged, not claimed anew.
        wish.claimingClosed = true;
      }
      fields.add("budget");
    }
    if (values.beneficiaries() != null) {
      wish.beneficiaryBuildings = values.beneficiaries().buildings();
      wish.beneficiaryHouseholds = values.beneficiaries().households();
      wish.beneficiaryPeople = values.beneficiaries().people();
      fields.add("beneficiaries");
    }
    if (values.publicTitle() != null) {
      wish.publicTitle = values.publicTitle();
    }
    if (values.publicSummary() != null) {
      wish.publicSummary = values.publicSummary();
    }
    Map<String, Object> before = new LinkedHashMap<>();
    for (Map.Entry<String, String> secret : values.secrets().entrySet()) {
      scene.secrets.put(secret.getKey(), secret.getValue());
      fields.add(secret.getKey());
      vault
          .lastCommitment(Subject.wish(wish.id), secret.getKey())
          .map(Commitment::mac)
          .ifPresent(mac -> before.put(secret.getKey(), mac));
    }
    if (fields.isEmpty()) {
      throw ProblemException.invalid("/values", FieldFault.REQUIRED);
    }
    scene.facts.put("wish", facts(wish));
    Map<String, Object> correction = new LinkedHashMap<>();
    correction.put("entry", Id.text(entryId));
    correction.put("fields", fields);
    if (!before.isEmpty()) {
      correction.put("before", before);
    }
    scene.facts.put("correction", correction);
    scene.note(WishNote.Kind.REASON, reason);
  }

  /** Records a coordination meeting of a project. */
  public WishReceipt holdMeeting(
      Caller caller,
      long id,
      Instant heldAt,
      int participants,
      String attendees,
      String agreed,
      Instant at) {
    return executor.execute(
        Act.onWish(caller, id, WishTransition.HOLD_MEETING)
            .at(at)
            .writing(
                scene -> {
                  if (heldAt.isAfter(scene.now)) {
                    throw ProblemException.invalid("/heldAt", FieldFault.IN_FUTURE);
                  }
                  Meeting meeting = new Meeting();
                  meeting.id = ids.next();
                  meeting.wishId = id;
                  meeting.heldAt = heldAt;
                  meeting.participants = participants;
                  meeting.entryId = scene.entryId;
                  entities.persist(meeting);
                  scene.item = meeting.id;
                  scene.facts.put(
                      "meeting", Map.of("heldAt", heldAt.toString(), "participants", participants));
                  scene.note(WishNote.Kind.ATTENDEES, attendees);
                  scene.note(WishNote.Kind.MEETING, agreed);
                }));
  }

  /** Records a visit after the wish was fulfilled. */
  public WishReceipt followUp(
      Caller caller,
      long id,
      LocalDate visitedOn,
      FollowUp.Result result,
      String note,
      Instant at) {
    return executor.execute(
        Act.onWish(caller, id, WishTransition.FOLLOW_UP)
            .at(at)
            .writing(
                scene -> {
                  if (visitedOn.isAfter(scene.now.atZone(Time.ZONE).toLocalDate())) {
                    throw ProblemException.invalid("/visitedOn", FieldFault.IN_FUTURE);
                  }
                  if (visitedOn.isBefore(scene.wish.fulfilledAt.atZone(Time.ZONE).toLocalDate())) {
                    throw ProblemException.invalid("/visitedOn", FieldFault.WRONG_ORDER);
                  }
                  FollowUp visit = new FollowUp();
                  visit.id = ids.next();
                  visit.wishId = id;
                  visit.visitedOn = visitedOn;
                  visit.result = result;
                  visit.entryId = scene.entryId;
                  entities.persist(visit);
                  scene.item = visit.id;
                  scene.facts.put(
                      "followUp",
                      Map.of("visitedOn", visitedOn.toString(), "result", result.name()));
                  scene.note(WishNote.Kind.FOLLOW_UP, note);
                }));
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
}
