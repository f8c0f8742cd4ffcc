package org.microwish.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.microwish.verify.HonestLog.COMMUNITY;
import static org.microwish.verify.HonestLog.ELSEWHERE;
import static org.microwish.verify.HonestLog.OPERATOR;
import static org.microwish.verify.HonestLog.STEWARD;
import static org.microwish.verify.HonestLog.STREET;
import static org.microwish.verify.HonestLog.SYSTEM;
import static org.microwish.verify.HonestLog.at;
import static org.microwish.verify.HonestLog.by;
import static org.microwish.verify.HonestLog.fact;
import static org.microwish.verify.HonestLog.member;
import static org.microwish.verify.HonestLog.move;
import static org.microwish.verify.HonestLog.on;
import static org.microwish.verify.HonestLog.posting;
import static org.microwish.verify.HonestLog.resident;
import static org.microwish.verify.HonestLog.terms;
import static org.microwish.verify.HonestLog.to;
import static org.microwish.verify.HonestLog.with;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.microwish.ledger.leaf.Actor;
import org.microwish.ledger.leaf.EntryType;
import org.microwish.ledger.leaf.JsonReader;
import org.microwish.ledger.leaf.Leaf;
import org.microwish.ledger.leaf.MoneyMove;
import org.microwish.testing.SecondVerifier;
import org.microwish.verify.Finding.Kind;

/**
 * Tampers with an honest log in each way that leaves can show. The attacker has the key: versions
 * are numbered anew, the tree is rebuilt and signed. Each tampering is one cause and must give one
 * finding, at the leaf and with the sentence given.
 */
@Tag("fast")
class TamperTest {

  @TempDir Path directory;

