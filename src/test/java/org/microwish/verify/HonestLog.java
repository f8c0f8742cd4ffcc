package org.microwish.verify;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.microwish.ledger.leaf.Actor;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.ledger.leaf.Commitment;
import org.microwish.ledger.leaf.EntryType;
import org.microwish.ledger.leaf.Leaf;
import org.microwish.ledger.leaf.MoneyMove;
import org.microwish.ledger.leaf.Transition;
import org.microwish.ledger.merkle.EntryBundle;
import org.microwish.ledger.merkle.Frontier;
import org.microwish.ledger.merkle.Hash;
import org.microwish.ledger.merkle.Hashes;
import org.microwish.ledger.merkle.NoteKey;
import org.microwish.ledger.merkle.NoteSigner;
import org.microwish.ledger.merkle.SignedNote;
import org.microwish.ledger.merkle.Tile;
import org.microwish.statistics.fold.BoardFigures;
import org.microwish.statistics.fold.Figures;
import org.microwish.statistics.fold.Fold;
import org.microwish.statistics.fold.FrozenDuty;
import org.microwish.statistics.fold.Statistics;
import org.microwish.statistics.fold.Work;

/**
 * An honest log with most commands on wishes and groups, for tests that tamper with it. Each leaf
 * has a label, such as {@code shared.claim-m1}: the aggregate, and what happened. {@link #write}
 * numbers the versions anew, rebuilds the tree and signs it, as an attacker with the key would.
 */
final class HonestLog {

  static final String STREET = "440104013";
  static final String COMMUNITY = "440104013001";
  static final String MERGED = "440104013003";
  static final String ELSEWHERE = "440106009001";

  private static final YearMonth MONTH = YearMonth.of(2024, 1);
  private static final String QUARTER = "2024-Q1";

  static final Actor OPERATOR = new Actor("staff1", null, "OPERATOR");
  static final Actor SYSTEM = new Actor("system", null, "SYSTEM");
  static final Actor STEWARD = new Actor("steward1", "o1", "STEWARD");
  static final Actor STEWARD_OF_O3 = new Actor("steward3", "o3", "STEWARD");

  private final NoteSigner signer = NoteSigner.generate("log.example/ledger", NoteKey.Type.ED25519);
  private final List<String> labels = new ArrayList<>();
  private final List<Leaf> leaves = new ArrayList<>();
  private final Map<String, Map<String, Object>> demands = new HashMap<>();
  private final Map<String, String> states = new HashMap<>();
  private Instant now = Instant.parse("2024-01-02T01:00:00Z");

  /** The recording time of late records; null while events are recorded at once. */
  private Instant recording;

  HonestLog() {
    party();
    project();
    shared();
    approval();
    secondRound();
    redone();
    funded();
    thanked();
    accepted();
    handedOver();
    invited();
    closedToInvited();
    queued();
    merged();
    group();
    demands();
    moves();
    boards();
    duties();
    freeze();
  }

  // The story -----------------------------------------------------------------------------------

  private void party() {
    for (String id : List.of("o1", "o2")) {
      organisation(id, id.equals("o1") ? COMMUNITY : ELSEWHERE);
    }
    for (String id : List.of("m1", "m2", "m3")) {
      member(id, "o1", COMMUNITY);
    }
    member("m4", "o2", ELSEWHERE);
    checkIn("k1", "m2");
    organisation("o4", COMMUNITY);
    member("m6", "o4", COMMUNITY);
  }

  private void organisation(String id, String division) {
    add(
        "organisation." + id,
        AggregateType.ORGANISATION,
        id,
        EntryType.ORGANISATION_RECORDED,
        OPERATOR,
        new Transition("RECORD", null, "ACTIVE"),
        Map.of(
            "organisation",
            Map.of(
                "kind", "BRANCH", "sector", "COMMUNITY", "division", division, "state", "ACTIVE")));
  }

  private void member(String id, String organisation, String community) {
    add(
        "member." + id,
        AggregateType.MEMBER,
        id,
        EntryType.MEMBER_RECORDED,
        OPERATOR,
        new Transition("RECORD", null, "ACTIVE"),
        member(organisation, community));
  }

  private static Map<String, Object> member(String organisation, String community) {
    return Map.of(
        "member",
        Map.of(
            "organisation",
            organisation,
            "kind",
            "COMMUNITY",
            "community",
            community,
            "showsName",
            false,
            "state",
            "ACTIVE"));
  }

  private void checkIn(String id, String member) {
    checkIn(id, member, COMMUNITY);
  }

  private void checkIn(String id, String member, String community) {
    add(
        "checkIn." + id,
        AggregateType.CHECK_IN,
        id,
        EntryType.CHECKED_IN,
        new Actor(member, null, "MEMBER"),
        new Transition("CHECK_IN", null, "LIVE"),
        Map.of(
            "checkIn",
            Map.of("subject", Map.of("type", "MEMBER", "id", member), "community", community)));
  }

  /** A project with money, claimed by an organisation, from the draft to the archive. */
  private void project() {
    Map<String, Object> terms = terms("PROJECT", "ORGANISATIONS", 1);
    terms.put("budgetFen", 10_000L);
    opened("project", terms);
    wish(
        "project.funds",
        EntryType.MONEY_POSTED,
        "POST_PUBLIC_FUNDS",
        OPERATOR,
        "OPEN",
        Map.of(),
        move("FUNDING", "COMMITTED", "PUBLIC_FUNDS", MoneyMove.NO_CLAIM, 500));
    wish(
        "project.claim",
        EntryType.CLAIM_REQUESTED,
        "CLAIM",
        STEWARD,
        "CLAIMED",
        claiming("c1", "ORGANISATION", "o1", List.of("m1", "m2")),
        move("FUNDING", "COMMITTED", "CASH", "c1", 5_000));
    wish(
        "project.pledge",
        EntryType.CLAIM_PLEDGED,
        "PLEDGE",
        STEWARD,
        "CLAIMED",
        on("c1"),
        move("FUNDING", "COMMITTED", "LABOUR", "c1", 3_000));
    wish(
        "project.contact",
        EntryType.CLAIM_CONTACTED,
        "CONTACT",
        member("m1"),
        "CLAIMED",
        on("c1", "progress", "CONTACTED"));
    wish(
        "project.start",
        EntryType.CLAIM_STARTED,
        "START",
        STEWARD,
        "IN_PROGRESS",
        on("c1", "progress", "STARTED"));
    wish(
        "project.deliver",
        EntryType.CLAIM_DELIVERED,
        "DELIVER",
        STEWARD,
        "DELIVERED",
        on("c1", "progress", "DELIVERED"),
        move("COMMITTED", "SPENT", "CASH", "c1", 4_000),
        move("COMMITTED", "SPENT", "LABOUR", "c1", 3_000),
        move("COMMITTED", "FUNDING", "CASH", "c1", 1_000));
    wish(
        "project.spend",
        EntryType.MONEY_POSTED,
        "POST_PUBLIC_FUNDS",
        OPERATOR,
        "DELIVERED",
        Map.of(),
        move("COMMITTED", "SPENT", "PUBLIC_FUNDS", MoneyMove.NO_CLAIM, 400));
    wish(
        "project.evidence",
        EntryType.EVIDENCE_ADDED,
        "ADD_EVIDENCE",
        STEWARD,
        "DELIVERED",
        on("c1", "evidence", Map.of("kind", "RECEIPT", "mediaType", "image/png", "bytes", 100L)));
    wish(
        "project.confirm",
        EntryType.WISH_CONFIRMED,
        "CONFIRM",
        resident("project"),
        "FULFILLED",
        confirmed("c1"),
        move("COMMITTED", "FUNDING", "PUBLIC_FUNDS", MoneyMove.NO_CLAIM, 100));
    wish(
        "project.refund",
        EntryType.MONEY_REFUNDED,
        "REFUND",
        OPERATOR,
        "FULFILLED",
        on("c1"),
        move("SPENT", "RETURNED", "CASH", "c1", 300));
    wish(
        "project.reverse",
        EntryType.MONEY_REVERSED,
        "REVERSE_POSTING",
        OPERATOR,
        "FULFILLED",
        on(
            "c1",
            "correction",
            Map.of("entry", entry("project.refund"), "fields", List.of("postings"))),
        move("RETURNED", "SPENT", "CASH", "c1", 300),
        move("SPENT", "RETURNED", "CASH", "c1", 200));
    wish(
        "project.visit",
        EntryType.FOLLOW_UP_MADE,
        "FOLLOW_UP",
        OPERATOR,
        "FULFILLED",
        Map.of("followUp", Map.of("visitedOn", "2024-01-03", "result", "SATISFIED")));
  }

