package org.microwish.suites.model;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.microwish.caller.Role;
import org.microwish.testing.Street;

/**
 * The reference model of one wish in memory: computes the effect of each command, or the reason to
 * refuse it. Written from the design with its own table, without code of the service. Its counters
 * are computed each time and never stored.
 */
final class ModelWish {

  /** Result of {@link #judge} for a command that is accepted. */
  static final String ACCEPTED = "ACCEPTED";

  private static final Set<String> SEEN_BY_ALL =
      Set.of("OPEN", "CLAIMED", "IN_PROGRESS", "DELIVERED", "FULFILLED", "ARCHIVED");

  /** A posting in the database; a reversal refers to it. */
  record Posting(String id, long version, Move move) {}

  final String id;
  final String kind;
  final String resident;

  /** The collector who recorded the wish, or null. */
  private final String author;

  String state = "DRAFT";
  long version = 1;
  String capacity;
  int places;
  boolean approval;
  String claimableBy;
  String claimableFrom;
  Long budget;
  boolean closed;
  boolean everClaimed;
  int claimByYear;

  /** The part of the budget that is taken, so not available to further claims. */
  long spokenFor;

  final Map<String, ModelClaim> claims = new LinkedHashMap<>();
  final Map<String, ModelInvitation> invitations = new LinkedHashMap<>();
  ModelClaim open = new ModelClaim(Move.PUBLIC, "", "");
  final Set<String> reversed = new TreeSet<>();
  private final Map<String, Posting> postings;
  private final Map<String, Actor> claimants;
  private List<Move> moves = new ArrayList<>();

  private ModelWish(
      String id,
      String kind,
      String resident,
      String author,
      Map<String, Posting> postings,
      Map<String, Actor> claimants) {
    this.id = id;
    this.kind = kind;
    this.resident = resident;
    this.author = author;
    this.postings = postings;
    this.claimants = claimants;
  }

  /**
   * Creates a wish.
   *
   * @param postings all postings of the run, by id
   * @param claimants all possible claimants, by type and id
   */
  static ModelWish of(
      String id, Command create, Map<String, Posting> postings, Map<String, Actor> claimants) {
    String resident =
        create.actor().role() == Role.RESIDENT ? create.actor().account() : create.text("resident");
    String author = create.actor().role() == Role.COLLECTOR ? create.actor().account() : null;
    ModelWish wish = new ModelWish(id, create.text("kind"), resident, author, postings, claimants);
    wish.terms(create);
    return wish;
  }

  ModelWish copy() {
    ModelWish copy = new ModelWish(id, kind, resident, author, postings, claimants);
    copy.state = state;
    copy.version = version;
    copy.capacity = capacity;
    copy.places = places;
    copy.approval = approval;
    copy.claimableBy = claimableBy;
    copy.claimableFrom = claimableFrom;
    copy.budget = budget;
    copy.closed = closed;
    copy.everClaimed = everClaimed;
    copy.claimByYear = claimByYear;
    copy.spokenFor = spokenFor;
    claims.forEach((key, claim) -> copy.claims.put(key, claim.copy()));
    invitations.forEach((key, one) -> copy.invitations.put(key, one.copy()));
    copy.open = open.copy();
    copy.reversed.addAll(reversed);
    return copy;
  }

  static long fen(String yuan) {
    return yuan == null ? 0 : new BigDecimal(yuan).movePointRight(2).longValueExact();
  }

  private void terms(Command draft) {
    boolean shared = "SHARED".equals(draft.text("claimPolicy"));
    capacity = (String) draft.body().getOrDefault("capacity", "PLACES");
    places = capacity.equals("AMOUNT") ? 0 : shared ? (Integer) draft.body().get("places") : 1;
    approval = Boolean.TRUE.equals(draft.body().get("needsApproval"));
    claimableBy =
        (String)
            draft
                .body()
                .getOrDefault("claimableBy", kind.equals("PROJECT") ? "ORGANISATIONS" : "BOTH");
    claimableFrom = (String) draft.body().getOrDefault("claimableFrom", "STREET");
    budget = draft.text("budget") == null ? null : Long.valueOf(draft.fen("budget"));
  }

  // Counters and sums --------------------------------------------------------------------------

  long count(String... states) {
    return claims.values().stream().filter(claim -> claim.is(states)).count();
  }

  long active() {
    return count("ACTIVE");
  }

  long started() {
    return claims.values().stream().filter(claim -> claim.is("ACTIVE") && claim.started).count();
  }

  long delivered() {
    return claims.values().stream().filter(claim -> claim.is("ACTIVE") && claim.delivered).count();
  }