  private List<Finding> verify(HonestLog log, List<Leaf> leaves) throws IOException {
    try (Source source = Source.of(log.write(directory, leaves).toString())) {
      return new Verifier(
              source,
              List.of(log.key()),
              Optional.empty(),
              new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8))
          .verify()
          .findings();
    }
  }

  @Test
  void honestLog_isClean() throws IOException {
    HonestLog log = new HonestLog().paper();
    assertThat(verify(log, log.numbered())).isEmpty();
  }

  /** The second verifier repeats few rules, but those of acceptances and moves are among them. */
  @Test
  void secondVerifier_findsFalseAcceptancesAndMoves() throws Exception {
    assertThat(second(new HonestLog())).contains("CLEAN");
    assertThat(
            second(
                new HonestLog()
                    .change(
                        "accepted.confirm",
                        fact("confirmation", HonestLog.acceptance("REPRESENTATIVES", 2)))))
        .contains("TAMPERED: 1 findings", "by too few");
    assertThat(second(new HonestLog().change("accepted.sheet", fact("evidence.kind", "PHOTO"))))
        .contains("TAMPERED: 1 findings", "without a signed sheet");
    assertThat(second(new HonestLog().change("moved.move", fact("wish.community", ELSEWHERE))))
        .contains("TAMPERED: 1 findings", "moves from 440104013003 to 440106009001");
  }

  private String second(HonestLog log) throws Exception {
    Path written = log.write(Files.createTempDirectory(directory, "log"), log.numbered());
    return SecondVerifier.run(written.toString(), "--key", log.key().text()).output();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("tamperings")
  void tampering_givesOneFinding(
      String name, Consumer<HonestLog> tampering, Kind kind, String leaf, String sentence)
      throws IOException {
    HonestLog log = new HonestLog();
    tampering.accept(log);
    if (kind != Kind.LEADERBOARD && kind != Kind.DUTY) {
      log.freeze();
    }
    List<Finding> findings = verify(log, log.numbered());
    assertThat(findings).as(name).hasSize(1);
    assertThat(findings.getFirst().kind()).as(findings.toString()).isEqualTo(kind);
    assertThat(findings.getFirst().where())
        .startsWith("leaf " + log.index(leaf) + ": ")
        .contains(sentence);
    assertThat(findings.getFirst().chinese())
        .startsWith("第 " + log.index(leaf) + " 条：")
        .containsPattern("\\p{IsHan}{2}");
  }

  /**
   * The second verifier checks neither the states of members and organisations nor lapses, so rows
   * of other kinds of findings are left out.
   */
  @Test
  void forgedLateRecords_areFoundBySecondVerifierToo() throws Exception {
    List<Arguments> rows =
        late().stream()
            .filter(
                row ->
                    List.of(Kind.ACTOR, Kind.FACTS, Kind.ILL_FORMED).contains((Kind) row.get()[2]))
            .toList();
    assertThat(rows).hasSizeGreaterThan(11);
    assertThat(foundBySecondVerifier(new HonestLog().paper(), rows)).contains("late records: 4");
  }

  /** The second verifier replays who is invited or waits, and the places that are held. */
  @Test
  void forgedInvitations_areFoundBySecondVerifierToo() throws Exception {
    foundBySecondVerifier(new HonestLog(), invitations());
  }

  /**
   * Asserts that the second verifier finds nothing in the honest log, and a fault in each tampered
   * log.
   */
  @SuppressWarnings("unchecked")
  private List<String> foundBySecondVerifier(HonestLog honest, List<Arguments> rows)
      throws Exception {
    List<String> runs = new ArrayList<>();
    runs.add(run(honest, runs.size()));
    for (Arguments row : rows) {
      HonestLog log = new HonestLog();
      ((Consumer<HonestLog>) row.get()[1]).accept(log);
      runs.add(run(log, runs.size()));
    }
    List<String> output =
        SecondVerifier.evaluate("[" + String.join(",", runs) + "]").lines().toList();
    assertThat(output.getLast()).as("%s", output).isEqualTo("[0" + ", 1".repeat(rows.size()) + "]");
    return output;
  }

  private String run(HonestLog log, int number) throws IOException {
    String place = log.write(directory.resolve("log" + number), log.numbered()).toString();
    return "audit.main(['" + place + "', '--key', '" + log.key().text() + "'])";
  }

  static Stream<Arguments> tamperings() {
    return Stream.of(
            claims(),
            handingOver(),
            invitations(),
            invited(),
            people(),
            money(),
            states(),
            dates(),
            facts(),
            parties(),
            late(),
            boards(),
            duties())
        .flatMap(List::stream);
  }

  private static Arguments row(
      String name, Consumer<HonestLog> tampering, Kind kind, String leaf, String sentence) {
    return arguments(name, tampering, kind, leaf, sentence);
  }

  private static Map<String, Object> sample(Map<String, Object> terms) {
    terms.put("sample", true);
    return terms;
  }

  private static Map<String, Object> claim(HonestLog log, String id, String member) {
    return log.claiming(id, "MEMBER", member, List.of(member));
  }

  private static List<Arguments> late() {
    return List.of(
        row(
            "a member records late for another",
            log -> log.paper().change("paper.start", by(member("m2"))),
            Kind.ACTOR,
            "paper.start",
            "START is recorded for somebody else by m2 in the role MEMBER"),
        row(
            "a claimant records late for itself",
            log -> log.paper().change("paper.claim", by(member("m3"))),
            Kind.ACTOR,
            "paper.claim",
            "CLAIM is recorded for somebody else by m3 in the role MEMBER"),
        row(
            "a late record without a party",
            log -> log.paper().change("paper.deliver", fact("onBehalfOf", null)),
            Kind.FACTS,
            "paper.deliver",
            "DELIVER states only one of lateRecord and onBehalfOf"),
        row(
            "a late record whose fact lateRecord is false",
            log -> log.paper().change("paper.deliver", fact("lateRecord", false)),
            Kind.FACTS,
            "paper.deliver",
            "DELIVER states only one of lateRecord and onBehalfOf"),
        row(
            "a late claim on behalf of another member than the claimant",
            log -> log.paper().change("paper.claim", fact("onBehalfOf.id", "m2")),
            Kind.ACTOR,
            "paper.claim",
            "the claimant m3 is not who claimed: m2"),
        row(
            "late work by somebody who takes no part",
            log -> log.paper().change("paper.start", fact("onBehalfOf.id", "m2")),
            Kind.ACTOR,
            "paper.start",
            "START is recorded on behalf of MEMBER m2"),
        row(
            "a late delivery by a participant",
            log -> log.paper().change("paper.deliver", fact("onBehalfOf.id", "m1")),
            Kind.ACTOR,
            "paper.deliver",
            "DELIVER is recorded on behalf of MEMBER m1"),
        row(
            "a late delivery by the resident",
            log ->
                log.paper().change("paper.deliver", fact("onBehalfOf", Map.of("type", "RESIDENT"))),
            Kind.ACTOR,
            "paper.deliver",
            "DELIVER is recorded on behalf of RESIDENT"),
        row(
            "a late confirmation by the claimant",
            log ->
                log.paper()
                    .change(
                        "paper.confirm", fact("onBehalfOf", Map.of("type", "MEMBER", "id", "m3"))),
            Kind.ACTOR,
            "paper.confirm",
            "CONFIRM is recorded on behalf of MEMBER m3"),
        row(
            "an operator's own command on behalf of somebody",
            log -> log.paper().change("paper.publish", HonestLog.late("RESIDENT", null)),
            Kind.ACTOR,
            "paper.publish",
            "PUBLISH is recorded on behalf of RESIDENT"),
        row(
            "a wish created on behalf of somebody",
            log -> log.paper().change("paper.create", HonestLog.late("RESIDENT", null)),
            Kind.FACTS,
            "paper.create",
            "CREATE states the fact"),
        row(
            "a party without an id",
            log -> log.paper().change("paper.start", fact("onBehalfOf", Map.of("type", "MEMBER"))),
            Kind.ILL_FORMED,
            "paper.start",
            "another form"),
        row(
            "a late record of the future",
            log -> log.paper().change("paper.confirm", at(75_210, 0)),
            Kind.TIME,
            "paper.confirm",
            "CONFIRM is recorded late, but its occurredAt"),
        row(
            "a late record before the previous event",
            log -> log.paper().change("paper.deliver", at(-600, 0)),
            Kind.TIME,
            "paper.deliver",
            "is before the"),
        row(
            "a late record after a lapse without a reason",
            log -> log.paper().change("paper.start", fact("reason", null)),
            Kind.DEADLINE,
            "paper.start",
            "START is recorded late for a time at which the claim had lapsed"),
        row(
            "a late record after a lapse with a code but no note",
            log -> log.paper().change("paper.start", HonestLog::withoutCommitments),
            Kind.DEADLINE,
            "paper.start",
            "START is recorded late for a time at which the claim had lapsed"),
        row(
            "a late confirmation with another reason",
            log ->
                log.paper().change("paper.confirm", fact("confirmation.proxyReason", "NO_ANSWER")),
            Kind.FACTS,
            "paper.confirm",
            "proxyReason is not ON_PAPER"),
        row(
            "a proxy on paper who records for nobody",
            log -> log.paper().change("redone.proxy", fact("confirmation.proxyReason", "ON_PAPER")),
            Kind.FACTS,
            "redone.proxy",
            "CONFIRM is not a late record for the resident"),
        row(
            "a late claim for the organisation that the member joined later",
            log -> log.paper().change("paper.claim", fact("claim.organisation", "o2")),
            Kind.CLAIM,
            "paper.claim",
            "counts for the organisation o2"),
        row(
            "a late claim of a member who had left",
            log ->
                log.paper()
                    .change("member.m3-moves", fact("member.organisation", "o1"))
                    .change("member.m3-moves", fact("member.community", COMMUNITY))
                    .change("member.m3-moves", fact("member.state", "LEFT"))
                    .change("member.m3-moves", at(-23 * 3_600L, 0)),
            Kind.UNKNOWN,
            "paper.claim",
            "names the member m3, who has left"),
        row(
            "a late claim from outside the area, before the check-in",
            log ->
                log.paper()
                    .change("paper.claim", fact("claim.claimant.id", "m4"))
                    .change("paper.claim", fact("claim.participants", List.of("m4")))
                    .change("paper.claim", fact("claim.organisation", "o2"))
                    .change("paper.claim", fact("onBehalfOf.id", "m4"))
                    .change("paper.start", fact("onBehalfOf.id", "m4"))
                    .change("paper.deliver", fact("onBehalfOf.id", "m4")),
            Kind.CLAIM,
            "paper.claim",
            "CLAIM by a claimant from outside the area"));
  }

  /** Tamperings with invitations that the second verifier finds, too. */
  private static List<Arguments> invitations() {
    return List.of(
        row(
            "a held place is claimed by somebody else",
            log ->
                log.insert(
                    "ended.claim-m1",
                    EntryType.CLAIM_REQUESTED,
                    "CLAIM",
                    member("m3"),
                    "OPEN",
                    claim(log, "c29", "m3")),
            Kind.CLAIM,
            "inserted",
            "CLAIM although no place or budget is free"),
        row(
            "a place for which others wait is claimed",
            log ->
                log.insert(
                    "invited.withdraw-o1",
                    EntryType.CLAIM_REQUESTED,
                    "CLAIM",
                    STEWARD,
                    "CLAIMED",
                    log.claiming("c29", "ORGANISATION", "o1", List.of())),
            Kind.CLAIM,
            "inserted",
            "CLAIM although no place or budget is free"),
        row(
            "somebody accepts the invitation of another",
            log ->
                log.insert(
                    "ended.invite-m2",
                    EntryType.CLAIM_REQUESTED,
                    "CLAIM",
                    member("m3"),
                    "OPEN",
                    log.accepting("c29", "m3", "i7")),
            Kind.CLAIM,
            "inserted",
            "CLAIM changes invitations to {ACCEPTED=[i7]}, the rules give {}"),
        row(
            "an invitation is accepted after it was declined",
            log ->
                log.insert(
                    "invited.decline-m2",
                    EntryType.CLAIM_REQUESTED,
                    "CLAIM",
                    member("m2"),
                    "OPEN",
                    log.accepting("c29", "m2", "i1")),
            Kind.CLAIM,
            "inserted",
            "CLAIM changes invitations to {ACCEPTED=[i1]}, the rules give {}"),
        row(
            "a claim leaves the claimant's invitation as it is",
            log -> log.change("invited.accept-m3", fact("invitations", Map.of())),
            Kind.CLAIM,
            "invited.accept-m3",
            "CLAIM changes invitations to {}, the rules give {ACCEPTED=[i4]}"),
        row(
            "an invitation ends twice",
            log ->
                log.insert(
                    "invited.decline-m2",
                    EntryType.INVITATION_WITHDRAWN,
                    "WITHDRAW_INVITATION",
                    OPERATOR,
                    "OPEN",
                    HonestLog.moved("WITHDRAWN", "i1")),
            Kind.CLAIM,
            "inserted",
            "WITHDRAW_INVITATION of an invitation that is not live"),
        row(
            "more places are held than are free",
            log ->
                log.insert(
                    "ended.claim-m1",
                    EntryType.CLAIMANT_INVITED,
                    "INVITE",
                    OPERATOR,
                    "OPEN",
                    HonestLog.inviting("i99", "MEMBER", "m3", true, "2030-01-01T00:00:00Z")),
            Kind.CLAIM,
            "inserted",
            "INVITE although no place or budget is free"),
        row(
            "a place is offered to somebody who is not the first in line",
            log -> log.change("invited.offer-m2", leaf -> with(leaf, log.offering("i4"))),
            Kind.CLAIM,
            "invited.offer-m2",
            "OFFER_PLACE changes invitations to {INVITED=[i4]}, the rules give {INVITED=[i3]}"),
        row(
            "an offer whose two facts name different invitations",
            log -> log.change("invited.offer-m2", fact("invitation.id", "i4")),
            Kind.CLAIM,
            "invited.offer-m2",
            "the rules give {INVITED=[i3]}"),
        row(
            "a place is offered while none is free",
            log ->
                log.insert(
                    "invited.wait-m3",
                    EntryType.PLACE_OFFERED,
                    "OFFER_PLACE",
                    SYSTEM,
                    "OPEN",
                    log.offering("i3")),
            Kind.CLAIM,
            "inserted",
            "OFFER_PLACE although no place or budget is free"),
        row(
            "one place is offered to two claimants",
            log ->
                log.insert(
                    "invited.offer-m2",
                    EntryType.PLACE_OFFERED,
                    "OFFER_PLACE",
                    SYSTEM,
                    "OPEN",
                    log.offering("i4")),
            Kind.CLAIM,
            "inserted",
            "OFFER_PLACE although no place or budget is free"),
        row(
            "an invitation expires before its time",
            log ->
                log.insert(
                        "invited.invite-o1-again",
                        EntryType.INVITATION_EXPIRED,
                        "EXPIRE_INVITATION",
                        SYSTEM,
                        "OPEN",
                        HonestLog.moved("EXPIRED", "i5"))
                    .change("invited.withdraw", fact("invitations.WITHDRAWN", List.of("i6"))),
            Kind.DEADLINE,
            "inserted",
            "EXPIRE_INVITATION before it was due"),
        row(
            "the invitation of a member runs out who has not left",
            log -> log.remove("member.m7-leaves"),
            Kind.DEADLINE,
            "ended.expire-m7",
            "EXPIRE_INVITATION before it was due"),
        row(
            "an invitation is accepted after its time",
            log -> log.change("invited.offer-m3", fact("invitation.until", "2024-03-20T00:00:00Z")),
            Kind.CLAIM,
            "invited.accept-m3",
            "the rules give {ACCEPTED=[i4], EXPIRED=[i4]}"),
        row(
            "an invitation goes on after its time",
            log ->
                log.change(
                    "invited.invite-o1-again", fact("invitation.until", "2024-03-20T00:00:00Z")),
            Kind.CLAIM,
            "invited.offer-m3",
            "the rules give {EXPIRED=[i3, i5], INVITED=[i4]}"),
        row(
            "a member who takes over a claim keeps the invitation",
            log -> log.change("queued.over-m2", fact("invitations", Map.of())),
            Kind.CLAIM,
            "queued.over-m2",
            "HAND_OVER_CLAIM changes invitations to {}, the rules give {ACCEPTED=[i10]}"),
        row(
            "an invitation outlives a withdrawn wish",
            log -> log.change("invited.withdraw", fact("invitations.WITHDRAWN", List.of("i6"))),
            Kind.CLAIM,
            "invited.withdraw",
            "WITHDRAW changes invitations to {WITHDRAWN=[i6]}, the rules give {WITHDRAWN=[i5, i6]}"),
        row(
            "an invitation outlives the end of claiming",
            log -> log.change("ended.close", fact("invitations", Map.of())),
            Kind.CLAIM,
            "ended.close",
            "CLOSE_CLAIMING changes invitations to {}, the rules give {EXPIRED=[i7]}"),
        row(
            "a visit ends an invitation",
            log ->
                log.insert(
                    "ended.invite-m7",
                    EntryType.WISH_NOTED,
                    "NOTE",
                    OPERATOR,
                    "OPEN",
                    HonestLog.moved("WITHDRAWN", "i7")),
            Kind.CLAIM,
            "inserted",
            "NOTE changes invitations to {WITHDRAWN=[i7]}, the rules give {}"),
        row(
            "one claimant has two live invitations",
            log ->
                log.insert(
                    "ended.invite-m2",
                    EntryType.CLAIMANT_INVITED,
                    "INVITE",
                    OPERATOR,
                    "OPEN",
                    HonestLog.inviting("i99", "MEMBER", "m2", false, "2030-01-01T00:00:00Z")),
            Kind.CLAIM,
            "inserted",
            "INVITE of a claimant with a live invitation"),
        row(
            "an invitation with the id of another",
            log ->
                log.insert(
                    "ended.invite-m2",
                    EntryType.CLAIMANT_INVITED,
                    "INVITE",
                    OPERATOR,
                    "OPEN",
                    HonestLog.inviting("i7", "MEMBER", "m3", false, "2030-01-01T00:00:00Z")),
            Kind.CLAIM,
            "inserted",
            "INVITE of a claimant with a live invitation"),
        row(
            "somebody declines for another",
            log ->
                log.insert(
                    "ended.invite-m2",
                    EntryType.INVITATION_DECLINED,
                    "DECLINE_INVITATION",
                    member("m3"),
                    "OPEN",
                    HonestLog.moved("DECLINED", "i7")),
            Kind.ACTOR,
            "inserted",
            "DECLINE_INVITATION by m3 in the role MEMBER, but the invitation is for m2"),
        row(
            "somebody joins a waiting list for another",
            log ->
                log.insert(
                    "invited.wait-m3",
                    EntryType.WAITING_LIST_JOINED,
                    "JOIN_WAITING_LIST",
                    STEWARD,
                    "OPEN",
                    HonestLog.waiting("i99", "m6")),
            Kind.ACTOR,
            "inserted",
            "JOIN_WAITING_LIST by steward1 in the role STEWARD, but the invitation is for m6"),
        row(
            "an invitation without an end",
            log -> log.change("ended.invite-m2", fact("invitation.until", null)),
            Kind.FACTS,
            "ended.invite-m2",
            "invitation.until"));
  }

  /** Tamperings with the claimant of an invitation, which the second verifier does not check. */
  private static List<Arguments> invited() {
    return List.of(
        row(
            "somebody waits while a place is free",
            log ->
                log.insert(
                    "ended.invite-m7",
                    EntryType.WAITING_LIST_JOINED,
                    "JOIN_WAITING_LIST",
                    member("m3"),
                    "OPEN",
                    HonestLog.waiting("i99", "m3")),
            Kind.CLAIM,
            "inserted",
            "JOIN_WAITING_LIST although a place is free"),
        row(
            "somebody is removed from the waiting list as if its time were over",
            log ->
                log.insert(
                        "invited.wait-m2-again",
                        EntryType.INVITATION_EXPIRED,
                        "EXPIRE_INVITATION",
                        SYSTEM,
                        "CLAIMED",
                        HonestLog.moved("EXPIRED", "i6"))
                    .change("invited.withdraw", fact("invitations.WITHDRAWN", List.of("i5"))),
            Kind.DEADLINE,
            "inserted",
            "EXPIRE_INVITATION before it was due"),
        row(
            "the first in line is passed over as if unfit",
            log ->
                log.change(
                        "invited.offer-m2",
                        leaf ->
                            with(
                                leaf,
                                HonestLog.with(
                                    log.offering("i4"),
                                    "invitations",
                                    Map.of("EXPIRED", List.of("i3"), "INVITED", List.of("i4")))))
                    .remove("invited.offer-m3"),
            Kind.DEADLINE,
            "invited.offer-m2",
            "EXPIRE_INVITATION before it was due"),
        row(
            "a member invites",
            log -> log.change("ended.invite-m2", by(member("m2"))),
            Kind.ACTOR,
            "ended.invite-m2",
            "INVITE by m2 in the role MEMBER"),
        row(
            "somebody from elsewhere is invited",
            log ->
                log.change(
                    "invited.invite-o1",
                    fact("invitation.claimant", Map.of("type", "ORGANISATION", "id", "o2"))),
            Kind.CLAIM,
            "invited.invite-o1",
            "INVITE by a claimant from outside the area"),
        row(
            "an unknown member is invited",
            log ->
                log.insert(
                        "ended.invite-m2",
                        EntryType.CLAIMANT_INVITED,
                        "INVITE",
                        OPERATOR,
                        "OPEN",
                        HonestLog.inviting("i99", "MEMBER", "m99", false, "2030-01-01T00:00:00Z"))
                    .change("ended.close", fact("invitations.EXPIRED", List.of("i7", "i99"))),
            Kind.UNKNOWN,
            "inserted",
            "names the member m99"),
        row(
            "a barred claimant is invited",
            log ->
                log.insert(
                    "shared.lapse",
                    EntryType.CLAIMANT_INVITED,
                    "INVITE",
                    OPERATOR,
                    "OPEN",
                    HonestLog.inviting("i99", "MEMBER", "m2", false, "2030-01-01T00:00:00Z")),
            Kind.CLAIM,
            "inserted",
            "INVITE by a claimant who is barred after a lapse"),
        row(
            "a participant is invited",
            log ->
                log.change("ended.claim-m1", fact("claim.participants", List.of("m1", "m3")))
                    .insert(
                        "ended.claim-m1",
                        EntryType.CLAIMANT_INVITED,
                        "INVITE",
                        OPERATOR,
                        "OPEN",
                        HonestLog.inviting("i99", "MEMBER", "m3", false, "2030-01-01T00:00:00Z")),
            Kind.CLAIM,
            "inserted",
            "INVITE by a claimant who holds a live claim"),
        row(
            "a place is held although claims need approval",
            log ->
                log.insert(
                    "approval.publish",
                    EntryType.CLAIMANT_INVITED,
                    "INVITE",
                    OPERATOR,
                    "OPEN",
                    HonestLog.inviting("i99", "MEMBER", "m3", true, "2030-01-01T00:00:00Z")),
            Kind.CLAIM,
            "inserted",
            "INVITE of a place that cannot be held"));
  }

  private static List<Arguments> claims() {
    return List.of(
        row(
            "two claims on one place",
            log ->
                log.insert(
                    "redone.claim",
                    EntryType.CLAIM_REQUESTED,
                    "CLAIM",
                    member("m2"),
                    "CLAIMED",
                    claim(log, "c9", "m2")),
            Kind.CLAIM,
            "inserted",
            "CLAIM although no place or budget is free"),
        row(
            "a place is taken and the wish stays open",
            log ->
                log.change("redone.claim", to("OPEN", "OPEN"))
                    .change("redone.deliver", to("OPEN", "DELIVERED")),
            Kind.TRANSITION,
            "redone.claim",
            "after CLAIM the rules give the state CLAIMED"),
        row(
            "one claimant claims twice",
            log ->
                log.insert(
                    "shared.claim-m1",
                    EntryType.CLAIM_REQUESTED,
                    "CLAIM",
                    member("m1"),
                    "CLAIMED",
                    claim(log, "c9", "m1")),
            Kind.CLAIM,
            "inserted",
            "CLAIM by a claimant who holds a live claim"),
        row(
            "a claim with the id of another",
            log -> log.change("shared.claim-m2", fact("claim.id", "c2")),
            Kind.CLAIM,
            "shared.claim-m2",
            "claim c2 was already made"),
        row(
            "a person takes two places",
            log -> log.change("shared.claim-m2", fact("claim.participants", List.of("m2", "m1"))),
            Kind.CLAIM,
            "shared.claim-m2",
            "CLAIM gives m1 a second place of the wish, beside claim c2"),
        row(
            "a participant removes another",
            log ->
                log.change("shared.again-m2", fact("claim.participants", List.of("m2", "m1", "m3")))
                    .change("shared.participants", by(member("m3")))
                    .change("shared.participants", fact("claim.participants", List.of("m2", "m3"))),
            Kind.ACTOR,
            "shared.participants",
            "the participant m3 changes more of claim c4"),
        row(
            "a barred claimant claims",
            log ->
                log.change("shared.lapse", fact("deadlines.barredUntil", "2024-03-01T00:00:00Z")),
            Kind.CLAIM,
            "shared.again-m2",
            "who is barred after a lapse"),
        row(
            "a member claims what is for organisations",
            log ->
                log.change("project.create", fact("wish.claimableBy", "MEMBERS"))
                    .change("project.publish", fact("wish.claimableBy", "MEMBERS")),
            Kind.CLAIM,
            "project.claim",
            "a kind of claimant that the wish does not admit"),
        row(
            "a claimant from elsewhere, who checks in here months later",
            log ->
                log.change("second.claim", by(member("m4")))
                    .change("second.claim", fact("claim.claimant.id", "m4"))
                    .change("second.claim", fact("claim.organisation", "o2"))
                    .change("second.claim", fact("claim.participants", List.of("m4"))),
            Kind.CLAIM,
            "second.claim",
            "a claimant from outside the area"),
        row(
            "a claim without its member among the participants",
            log -> log.change("second.claim", fact("claim.participants", List.of("m1"))),
            Kind.CLAIM,
            "second.claim",
            "the participants of claim c7"),
        row(
            "a participant twice",
            log ->
                log.change(
                    "shared.participants", fact("claim.participants", List.of("m2", "m3", "m3"))),
            Kind.CLAIM,
            "shared.participants",
            "the participants of claim c4"),
        row(
            "a command on a claim that does not exist",
            log -> log.change("project.start", fact("claim.id", "c99")),
            Kind.CLAIM,
            "project.start",
            "claim c99 does not exist"),
        row(
            "a command on no claim",
            log -> log.change("project.start", fact("claim", null)),
            Kind.CLAIM,
            "project.start",
            "START names no claim"),
        row(
            "fulfilment without any claim",
            log -> log.remove("redone.claim").change("redone.deliver", to("OPEN", "DELIVERED")),
            Kind.CLAIM,
            "redone.deliver",
            "claim c8 does not exist"),
        row(
            "fulfilment right after publication",
            log ->
                log.insert(
                    "second.republish",
                    EntryType.WISH_CONFIRMED,
                    "CONFIRM",
                    resident("second"),
                    "FULFILLED",
                    Map.of("confirmation", Map.of("by", "SELF", "rating", 5L))),
            Kind.TRANSITION,
            "inserted",
            "CONFIRM from OPEN to FULFILLED is not allowed"),
        row(
            "a claim stays active after fulfilment",
            log -> log.change("shared.confirm", fact("claims", null)),
            Kind.CLAIM,
            "shared.confirm",
            "CONFIRM changes claims to {}"),
        row(
            "completion of a claim that nobody made",
            log ->
                log.change(
                    "shared.confirm", fact("claims", Map.of("COMPLETED", List.of("c4", "c77")))),
            Kind.CLAIM,
            "shared.confirm",
            "c77"),
        row(
            "an ended claim is completed",
            log ->
                log.change(
                    "shared.confirm", fact("claims", Map.of("COMPLETED", List.of("c2", "c4")))),
            Kind.CLAIM,
            "shared.confirm",
            "the rules give {COMPLETED=[c4]}"),
        row(
            "a released claim delivers",
            log ->
                log.insert(
                    "shared.release",
                    EntryType.CLAIM_DELIVERED,
                    "DELIVER",
                    member("m1"),
                    "OPEN",
                    on("c2", "progress", "DELIVERED")),
            Kind.CLAIM,
            "inserted",
            "DELIVER on a claim in the wrong state"),
        row(
            "a claim delivers twice",
            log ->
                log.insert(
                        "second.claim",
                        EntryType.CLAIM_DELIVERED,
                        "DELIVER",
                        member("m3"),
                        "DELIVERED",
                        on("c7", "progress", "DELIVERED"))
                    .change("second.correct", to("DELIVERED", "DELIVERED"))
                    .change("inserted", fact("progress", "STARTED")),
            Kind.CLAIM,
            "inserted",
            "DELIVER states the progress STARTED"),
        row(
            "work begins twice",
            log ->
                log.insert(
                    "project.start",
                    EntryType.CLAIM_STARTED,
                    "START",
                    STEWARD,
                    "IN_PROGRESS",
                    on("c1", "progress", "STARTED")),
            Kind.CLAIM,
            "inserted",
            "START a second time"),
        row(
            "a waiting claim stays when the place is taken",
            log -> log.change("approval.approve", fact("claims", Map.of("ACTIVE", List.of("c5")))),
            Kind.CLAIM,
            "approval.approve",
            "the rules give {ACTIVE=[c5], DECLINED=[c6]}"),
        row(
            "a claim for another organisation",
            log -> log.change("project.claim", fact("claim.organisation", "o2")),
            Kind.CLAIM,
            "project.claim",
            "claim c1 counts for the organisation o2"),
        row(
            "a member's claim for another organisation, which the member joins months later",
            log -> log.change("second.claim", fact("claim.organisation", "o2")),
            Kind.CLAIM,
            "second.claim",
            "claim c7 counts for the organisation o2"),
        row(
            "an approval that names another claimant",
            log -> log.change("approval.approve", fact("claim.claimant.id", "m2")),
            Kind.CLAIM,
            "approval.approve",
            "APPROVE states another claimant"),
        row(
            "participants are added with a delivery",
            log -> log.change("redone.deliver", fact("claim.participants", List.of("m1", "m2"))),
            Kind.CLAIM,
            "redone.deliver",
            "DELIVER states another claimant, organisation or participants"),
        row(
            "a draft with a claim",
            log -> log.change("redone.create", fact("claims", Map.of("ACTIVE", List.of("c9")))),
            Kind.FACTS,
            "redone.create",
            "CREATE states the fact claims, which it cannot"),
        row(
            "a rating with a visit",
            log ->
                log.change(
                    "project.visit", fact("confirmation", Map.of("by", "SELF", "rating", 1L))),
            Kind.FACTS,
            "project.visit",
            "FOLLOW_UP states the fact confirmation, which it cannot"),
        row(
            "a draft with a posting",
            log ->
                log.change(
                    "project.create", posting(move("FUNDING", "COMMITTED", "CASH", "c1", 1))),
            Kind.BALANCE,
            "project.create",
            "CREATE posts"),
        row(
            "a confirmation that names one of two claims leaves the other active",
            log ->
                log.remove("shared.release")
                    .remove("shared.lapse")
                    .remove("shared.again-m2")
                    .remove("shared.participants")
                    .remove("shared.close")
                    .change("shared.deliver", to("CLAIMED", "IN_PROGRESS"))
                    .change("shared.deliver", fact("claim.id", "c3"))
                    .insert(
                        "shared.deliver",
                        EntryType.CLAIM_DELIVERED,
                        "DELIVER",
                        member("m1"),
                        "DELIVERED",
                        on("c2", "progress", "DELIVERED"))
                    .change("shared.confirm", fact("claim", Map.of("id", "c3")))
                    .change("shared.confirm", fact("claims.COMPLETED", List.of("c3"))),
            Kind.FACTS,
            "shared.confirm",
            "CONFIRM states the fact claim, which it cannot"),
        row(
            "a confirmation completes a released claim",
            log ->
                log.change("shared.confirm", fact("claim", Map.of("id", "c2")))
                    .change("shared.confirm", fact("claims.COMPLETED", List.of("c2"))),
            Kind.FACTS,
            "shared.confirm",
            "CONFIRM states the fact claim, which it cannot"),
        row(
            "a withdrawal that names one claim leaves another active",
            log ->
                log.remove("approval.revoke")
                    .change("approval.withdraw", to("CLAIMED", "WITHDRAWN"))
                    .change("approval.withdraw", fact("claim", Map.of("id", "c6")))
                    .change("approval.withdraw", fact("claims", Map.of("REVOKED", List.of("c6")))),
            Kind.FACTS,
            "approval.withdraw",
            "WITHDRAW states the fact claim, which it cannot"),
        row(
            "a waiting claim outlives the wish's expiry",
            log ->
                log.remove("approval.approve")
                    .remove("approval.revoke")
                    .remove("approval.withdraw")
                    .insert(
                        "approval.ask-m2",
                        EntryType.WISH_EXPIRED,
                        "EXPIRE",
                        SYSTEM,
                        "EXPIRED",
                        on("c5", "claims", Map.of("LAPSED", List.of("c6"))))
                    .change("inserted", at(31 * 86_400, 31 * 86_400)),
            Kind.FACTS,
            "inserted",
            "EXPIRE states the fact claim, which it cannot"),
        row(
            "a reopening that names one claim",
            log -> log.change("redone.reopen", fact("claim", Map.of("id", "c8"))),
            Kind.FACTS,
            "redone.reopen",
            "REOPEN states the fact claim, which it cannot"),
        row(
            "another claim is to be done again",
            log -> log.change("redone.dissatisfied", fact("redo", List.of("c1"))),
            Kind.CLAIM,
            "redone.dissatisfied",
            "names no claim, or other claims"));
  }

  private static List<Arguments> handingOver() {
    return List.of(
        row(
            "a stranger hands a claim over",
            log -> log.change("handed.over", by(new Actor("steward3", "o3", "STEWARD"))),
            Kind.ACTOR,
            "handed.over",
            "HAND_OVER_CLAIM by steward3 in the role STEWARD, who has no right"),
        row(
            "a member hands the own claim over",
            log -> log.change("handed.over", by(member("m1"))),
            Kind.ACTOR,
            "handed.over",
            "HAND_OVER_CLAIM by m1 in the role MEMBER"),
        row(
            "the former claimant delivers",
            log -> log.change("handed.deliver", by(member("m1"))),
            Kind.ACTOR,
            "handed.deliver",
            "DELIVER by m1"),
        row(
            "a claim goes to a member of another organisation",
            log ->
                log.change("handed.over", fact("claim.organisation", "o2"))
                    .change("handed.over", fact("claim.claimant.id", "m4"))
                    .change("handed.over", fact("claim.participants", List.of("m4"))),
            Kind.CLAIM,
            "handed.over",
            "hands claim c11 over to m4 of the organisation o2"),
        row(
            "a claim goes to somebody who belongs to another organisation",
            log ->
                log.change("handed.over-again", fact("claim.claimant.id", "m6"))
                    .change("handed.over-again", fact("claim.participants", List.of("m6")))
                    .change("handed.deliver-again", by(member("m6"))),
            Kind.CLAIM,
            "handed.over-again",
            "claim c11 counts for the organisation o1, to which its claimant does not belong"),
        row(
            "a claim goes to somebody from elsewhere",
            log ->
                log.change("member.m6", fact("member.organisation", "o1"))
                    .change("member.m6", fact("member.community", ELSEWHERE))
                    .change("handed.over-again", fact("claim.claimant.id", "m6"))
                    .change("handed.over-again", fact("claim.participants", List.of("m6")))
                    .change("handed.deliver-again", by(member("m6"))),
            Kind.CLAIM,
            "handed.over-again",
            "HAND_OVER_CLAIM by a claimant from outside the area"),
        row(
            "the former claimant stays among the participants",
            log -> log.change("handed.over", fact("claim.participants", List.of("m1", "m2"))),
            Kind.CLAIM,
            "handed.over",
            "with the participants [m1, m2]"),
        row(
            "a participant disappears with the hand-over",
            log ->
                log.change("handed.claim", fact("claim.participants", List.of("m1", "m2", "m3"))),
            Kind.CLAIM,
            "handed.over",
            "with the participants [m2]"),
        row(
            "a claim goes to somebody with a claim on the wish",
            log ->
                log.insert(
                    "shared.claim-m2",
                    EntryType.CLAIM_HANDED_OVER,
                    "HAND_OVER_CLAIM",
                    STEWARD,
                    "CLAIMED",
                    HonestLog.handed("c3", "MEMBER", "m1", "o1", List.of("m1"))),
            Kind.CLAIM,
            "inserted",
            "HAND_OVER_CLAIM by a claimant who holds a live claim"),
        row(
            "a claim goes to somebody who takes part in another one",
            log ->
                log.change("shared.claim-m1", fact("claim.participants", List.of("m1", "m3")))
                    .insert(
                        "shared.claim-m2",
                        EntryType.CLAIM_HANDED_OVER,
                        "HAND_OVER_CLAIM",
                        STEWARD,
                        "CLAIMED",
                        HonestLog.handed("c3", "MEMBER", "m3", "o1", List.of("m3"))),
            Kind.CLAIM,
            "inserted",
            "HAND_OVER_CLAIM gives m3 a second place of the wish, beside claim c2"),
        row(
            "a claim is handed over after the delivery",
            log ->
                log.insert(
                    "handed.deliver",
                    EntryType.CLAIM_HANDED_OVER,
                    "HAND_OVER_CLAIM",
                    STEWARD,
                    "DELIVERED",
                    HonestLog.handed("c11", "MEMBER", "m3", "o1", List.of("m3"))),
            Kind.TRANSITION,
            "inserted",
            "HAND_OVER_CLAIM from DELIVERED to DELIVERED is not allowed"),
        row(
            "a steward gives the claim of the organisation away",
            log -> log.change("merged.over-o3", by(HonestLog.STEWARD_OF_O3)),
            Kind.CLAIM,
            "merged.over-o3",
            "hands claim c12 over to o1 of the organisation o1"),
        row(
            "a claim follows a member who has not moved",
            log -> log.remove("member.m5-moves"),
            Kind.CLAIM,
            "merged.over-m5",
            "claim c13 counts for the organisation o1"),
        row(
            "a collector takes over a wish",
            log -> log.change("handed.collector", by(new Actor("collector2", null, "COLLECTOR"))),
            Kind.ACTOR,
            "handed.collector",
            "HAND_OVER by collector2"),
        row(
            "a wish is handed over, but no collector is named",
            log -> log.change("handed.collector", fact("collector", null)),
            Kind.FACTS,
            "handed.collector",
            "HAND_OVER does not state the fact collector"),
        row(
            "a publication names a collector",
            log -> log.change("handed.publish", fact("collector", "collector2")),
            Kind.FACTS,
            "handed.publish",
            "PUBLISH states the fact collector, which it cannot"));
  }

  private static List<Arguments> people() {
    return List.of(
        row(
            "a stranger delivers",
            log -> log.change("redone.deliver", by(member("m3"))),
            Kind.ACTOR,
            "redone.deliver",
            "DELIVER by m3 in the role MEMBER, who has no right"),
        row(
            "a steward of another organisation delivers",
            log -> log.change("project.deliver", by(new Actor("steward2", "o2", "STEWARD"))),
            Kind.ACTOR,
            "project.deliver",
            "DELIVER by steward2"),
        row(
            "a resident publishes",
            log -> log.change("shared.publish", by(resident("shared"))),
            Kind.ACTOR,
            "shared.publish",
            "PUBLISH by resident-shared in the role RESIDENT"),
        row(
            "a member publishes",
            log -> log.change("shared.publish", by(member("m1"))),
            Kind.ACTOR,
            "shared.publish",
            "PUBLISH by m1"),
        row(
            "an auditor creates",
            log -> log.change("shared.create", by(new Actor("auditor1", null, "AUDITOR"))),
            Kind.ACTOR,
            "shared.create",
            "CREATE by auditor1"),
        row(
            "staff claim for a member",
            log -> log.change("second.claim", by(OPERATOR)),
            Kind.ACTOR,
            "second.claim",
            "the claimant m3 is not who claimed: staff1"),
        row(
            "a member claims for another",
            log -> log.change("second.claim", by(member("m1"))),
            Kind.ACTOR,
            "second.claim",
            "the claimant m3 is not who claimed: m1"),
        row(
            "an operator lapses a claim",
            log -> log.change("shared.lapse", by(OPERATOR)),
            Kind.ACTOR,
            "shared.lapse",
            "LAPSE by staff1 in the role OPERATOR"),
        row(
            "own confirmation",
            log -> log.change("redone.dissatisfied", by(new Actor("m1", null, "RESIDENT"))),
            Kind.ACTOR,
            "redone.dissatisfied",
            "m1 confirmed work in which they took part"),
        row(
            "own confirmation by a participant",
            log -> log.change("shared.confirm", by(new Actor("m3", null, "RESIDENT"))),
            Kind.ACTOR,
            "shared.confirm",
            "m3 confirmed work"),
        row(
            "a proxy who takes part",
            log -> log.change("redone.proxy", by(new Actor("m1", null, "OPERATOR"))),
            Kind.ACTOR,
            "redone.proxy",
            "CONFIRM by a proxy who is involved"),
        row(
            "a proxy who took part before",
            log ->
                log.change("handed.confirm", by(new Actor("m1", null, "OPERATOR")))
                    .change("handed.confirm", fact("confirmation.by", "PROXY"))
                    .change("handed.confirm", fact("confirmation.proxyReason", "CANNOT_USE_PHONE")),
            Kind.ACTOR,
            "handed.confirm",
            "CONFIRM by a proxy who is involved"),
        row(
            "a proxy of the claiming organisation",
            log -> log.change("redone.proxy", by(new Actor("staff1", "o1", "OPERATOR"))),
            Kind.ACTOR,
            "redone.proxy",
            "CONFIRM by a proxy who is involved"),
        row(
            "a proxy confirms as the resident",
            log ->
                log.change(
                    "redone.proxy", fact("confirmation", Map.of("by", "SELF", "rating", 4L))),
            Kind.ACTOR,
            "redone.proxy",
            "neither the resident nor a permitted proxy"),
        row(
            "the person who accepts takes part in the work",
            log -> log.change("accepted.confirm", by(new Actor("m1", null, "OPERATOR"))),
            Kind.ACTOR,
            "accepted.confirm",
            "CONFIRM by a proxy who is involved"),
        row(
            "a member records an acceptance",
            log -> log.change("accepted.confirm", by(member("m2"))),
            Kind.ACTOR,
            "accepted.confirm",
            "CONFIRM by m2 in the role MEMBER"),
        row(
            "two representatives accept",
            log ->
                log.change(
                    "accepted.confirm",
                    fact("confirmation", HonestLog.acceptance("REPRESENTATIVES", 2))),
            Kind.FACTS,
            "accepted.confirm",
            "CONFIRM by acceptance with too few signatures"),
        row(
            "an acceptance by somebody else",
            log ->
                log.change(
                    "accepted.confirm", fact("confirmation", HonestLog.acceptance("DESK", 3))),
            Kind.ILL_FORMED,
            "accepted.confirm",
            "DESK"),
        row(
            "an acceptance without a signed sheet",
            log ->
                log.change(
                    "accepted.sheet",
                    fact(
                        "evidence",
                        Map.of("kind", "PHOTO", "mediaType", "image/jpeg", "bytes", 100L))),
            Kind.FACTS,
            "accepted.confirm",
            "CONFIRM by acceptance without a signed sheet"),
        row(
            "another resident confirms",
            log -> log.change("redone.create", by(resident("neighbour"))),
            Kind.ACTOR,
            "redone.dissatisfied",
            "but the wish's resident is resident-neighbour"),
        row(
            "a stranger admits to a group",
            log -> log.change("group.admit", by(member("m3"))),
            Kind.FACTS,
            "group.admit",
            "ADMIT, which the group's rules refuse: NOT_PERMITTED"));
  }

  private static List<Arguments> money() {
    return List.of(
        row(
            "spending on a claim that does not exist",
            log ->
                log.change(
                    "project.deliver", posting(move("COMMITTED", "SPENT", "CASH", "c99", 4_000))),
            Kind.BALANCE,
            "project.deliver",
            "DELIVER posts {SPEND CASH c99=4000}"),
        row(
            "labour pledged and spent as cash",
            log ->
                log.change(
                    "project.deliver",
                    posting(
                        move("COMMITTED", "SPENT", "CASH", "c1", 7_000),
                        move("COMMITTED", "FUNDING", "LABOUR", "c1", 1_000))),
            Kind.BALANCE,
            "project.deliver",
            "more than is committed in that form by that claim"),
        row(
            "more spent than pledged",
            log ->
                log.change(
                    "project.deliver", posting(move("COMMITTED", "SPENT", "CASH", "c1", 5_001))),
            Kind.BALANCE,
            "project.deliver",
            "DELIVER of more than is committed"),
        row(
            "the rest of a pledge is not released",
            log ->
                log.change(
                    "project.deliver",
                    posting(
                        move("COMMITTED", "SPENT", "CASH", "c1", 4_000),
                        move("COMMITTED", "SPENT", "LABOUR", "c1", 3_000))),
            Kind.BALANCE,
            "project.deliver",
            "the rules give {RELEASE CASH c1=1000"),
        row(
            "a pledge above the budget",
            log ->
                log.change(
                    "project.pledge", posting(move("FUNDING", "COMMITTED", "LABOUR", "c1", 4_501))),
            Kind.BALANCE,
            "project.pledge",
            "PLEDGE above the budget"),
        row(
            "a refund of more than was spent",
            log ->
                log.change(
                    "project.refund", posting(move("SPENT", "RETURNED", "CASH", "c1", 4_001))),
            Kind.BALANCE,
            "project.refund",
            "REFUND of more than is spent"),
        row(
            "a refund in another form",
            log ->
                log.change(
                    "project.refund", posting(move("SPENT", "RETURNED", "GOODS", "c1", 300))),
            Kind.BALANCE,
            "project.refund",
            "REFUND of more than is spent"),
        row(
            "a refund that spends",
            log ->
                log.change(
                    "project.refund", posting(move("COMMITTED", "SPENT", "CASH", "c1", 300))),
            Kind.BALANCE,
            "project.refund",
            "REFUND posts {SPEND CASH c1=300}"),
        row(
            "public funds spent above what is committed",
            log ->
                log.change(
                    "project.spend",
                    posting(move("COMMITTED", "SPENT", "PUBLIC_FUNDS", MoneyMove.NO_CLAIM, 501))),
            Kind.BALANCE,
            "project.spend",
            "POST_PUBLIC_FUNDS of more than is committed"),
        row(
            "public funds not released at the end",
            log -> log.change("project.confirm", posting()),
            Kind.BALANCE,
            "project.confirm",
            "the rules give {RELEASE PUBLIC_FUNDS public=100}"),
        row(
            "a posting reversed that was never made",
            log ->
                log.change(
                    "project.reverse", posting(move("RETURNED", "SPENT", "CASH", "c1", 299))),
            Kind.BALANCE,
            "project.reverse",
            "has no such posting that is not reversed yet"),
        row(
            "money moves in a command that moves none",
            log ->
                log.change("project.visit", posting(move("FUNDING", "COMMITTED", "CASH", "c1", 1))),
            Kind.BALANCE,
            "project.visit",
            "FOLLOW_UP posts {PLEDGE CASH c1=1}"),
        row(
            "a movement that does not exist",
            log ->
                log.change("project.refund", posting(move("FUNDING", "SPENT", "CASH", "c1", 300))),
            Kind.POSTING,
            "project.refund",
            "not an allowed movement or form"),
        row(
            "a form that does not exist",
            log ->
                log.change("project.refund", posting(move("SPENT", "RETURNED", "GOLD", "c1", 300))),
            Kind.POSTING,
            "project.refund",
            "not an allowed movement or form"),
        row(
            "an amount of zero",
            log ->
                log.change("project.refund", posting(move("SPENT", "RETURNED", "CASH", "c1", 0))),
            Kind.POSTING,
            "project.refund",
            "an amount is not positive"),
        row(
            "money on a group",
            log ->
                log.change("group.admit", posting(move("FUNDING", "COMMITTED", "CASH", "c1", 1))),
            Kind.POSTING,
            "group.admit",
            "not on a wish"));
  }

  private static List<Arguments> states() {
    return List.of(
        row(
            "a review left out",
            log -> log.remove("shared.submit").change("shared.publish", to("DRAFT", "OPEN")),
            Kind.TRANSITION,
            "shared.publish",
            "PUBLISH from DRAFT to OPEN is not allowed"),
        row(
            "a leaf left out",
            log -> log.remove("shared.submit"),
            Kind.TRANSITION,
            "shared.publish",
            "but the wish was in state DRAFT"),
        row(
            "two leaves swapped",
            log -> log.moveBefore("shared.publish", "shared.submit"),
            Kind.TRANSITION,
            "shared.publish",
            "but the wish was in state DRAFT"),
        row(
            "a command in an entry of another type",
            log ->
                log.insert(
                    "shared.close",
                    EntryType.WISH_EXTENDED,
                    "CLOSE_CLAIMING",
                    OPERATOR,
                    "CLAIMED",
                    Map.of()),
            Kind.TRANSITION,
            "inserted",
            "is not allowed in an entry of type WISH_EXTENDED"),
        row(
            "a thank-you is published that nobody wrote",
            log ->
                log.insert(
                    "shared.confirm",
                    EntryType.THANKS_PUBLISHED,
                    "PUBLISH_THANKS",
                    OPERATOR,
                    "FULFILLED",
                    Map.of()),
            Kind.FACTS,
            "inserted",
            "PUBLISH_THANKS without a thank-you"),
        row(
            "a thank-you is published that the resident took down",
            log -> log.change("thanked.hide", by(resident("thanked"))).remove("thanked.hide-again"),
            Kind.FACTS,
            "thanked.publish-again",
            "PUBLISH_THANKS without a thank-you"),
        row(
            "a thank-you is taken down twice",
            log -> log.remove("thanked.publish-again"),
            Kind.FACTS,
            "thanked.hide-again",
            "HIDE_THANKS without a thank-you"),
        row(
            "a resident resumes the own rejected wish",
            log -> log.change("thanked.resume", by(resident("thanked"))),
            Kind.ACTOR,
            "thanked.resume",
            "RESUME by"),
        row(
            "a collector withdraws a wish that is no draft",
            log -> log.change("approval.withdraw", by(new Actor("collector1", null, "COLLECTOR"))),
            Kind.TRANSITION,
            "approval.withdraw",
            "WITHDRAW"),
        row(
            "an unknown command",
            log ->
                log.insert(
                    "shared.close", EntryType.WISH_EDITED, "VANISH", OPERATOR, "CLAIMED", Map.of()),
            Kind.TRANSITION,
            "inserted",
            "unknown command"),
        row(
            "a group disbands twice",
            log ->
                log.insert(
                    "group.disband",
                    EntryType.GROUP_DISBANDED,
                    "DISBAND",
                    OPERATOR,
                    "DISBANDED",
                    Map.of("ended", 0L)),
            Kind.TRANSITION,
            "inserted",
            "DISBAND from DISBANDED"),
        row(
            "a group says that more memberships ended",
            log -> log.change("group.disband", fact("ended", 5L)),
            Kind.FACTS,
            "group.disband",
            "ended 5"),
        row(
            "somebody else answers a demand",
            log -> log.change("d1.answer", by(member("m3"))),
            Kind.FACTS,
            "d1.answer",
            "ANSWER, which the demand's rules refuse: NOT_PERMITTED"),
        row(
            "a demand escalates before its due date",
            log -> log.change("d1.dispatch", fact("demand.due", "2099-01-01T00:00:00Z")),
            Kind.FACTS,
            "d1.escalate",
            "ESCALATE, which the demand's rules refuse: NOT_DUE"),
        row(
            "a demand is accepted with a due date in the past",
            log -> log.change("d3.accept", fact("demand.due", "2000-01-01T00:00:00Z")),
            Kind.FACTS,
            "d3.accept",
            "ACCEPT, which the demand's rules refuse: DUE_IN_PAST"),
        row(
            "a dispatch is left out of the route",
            log -> log.change("d1.escalate", fact("demand.route", 1L)),
            Kind.FACTS,
            "d1.escalate",
            "ESCALATE, which the demand's rules refuse: route 1"),
        row(
            "a demand is merged into itself",
            log -> log.change("d2.merge", fact("merged.into", "d2")),
            Kind.FACTS,
            "d2.merge",
            "MERGE, which the demand's rules refuse: INTO_ITSELF"),
        row(
            "a suggestion's decision on a complaint",
            log -> log.change("d1.answer", fact("adopted", true)),
            Kind.FACTS,
            "d1.answer",
            "ANSWER, which the demand's rules refuse: ADOPTION_MISMATCH"),
        row(
            "a dispute becomes public",
            log ->
                log.insert(
                    "d3.accept",
                    EntryType.DEMAND_PUBLISHED,
                    "PUBLISH",
                    OPERATOR,
                    "ACCEPTED",
                    Map.of(
                        "demand",
                        Map.of(
                            "kind",
                            "DISPUTE",
                            "category",
                            "OTHER",
                            "channel",
                            "VISIT",
                            "community",
                            HonestLog.COMMUNITY,
                            "route",
                            0L,
                            "public",
                            true))),
            Kind.FACTS,
            "inserted",
            "PUBLISH, which the demand's rules refuse: NEVER_PUBLIC"),
        row(
            "a group's only leader leaves",
            log -> log.remove("group.hand-over"),
            Kind.FACTS,
            "group.leave",
            "LEAVE, which the group's rules refuse: LEADS"),
        row(
            "a group takes more than its places",
            log -> log.change("group.approve", fact("group.places", 1L)),
            Kind.FACTS,
            "group.admit",
            "ADMIT, which the group's rules refuse: FULL"));
  }

  private static List<Arguments> dates() {
    return List.of(
        row(
            "published with a claim-by date in the past",
            log -> log.change("redone.publish", fact("wish.claimBy", "2024-01-01T00:00:00Z")),
            Kind.DEADLINE,
            "redone.publish",
            "PUBLISH with a claim-by date in the past"),
        row(
            "a claim after the claim-by date, in the second round",
            log ->
                log.change("second.extend", fact("deadlines.claimBy", "2030-01-01T00:00:00Z"))
                    .change("second.correct", fact("wish.claimBy", "2030-01-01T00:00:00Z"))
                    .change("second.claim", at(6 * 365 * 86_400, 6 * 365 * 86_400)),
            Kind.TIME,
            "second.claim",
            "more than 5 minutes after the verifier's clock"),
        row(
            "a claim long after the claim-by date",
            log ->
                log.change("second.claim", at(41 * 86_400, 41 * 86_400))
                    .change("second.correct", at(41 * 86_400, 41 * 86_400)),
            Kind.DEADLINE,
            "second.claim",
            "CLAIM after the end of claiming"),
        row(
            "a claim after the claim-by date, dated back",
            log ->
                log.change("second.claim", at(0, 41 * 86_400))
                    .change("second.correct", at(41 * 86_400, 41 * 86_400)),
            Kind.TIME,
            "second.claim",
            "more than 60 s before recordedAt"),
        row(
            "a delivery dated back",
            log -> log.change("project.deliver", at(0, 61)).change("project.spend", at(0, 61)),
            Kind.TIME,
            "project.deliver",
            "but the role STEWARD cannot give a time"),
        row(
            "a confirmation dated back",
            log -> log.change("shared.confirm", at(0, 61)),
            Kind.TIME,
            "shared.confirm",
            "but the role RESIDENT cannot give a time"),
        row(
            "a wish becomes a sample, whose times are not checked",
            log ->
                log.change("second.publish", fact("wish.sample", true))
                    .change("second.republish", fact("wish.sample", true))
                    .change("second.correct", fact("wish.sample", true)),
            Kind.FACTS,
            "second.publish",
            "PUBLISH changes sample"),
        row(
            "archived before the notice is over",
            log -> log.change("shared.archive", at(-2 * 86_400, -2 * 86_400)),
            Kind.DEADLINE,
            "shared.archive",
            "ARCHIVE before it was due"),
        row(
            "lapsed before the time for contact is over",
            log -> log.change("shared.lapse", at(-2 * 86_400, -2 * 86_400)),
            Kind.DEADLINE,
            "shared.lapse",
            "LAPSE before it was due"),
        row(
            "expired before the claim-by date",
            log -> log.change("second.expire", at(-2 * 86_400, -2 * 86_400)),
            Kind.DEADLINE,
            "second.expire",
            "EXPIRE before it was due"),
        row(
            "claiming closed by the service before the date",
            log -> log.change("shared.close", by(SYSTEM)),
            Kind.DEADLINE,
            "shared.close",
            "CLOSE_CLAIMING before it was due"),
        row(
            "extended to an earlier date",
            log -> log.change("second.extend", fact("deadlines.claimBy", "2024-01-01T00:00:00Z")),
            Kind.DEADLINE,
            "second.extend",
            "EXTEND to a date that is past or not later"),
        row(
            "a claim extended to an earlier date",
            log ->
                log.change("redone.extend", fact("deadlines.completeBy", "2024-01-01T00:00:00Z")),
            Kind.DEADLINE,
            "redone.extend",
            "EXTEND_CLAIM to a date that is past"),
        row(
            "occurredAt goes back",
            log -> log.change("shared.participants", at(-86_400, 0)),
            Kind.TIME,
            "shared.participants",
            "occurredAt"),
        row(
            "recordedAt goes back",
            log -> log.change("project.evidence", at(0, -30)).change("project.spend", at(0, 200)),
            Kind.TIME,
            "project.evidence",
            "recordedAt"),
        row(
            "recorded in the future",
            log -> log.change("redone.extend", at(0, 100L * 365 * 86_400)),
            Kind.TIME,
            "redone.extend",
            "more than 5 minutes after the verifier's clock"),
        row(
            "occurred after it was recorded",
            log -> log.change("redone.extend", at(61, 0)),
            Kind.TIME,
            "redone.extend",
            "more than 60 s after recordedAt"));
  }

  private static List<Arguments> facts() {
    return List.of(
        row(
            "a fact that the schema does not have",
            log -> log.change("shared.release", fact("weather", "RAIN")),
            Kind.ILL_FORMED,
            "shared.release",
            "CLAIM_RELEASED of a WISH states weather, a fact that the schema does not have"),
        row(
            "a member of a fact that the schema does not have",
            log -> log.change("member.m3", fact("member.shoeSize", 42L)),
            Kind.ILL_FORMED,
            "member.m3",
            "MEMBER_RECORDED of a MEMBER states member.shoeSize"),
        row(
            "an edit sets the claim-by date",
            log ->
                log.insert(
                    "redone.publish",
                    EntryType.WISH_EDITED,
                    "EDIT",
                    OPERATOR,
                    "OPEN",
                    Map.of("wish", terms("WISH", "BOTH", 1))),
            Kind.FACTS,
            "inserted",
            "EDIT changes claimBy"),
        row(
            "an edit makes a wish a sample",
            log ->
                log.insert(
                    "redone.submit",
                    EntryType.WISH_EDITED,
                    "EDIT",
                    OPERATOR,
                    "SUBMITTED",
                    Map.of("wish", sample(terms("WISH", "BOTH", 1)))),
            Kind.FACTS,
            "inserted",
            "EDIT changes sample"),
        row(
            "the budget changes with the publication",
            log -> log.change("project.publish", fact("wish.budgetFen", 99_999L)),
            Kind.FACTS,
            "project.publish",
            "PUBLISH changes budgetFen"),
        row(
            "a correction changes more than it names",
            log -> log.change("second.correct", fact("wish.places", 3L)),
            Kind.FACTS,
            "second.correct",
            "CORRECT changes places"),
        row(
            "a correction of what cannot be corrected",
            log ->
                log.change("second.correct", fact("wish.places", 3L))
                    .change(
                        "second.correct", fact("correction.fields", List.of("category", "places"))),
            Kind.FACTS,
            "second.correct",
            "CORRECT changes places"),
        row(
            "a correction of an entry of another wish",
            log -> log.change("second.correct", fact("correction.entry", "shared.create")),
            Kind.FACTS,
            "second.correct",
            "entry shared.create, which is corrected"),
        row(
            "an edit after a claim",
            log ->
                log.insert(
                    "shared.release",
                    EntryType.WISH_EDITED,
                    "EDIT",
                    OPERATOR,
                    "OPEN",
                    Map.of("wish", HonestLog.terms("WISH", "BOTH", 3))),
            Kind.FACTS,
            "inserted",
            "EDIT after a first claim"),
        row(
            "a lapse that bars nobody",
            log ->
                log.change("shared.lapse", fact("deadlines", null))
                    .change("shared.again-m2", at(-7 * 86_400, -7 * 86_400)),
            Kind.FACTS,
            "shared.lapse",
            "LAPSE does not state the fact deadlines.barredUntil"),
        row(
            "a dissatisfaction that nobody reported",
            log -> log.change("redone.dissatisfied", fact("confirmation", null)),
            Kind.FACTS,
            "redone.dissatisfied",
            "REPORT_DISSATISFACTION does not state the fact confirmation.by"),
        row(
            "work to be done again, without a date",
            log -> log.change("redone.dissatisfied", fact("deadlines", null)),
            Kind.FACTS,
            "redone.dissatisfied",
            "REPORT_DISSATISFACTION does not state the fact deadlines.completeBy"),
        row(
            "a reopening without a date",
            log -> log.change("redone.reopen", fact("deadlines", null)),
            Kind.FACTS,
            "redone.reopen",
            "REOPEN does not state the fact deadlines.completeBy"),
        row(
            "a claim without dates, which could lapse at once",
            log -> log.change("second.claim", fact("deadlines", null)),
            Kind.FACTS,
            "second.claim",
            "CLAIM does not state the fact deadlines.contactBy"),
        row(
            "an approval without a completion date",
            log -> log.change("approval.approve", fact("deadlines.completeBy", null)),
            Kind.FACTS,
            "approval.approve",
            "APPROVE does not state the fact deadlines.completeBy"),
        row(
            "a publication without terms",
            log -> log.change("approval.publish", fact("wish", null)),
            Kind.FACTS,
            "approval.publish",
            "PUBLISH does not state the fact wish.claimBy"),
        row(
            "a publication without a claim-by date",
            log -> log.change("approval.publish", fact("wish.claimBy", null)),
            Kind.FACTS,
            "approval.publish",
            "PUBLISH does not state the fact wish.claimBy"),
        row(
            "a republication without terms",
            log ->
                log.change("second.republish", fact("wish", null))
                    .change("second.republish", fact("round", 7L))
                    .remove("second.correct"),
            Kind.FACTS,
            "second.republish",
            "REPUBLISH does not state the fact wish.claimBy"),
        row(
            "a republication without a round",
            log -> log.change("second.republish", fact("round", null)),
            Kind.FACTS,
            "second.republish",
            "REPUBLISH does not state the fact round"),
        row(
            "a round left out",
            log -> log.change("second.republish", fact("round", 3L)),
            Kind.FACTS,
            "second.republish",
            "round 3 where 2 was due"),
        row(
            "another shortfall",
            log -> log.change("shared.close", fact("shortfall.places", 2L)),
            Kind.FACTS,
            "shared.close",
            "CLOSE_CLAIMING states the shortfall {places=2}, the rules give {places=1}"),
        row(
            "a shortfall of money where places are free",
            log -> log.change("shared.close", fact("shortfall", Map.of("fen", 1L))),
            Kind.FACTS,
            "shared.close",
            "CLOSE_CLAIMING states the shortfall {fen=1}, the rules give {places=1}"),
        row(
            "a shortfall left out",
            log -> log.change("shared.close", fact("shortfall", null)),
            Kind.FACTS,
            "shared.close",
            "CLOSE_CLAIMING states the shortfall {}, the rules give {places=1}"),
        row(
            "another shortfall of money",
            log -> log.change("funded.reverse", fact("shortfall.fen", 999L)),
            Kind.FACTS,
            "funded.reverse",
            "REVERSE_POSTING states the shortfall {fen=999}, the rules give {fen=1000}"),
        row(
            "a shortfall of a wish that is still open",
            log -> log.change("shared.release", fact("shortfall", Map.of("places", 1L))),
            Kind.FACTS,
            "shared.release",
            "RELEASE states the shortfall {places=1}, the rules give {}"),
        row(
            "a rating of six",
            log -> log.change("shared.confirm", fact("confirmation.rating", 6L)),
            Kind.FACTS,
            "shared.confirm",
            "the rating 6 is not 1 to 5"),
        row(
            "a proxy without evidence",
            log -> log.remove("redone.evidence"),
            Kind.FACTS,
            "redone.proxy",
            "CONFIRM by a proxy without evidence"),
        row(
            "a fact of another form",
            log -> log.change("shared.publish", fact("wish.places", "two")),
            Kind.ILL_FORMED,
            "shared.publish",
            "another form"),
        row(
            "two leaves with the same entry id",
            log ->
                log.change(
                    "shared.archive",
                    leaf ->
                        new Leaf(
                            "shared.confirm",
                            leaf.type(),
                            leaf.aggregateType(),
                            leaf.aggregateId(),
                            1,
                            leaf.actor(),
                            leaf.occurredAt(),
                            leaf.recordedAt(),
                            leaf.transition(),
                            leaf.facts(),
                            leaf.postings(),
                            leaf.commitments())),
            Kind.DUPLICATE,
            "shared.archive",
            "entry shared.confirm already occurs"),
        row(
            "a phone number in a fact",
            log -> log.change("shared.release", fact("reason", "call-13912345678")),
            Kind.PERSONAL_DATA,
            "shared.release",
            "the fact reason contains a telephone number"),
        row(
            "a phone number with country code, 13 digits like an id",
            log -> log.change("shared.release", fact("reason", "8613800138000")),
            Kind.PERSONAL_DATA,
            "shared.release",
            "the fact reason contains a telephone number"),
        row(
            "a phone number with letters up to the length of an id",
            log -> log.change("shared.release", fact("reason", "13800138000AB")),
            Kind.PERSONAL_DATA,
            "shared.release",
            "the fact reason contains a telephone number"),
        row(
            "a phone number in groups of digits",
            log -> log.change("shared.release", fact("reason", "138-0013-8000")),
            Kind.PERSONAL_DATA,
            "shared.release",
            "the fact reason contains a telephone number"),
        row(
            "an identity number with digits up to the length of a pseudonym",
            log -> log.change("shared.release", fact("reason", "11010519491231002112345678")),
            Kind.PERSONAL_DATA,
            "shared.release",
            "the fact reason contains an identity number"),
        row(
            "a phone number as a number",
            log ->
                log.change(
                    "shared.create", fact("wish.beneficiaries", Map.of("people", 13_912_345_678L))),
            Kind.PERSONAL_DATA,
            "shared.create",
            "wish.beneficiaries.people contains a telephone number"),
        row(
            "a landline in a fact",
            log -> log.change("shared.release", fact("reason", "020-87654321")),
            Kind.PERSONAL_DATA,
            "shared.release",
            "the fact reason contains a telephone number"),
        row(
            "an identity number in a fact",
            log -> log.change("shared.release", fact("reason", "11010519491231002X")),
            Kind.PERSONAL_DATA,
            "shared.release",
            "the fact reason contains an identity number"),
        row(
            "a name in a fact",
            log -> log.change("shared.release", fact("reason", "张三病了")),
            Kind.PERSONAL_DATA,
            "shared.release",
            "the fact reason contains words"));
  }

  private static List<Arguments> parties() {
    return List.of(
        row(
            "an unknown member claims",
            log ->
                log.change("second.claim", by(member("m9")))
                    .change("second.claim", fact("claim.claimant.id", "m9"))
                    .change("second.claim", fact("claim.participants", List.of("m9"))),
            Kind.UNKNOWN,
            "second.claim",
            "names the member m9, whom no entry records"),
        row(
            "an unknown member takes part",
            log ->
                log.change("shared.participants", fact("claim.participants", List.of("m2", "m9"))),
            Kind.UNKNOWN,
            "shared.participants",
            "names the member m9"),
        row(
            "an unknown organisation claims",
            log -> log.change("second.claim", fact("claim.organisation", "o9")),
            Kind.UNKNOWN,
            "second.claim",
            "names the organisation o9, which no entry records"),
        row(
            "a member of an unknown organisation",
            log -> log.change("member.m4", fact("member.organisation", "o9")),
            Kind.UNKNOWN,
            "member.m4",
            "names the organisation o9"),
        row(
            "a check-in of an unknown member",
            log -> log.change("checkIn.k1", fact("checkIn.subject.id", "m9")),
            Kind.UNKNOWN,
            "checkIn.k1",
            "names the member m9"),
        row(
            "an unknown member joins a group",
            log ->
                log.change("group.join", fact("membership.member", "m9"))
                    .change("group.join", by(member("m9")))
                    .remove("group.admit")
                    .remove("group.hand-over")
                    .remove("group.leave")
                    .change("group.disband", fact("ended", 2L)),
            Kind.UNKNOWN,
            "group.join",
            "names the member m9"),
        row(
            "a member who has left claims",
            log -> log.change("member.m3", fact("member.state", "LEFT")),
            Kind.UNKNOWN,
            "shared.participants",
            "names the member m3, who has left"),
        row(
            "a wish moves to another community than its own was merged into",
            log -> log.change("moved.move", fact("wish.community", ELSEWHERE)),
            Kind.UNKNOWN,
            "moved.move",
            "moves from 440104013003 to 440106009001, but no entry merged one into the other"),
        row(
            "a check-in moves to another community than its own was merged into",
            log -> log.change("checkIn.k3-moves", fact("checkIn.community", ELSEWHERE)),
            Kind.UNKNOWN,
            "checkIn.k3-moves",
            "moves from 440104013003 to 440106009001"),
        row(
            "a community is merged into one of another street",
            log ->
                log.change("division.merges", fact("division.successor", ELSEWHERE))
                    .remove("moved.move")
                    .remove("crew.move")
                    .remove("checkIn.k3-moves"),
            Kind.UNKNOWN,
            "division.merges",
            "moves from 440104013003 to 440106009001"),
        row(
            "a group moves to another community than its own was merged into",
            log -> log.change("crew.move", fact("group.community", ELSEWHERE)),
            Kind.UNKNOWN,
            "crew.move",
            "moves from 440104013003 to 440106009001"),
        row(
            "an operator moves a group",
            log -> log.change("crew.move", by(OPERATOR)),
            Kind.FACTS,
            "crew.move",
            "MOVE, which the group's rules refuse: NOT_PERMITTED"),
        row(
            "a new wish of a community that was merged",
            log -> log.change("later.create", fact("wish.community", HonestLog.MERGED)),
            Kind.UNKNOWN,
            "later.create",
            "names the division 440104013003, which was merged or closed"),
        row(
            "an operator moves a wish",
            log -> log.change("moved.move", by(OPERATOR)),
            Kind.ACTOR,
            "moved.move",
            "MOVE by"),
        row(
            "a wish that moves is changed",
            log -> log.change("moved.move", fact("wish.category", "GOODS")),
            Kind.FACTS,
            "moved.move",
            "MOVE changes category"),
        row(
            "a dissolved organisation claims",
            log -> log.change("organisation.o1", fact("organisation.state", "DISSOLVED")),
            Kind.UNKNOWN,
            "project.claim",
            "names the organisation o1, which is dissolved"),
        row(
            "a merge into an organisation that nobody recorded",
            log -> log.change("organisation.o3-merged", fact("organisation.mergedInto", "o9")),
            Kind.UNKNOWN,
            "organisation.o3-merged",
            "names the organisation o9, which no entry records"),
        row(
            "a merge into an organisation that is dissolved",
            log ->
                log.change("organisation.o2", fact("organisation.state", "DISSOLVED"))
                    .change("organisation.o3-merged", fact("organisation.mergedInto", "o2")),
            Kind.UNKNOWN,
            "organisation.o3-merged",
            "names the organisation o2, which is dissolved"),
        row(
            "a merge that names no successor",
            log -> log.change("organisation.o3-merged", fact("organisation.mergedInto", null)),
            Kind.ILL_FORMED,
            "organisation.o3-merged",
            "a fact is missing"));
  }

  private static List<Arguments> duties() {
    String duty = "duty.m1";
    return List.of(
        row(
            "a service too many in a record of duties",
            log -> log.change(duty, fact("duty.done", 9L)),
            Kind.DUTY,
            duty,
            "done 9"),
        row(
            "a record of duties of somebody who was not checked in",
            log ->
                log.change(duty, fact("duty.quarter", "2023-Q1"))
                    .change(duty, HonestLog.renamed("2023Q1m1")),
            Kind.DUTY,
            duty,
            "not checked in"),
        row(
            "a record of duties that an operator freezes",
            log -> log.change(duty, by(OPERATOR)),
            Kind.DUTY,
            duty,
            "FREEZE by"));
  }

  private static List<Arguments> boards() {
    String board = "board." + STREET;
    return List.of(
        row(
            "a line too many on a board",
            log ->
                log.change(
                    board,
                    fact(
                        "board.members",
                        List.of(
                            Map.of(
                                "rank", 1L, "id", "m9", "fulfilled", 9L, "participations", 9L)))),
            Kind.LEADERBOARD,
            board,
            "is not the one that the first"),
        row(
            "an empty board",
            log -> log.change(board, fact("board.organisations", List.of())),
            Kind.LEADERBOARD,
            board,
            "≠ Standing[rank=1, id=o1"),
        row(
            "a board that counts fewer leaves",
            log -> log.change(board, fact("board.treeSize", 20L)),
            Kind.LEADERBOARD,
            board,
            "is not the one that the first 20 leaves give"),
        row(
            "a board that counts leaves after it",
            log -> log.change(board, fact("board.treeSize", 5_000L)),
            Kind.LEADERBOARD,
            board,
            "treeSize 5000"),
        row(
            "a board that leaves out a leaf recorded long before it",
            log -> log.change(board, fact("board.treeSize", (long) log.index("approval.create"))),
            Kind.LEADERBOARD,
            board,
            "is not counted, but was recorded at"),
        row(
            "a board that is frozen again, with late leaves",
            log ->
                log.insert(
                    board,
                    EntryType.LEADERBOARD_FROZEN,
                    "FREEZE",
                    SYSTEM,
                    "FROZEN",
                    log.facts(board)),
            Kind.LEADERBOARD,
            "inserted",
            "is frozen again, as version 2"),
        row(
            "a board that an operator freezes",
            log -> log.change(board, by(OPERATOR)),
            Kind.LEADERBOARD,
            board,
            "is not frozen by the service: FREEZE by staff1 in the role OPERATOR"),
        row(
            "a board that another command freezes",
            log -> log.change(board, HonestLog.commanded("CORRECT")),
            Kind.LEADERBOARD,
            board,
            "is not frozen by the service: CORRECT by system"),
        row(
            "a board of another division",
            log -> log.change(board, fact("board.division", "440104014")),
            Kind.LEADERBOARD,
            board,
            "440104014"));
  }

  // Without numbering the versions anew ----------------------------------------------------------

  @Test
  void removedOrRepeatedVersion_givesOneFinding() throws IOException {
    HonestLog log = new HonestLog();
    List<Leaf> leaves = new ArrayList<>(log.numbered());
    Leaf removed = leaves.remove(log.index("shared.submit"));
    assertThat(verify(log, leaves))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.kind()).isEqualTo(Kind.VERSION_GAP);
              assertThat(finding.where()).contains("WISH shared has version 3 where 2 was due");
            });
    leaves.add(log.index("shared.submit"), removed);
    Leaf last = leaves.get(log.index("shared.archive"));
    leaves.set(log.index("shared.archive"), HonestLog.versioned(last, last.version() - 1));
    assertThat(verify(log, leaves))
        .singleElement()
        .extracting(Finding::kind)
        .isEqualTo(Kind.VERSION_GAP);
  }

  /**
   * The clocks of instances differ, so a leaf may name a member whose own first leaf follows, if
   * the member was recorded at most {@link PartyAudit#NEARLY} later.
   */
  @Test
  void memberRecordedAtTheSameTime_isKnown_evenIfItsLeafFollows() throws IOException {
    HonestLog log = new HonestLog();
    log.moveBefore("checkIn.k1", "member.m2").change("checkIn.k1", at(-240, -240));
    assertThat(verify(log, log.numbered())).isEmpty();
    log.change("member.m2", at(1, 1));
    assertThat(verify(log, log.numbered())).hasSize(1);
  }

  /** Like the test above, for the leaf that changes a claimant's place or organisation. */
  @Test
  void claimantWhoMovedAtTheSameTime_isInside_evenIfTheLeafFollows() throws IOException {
    for (String way : List.of("checkIn.k2", "member.m3-moves")) {
      HonestLog log = new HonestLog();
      if (way.startsWith("checkIn")) {
        log.change("second.claim", by(member("m4")))
            .change("second.claim", fact("claim.claimant.id", "m4"))
            .change("second.claim", fact("claim.participants", List.of("m4")));
      }
      log.change("second.claim", fact("claim.organisation", "o2"));
      long later =
          Duration.between(log.recordedAt("second.claim"), log.recordedAt(way)).toSeconds();
      log.change(way, at(60 - later, 60 - later)).freeze();
      assertThat(verify(log, log.numbered())).as(way).isEmpty();
      log.change(way, at(1, 1)).freeze();
      assertThat(verify(log, log.numbered())).as(way).hasSize(1);
    }
  }

  /**
   * Leaves of schema 1 state neither the end of the bar after a lapse, nor the new completion date
   * after dissatisfaction or a reopening.
   */
  @Test
  void oldLeavesWithoutLaterFacts_areClean() throws IOException {
    HonestLog log = new HonestLog();
    for (String label : List.of("shared.lapse", "redone.dissatisfied", "redone.reopen")) {
      log.change(label, fact("deadlines", null)).change(label, HonestLog::old);
    }
    assertThat(verify(log, log.numbered())).isEmpty();
  }

  /**
   * Times of recording may be later than the event: by a difference of the instances' clocks, in an
   * operator's late record, and in sample data.
   */
  @Test
  void lateRecords_ofOperatorsAndSamples_areClean() throws IOException {
    HonestLog log = new HonestLog();
    log.change("second.claim", at(0, 60)).change("second.correct", at(0, 86_400));
    log.change("approval.create", fact("wish.sample", true))
        .change("approval.publish", fact("wish.sample", true))
        .change("approval.ask-m1", at(0, 86_400))
        .change("approval.ask-m2", at(0, 86_400))
        .change("approval.approve", at(0, 86_400))
        .change("approval.revoke", at(0, 86_400))
        .change("approval.withdraw", at(0, 86_400));
    assertThat(verify(log, log.numbered())).isEmpty();
  }

  /** Leaves do not show which wish an account was bound to. */
  @Test
  void bindingToAnAccount_explainsAnotherResident() throws IOException {
    HonestLog log = new HonestLog();
    log.change("redone.create", by(resident("neighbour"))).bindBefore("redone.dissatisfied");
    log.freeze();
    assertThat(verify(log, log.numbered())).isEmpty();
    log.moveBefore("bound", "redone.create").change("bound", at(-3_600, -3_600)).freeze();
    assertThat(verify(log, log.numbered()))
        .singleElement()
        .satisfies(one -> assertThat(one.kind()).isEqualTo(Kind.ACTOR));
  }

  /** One binding must not explain another resident on every wish. */
  @Test
  void bindingOfOneWish_explainsOneChangeOfAResident() {
    HonestLog log = new HonestLog().bindBefore("redone.dissatisfied");
    Leaf binding = log.numbered().get(log.index("bound"));
    Leaf acts = log.numbered().get(log.index("redone.dissatisfied"));
    Instant before = acts.recordedAt().minusSeconds(3_600);
    List<Finding> found = new ArrayList<>();
    PartyAudit party = new PartyAudit(found::add);
    Finding other = Rule.OTHER_RESIDENT.at(1, "new", "old");
    party.add(0, binding);
    assertThat(party.rebound(acts, before, other)).isFalse();
    // The second change waits, and the next binding explains it and nothing else.
    assertThat(party.rebound(acts, before, other)).isTrue();
    party.add(2, binding);
    assertThat(party.rebound(acts, before, other)).isTrue();
    party.end();
    assertThat(found).containsExactly(other);
  }

  @Test
  void places_areNoPersonalData() throws IOException {
    for (String text : List.of(COMMUNITY, ELSEWHERE, "130102001:2022-02")) {
      HonestLog log = new HonestLog().change("shared.release", fact("reason", text));
      assertThat(verify(log, log.numbered())).as(text).isEmpty();
    }
  }

  /** Random ids and pseudonyms can consist of digits only, and look like other numbers. */
  @Test
  void idsThatLookLikeNumbers_areNoPersonalData() {
    List<String> others =
        List.of(
            "{'read':{'entries':['ID'],'entry':'ID','subject':{'type':'WISH','id':'ID'}}}",
            "{'erasure':{'subjects':[{'type':'WISH','id':'ID'}]}}",
            "{'finding':{'wish':'ID','group':'ID','entry':'ID'}}",
            "{'report':{'wish':'ID'}}",
            "{'account':{'member':'ID','organisation':'ID','voucher':'ID'}}",
            "{'client':{'organisation':'ID'}}",
            "{'group':{'host':'ID','parent':'ID','leader':'ID'}}",
            "{'organisation':{'parent':'ID'}}",
            "{'checkIn':{'organisation':'ID'}}");
    Leaf any = new HonestLog().numbered().getFirst();
    for (String id : List.of("8613800138000", "13812345678AB", "11010519491231002100000000")) {
      for (Leaf leaf : new HonestLog().paper().numbered()) {
        String text =
            new String(leaf.bytes(), StandardCharsets.UTF_8)
                .replaceAll("\"([a-z][0-9]|staff1|steward1)\"", "\"" + id + "\"")
                .replaceAll("\"(entry|entryId)\":\"[^\"]*\"", "\"$1\":\"" + id + "\"");
        assertThat(LeafAudit.read(0, text.getBytes(StandardCharsets.UTF_8)).finding())
            .as(text)
            .isNull();
      }
      for (String other : others) {
        Map<?, ?> facts = (Map<?, ?>) JsonReader.read(other.replace('\'', '"').replace("ID", id));
        Leaf leaf = any;
        for (Map.Entry<?, ?> each : facts.entrySet()) {
          leaf = fact((String) each.getKey(), each.getValue()).apply(leaf);
        }
        assertThat(PersonalDataAudit.check(0, leaf)).as(other).isNull();
      }
    }
  }
}