  /**
   * A wish with two places and claims by members: one is released and one lapses. The member of the
   * lapsed claim claims again after the end of the bar.
   */
  private void shared() {
    opened("shared", terms("WISH", "BOTH", 2));
    wish(
        "shared.claim-m1",
        EntryType.CLAIM_REQUESTED,
        "CLAIM",
        member("m1"),
        "OPEN",
        claiming("c2", "MEMBER", "m1", List.of("m1")));
    wish(
        "shared.claim-m2",
        EntryType.CLAIM_REQUESTED,
        "CLAIM",
        member("m2"),
        "CLAIMED",
        claiming("c3", "MEMBER", "m2", List.of("m2")));
    wish(
        "shared.release",
        EntryType.CLAIM_RELEASED,
        "RELEASE",
        member("m1"),
        "OPEN",
        on("c2", "claims", Map.of("RELEASED", List.of("c2")), "reason", "ILL"));
    hours(8 * 24);
    wish(
        "shared.lapse",
        EntryType.CLAIM_LAPSED,
        "LAPSE",
        SYSTEM,
        "OPEN",
        on(
            "c3",
            "claims",
            Map.of("LAPSED", List.of("c3")),
            "reason",
            "NO_CONTACT",
            "deadlines",
            Map.of("barredUntil", days(7))));
    hours(8 * 24);
    wish(
        "shared.again-m2",
        EntryType.CLAIM_REQUESTED,
        "CLAIM",
        member("m2"),
        "OPEN",
        claiming("c4", "MEMBER", "m2", List.of("m2")));
    wish(
        "shared.participants",
        EntryType.CLAIM_PARTICIPANTS_CHANGED,
        "CHANGE_PARTICIPANTS",
        member("m2"),
        "OPEN",
        Map.of("claim", Map.of("id", "c4", "participants", List.of("m2", "m3"))));
    wish(
        "shared.close",
        EntryType.WISH_CLAIMING_CLOSED,
        "CLOSE_CLAIMING",
        OPERATOR,
        "CLAIMED",
        Map.of("shortfall", Map.of("places", 1L)));
    wish(
        "shared.deliver",
        EntryType.CLAIM_DELIVERED,
        "DELIVER",
        member("m2"),
        "DELIVERED",
        on("c4", "progress", "DELIVERED"));
    wish(
        "shared.confirm",
        EntryType.WISH_CONFIRMED,
        "CONFIRM",
        resident("shared"),
        "FULFILLED",
        confirmed("c4"));
    hours(31 * 24);
    wish("shared.archive", EntryType.WISH_ARCHIVED, "ARCHIVE", SYSTEM, "ARCHIVED", Map.of());
  }

  /** A wish whose claims need approval. */
  private void approval() {
    Map<String, Object> terms = terms("WISH", "MEMBERS", 1);
    terms.put("needsApproval", true);
    opened("approval", terms);
    wish(
        "approval.ask-m1",
        EntryType.CLAIM_REQUESTED,
        "CLAIM",
        member("m1"),
        "OPEN",
        asking("c5", "m1"));
    wish(
        "approval.ask-m2",
        EntryType.CLAIM_REQUESTED,
        "CLAIM",
        member("m2"),
        "OPEN",
        asking("c6", "m2"));
    Map<String, Object> facts = new LinkedHashMap<>(claiming("c5", "MEMBER", "m1", List.of("m1")));
    facts.put("claims", Map.of("ACTIVE", List.of("c5"), "DECLINED", List.of("c6")));
    wish("approval.approve", EntryType.CLAIM_APPROVED, "APPROVE", OPERATOR, "CLAIMED", facts);
    wish(
        "approval.revoke",
        EntryType.CLAIM_REVOKED,
        "REVOKE",
        OPERATOR,
        "OPEN",
        on("c5", "claims", Map.of("REVOKED", List.of("c5")), "reason", "OTHER"));
    wish(
        "approval.withdraw", EntryType.WISH_WITHDRAWN, "WITHDRAW", OPERATOR, "WITHDRAWN", Map.of());
  }

  /** A wish that expires and is published for another round. */
  private void secondRound() {
    Map<String, Object> terms = terms("WISH", "BOTH", 1);
    opened("second", terms);
    hours(31 * 24);
    wish("second.expire", EntryType.WISH_EXPIRED, "EXPIRE", SYSTEM, "EXPIRED", Map.of());
    terms.put("claimBy", days(30));
    wish(
        "second.republish",
        EntryType.WISH_REPUBLISHED,
        "REPUBLISH",
        OPERATOR,
        "OPEN",
        Map.of("wish", Map.copyOf(terms), "round", 2L));
    String extended = days(40);
    wish(
        "second.extend",
        EntryType.WISH_EXTENDED,
        "EXTEND",
        OPERATOR,
        "OPEN",
        Map.of("deadlines", Map.of("claimBy", extended)));
    wish(
        "second.claim",
        EntryType.CLAIM_REQUESTED,
        "CLAIM",
        member("m3"),
        "CLAIMED",
        claiming("c7", "MEMBER", "m3", List.of("m3")));
    terms.put("claimBy", extended);
    terms.put("category", "GOODS");
    wish(
        "second.correct",
        EntryType.WISH_CORRECTED,
        "CORRECT",
        OPERATOR,
        "CLAIMED",
        Map.of(
            "wish",
            Map.copyOf(terms),
            "correction",
            Map.of("entry", entry("second.create"), "fields", List.of("category"))));
  }

  /** A wish that is done again, confirmed by a proxy, and reopened. */
  private void redone() {
    opened("redone", terms("WISH", "BOTH", 1));
    wish(
        "redone.claim",
        EntryType.CLAIM_REQUESTED,
        "CLAIM",
        member("m1"),
        "CLAIMED",
        claiming("c8", "MEMBER", "m1", List.of("m1")));
    wish(
        "redone.deliver",
        EntryType.CLAIM_DELIVERED,
        "DELIVER",
        member("m1"),
        "DELIVERED",
        on("c8", "progress", "DELIVERED"));
    wish(
        "redone.dissatisfied",
        EntryType.WISH_DISSATISFIED,
        "REPORT_DISSATISFACTION",
        resident("redone"),
        "IN_PROGRESS",
        Map.of(
            "confirmation",
            Map.of("by", "SELF"),
            "redo",
            List.of("c8"),
            "progress",
            "REDO",
            "deadlines",
            Map.of("completeBy", days(30))));
    wish(
        "redone.again",
        EntryType.CLAIM_DELIVERED,
        "DELIVER",
        member("m1"),
        "DELIVERED",
        on("c8", "progress", "DELIVERED"));
    wish(
        "redone.evidence",
        EntryType.EVIDENCE_ADDED,
        "ADD_EVIDENCE",
        OPERATOR,
        "DELIVERED",
        Map.of("evidence", Map.of("kind", "PHOTO", "mediaType", "image/png", "bytes", 100L)));
    wish(
        "redone.proxy",
        EntryType.WISH_CONFIRMED,
        "CONFIRM",
        OPERATOR,
        "FULFILLED",
        Map.of(
            "confirmation",
            Map.of("by", "PROXY", "proxyReason", "CANNOT_USE_PHONE", "rating", 4L),
            "claims",
            Map.of("COMPLETED", List.of("c8")),
            "deadlines",
            Map.of("noticeUntil", days(30))));
    wish(
        "redone.reopen",
        EntryType.WISH_REOPENED,
        "REOPEN",
        OPERATOR,
        "IN_PROGRESS",
        Map.of(
            "redo",
            List.of("c8"),
            "progress",
            "REDO",
            "claims",
            Map.of("ACTIVE", List.of("c8")),
            "deadlines",
            Map.of("completeBy", days(30))));
    wish(
        "redone.extend",
        EntryType.CLAIM_EXTENDED,
        "EXTEND_CLAIM",
        OPERATOR,
        "IN_PROGRESS",
        on("c8", "deadlines", Map.of("completeBy", days(60))));
  }