  List<ModelInvitation> live() {
    return invitations.values().stream().filter(ModelInvitation::isLive).toList();
  }

  /** Returns the number of live invitations with a reserved place, now or once it is offered. */
  long held() {
    return live().stream().filter(one -> one.reserved).count();
  }

  /** Returns the number of places that are reserved for somebody now. */
  private long kept() {
    return live().stream().filter(ModelInvitation::keepsPlace).count();
  }

  private ModelInvitation invitationOf(String claimant) {
    return live().stream().filter(one -> one.claimant.equals(claimant)).findFirst().orElse(null);
  }

  private ModelInvitation firstWaiting() {
    return live().stream().filter(ModelInvitation::waits).findFirst().orElse(null);
  }

  /** Returns the number of taken places. */
  long winners() {
    return count("ACTIVE", "COMPLETED");
  }

  private List<ModelClaim> accounts() {
    List<ModelClaim> accounts = new ArrayList<>(claims.values());
    accounts.add(open);
    return accounts;
  }

  long committed() {
    return accounts().stream().mapToLong(ModelClaim::committed).sum();
  }

  long spent() {
    return accounts().stream().mapToLong(ModelClaim::spent).sum();
  }

  long returned() {
    return accounts().stream().mapToLong(ModelClaim::returned).sum();
  }

  private boolean isFree() {
    return !closed && (capacity.equals("PLACES") ? winners() < places : spokenFor < budget);
  }

  /** Returns true if a place is free for a claimant for whom none is reserved. */
  private boolean isFreeForAll() {
    return isFree() && (capacity.equals("AMOUNT") || winners() + held() < places);
  }

  private boolean isFreeFor(String claimant) {
    ModelInvitation own = invitationOf(claimant);
    return (own != null && own.keepsPlace()) ? isFree() : isFreeForAll();
  }

  private boolean isOverBudget(long more) {
    return budget != null && committed() + spent() + more > budget;
  }

  /** Returns the violated invariants; empty if there are none. */
  List<String> wrong() {
    List<String> wrong = new ArrayList<>();
    if (capacity.equals("PLACES") && winners() > places) {
      wrong.add(winners() + " winners of " + places + " places");
    }
    if (kept() > 0 && winners() + kept() > places) {
      wrong.add(winners() + " winners and " + kept() + " places kept of " + places);
    }
    Set<String> invited = new TreeSet<>();
    for (ModelInvitation one : live()) {
      if (!invited.add(one.claimant)) {
        wrong.add("two live invitations of " + one.claimant);
      }
    }
    if (budget != null && committed() + spent() > budget) {
      wrong.add("committed " + committed() + " and spent " + spent() + " of " + budget);
    }
    for (ModelClaim account : accounts()) {
      if (account.isBelowZero()) {
        wrong.add("an account of " + account.id + " is below zero");
      }
    }
    Set<String> live = new TreeSet<>();
    for (ModelClaim claim : claims.values()) {
      if (claim.isLive() && !live.add(claim.claimant)) {
        wrong.add("two live claims of " + claim.claimant);
      }
    }
    return wrong;
  }

  // Roles and visibility -----------------------------------------------------------------------

  private boolean worksOn(Actor who, ModelClaim claim) {
    return claim.claimant.equals(who.claimant())
        || (who.role() == Role.MEMBER && claim.participants.contains(who.id()));
  }

  /** Returns true if the actor may see the wish. */
  boolean sees(Actor who) {
    return SEEN_BY_ALL.contains(state)
        || switch (who.role()) {
          case RESIDENT -> who.account().equals(resident);
          case COLLECTOR, OPERATOR, AUDITOR -> isInside(who);
          case MEMBER, STEWARD -> claims.values().stream().anyMatch(claim -> worksOn(who, claim));
          case SYSTEM -> true;
          case PARTNER, ADMINISTRATOR -> false;
        };
  }

  private static boolean isInside(Actor staff) {
    return !Street.OTHER_STREET.equals(staff.community());
  }

  private Set<String> parties(Actor who, ModelClaim claim) {
    Set<String> parties = new TreeSet<>();
    switch (who.role()) {
      case RESIDENT -> {
        if (who.account().equals(resident)) {
          parties.add("OWNER");
        }
      }
      case COLLECTOR, OPERATOR -> {
        if (isInside(who)) {
          parties.add(who.role().name());
        }
        if (who.account().equals(author)) {
          parties.add("AUTHOR");
        }
      }
      case MEMBER, STEWARD -> {
        parties.add("CANDIDATE");
        if (claim != null && claim.claimant.equals(who.claimant())) {
          parties.add("HOLDER");
        }
        if (claim != null && who.role() == Role.MEMBER && claim.participants.contains(who.id())) {
          parties.add("PARTICIPANT");
        }
      }
      case SYSTEM -> parties.add("SWEEPER");
      case PARTNER, AUDITOR, ADMINISTRATOR -> {}
    }
    return parties;
  }