  /** A project that is fully pledged, until a wrong pledge is reversed, which closes claiming. */
  private void funded() {
    Map<String, Object> terms = terms("PROJECT", "ORGANISATIONS", 0);
    terms.put("claimPolicy", "SHARED");
    terms.put("capacity", "AMOUNT");
    terms.put("budgetFen", 10_000L);
    opened("funded", terms);
    wish(
        "funded.meeting",
        EntryType.MEETING_HELD,
        "HOLD_MEETING",
        OPERATOR,
        "OPEN",
        Map.of("meeting", Map.of("heldAt", days(0), "participants", 9L)));
    wish(
        "funded.claim",
        EntryType.CLAIM_REQUESTED,
        "CLAIM",
        STEWARD,
        "CLAIMED",
        claiming("c10", "ORGANISATION", "o1", List.of("m1")),
        move("FUNDING", "COMMITTED", "CASH", "c10", 10_000));
    wish(
        "funded.reverse",
        EntryType.MONEY_REVERSED,
        "REVERSE_POSTING",
        OPERATOR,
        "CLAIMED",
        on(
            "c10",
            "correction",
            Map.of("entry", entry("funded.claim"), "fields", List.of("postings")),
            "shortfall",
            Map.of("fen", 1_000L)),
        move("COMMITTED", "FUNDING", "CASH", "c10", 10_000),
        move("FUNDING", "COMMITTED", "CASH", "c10", 9_000));
  }

  /** A public project, which residents' representatives accept with a signed sheet. */
  private void accepted() {
    opened("accepted", terms("PROJECT", "ORGANISATIONS", 1));
    wish(
        "accepted.claim",
        EntryType.CLAIM_REQUESTED,
        "CLAIM",
        STEWARD,
        "CLAIMED",
        claiming("c11x", "ORGANISATION", "o1", List.of("m1")));
    wish(
        "accepted.deliver",
        EntryType.CLAIM_DELIVERED,
        "DELIVER",
        STEWARD,
        "DELIVERED",
        on("c11x", "progress", "DELIVERED"));
    wish(
        "accepted.sheet",
        EntryType.EVIDENCE_ADDED,
        "ADD_EVIDENCE",
        OPERATOR,
        "DELIVERED",
        Map.of(
            "evidence", Map.of("kind", "SIGNED_SHEET", "mediaType", "image/jpeg", "bytes", 100L)));
    wish(
        "accepted.confirm",
        EntryType.WISH_CONFIRMED,
        "CONFIRM",
        OPERATOR,
        "FULFILLED",
        Map.of(
            "confirmation",
            acceptance("REPRESENTATIVES", 3),
            "claims",
            Map.of("COMPLETED", List.of("c11x")),
            "deadlines",
            Map.of("noticeUntil", days(30))));
  }

  static Map<String, Object> acceptance(String by, long signatures) {
    return Map.of("by", "ACCEPTANCE", "acceptedBy", by, "signatures", signatures, "rating", 5L);
  }

  /** A wish that was rejected by mistake, and whose resident writes a thank-you. */
  private void thanked() {
    Map<String, Object> terms = terms("WISH", "BOTH", 1);
    terms.remove("claimBy");
    wish(
        "thanked.create",
        EntryType.WISH_CREATED,
        "CREATE",
        resident("thanked"),
        "DRAFT",
        Map.of("wish", Map.copyOf(terms)));
    wish(
        "thanked.submit",
        EntryType.WISH_SUBMITTED,
        "SUBMIT",
        resident("thanked"),
        "SUBMITTED",
        Map.of());
    wish("thanked.reject", EntryType.WISH_REJECTED, "REJECT", OPERATOR, "REJECTED", Map.of());
    wish("thanked.resume", EntryType.WISH_RESUMED, "RESUME", OPERATOR, "SUBMITTED", Map.of());
    terms.put("claimBy", days(30));
    wish(
        "thanked.publish",
        EntryType.WISH_PUBLISHED,
        "PUBLISH",
        OPERATOR,
        "OPEN",
        Map.of("wish", Map.copyOf(terms), "round", 1L));
    wish(
        "thanked.claim",
        EntryType.CLAIM_REQUESTED,
        "CLAIM",
        member("m3"),
        "CLAIMED",
        claiming("c9x", "MEMBER", "m3", List.of("m3")));
    wish(
        "thanked.deliver",
        EntryType.CLAIM_DELIVERED,
        "DELIVER",
        member("m3"),
        "DELIVERED",
        on("c9x", "progress", "DELIVERED"));
    wish(
        "thanked.confirm",
        EntryType.WISH_CONFIRMED,
        "CONFIRM",
        resident("thanked"),
        "FULFILLED",
        confirmed("c9x"));
    Actor resident = resident("thanked");
    wish("thanked.thank", EntryType.WISH_THANKED, "THANK", resident, "FULFILLED", Map.of());
    wish(
        "thanked.show",
        EntryType.THANKS_PUBLISHED,
        "PUBLISH_THANKS",
        OPERATOR,
        "FULFILLED",
        Map.of());
    wish("thanked.hide", EntryType.THANKS_HIDDEN, "HIDE_THANKS", OPERATOR, "FULFILLED", Map.of());
    wish(
        "thanked.publish-again",
        EntryType.THANKS_PUBLISHED,
        "PUBLISH_THANKS",
        OPERATOR,
        "FULFILLED",
        Map.of());
    wish(
        "thanked.hide-again",
        EntryType.THANKS_HIDDEN,
        "HIDE_THANKS",
        resident,
        "FULFILLED",
        Map.of());
  }

  /** A wish that goes to another collector, and whose claim is handed over twice. */
  private void handedOver() {
    opened("handed", terms("WISH", "BOTH", 1));
    wish(
        "handed.collector",
        EntryType.WISH_HANDED_OVER,
        "HAND_OVER",
        OPERATOR,
        "OPEN",
        Map.of("collector", "collector2"));
    wish(
        "handed.claim",
        EntryType.CLAIM_REQUESTED,
        "CLAIM",
        member("m1"),
        "CLAIMED",
        claiming("c11", "MEMBER", "m1", List.of("m1", "m2")));
    wish(
        "handed.over",
        EntryType.CLAIM_HANDED_OVER,
        "HAND_OVER_CLAIM",
        STEWARD,
        "CLAIMED",
        handed("c11", "MEMBER", "m2", "o1", List.of("m2")));
    wish(
        "handed.deliver",
        EntryType.CLAIM_DELIVERED,
        "DELIVER",
        member("m2"),
        "DELIVERED",
        on("c11", "progress", "DELIVERED"));
    wish(
        "handed.dissatisfied",
        EntryType.WISH_DISSATISFIED,
        "REPORT_DISSATISFACTION",
        resident("handed"),
        "IN_PROGRESS",
        Map.of(
            "confirmation",
            Map.of("by", "SELF"),
            "redo",
            List.of("c11"),
            "progress",
            "REDO",
            "deadlines",
            Map.of("completeBy", days(30))));
    wish(
        "handed.over-again",
        EntryType.CLAIM_HANDED_OVER,
        "HAND_OVER_CLAIM",
        OPERATOR,
        "IN_PROGRESS",
        handed("c11", "MEMBER", "m3", "o1", List.of("m3")));
    wish(
        "handed.deliver-again",
        EntryType.CLAIM_DELIVERED,
        "DELIVER",
        member("m3"),
        "DELIVERED",
        on("c11", "progress", "DELIVERED"));
    wish(
        "handed.confirm",
        EntryType.WISH_CONFIRMED,
        "CONFIRM",
        resident("handed"),
        "FULFILLED",
        confirmed("c11"));
  }

  /**
   * A wish with two places, one of them held for an organisation and one claimed. Two members join
   * the waiting list. When the held place becomes free, it is offered to the first member and,
   * after that offer has expired, to the second, who claims it.
   */
  private void invited() {
    opened("invited", terms("WISH", "BOTH", 2));
    invite("invited.invite-m2", "i1", "MEMBER", "m2", false, days(3));
    wish(
        "invited.decline-m2",
        EntryType.INVITATION_DECLINED,
        "DECLINE_INVITATION",
        member("m2"),
        "OPEN",
        moved("DECLINED", "i1"));
    invite("invited.invite-o1", "i2", "ORGANISATION", "o1", true, days(3));
    wish(
        "invited.claim-m1",
        EntryType.CLAIM_REQUESTED,
        "CLAIM",
        member("m1"),
        "OPEN",
        claiming("c21", "MEMBER", "m1", List.of("m1")));
    join("invited.wait-m2", "i3", "m2");
    join("invited.wait-m3", "i4", "m3");
    wish(
        "invited.withdraw-o1",
        EntryType.INVITATION_WITHDRAWN,
        "WITHDRAW_INVITATION",
        OPERATOR,
        "OPEN",
        moved("WITHDRAWN", "i2"));
    offer("invited.offer-m2", "i3");
    invite("invited.invite-o1-again", "i5", "ORGANISATION", "o1", false, days(3));
    hours(24);
    wish(
        "invited.offer-m3",
        EntryType.PLACE_OFFERED,
        "OFFER_PLACE",
        SYSTEM,
        "OPEN",
        with(
            offering("i4"),
            "invitations",
            Map.of("EXPIRED", List.of("i3"), "INVITED", List.of("i4"))));
    wish(
        "invited.accept-m3",
        EntryType.CLAIM_REQUESTED,
        "CLAIM",
        member("m3"),
        "CLAIMED",
        accepting("c22", "m3", "i4"));
    join("invited.wait-m2-again", "i6", "m2", "CLAIMED");
    wish(
        "invited.withdraw",
        EntryType.WISH_WITHDRAWN,
        "WITHDRAW",
        OPERATOR,
        "WITHDRAWN",
        Map.of(
            "claims",
            Map.of("REVOKED", List.of("c21", "c22")),
            "invitations",
            Map.of("WITHDRAWN", List.of("i5", "i6"))));
  }

  /**
   * A wish whose claiming is closed, which ends an invitation. Two other invitations expired
   * before: one because its time was over, one because its member left.
   */
  private void closedToInvited() {
    member("m7", "o1", COMMUNITY);
    opened("ended", terms("WISH", "BOTH", 3));
    invite("ended.invite-m2", "i7", "MEMBER", "m2", true, days(3));
    invite("ended.invite-m7", "i8", "MEMBER", "m7", true, days(3));
    wish(
        "ended.claim-m1",
        EntryType.CLAIM_REQUESTED,
        "CLAIM",
        member("m1"),
        "OPEN",
        claiming("c23", "MEMBER", "m1", List.of("m1")));
    Map<String, Object> gone = new LinkedHashMap<>(member("o1", COMMUNITY));
    gone.put("member", with(Facts.object(gone, "member"), "state", "LEFT"));
    add(
        "member.m7-leaves",
        AggregateType.MEMBER,
        "m7",
        EntryType.MEMBER_LEFT,
        OPERATOR,
        new Transition("LEAVE", "ACTIVE", "LEFT"),
        gone);
    expire("ended.expire-m7", "i8");
    invite("ended.invite-m3", "i9", "MEMBER", "m3", false, days(1));
    hours(48);
    expire("ended.expire-m3", "i9");
    wish(
        "ended.close",
        EntryType.WISH_CLAIMING_CLOSED,
        "CLOSE_CLAIMING",
        OPERATOR,
        "CLAIMED",
        Map.of("shortfall", Map.of("places", 2L), "invitations", Map.of("EXPIRED", List.of("i7"))));
  }

  private void invite(
      String label, String id, String type, String claimant, boolean reserved, String until) {
    wish(
        label,
        EntryType.CLAIMANT_INVITED,
        "INVITE",
        OPERATOR,
        "OPEN",
        inviting(id, type, claimant, reserved, until));
  }

  static Map<String, Object> inviting(
      String id, String type, String claimant, boolean reserved, String until) {
    return Map.of(
        "invitation",
        Map.of(
            "id",
            id,
            "claimant",
            Map.of("type", type, "id", claimant),
            "reserved",
            reserved,
            "until",
            until),
        "invitations",
        Map.of("INVITED", List.of(id)));
  }

  private void join(String label, String id, String member) {
    join(label, id, member, "OPEN");
  }

  private void join(String label, String id, String member, String state) {
    wish(
        label,
        EntryType.WAITING_LIST_JOINED,
        "JOIN_WAITING_LIST",
        member(member),
        state,
        waiting(id, member));
  }

  static Map<String, Object> waiting(String id, String member) {
    return Map.of(
        "invitation",
        Map.of("id", id, "claimant", Map.of("type", "MEMBER", "id", member), "reserved", true),
        "invitations",
        Map.of("WAITING", List.of(id)));
  }

  private void offer(String label, String id) {
    wish(label, EntryType.PLACE_OFFERED, "OFFER_PLACE", SYSTEM, "OPEN", offering(id));
  }

  Map<String, Object> offering(String id) {
    return Map.of(
        "invitation",
        Map.of("id", id, "until", days(1)),
        "invitations",
        invitations("INVITED", id));
  }

  private void expire(String label, String id) {
    wish(
        label,
        EntryType.INVITATION_EXPIRED,
        "EXPIRE_INVITATION",
        SYSTEM,
        "OPEN",
        moved("EXPIRED", id));
  }

  static Map<String, Object> moved(String state, String invitation) {
    return Map.of("invitations", invitations(state, invitation));
  }

  private static Map<String, Object> invitations(String state, String id) {
    return Map.of(state, List.of(id));
  }

  Map<String, Object> accepting(String claim, String member, String invitation) {
    Map<String, Object> facts =
        new LinkedHashMap<>(claiming(claim, "MEMBER", member, List.of(member)));
    facts.putAll(moved("ACCEPTED", invitation));
    return facts;
  }