  // Decisions ----------------------------------------------------------------------------------

  /**
   * Returns the possible answers to a command: {@link #ACCEPTED}, or the reason or code of a
   * refusal. There are several only if uncertain facts decide.
   */
  Set<String> judge(Command command, UncertainFacts doubts) {
    List<ModelInvitation> perhapsOver =
        live().stream().filter(one -> !one.waits() && doubts.mayBeDue(one.id)).toList();
    Set<String> said = new TreeSet<>();
    for (long some = 0; some < 1L << perhapsOver.size(); some++) {
      ModelWish copy = perhapsOver.isEmpty() ? this : copy();
      for (int i = 0; i < perhapsOver.size(); i++) {
        if ((some & (1L << i)) != 0) {
          copy.invitations.get(perhapsOver.get(i).id).state = "EXPIRED";
        }
      }
      said.addAll(copy.judgeNow(command, doubts));
    }
    return said;
  }

  /** Like {@link #judge}, but assumes that only invitations in the state EXPIRED have expired. */
  Set<String> judgeNow(Command command, UncertainFacts doubts) {
    Op op = command.op();
    Actor who = command.actor();
    ModelInvitation invitation =
        command.invitation() == null ? null : invitations.get(command.invitation());
    boolean own = op == Op.ACCEPT || op == Op.DECLINE_INVITATION;
    boolean mine = invitation != null && invitation.claimant.equals(who.claimant());
    // An invited claimant can still see the invitation when the wish is no longer on the wall.
    boolean found = sees(who) || (op == Op.DECLINE_INVITATION && mine);
    if (!found || (command.invitation() != null && invitation == null) || (own && !mine)) {
      return Set.of("NOT_FOUND");
    }
    if (op == Op.ACCEPT && !invitation.isLive()) {
      return Set.of("ALREADY_ENDED");
    }
    ModelClaim claim = null;
    if (op == Op.REVERSE_POSTING) {
      Posting posting = postings.get(command.text("posting"));
      if (posting == null || posting.version() > version) {
        return Set.of("VALIDATION_FAILED");
      }
      claim = claims.get(posting.move().claim());
    } else if (command.claim() != null) {
      claim = claims.get(command.claim());
      if (claim == null) {
        return Set.of("NOT_FOUND");
      }
    }
    if (command.ifMatch() != 0 && command.ifMatch() != version) {
      return Set.of("PRECONDITION_FAILED");
    }
    Set<String> parties = parties(who, claim);
    if (op.by.stream().noneMatch(parties::contains)) {
      return Set.of("NOT_PERMITTED");
    }
    if (!op.from.contains(state)) {
      if ((op == Op.CLAIM || op == Op.ACCEPT)
          && Set.of("CLAIMED", "IN_PROGRESS", "DELIVERED").contains(state)) {
        return Set.of(
            holdsClaim(who.claimant()) ? "HOLDS_CLAIM" : closed ? "CLAIMING_CLOSED" : "FULL");
      }
      return Set.of("WRONG_STATE");
    }
    if (!op.claims.isEmpty()) {
      if (!op.claims.contains(claim.state)) {
        return Set.of("WRONG_CLAIM_STATE");
      }
      if (claim.delivered) {
        return Set.of("ALREADY_DELIVERED");
      }
    }
    return switch (op) {
      case CLAIM, ACCEPT -> judgeClaim(command, doubts);
      case INVITE, JOIN_WAITING_LIST -> judgeInvitation(command, doubts);
      case APPROVE -> {
        Set<String> said = new TreeSet<>();
        if (doubts.mayBeDue(id)) {
          said.add("CLAIMING_CLOSED");
        }
        said.add(
            closed
                ? "CLAIMING_CLOSED"
                : !isFree() ? "FULL" : isOverBudget(claim.asked) ? "OVER_BUDGET" : ACCEPTED);
        yield said;
      }
      default -> {
        String reason = refusal(command, claim, parties);
        Set<String> said = new TreeSet<>();
        said.add(reason == null ? ACCEPTED : reason);
        boolean dateMatters = op == Op.EXTEND || op == Op.EXTEND_CLAIM;
        if (dateMatters
            && !"REASON_REQUIRED".equals(reason)
            && doubts.mayBeDue(op == Op.EXTEND ? id : claim.id)) {
          said.addAll(Set.of(ACCEPTED, "NOT_LATER"));
        }
        yield said;
      }
    };
  }