  /**
   * A wish with two members in the waiting list. The first gets a claim by a hand-over, without an
   * offer. A third member joins the waiting list and then becomes a participant of another member's
   * claim, which ends the wait.
   */
  private void queued() {
    opened("queued", terms("WISH", "BOTH", 1));
    wish(
        "queued.claim-m1",
        EntryType.CLAIM_REQUESTED,
        "CLAIM",
        member("m1"),
        "CLAIMED",
        claiming("c24", "MEMBER", "m1", List.of("m1")));
    join("queued.wait-m2", "i10", "m2", "CLAIMED");
    join("queued.wait-m3", "i11", "m3", "CLAIMED");
    wish(
        "queued.over-m2",
        EntryType.CLAIM_HANDED_OVER,
        "HAND_OVER_CLAIM",
        OPERATOR,
        "CLAIMED",
        with(
            handed("c24", "MEMBER", "m2", "o1", List.of("m2")),
            "invitations",
            Map.of("ACCEPTED", List.of("i10"))));
    wish(
        "queued.release",
        EntryType.CLAIM_RELEASED,
        "RELEASE",
        member("m2"),
        "OPEN",
        on("c24", "claims", Map.of("RELEASED", List.of("c24")), "reason", "ILL"));
    offer("queued.offer-m3", "i11");
    wish(
        "queued.accept-m3",
        EntryType.CLAIM_REQUESTED,
        "CLAIM",
        member("m3"),
        "CLAIMED",
        accepting("c25", "m3", "i11"));
    join("queued.wait-m1", "i12", "m1", "CLAIMED");
    wish(
        "queued.participants",
        EntryType.CLAIM_PARTICIPANTS_CHANGED,
        "CHANGE_PARTICIPANTS",
        member("m3"),
        "CLAIMED",
        Map.of("claim", Map.of("id", "c25", "participants", List.of("m3", "m1"))));
    wish(
        "queued.unfit",
        EntryType.INVITATION_EXPIRED,
        "EXPIRE_INVITATION",
        SYSTEM,
        "CLAIMED",
        moved("EXPIRED", "i12"));
  }

  /** An organisation with a member and two claims, which is merged into another. */
  private void merged() {
    organisation("o3", COMMUNITY);
    member("m5", "o3", COMMUNITY);
    opened("merged", terms("WISH", "BOTH", 2));
    Map<String, Object> own = claiming("c12", "ORGANISATION", "o3", List.of());
    wish(
        "merged.claim-o3",
        EntryType.CLAIM_REQUESTED,
        "CLAIM",
        STEWARD_OF_O3,
        "OPEN",
        with(own, "claim.organisation", "o3"));
    Map<String, Object> members = claiming("c13", "MEMBER", "m5", List.of("m5"));
    wish(
        "merged.claim-m5",
        EntryType.CLAIM_REQUESTED,
        "CLAIM",
        new Actor("m5", "o3", "MEMBER"),
        "CLAIMED",
        with(members, "claim.organisation", "o3"));
    add(
        "member.m5-moves",
        AggregateType.MEMBER,
        "m5",
        EntryType.MEMBER_CHANGED,
        OPERATOR,
        new Transition("TRANSFER", "ACTIVE", "ACTIVE"),
        member("o1", COMMUNITY));
    wish(
        "merged.over-o3",
        EntryType.CLAIM_HANDED_OVER,
        "HAND_OVER_CLAIM",
        OPERATOR,
        "CLAIMED",
        handed("c12", "ORGANISATION", "o1", "o1", List.of()));
    wish(
        "merged.over-m5",
        EntryType.CLAIM_HANDED_OVER,
        "HAND_OVER_CLAIM",
        OPERATOR,
        "CLAIMED",
        handed("c13", "MEMBER", "m5", "o1", List.of("m5")));
    add(
        "organisation.o3-merged",
        AggregateType.ORGANISATION,
        "o3",
        EntryType.ORGANISATION_MERGED,
        OPERATOR,
        new Transition("MERGE", "ACTIVE", "DISSOLVED"),
        Map.of(
            "organisation",
            Map.of(
                "kind",
                "BRANCH",
                "sector",
                "COMMUNITY",
                "division",
                COMMUNITY,
                "state",
                "DISSOLVED",
                "mergedInto",
                "o1")));
  }

  static Map<String, Object> handed(
      String id, String type, String claimant, String organisation, List<String> people) {
    return Map.of(
        "claim",
        Map.of(
            "id",
            id,
            "claimant",
            Map.of("type", type, "id", claimant),
            "organisation",
            organisation,
            "participants",
            people));
  }

  private void group() {
    Map<String, Object> record = Map.of("kind", "VOLUNTEERS", "community", COMMUNITY, "places", 2L);
    group(
        "group.propose",
        EntryType.GROUP_PROPOSED,
        "PROPOSE",
        member("m1"),
        "PROPOSED",
        Map.of("group", record, "membership", membership("p1", "m1", "IN")));
    group(
        "group.approve",
        EntryType.GROUP_APPROVED,
        "APPROVE",
        OPERATOR,
        "ACTIVE",
        Map.of("group", record));
    group(
        "group.join",
        EntryType.MEMBERSHIP_APPLIED,
        "JOIN",
        member("m2"),
        "ACTIVE",
        Map.of("membership", membership("p2", "m2", "APPLIED")));
    group(
        "group.admit",
        EntryType.MEMBERSHIP_ADMITTED,
        "ADMIT",
        member("m1"),
        "ACTIVE",
        Map.of("membership", membership("p2", "m2", "IN")));
    group(
        "group.hand-over",
        EntryType.GROUP_HANDED_OVER,
        "HAND_OVER",
        member("m1"),
        "ACTIVE",
        Map.of("membership", membership("p2", "m2", "IN")));
    group(
        "group.leave",
        EntryType.MEMBERSHIP_LEFT,
        "LEAVE",
        member("m1"),
        "ACTIVE",
        Map.of("membership", membership("p1", "m1", "LEFT")));
    group(
        "group.disband",
        EntryType.GROUP_DISBANDED,
        "DISBAND",
        OPERATOR,
        "DISBANDED",
        Map.of("group", record, "ended", 1L));
  }

  /** A demand escalates, is answered twice and answers another one; a dispute is accepted. */
  private void demands() {
    Actor grid = new Actor("grid1", null, "COLLECTOR");
    String due = now.plusSeconds(3_600).toString();
    demand("d1.submit", EntryType.DEMAND_SUBMITTED, "SUBMIT", resident("d1"), "SUBMITTED");
    demand(
        "d1.accept",
        EntryType.DEMAND_ACCEPTED,
        "ACCEPT",
        OPERATOR,
        "ACCEPTED",
        "due",
        due,
        "answerBy",
        due);
    String soon = now.plusSeconds(90).toString();
    demand(
        "d1.dispatch",
        EntryType.DEMAND_DISPATCHED,
        "DISPATCH",
        OPERATOR,
        "DISPATCHED",
        "due",
        soon,
        "level",
        "GRID",
        "route",
        1L);
    demand(
        "d1.escalate",
        EntryType.DEMAND_ESCALATED,
        "ESCALATE",
        SYSTEM,
        "DISPATCHED",
        "due",
        due,
        "level",
        "COMMUNITY",
        "route",
        2L);
    demand("d1.take", EntryType.DEMAND_TAKEN, "TAKE", grid, "HANDLING");
    demand("d2.submit", EntryType.DEMAND_SUBMITTED, "SUBMIT", resident("d2"), "SUBMITTED");
    demand("d2.merge", EntryType.DEMAND_MERGED, "MERGE", OPERATOR, "MERGED", "into", "d1");
    demand("d1.answer", EntryType.DEMAND_ANSWERED, "ANSWER", grid, "ANSWERED", "days", 0L);
    demand("d1.object", EntryType.DEMAND_OBJECTED, "OBJECT", resident("d1"), "HANDLING");
    demand("d1.answer-again", EntryType.DEMAND_ANSWERED, "ANSWER", grid, "ANSWERED", "days", 0L);
    demand(
        "d1.evaluate",
        EntryType.DEMAND_EVALUATED,
        "EVALUATE",
        resident("d1"),
        "CLOSED",
        "satisfied",
        true);
    demand("d3.submit", EntryType.DEMAND_SUBMITTED, "SUBMIT", resident("d3"), "SUBMITTED");
    demand(
        "d3.accept",
        EntryType.DEMAND_ACCEPTED,
        "ACCEPT",
        OPERATOR,
        "ACCEPTED",
        "due",
        due,
        "answerBy",
        due);
  }

  /** Adds a leaf of a demand; what it says of the demand holds until a later leaf says other. */
  private void demand(
      String label, EntryType type, String command, Actor actor, String to, Object... more) {
    String id = label.substring(0, label.indexOf('.'));
    Map<String, Object> record =
        demands.computeIfAbsent(
            id,
            absent ->
                new LinkedHashMap<>(
                    Map.of(
                        "kind",
                        id.equals("d3") ? "DISPUTE" : "COMPLAINT",
                        "category",
                        "OTHER",
                        "channel",
                        "VISIT",
                        "community",
                        COMMUNITY,
                        "route",
                        0L)));
    Map<String, Object> facts = new LinkedHashMap<>();
    for (int i = 0; i < more.length; i += 2) {
      switch ((String) more[i]) {
        case "into" -> facts.put("merged", Map.of("into", more[i + 1]));
        case "days", "satisfied" -> facts.put((String) more[i], more[i + 1]);
        default -> record.put((String) more[i], more[i + 1]);
      }
    }
    facts.put("demand", Map.copyOf(record));
    change(label, AggregateType.DEMAND, type, command, actor, to, facts);
  }

  /** A member of another community checks in here, and a member of this community moves away. */
  private void moves() {
    hours(24);
    checkIn("k2", "m4");
    add(
        "member.m3-moves",
        AggregateType.MEMBER,
        "m3",
        EntryType.MEMBER_CHANGED,
        OPERATOR,
        new Transition("CHANGE", "ACTIVE", "ACTIVE"),
        member("o2", ELSEWHERE));
    merge();
  }

  /** A community is merged into another; its wishes, check-ins and groups move there. */
  private void merge() {
    Map<String, Object> terms = terms("WISH", "BOTH", 1);
    terms.put("community", MERGED);
    wish(
        "moved.create",
        EntryType.WISH_CREATED,
        "CREATE",
        OPERATOR,
        "DRAFT",
        Map.of("wish", Map.copyOf(terms)));
    checkIn("k3", "m1", MERGED);
    group(
        "crew.propose",
        EntryType.GROUP_PROPOSED,
        "PROPOSE",
        member("m1"),
        "PROPOSED",
        Map.of(
            "group",
            Map.of("kind", "TEAM", "community", MERGED),
            "membership",
            membership("p9", "m1", "IN")));
    division("one", COMMUNITY, EntryType.DIVISION_RECORDED, null, Map.of());
    division("two", MERGED, EntryType.DIVISION_RECORDED, null, Map.of());
    division(
        "merges", MERGED, EntryType.DIVISION_MERGED, "RECORDED", Map.of("successor", COMMUNITY));
    hours(1);
    terms.put("community", COMMUNITY);
    wish(
        "moved.move",
        EntryType.WISH_MOVED,
        "MOVE",
        SYSTEM,
        "DRAFT",
        Map.of("wish", Map.copyOf(terms)));
    add(
        "checkIn.k3-moves",
        AggregateType.CHECK_IN,
        "k3",
        EntryType.CHECK_IN_MOVED,
        SYSTEM,
        new Transition("MOVE", "LIVE", "LIVE"),
        Map.of(
            "checkIn",
            Map.of("subject", Map.of("type", "MEMBER", "id", "m1"), "community", COMMUNITY)));
    group(
        "crew.move",
        EntryType.GROUP_MOVED,
        "MOVE",
        SYSTEM,
        "PROPOSED",
        Map.of("group", Map.of("kind", "TEAM", "community", COMMUNITY)));
    wish(
        "later.create",
        EntryType.WISH_CREATED,
        "CREATE",
        OPERATOR,
        "DRAFT",
        Map.of("wish", Map.copyOf(terms)));
  }

  private void division(
      String label, String path, EntryType type, String from, Map<String, Object> more) {
    Map<String, Object> facts = new LinkedHashMap<>(more);
    facts.putAll(Map.of("path", path, "level", "COMMUNITY", "parent", STREET, "year", 2024L));
    boolean recorded = from == null;
    add(
        "division." + label,
        AggregateType.DIVISION,
        path,
        type,
        OPERATOR,
        new Transition(recorded ? "RECORD" : "MERGE", from, recorded ? "RECORDED" : "MERGED"),
        Map.of("division", facts));
  }

  /**
   * Adds a wish whose events are late records: they happened 23 hours before they are recorded,
   * when m3 had not moved yet.
   */
  HonestLog paper() {
    hours(2);
    recording = now;
    now = now.minusSeconds(23 * 3_600L);
    opened("paper", terms("WISH", "BOTH", 1));
    Map<String, Object> claim =
        new LinkedHashMap<>(claiming("c11", "MEMBER", "m3", List.of("m1", "m3")));
    claim.put(
        "deadlines",
        Map.of("contactBy", now.plusSeconds(3_600).toString(), "completeBy", days(30)));
    wish(
        "paper.claim",
        EntryType.CLAIM_REQUESTED,
        "CLAIM",
        OPERATOR,
        "CLAIMED",
        late(claim, "MEMBER", "m3"));
    hours(2);
    // The contact deadline has passed: only the reason explains why the claim has not lapsed.
    wish(
        "paper.start",
        EntryType.CLAIM_STARTED,
        "START",
        OPERATOR,
        "IN_PROGRESS",
        late(on("c11", "progress", "STARTED", "reason", "RECORDED_LATE"), "MEMBER", "m1"));
    wish(
        "paper.deliver",
        EntryType.CLAIM_DELIVERED,
        "DELIVER",
        OPERATOR,
        "DELIVERED",
        late(on("c11", "progress", "DELIVERED"), "MEMBER", "m3"));
    Map<String, Object> confirmed = new LinkedHashMap<>(confirmed("c11"));
    confirmed.put("confirmation", Map.of("by", "PROXY", "proxyReason", "ON_PAPER", "rating", 5L));
    wish(
        "paper.confirm",
        EntryType.WISH_CONFIRMED,
        "CONFIRM",
        OPERATOR,
        "FULFILLED",
        late(confirmed, "RESIDENT", null));
    now = recording;
    recording = null;
    return this;
  }

  /** Returns the facts as those of a late record for a party. */
  static Map<String, Object> late(Map<String, Object> facts, String type, String id) {
    Map<String, Object> late = new LinkedHashMap<>(facts);
    late.put("lateRecord", true);
    late.put("onBehalfOf", id == null ? Map.of("type", type) : Map.of("type", type, "id", id));
    return late;
  }

  /** Freezes the boards of the month in which the project and the shared wish were fulfilled. */
  private void boards() {
    for (String division : List.of(STREET, COMMUNITY)) {
      add(
          "board." + division,
          AggregateType.LEADERBOARD,
          BoardFigures.id(division, MONTH),
          EntryType.LEADERBOARD_FROZEN,
          SYSTEM,
          new Transition("FREEZE", null, "FROZEN"),
          Map.of());
    }
  }

  /** Freezes, after its end, the quarter in which a member was checked in. */
  private void duties() {
    checkIn("k9", "m1");
    Instant before = now;
    now = Instant.parse("2024-04-12T01:00:00Z");
    add(
        "duty.m1",
        AggregateType.DUTY,
        FrozenDuty.id(QUARTER, "m1"),
        EntryType.DUTY_FROZEN,
        SYSTEM,
        new Transition("FREEZE", null, "FROZEN"),
        Map.of());
    now = before;
  }