  private boolean holdsClaim(String claimant) {
    Actor who = claimants.get(claimant);
    return claims.values().stream()
            .anyMatch(claim -> claim.isLive() && claim.claimant.equals(claimant))
        || (who.role() == Role.MEMBER && takesPlace(null, who.id()));
  }

  /**
   * Returns why somebody who holds no claim could not claim, even if a place were free; or null.
   */
  private String unfit(Actor who) {
    boolean fits =
        switch (claimableBy) {
          case "MEMBERS" -> who.role() == Role.MEMBER;
          case "ORGANISATIONS" -> who.role() == Role.STEWARD;
          default -> true;
        };
    boolean near =
        switch (claimableFrom) {
          case "COMMUNITY" -> who.community().equals(Street.COMMUNITY);
          case "STREET" -> who.community().startsWith(Street.STREET.substring(0, 9));
          default -> true;
        };
    boolean barred =
        claims.values().stream()
            .anyMatch(
                claim ->
                    claim.is("LAPSED") && claim.wasActive && claim.claimant.equals(who.claimant()));
    return !fits ? "WRONG_CLAIMANT" : !near ? "OUTSIDE_AREA" : barred ? "BARRED" : null;
  }

  /** Returns true if a claimant on the waiting list could not claim even if a place were free. */
  boolean isUnfit(ModelInvitation waiting) {
    return holdsClaim(waiting.claimant) || unfit(claimants.get(waiting.claimant)) != null;
  }

  private static String invited(Command command) {
    if (command.op() == Op.JOIN_WAITING_LIST) {
      return command.actor().claimant();
    }
    Map<String, Object> claimant = command.object("claimant");
    return claimant.get("type") + ":" + claimant.get("id");
  }

  private static boolean reserves(Command command) {
    return command.op() == Op.JOIN_WAITING_LIST
        || Boolean.TRUE.equals(command.body().get("reserved"));
  }

  private Set<String> judgeInvitation(Command command, UncertainFacts doubts) {
    String claimant = invited(command);
    boolean reserved = reserves(command);
    boolean waits = command.op() == Op.JOIN_WAITING_LIST;
    Set<String> said = new TreeSet<>();
    String first =
        holdsClaim(claimant)
            ? "HOLDS_CLAIM"
            : invitationOf(claimant) != null
                ? "ALREADY_INVITED"
                : closed ? "CLAIMING_CLOSED" : null;
    if (first != null) {
      return Set.of(first);
    }
    if (state.equals("OPEN") && doubts.mayBeDue(id)) {
      said.add("CLAIMING_CLOSED");
    }
    String unfit = unfit(claimants.get(claimant));
    said.add(
        reserved && (capacity.equals("AMOUNT") || approval)
            ? "NO_PLACES_TO_HOLD"
            : waits && state.equals("OPEN") && isFreeForAll()
                ? "NOT_FULL"
                : !waits && !(reserved ? isFreeForAll() : isFree())
                    ? "FULL"
                    : unfit != null ? unfit : ACCEPTED);
    return said;
  }

  private Set<String> judgeClaim(Command command, UncertainFacts doubts) {
    Actor who = command.actor();
    Set<String> said = new TreeSet<>();
    if (doubts.mayBeDue(id)) {
      said.add("CLAIMING_CLOSED");
    }
    String first =
        holdsClaim(who.claimant())
            ? "HOLDS_CLAIM"
            : closed ? "CLAIMING_CLOSED" : !isFreeFor(who.claimant()) ? "FULL" : unfit(who);
    if (first != null) {
      said.add(first);
      return said;
    }
    UncertainFacts.Answer capped = doubts.isAtCap(who);
    if (capped != UncertainFacts.Answer.NO) {
      said.add("TOO_MANY_CLAIMS");
    }
    if (capped != UncertainFacts.Answer.YES) {
      long pledge = pledge(command);
      said.add(
          isOverBudget(pledge)
              ? "OVER_BUDGET"
              : capacity.equals("AMOUNT") && pledge == 0
                  ? "PLEDGE_REQUIRED"
                  : command.texts("participants").stream().anyMatch(one -> takesPlace(null, one))
                      ? "HOLDS_CLAIM"
                      : ACCEPTED);
    }
    return said;
  }

  /** Returns true if the member takes part in a live claim other than {@code except}. */
  private boolean takesPlace(ModelClaim except, String member) {
    return claims.values().stream()
        .anyMatch(
            claim -> claim != except && claim.isLive() && claim.participants.contains(member));
  }

  private static long pledge(Command command) {
    Map<String, Object> pledge = command.object("pledge");
    return pledge == null ? 0 : fen((String) pledge.get("amount"));
  }

  /** Returns why a command in an allowed state is refused, or null. */
  private String refusal(Command command, ModelClaim claim, Set<String> parties) {
    boolean operator = parties.contains("OPERATOR");
    return switch (command.op()) {
      case EDIT -> {
        if (!operator && !Set.of("DRAFT", "RETURNED").contains(state)) {
          yield "WRONG_STATE";
        }
        if (everClaimed) {
          yield "FROZEN";
        }
        ModelWish after = copy();
        after.terms(command);
        int holdable = after.approval ? 0 : after.places;
        if (holdable < (holdable == 0 ? held() : kept())) {
          yield "PLACES_HELD";
        }
        long room = command.text("budget") == null ? Long.MAX_VALUE : command.fen("budget");
        yield committed() + spent() > room ? "BUDGET_TOO_SMALL" : null;
      }
      case CLOSE_CLAIMING -> active() == 0 ? "NO_ACTIVE_CLAIM" : null;
      case CONFIRM -> proxy(command, parties);
      case REPORT_DISSATISFACTION -> {
        String refused = proxy(command, parties);
        yield refused != null ? refused : names(command, "ACTIVE") ? null : "WRONG_CLAIMS";
      }
      case REOPEN -> names(command, "COMPLETED") ? null : "WRONG_CLAIMS";
      case CORRECT -> {
        if (state.equals("OPEN") && !everClaimed) {
          yield "WRONG_STATE";
        }
        String wanted = (String) command.object("values").get("budget");
        yield wanted != null && (fen(wanted) < committed() + spent() || fen(wanted) == 0)
            ? "BUDGET_TOO_SMALL"
            : null;
      }
      case HOLD_MEETING -> kind.equals("PROJECT") ? null : "NOT_A_PROJECT";
      case PLEDGE -> isOverBudget(command.fen("amount")) ? "OVER_BUDGET" : null;
      case CONTACT -> claim.contacted ? "ALREADY_DONE" : null;
      case START -> claim.started ? "ALREADY_DONE" : null;
      case DELIVER, DELIVER_PART -> {
        boolean over =
            costs(command).entrySet().stream()
                .anyMatch(
                    cost -> cost.getValue() > claim.committed.getOrDefault(cost.getKey(), 0L));
        yield over ? "OVER_COMMITMENT" : null;
      }
      case EXTEND_CLAIM ->
          claim.extensions > 0 && command.text("reason") == null
              ? "REASON_REQUIRED"
              : year(command, "completeBy") <= claim.completeYear ? "NOT_LATER" : null;
      case EXTEND -> year(command, "claimBy") <= claimByYear ? "NOT_LATER" : null;
      case POST_PUBLIC_FUNDS -> {
        long amount = command.fen("amount");
        if (command.text("movement").equals("PLEDGE")) {
          yield isOverBudget(amount) ? "OVER_BUDGET" : null;
        }
        yield amount > open.committed() ? "OVER_COMMITMENT" : null;
      }
      case REFUND ->
          command.fen("amount")
                  > (claim == null ? open : claim).spent.getOrDefault(command.text("form"), 0L)
              ? "OVER_SPENT"
              : null;
      case REVERSE_POSTING -> reversal(command);
      case CHANGE_PARTICIPANTS ->
          command.texts("participants").stream()
                  .anyMatch(one -> !claim.participants.contains(one) && takesPlace(claim, one))
              ? "HOLDS_CLAIM"
              : null;
      case LAPSE -> claim.started ? "NOT_DUE" : null;
      case MARK_OVERDUE -> claim.started && !claim.overdue ? null : "NOT_DUE";
      case EXPIRE -> active() > 0 ? "CLAIMED_ALREADY" : null;
      case DECLINE_INVITATION, WITHDRAW_INVITATION ->
          invitations.get(command.invitation()).isLive() ? null : "INVITATION_ENDED";
      case OFFER_PLACE -> {
        ModelInvitation first = firstWaiting();
        yield first == null || isUnfit(first)
            ? "INVITATION_ENDED"
            : closed ? "CLAIMING_CLOSED" : winners() + kept() < places ? null : "FULL";
      }
      case CREATE,
          SUBMIT,
          RETURN,
          REJECT,
          RESUME,
          REFER,
          PUBLISH,
          REPUBLISH,
          FOLLOW_UP,
          CLAIM,
          ACCEPT,
          INVITE,
          JOIN_WAITING_LIST,
          EXPIRE_INVITATION,
          APPROVE,
          DECLINE,
          ASSESS,
          PROGRESS,
          RELEASE,
          REVOKE,
          ARCHIVE ->
          null;
      case WITHDRAW -> parties.contains("AUTHOR") && !state.equals("DRAFT") ? "WRONG_STATE" : null;
    };
  }