  /**
   * Computes the frozen boards and duties anew from the leaves before them, as an attacker would.
   */
  HonestLog freeze() {
    Statistics statistics = new Statistics();
    Map<String, Figures> figures = new HashMap<>();
    int size = index("board." + STREET);
    for (int i = 0; i < size; i++) {
      Leaf leaf = leaves.get(i);
      String key = leaf.aggregateType() + leaf.aggregateId();
      try {
        Fold.apply(figures.get(key), i, leaf)
            .ifPresent(
                after -> {
                  figures.put(key, after);
                  statistics.put(after);
                });
      } catch (IllegalArgumentException tampered) {
        // The service does not count this leaf either.
      }
    }
    for (String division : List.of(STREET, COMMUNITY)) {
      Map<String, Object> facts =
          BoardFigures.facts(division, MONTH, size, statistics.board(division, MONTH));
      change("board." + division, leaf -> leaf.facts().equals(facts) ? leaf : with(leaf, facts));
    }
    FrozenDuty days = new FrozenDuty("m1", QUARTER, 1, 0, index("duty.m1"));
    long done = Work.servicesByMember(statistics, days.days()).getOrDefault("m1", 0L);
    Map<String, Object> duty = new FrozenDuty("m1", QUARTER, 1, done, index("duty.m1")).facts();
    change("duty.m1", leaf -> leaf.facts().equals(duty) ? leaf : with(leaf, duty));
    return this;
  }

  static Leaf with(Leaf leaf, Map<String, Object> facts) {
    return copy(
        leaf,
        leaf.actor(),
        leaf.occurredAt(),
        leaf.recordedAt(),
        leaf.transition(),
        facts,
        leaf.postings());
  }

  // Leaves --------------------------------------------------------------------------------------

  private void opened(String wish, Map<String, Object> terms) {
    Map<String, Object> draft = new LinkedHashMap<>(terms);
    draft.remove("claimBy");
    wish(
        wish + ".create",
        EntryType.WISH_CREATED,
        "CREATE",
        OPERATOR,
        "DRAFT",
        Map.of("wish", draft));
    wish(wish + ".submit", EntryType.WISH_SUBMITTED, "SUBMIT", OPERATOR, "SUBMITTED", Map.of());
    terms.put("claimBy", days(30));
    wish(
        wish + ".publish",
        EntryType.WISH_PUBLISHED,
        "PUBLISH",
        OPERATOR,
        "OPEN",
        Map.of("wish", Map.copyOf(terms), "round", 1L));
  }

  static Map<String, Object> terms(String kind, String claimableBy, long places) {
    Map<String, Object> terms = new LinkedHashMap<>();
    terms.put("kind", kind);
    terms.put("category", "SERVICE");
    terms.put("channel", "GRID_WORKER");
    terms.put("community", COMMUNITY);
    terms.put("claimPolicy", places > 1 ? "SHARED" : "EXCLUSIVE");
    terms.put("capacity", "PLACES");
    terms.put("places", places);
    terms.put("needsApproval", false);
    terms.put("claimableBy", claimableBy);
    terms.put("claimableFrom", "STREET");
    return terms;
  }

  Map<String, Object> claiming(String id, String type, String claimant, List<String> people) {
    return Map.of(
        "claim",
        Map.of(
            "id",
            id,
            "claimant",
            Map.of("type", type, "id", claimant),
            "organisation",
            "o1",
            "participants",
            people),
        "claims",
        Map.of("ACTIVE", List.of(id)),
        "deadlines",
        Map.of("contactBy", days(7), "completeBy", days(30)));
  }

  private static Map<String, Object> asking(String id, String member) {
    return Map.of(
        "claim",
        Map.of(
            "id",
            id,
            "claimant",
            Map.of("type", "MEMBER", "id", member),
            "organisation",
            "o1",
            "participants",
            List.of(member)),
        "claims",
        Map.of("PENDING", List.of(id)));
  }

  private Map<String, Object> confirmed(String claim) {
    return Map.of(
        "confirmation", Map.of("by", "SELF", "rating", 5L),
        "claims", Map.of("COMPLETED", List.of(claim)),
        "deadlines", Map.of("noticeUntil", days(30)));
  }

  private static Map<String, Object> membership(String id, String member, String state) {
    return Map.of("id", id, "member", member, "state", state);
  }