  private String proxy(Command command, Set<String> parties) {
    Map<String, Object> proxy = command.object("proxy");
    if (proxy == null) {
      // The service reports a missing reason only to callers who could confirm with a reason.
      return parties.contains("OWNER")
          ? null
          : parties.contains("OPERATOR") || parties.contains("COLLECTOR")
              ? "VALIDATION_FAILED"
              : "PROXY_ROLE";
    }
    if (parties.contains("OWNER")) {
      return "PROXY_ROLE";
    }
    // No evidence is uploaded in this test, and no confirmation is overdue by fourteen days.
    return proxy.get("reason").equals("CANNOT_USE_PHONE")
        ? "EVIDENCE_REQUIRED"
        : parties.contains("OPERATOR") ? "PROXY_TOO_EARLY" : "PROXY_ROLE";
  }

  private boolean names(Command command, String in) {
    return command.texts("claims").stream()
        .allMatch(named -> claims.containsKey(named) && claims.get(named).is(in));
  }

  private static int year(Command command, String name) {
    return Integer.parseInt(command.text(name).substring(0, 4));
  }

  private static Map<String, Long> costs(Command command) {
    Map<String, Long> costs = new TreeMap<>();
    for (Object cost : (List<?>) command.body().getOrDefault("spent", List.of())) {
      Map<?, ?> one = (Map<?, ?>) cost;
      costs.put((String) one.get("form"), fen((String) one.get("amount")));
    }
    return costs;
  }

  private String reversal(Command command) {
    Posting posting = postings.get(command.text("posting"));
    if (reversed.contains(posting.id())) {
      return "ALREADY_DONE";
    }
    Move move = posting.move();
    ModelClaim account = account(move.claim());
    long wrong = move.fen();
    long right = command.fen("replacement");
    long committed = account.committed.getOrDefault(move.form(), 0L);
    long spent = account.spent.getOrDefault(move.form(), 0L);
    return switch (move.from() + " " + move.to()) {
      case "FUNDING COMMITTED" ->
          wrong > committed
              ? "OVER_COMMITMENT"
              : isOverBudget(right - wrong) ? "OVER_BUDGET" : null;
      case "COMMITTED SPENT" -> {
        if (wrong > spent) {
          yield "OVER_SPENT";
        }
        long more = right - committed - wrong;
        yield more > 0 && isOverBudget(more) ? "OVER_BUDGET" : null;
      }
      case "SPENT RETURNED" ->
          right > spent + wrong ? "OVER_SPENT" : isOverBudget(wrong - right) ? "OVER_BUDGET" : null;
      default -> "NOT_REVERSIBLE";
    };
  }

  // Effects ------------------------------------------------------------------------------------

  private ModelClaim account(String claim) {
    return claim.equals(Move.PUBLIC) ? open : claims.get(claim);
  }

  /**
   * Executes an accepted command.
   *
   * @param made the id of the claim or invitation that it creates
   * @return the money that it moves
   */
  List<Move> apply(Command command, String made) {
    moves = new ArrayList<>();
    version++;
    ModelClaim claim = command.claim() == null ? null : claims.get(command.claim());
    switch (command.op()) {
      case CREATE -> throw new IllegalArgumentException("the wish already exists");
      case EDIT -> {
        terms(command);
        spokenFor = budget == null ? 0 : committed() + spent();
        return moves;
      }
      case SUBMIT -> state = "SUBMITTED";
      case RETURN -> state = "RETURNED";
      case REJECT -> state = "REJECTED";
      case RESUME -> state = "SUBMITTED";
      case REFER -> state = "REFERRED";
      case PUBLISH -> state = "OPEN";
      case REPUBLISH -> {
        state = "OPEN";
        claimByYear = year(command, "claimBy");
      }
      case EXTEND -> claimByYear = year(command, "claimBy");
      case CLOSE_CLAIMING -> {
        closed = true;
        follow();
      }
      case EXPIRE -> {
        claims.values().stream().filter(one -> one.is("PENDING")).forEach(this::lapsed);
        state = "EXPIRED";
      }
      case WITHDRAW -> {
        for (ModelClaim one : claims.values()) {
          if (one.isLive()) {
            releaseAll(one);
            one.state = "REVOKED";
          }
        }
        releaseAll(open);
        state = "WITHDRAWN";
      }
      case CONFIRM -> {
        claims.values().stream()
            .filter(one -> one.is("ACTIVE"))
            .forEach(one -> one.state = "COMPLETED");
        releaseAll(open);
        state = "FULFILLED";
      }
      case REPORT_DISSATISFACTION -> {
        command.texts("claims").forEach(named -> redo(claims.get(named)));
        follow();
      }
      case REOPEN -> {
        claims.values().stream()
            .filter(one -> one.is("COMPLETED"))
            .forEach(one -> one.state = "ACTIVE");
        command.texts("claims").forEach(named -> redo(claims.get(named)));
        state = "IN_PROGRESS";
      }
      case ARCHIVE -> state = "ARCHIVED";
      case CORRECT -> correct(command);
      case POST_PUBLIC_FUNDS -> {
        long amount = command.fen("amount");
        switch (command.text("movement")) {
          case "PLEDGE" -> pledge(open, amount, "PUBLIC_FUNDS");
          case "SPEND" -> move(open, "COMMITTED", "SPENT", "PUBLIC_FUNDS", amount);
          default -> {
            move(open, "COMMITTED", "FUNDING", "PUBLIC_FUNDS", amount);
            if (!state.equals("DELIVERED")) {
              giveBack(amount);
            }
          }
        }
        follow();
      }
      case REFUND ->
          move(
              claim == null ? open : claim,
              "SPENT",
              "RETURNED",
              command.text("form"),
              command.fen("amount"));
      case REVERSE_POSTING -> reverse(command);
      case INVITE, JOIN_WAITING_LIST ->
          invitations.put(
              made,
              new ModelInvitation(
                  made,
                  invited(command),
                  reserves(command),
                  command.op() == Op.INVITE ? "INVITED" : "WAITING"));
      case DECLINE_INVITATION -> invitations.get(command.invitation()).state = "DECLINED";
      case WITHDRAW_INVITATION -> invitations.get(command.invitation()).state = "WITHDRAWN";
      case OFFER_PLACE -> firstWaiting().state = "INVITED";
      case CLAIM, ACCEPT -> {
        ModelInvitation own = invitationOf(command.actor().claimant());
        if (own != null) {
          own.state = "ACCEPTED";
        }
        ModelClaim fresh = new ModelClaim(made, command.actor().claimant(), "PENDING");
        fresh.participants.addAll(command.texts("participants"));
        if (command.actor().role() == Role.MEMBER) {
          fresh.participants.add(command.actor().id());
        }
        fresh.asked = pledge(command);
        Map<String, Object> pledge = command.object("pledge");
        fresh.askedForm = pledge == null ? null : (String) pledge.get("form");
        claims.put(made, fresh);
        everClaimed = true;
        if (!approval) {
          activate(fresh);
        }
      }
      case APPROVE -> activate(claim);
      case DECLINE -> claim.state = "DECLINED";
      case PLEDGE -> {
        pledge(claim, command.fen("amount"), command.text("form"));
        follow();
      }
      case CHANGE_PARTICIPANTS -> {
        claim.participants.clear();
        claim.participants.addAll(command.texts("participants"));
        if (claim.claimant.startsWith("MEMBER:")) {
          claim.participants.add(claim.claimant.substring(7));
        }
      }
      case CONTACT -> claim.contacted = true;
      case ASSESS -> claim.assessed = true;
      case START -> {
        claim.started = true;
        follow();
      }
      case DELIVER_PART, DELIVER -> {
        costs(command).forEach((form, fen) -> move(claim, "COMMITTED", "SPENT", form, fen));
        claim.started = true;
        claim.served.addAll(claim.participants);
        if (command.op() == Op.DELIVER) {
          releaseAll(claim);
          claim.delivered = true;
          claim.overdue = false;
        }
        follow();
      }
      case RELEASE -> end(claim, "RELEASED");
      case REVOKE -> end(claim, "REVOKED");
      case LAPSE -> end(claim, "LAPSED");
      case MARK_OVERDUE -> claim.overdue = true;
      case EXTEND_CLAIM -> {
        claim.extensions++;
        claim.overdue = false;
        claim.completeYear = year(command, "completeBy");
      }
      case FOLLOW_UP, HOLD_MEETING, PROGRESS, EXPIRE_INVITATION -> {}
    }
    endInvitations(command.op());
    if (command.op() != Op.CORRECT && budget != null && active() == 0 && state.equals("OPEN")) {
      // Without active claims, only committed and spent money counts as taken.
      spokenFor = committed() + spent();
    }
    return moves;
  }

  /** Ends all invitations if nobody can claim the wish any more, not even when a claim ends. */
  private void endInvitations(Op op) {
    if (op == Op.CLOSE_CLAIMING
        || !Set.of("OPEN", "CLAIMED", "IN_PROGRESS", "DELIVERED").contains(state)) {
      live().forEach(one -> one.state = op == Op.WITHDRAW ? "WITHDRAWN" : "EXPIRED");
    }
  }