  /** Returns the facts about a claim: its id, and further facts as alternating names and values. */
  static Map<String, Object> on(String claim, Object... more) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("claim", Map.of("id", claim));
    for (int i = 0; i < more.length; i += 2) {
      facts.put((String) more[i], more[i + 1]);
    }
    return facts;
  }

  static Actor member(String id) {
    return new Actor(id, "o1", "MEMBER");
  }

  static Actor resident(String wish) {
    return new Actor("resident-" + wish, null, "RESIDENT");
  }

  static MoneyMove move(String from, String to, String form, String claim, long fen) {
    return new MoneyMove(from, to, form, Map.of(claim, fen));
  }

  private String days(int days) {
    return now.plusSeconds(days * 86_400L).toString();
  }

  private void hours(int hours) {
    now = now.plusSeconds(hours * 3_600L);
  }

  private void wish(
      String label,
      EntryType type,
      String command,
      Actor actor,
      String to,
      Map<String, Object> facts,
      MoneyMove... moves) {
    change(label, AggregateType.WISH, type, command, actor, to, facts, moves);
  }

  private void group(
      String label,
      EntryType type,
      String command,
      Actor actor,
      String to,
      Map<String, Object> facts) {
    change(label, AggregateType.GROUP, type, command, actor, to, facts);
  }

  private void change(
      String label,
      AggregateType aggregate,
      EntryType type,
      String command,
      Actor actor,
      String to,
      Map<String, Object> facts,
      MoneyMove... moves) {
    String id = label.substring(0, label.indexOf('.'));
    add(
        label,
        aggregate,
        id,
        type,
        actor,
        new Transition(command, states.put(id, to), to),
        facts,
        moves);
  }

  private void add(
      String label,
      AggregateType aggregate,
      String id,
      EntryType type,
      Actor actor,
      Transition transition,
      Map<String, Object> facts,
      MoneyMove... moves) {
    now = now.plusSeconds(60);
    labels.add(label);
    leaves.add(
        new Leaf(
            label,
            type,
            aggregate,
            id,
            1,
            actor,
            now,
            recording == null ? now : recording,
            transition,
            facts,
            List.of(moves),
            "RECORDED_LATE".equals(facts.get("reason"))
                ? List.of(new Commitment("note.0", "A".repeat(43)))
                : List.of()));
  }

  private static String entry(String label) {
    return label;
  }

  // Tampering -----------------------------------------------------------------------------------

  int index(String label) {
    int index = labels.indexOf(label);
    if (index < 0) {
      throw new IllegalArgumentException("no leaf " + label);
    }
    return index;
  }

  int size() {
    return leaves.size();
  }

  Instant recordedAt(String label) {
    return leaves.get(index(label)).recordedAt();
  }

  Map<String, Object> facts(String label) {
    return leaves.get(index(label)).facts();
  }

  HonestLog change(String label, UnaryOperator<Leaf> by) {
    leaves.set(index(label), by.apply(leaves.get(index(label))));
    return this;
  }

  HonestLog remove(String label) {
    leaves.remove(index(label));
    labels.remove(label);
    return this;
  }

  /** Moves a leaf to the place before another; the leaf keeps its own times. */
  HonestLog moveBefore(String label, String other) {
    Leaf moved = leaves.get(index(label));
    remove(label);
    return insert(index(other), label, moved);
  }

  private HonestLog insert(int index, String label, Leaf leaf) {
    labels.add(index, label);
    leaves.add(index, leaf);
    return this;
  }

  /**
   * Inserts a leaf that binds some wish to an account, before the given leaf and with its times.
   */
  HonestLog bindBefore(String label) {
    Leaf at = leaves.get(index(label));
    return insert(
        index(label),
        "bound",
        new Leaf(
            "bound",
            EntryType.ACCOUNT_CHANGED,
            AggregateType.ACCOUNT,
            "account1",
            1,
            new Actor("account1", null, "RESIDENT"),
            at.occurredAt(),
            at.recordedAt(),
            new Transition("BIND", "ACTIVE", "ACTIVE"),
            Map.of("account", Map.of("role", "RESIDENT", "state", "ACTIVE")),
            List.of(),
            List.of(new Commitment("wish.0", "A".repeat(43)))));
  }

  /** Inserts a command after a leaf of the same aggregate, at the same time. */
  HonestLog insert(
      String after,
      EntryType type,
      String command,
      Actor actor,
      String to,
      Map<String, Object> facts,
      MoneyMove... moves) {
    Leaf before = leaves.get(index(after));
    return insert(
        index(after) + 1,
        "inserted",
        new Leaf(
            "inserted-" + after,
            type,
            before.aggregateType(),
            before.aggregateId(),
            1,
            actor,
            before.occurredAt(),
            before.recordedAt(),
            new Transition(command, before.transition().to(), to),
            facts,
            List.of(moves),
            List.of()));
  }

  static UnaryOperator<Leaf> by(Actor actor) {
    return leaf ->
        copy(
            leaf,
            actor,
            leaf.occurredAt(),
            leaf.recordedAt(),
            leaf.transition(),
            leaf.facts(),
            leaf.postings());
  }

  static UnaryOperator<Leaf> to(String from, String to) {
    return leaf ->
        copy(
            leaf,
            leaf.actor(),
            leaf.occurredAt(),
            leaf.recordedAt(),
            new Transition(leaf.transition().command(), from, to),
            leaf.facts(),
            leaf.postings());
  }

  /** Sets the aggregate's id. */
  static UnaryOperator<Leaf> renamed(String id) {
    return leaf ->
        new Leaf(
            leaf.entryId(),
            leaf.type(),
            leaf.aggregateType(),
            id,
            leaf.version(),
            leaf.actor(),
            leaf.occurredAt(),
            leaf.recordedAt(),
            leaf.transition(),
            leaf.facts(),
            leaf.postings(),
            leaf.commitments());
  }

  /** Sets the command, and leaves the states as they are. */
  static UnaryOperator<Leaf> commanded(String command) {
    return leaf ->
        copy(
            leaf,
            leaf.actor(),
            leaf.occurredAt(),
            leaf.recordedAt(),
            new Transition(command, leaf.transition().from(), leaf.transition().to()),
            leaf.facts(),
            leaf.postings());
  }

  static UnaryOperator<Leaf> at(long occurredLater, long recordedLater) {
    return leaf ->
        copy(
            leaf,
            leaf.actor(),
            leaf.occurredAt().plusSeconds(occurredLater),
            leaf.recordedAt().plusSeconds(recordedLater),
            leaf.transition(),
            leaf.facts(),
            leaf.postings());
  }

  static UnaryOperator<Leaf> posting(MoneyMove... moves) {
    return leaf ->
        copy(
            leaf,
            leaf.actor(),
            leaf.occurredAt(),
            leaf.recordedAt(),
            leaf.transition(),
            leaf.facts(),
            List.of(moves));
  }

  /** Sets a fact, such as {@code claim.id}; null removes it. */
  static UnaryOperator<Leaf> fact(String path, Object value) {
    return leaf ->
        copy(
            leaf,
            leaf.actor(),
            leaf.occurredAt(),
            leaf.recordedAt(),
            leaf.transition(),
            with(leaf.facts(), path, value),
            leaf.postings());
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> with(Map<String, Object> facts, String path, Object value) {
    Map<String, Object> changed = new LinkedHashMap<>(facts);
    int dot = path.indexOf('.');
    if (dot > 0) {
      String name = path.substring(0, dot);
      changed.put(
          name, with((Map<String, Object>) facts.get(name), path.substring(dot + 1), value));
    } else if (value == null) {
      changed.remove(path);
    } else {
      changed.put(path, value);
    }
    return changed;
  }

  private static Leaf copy(
      Leaf leaf,
      Actor actor,
      Instant occurredAt,
      Instant recordedAt,
      Transition transition,
      Map<String, Object> facts,
      List<MoneyMove> postings) {
    return new Leaf(
        leaf.entryId(),
        leaf.type(),
        leaf.aggregateType(),
        leaf.aggregateId(),
        leaf.version(),
        actor,
        occurredAt,
        recordedAt,
        transition,
        facts,
        postings,
        leaf.commitments(),
        leaf.schema());
  }

  /** Removes the commitments of a leaf. */
  static Leaf withoutCommitments(Leaf leaf) {
    return new Leaf(
        leaf.entryId(),
        leaf.type(),
        leaf.aggregateType(),
        leaf.aggregateId(),
        leaf.version(),
        leaf.actor(),
        leaf.occurredAt(),
        leaf.recordedAt(),
        leaf.transition(),
        leaf.facts(),
        leaf.postings(),
        List.of(),
        leaf.schema());
  }

  /** Makes a leaf a late record for a party. */
  static UnaryOperator<Leaf> late(String type, String id) {
    return leaf -> versioned(with(leaf, late(leaf.facts(), type, id)), leaf.version(), 2);
  }

  /** Returns the leaf as one of schema 1. */
  static Leaf old(Leaf leaf) {
    return versioned(leaf, leaf.version(), 1);
  }

  static Leaf versioned(Leaf leaf, long version) {
    return versioned(leaf, version, leaf.schema());
  }

  private static Leaf versioned(Leaf leaf, long version, long schema) {
    return new Leaf(
        leaf.entryId(),
        leaf.type(),
        leaf.aggregateType(),
        leaf.aggregateId(),
        version,
        leaf.actor(),
        leaf.occurredAt(),
        leaf.recordedAt(),
        leaf.transition(),
        leaf.facts(),
        leaf.postings(),
        new ArrayList<Commitment>(leaf.commitments()),
        schema);
  }

  // Files ---------------------------------------------------------------------------------------

  NoteKey key() {
    return signer.key();
  }

  /** The leaves with versions without gaps. */
  List<Leaf> numbered() {
    Map<String, Long> versions = new HashMap<>();
    return leaves.stream()
        .map(
            leaf ->
                versioned(
                    leaf, versions.merge(leaf.aggregateType() + leaf.aggregateId(), 1L, Long::sum)))
        .toList();
  }

  /** Writes the tiles and a signed checkpoint of these leaves, of which at most 256 are allowed. */
  Path write(Path directory, List<Leaf> all) throws IOException {
    List<byte[]> bytes = all.stream().map(Leaf::bytes).toList();
    byte[] hashes = new byte[bytes.size() * Hashes.BYTES];
    Frontier tree = new Frontier();
    for (int i = 0; i < bytes.size(); i++) {
      byte[] hash = Hashes.leaf(bytes.get(i));
      System.arraycopy(hash, 0, hashes, i * Hashes.BYTES, Hashes.BYTES);
      tree.append(hash);
    }
    String text =
        "log.example/ledger\n" + bytes.size() + "\n" + Hash.of(tree.root()).base64() + "\n";
    String note = new SignedNote(text, List.of(signer.sign(text))).note();
    write(directory.resolve("checkpoint"), note.getBytes(StandardCharsets.UTF_8));
    write(directory.resolve("tile/" + Tile.bundlePath(0, bytes.size())), EntryBundle.write(bytes));
    write(directory.resolve("tile/" + new Tile(0, 0, bytes.size()).path()), hashes);
    return directory;
  }

  private static void write(Path file, byte[] bytes) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
  }
}