  private void lapsed(ModelClaim waiting) {
    waiting.state = "LAPSED";
  }

  private static void redo(ModelClaim claim) {
    claim.delivered = false;
    claim.overdue = false;
    claim.completeYear = 0;
  }

  private void activate(ModelClaim claim) {
    claim.state = "ACTIVE";
    claim.wasActive = true;
    pledge(claim, claim.asked, claim.askedForm);
    follow();
  }

  private void end(ModelClaim claim, String to) {
    boolean counted = claim.is("ACTIVE");
    if (counted) {
      releaseAll(claim);
      giveBack(claim.pledged - claim.spent());
    }
    claim.state = to;
    if (counted) {
      follow();
    }
  }

  private void correct(Command command) {
    String wanted = (String) command.object("values").get("budget");
    if (wanted == null) {
      return;
    }
    if (budget != null && active() == 0 && state.equals("OPEN")) {
      spokenFor = committed() + spent();
    }
    budget = fen(wanted);
    spokenFor = Math.min(spokenFor, budget);
    if (!state.equals("OPEN") && capacity.equals("AMOUNT")) {
      closed = true;
    }
  }

  private void reverse(Command command) {
    Posting posting = postings.get(command.text("posting"));
    reversed.add(posting.id());
    Move move = posting.move();
    ModelClaim account = account(move.claim());
    String form = move.form();
    long wrong = move.fen();
    long right = command.fen("replacement");
    switch (move.from() + " " + move.to()) {
      case "FUNDING COMMITTED" -> {
        move(account, "COMMITTED", "FUNDING", form, wrong);
        account.pledged -= wrong;
        giveBack(wrong);
        pledge(account, right, form);
        if (capacity.equals("AMOUNT") && !state.equals("OPEN") && isFree()) {
          closed = true;
        }
      }
      case "COMMITTED SPENT" -> {
        long more = right - account.committed.getOrDefault(form, 0L) - wrong;
        if (more > 0) {
          pledge(account, more, form);
        }
        move(account, "SPENT", "COMMITTED", form, wrong);
        move(account, "COMMITTED", "SPENT", form, right);
        boolean over =
            account == open ? state.equals("FULFILLED") : account.delivered || !account.isLive();
        if (over && wrong > right) {
          move(account, "COMMITTED", "FUNDING", form, wrong - right);
        }
      }
      case "SPENT RETURNED" -> {
        move(account, "RETURNED", "SPENT", form, wrong);
        move(account, "SPENT", "RETURNED", form, right);
      }
      default -> throw new IllegalArgumentException(move.kind());
    }
  }

  private void pledge(ModelClaim account, long fen, String form) {
    move(account, "FUNDING", "COMMITTED", form, fen);
    account.pledged += fen;
    if (budget != null) {
      spokenFor = Math.min(budget, spokenFor + fen);
    }
  }

  private void giveBack(long fen) {
    spokenFor -= Math.min(spokenFor, fen);
  }

  private void releaseAll(ModelClaim account) {
    new TreeMap<>(account.committed)
        .forEach((form, fen) -> move(account, "COMMITTED", "FUNDING", form, fen));
  }

  private void move(ModelClaim account, String from, String to, String form, long fen) {
    if (fen == 0) {
      return;
    }
    add(account, from, form, -fen);
    add(account, to, form, fen);
    moves.add(new Move(account.id, from, to, form, fen));
  }

  private static void add(ModelClaim account, String name, String form, long fen) {
    switch (name) {
      case "COMMITTED" -> account.committed.merge(form, fen, Long::sum);
      case "SPENT" -> account.spent.merge(form, fen, Long::sum);
      case "RETURNED" -> account.returned.merge(form, fen, Long::sum);
      default -> {}
    }
  }

  /** Derives the state from the claims; if nothing is free, declines pending claims. */
  private void follow() {
    if (active() == 0) {
      closed = false;
    }
    state =
        isFree() || active() == 0
            ? "OPEN"
            : delivered() == active() ? "DELIVERED" : started() > 0 ? "IN_PROGRESS" : "CLAIMED";
    if (!state.equals("OPEN")) {
      claims.values().stream()
          .filter(claim -> claim.is("PENDING"))
          .forEach(claim -> claim.state = "DECLINED");
    }
  }

  @Override
  public String toString() {
    return "version %d %s closed %s places %d winners %d kept %d held %d pending %d started %d delivered %d budget %s committed %d spent %d returned %d spoken for %d"
        .formatted(
            version,
            state,
            closed,
            places,
            winners(),
            kept(),
            held(),
            count("PENDING"),
            started(),
            delivered(),
            budget,
            committed(),
            spent(),
            returned(),
            spokenFor);
  }
}
