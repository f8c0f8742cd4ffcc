package org.microwish.group;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.microwish.wish.WishApi.OPERATOR;
import static org.microwish.wish.WishApi.because;
import static org.microwish.wish.WishApi.get;
import static org.microwish.wish.WishApi.key;
import static org.microwish.wish.WishApi.map;
import static org.microwish.wish.WishApi.none;
import static org.microwish.wish.WishApi.ok;
import static org.microwish.wish.WishApi.post;
import static org.microwish.wish.WishApi.put;
import static org.microwish.wish.WishApi.refused;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.platform.Id;
import org.microwish.testing.Street;
import org.microwish.testing.Tokens;

/** Tests the lifecycle of a group and its memberships over HTTP. */
@Tag("database")
@QuarkusTest
class GroupApiTest {

  private final Street street = Street.here();
  private long organisation;
  private String leader;

  @BeforeEach
  void somebodyWhoLeads() {
    organisation = street.organisation();
    leader = person();
  }

  /** Creates a member and returns its token. */
  private String person() {
    long member = street.member(organisation);
    return Tokens.member("group-" + member, member);
  }

  private static Map<String, Object> draft(Object... more) {
    Map<String, Object> draft =
        map("kind", "TEAM", "name", "银杏志愿服务队", "division", Street.COMMUNITY);
    draft.putAll(map(more));
    return draft;
  }

  private String proposed(Object... more) {
    return ok(leader, "/groups", draft(more)).path("groupId");
  }

  private String active(Object... more) {
    String group = proposed(more);
    ok(approve(group, tag(group)));
    return group;
  }

  private static Response approve(String group, String ifMatch) {
    RequestSpecification request =
        given()
            .auth()
            .oauth2(OPERATOR)
            .contentType(ContentType.JSON)
            .header("Idempotency-Key", key())
            .body(none());
    if (ifMatch != null) {
      request.header("If-Match", ifMatch);
    }
    return request.post("/api/v1/groups/" + group + "/approve");
  }

  private static String tag(String group) {
    return get(OPERATOR, "/groups/" + group).header("ETag");
  }

  private static String applied(String person, String group) {
    return ok(join(person, group)).path("membership.id");
  }

  private static Response join(String person, String group) {
    return post(person, "/groups/" + group + "/memberships", none());
  }

  private static String state(String group) {
    return ok(get(OPERATOR, "/groups/" + group)).path("state");
  }

  private static int members(String group) {
    return ok(get(OPERATOR, "/groups/" + group)).path("members");
  }

  @Test
  void group_goesFromProposalToDisbanding() {
    String group = proposed("purpose", "每周六到独居老人家中帮忙", "fields", List.of("陪伴", "维修"));
    assertThat(get(null, "/groups/" + group).statusCode()).isEqualTo(404);
    assertThat(ok(get(leader, "/groups/" + group)).<Integer>path("members")).isEqualTo(1);
    ok(approve(group, tag(group)));
    await().until(() -> ok(get(null, "/groups/" + group)).path("number") != null);
    assertThat(ok(get(null, "/groups/" + group)).<Integer>path("members")).isNull();
    Response seen = ok(get(null, "/groups/" + group));
    assertThat(seen.<String>path("number")).matches("440199001-20[0-9]{2}-G-[0-9]{5}");
    assertThat(
            ok(get(null, "/groups?number=" + seen.path("number"))).<List<String>>path("items.id"))
        .containsExactly(group);
    assertThat(seen.<String>path("name")).isEqualTo("银杏志愿服务队");
    assertThat(seen.<List<String>>path("fields")).containsExactly("陪伴", "维修");
    assertThat(seen.<String>path("leaderId")).isNull();
    ok(OPERATOR, "/groups/" + group + "/suspend", because("负责人住院"));
    assertThat(state(group)).isEqualTo("SUSPENDED");
    ok(OPERATOR, "/groups/" + group + "/resume", none());
    String waiting = applied(person(), group);
    Response disbanded = ok(OPERATOR, "/groups/" + group + "/disband", because("人员不足"));
    assertThat(disbanded.<String>path("state")).isEqualTo("DISBANDED");
    assertThat(members(group)).isZero();
    assertThat(ok(get(OPERATOR, "/memberships/" + waiting)).<String>path("state"))
        .isEqualTo("LEFT");
    assertThat(
            street.column(
                "SELECT CONCAT(entry_type, ' ', aggregate_version) FROM ledger_entry WHERE"
                    + " aggregate_type = 'GROUP' AND aggregate_id = '"
                    + group
                    + "' ORDER BY aggregate_version"))
        .containsExactly(
            "GROUP_PROPOSED 1",
            "GROUP_APPROVED 2",
            "GROUP_SUSPENDED 3",
            "GROUP_RESUMED 4",
            "MEMBERSHIP_APPLIED 5",
            "GROUP_DISBANDED 6");
  }

  @Test
  void aDisbandedGroupTakesNoCommandAndIsNoLongerPublic() {
    String group = active();
    ok(OPERATOR, "/groups/" + group + "/disband", because("合并"));
    assertThat(get(null, "/groups/" + group).statusCode()).isEqualTo(404);
    Response late = refused(approve(group, "*"), "STATE_CONFLICT");
    assertThat(late.<String>path("state")).isEqualTo("DISBANDED");
    assertThat(join(person(), group).statusCode()).isEqualTo(404);
  }

  @Test
  void applicant_becomesAMemberWhenTheLeaderAdmits() {
    String group = active();
    String other = person();
    String membership = applied(other, group);
    assertThat(members(group)).isEqualTo(1);
    refused(other, "/memberships/" + membership + "/admit", none(), "FORBIDDEN");
    ok(leader, "/memberships/" + membership + "/admit", none());
    assertThat(members(group)).isEqualTo(2);
    refused(leader, "/memberships/" + membership + "/admit", none(), "STATE_CONFLICT");
    refused(join(other, group), "ALREADY_JOINED");
    Response roster = ok(get(leader, "/groups/" + group + "/memberships?state=IN"));
    assertThat(roster.<List<String>>path("items.state")).containsExactly("IN", "IN");
    assertThat(get(other, "/groups/" + group + "/memberships").statusCode()).isEqualTo(403);
    ok(other, "/memberships/" + membership + "/leave", none());
    assertThat(members(group)).isEqualTo(1);
    assertThat(ok(get(other, "/memberships")).<List<String>>path("items.state"))
        .containsExactly("LEFT");
    ok(join(other, group));
  }

  @Test
  void declinedOrRemovedPerson_mayApplyAgain() {
    String group = active();
    String other = person();
    String first = applied(other, group);
    refused(leader, "/memberships/" + first + "/decline", none(), "VALIDATION_FAILED");
    ok(leader, "/memberships/" + first + "/decline", map("reason", "NOT_SUITABLE"));
    String second = applied(other, group);
    ok(leader, "/memberships/" + second + "/admit", none());
    ok(leader, "/memberships/" + second + "/remove", map("reason", "ABSENT"));
    assertThat(members(group)).isEqualTo(1);
    ok(join(other, group));
    assertThat(
            ok(get(other, "/memberships?limit=3"))
                .<List<String>>path("items.findAll { it.state == 'LEFT' }.reason"))
        .containsExactly("NOT_SUITABLE", "ABSENT");
  }

  @Test
  void leaderAndOperatorFromElsewhere_areForbidden() {
    String group = active();
    String elsewhere = person();
    ok(elsewhere, "/groups", draft("name", "另一支队伍"));
    String membership = applied(person(), group);
    refused(elsewhere, "/memberships/" + membership + "/admit", none(), "FORBIDDEN");
    refused(put(elsewhere, "/groups/" + group, draft(), "*"), "FORBIDDEN");
    refused(put(leader, "/groups/" + group, draft("name", "换个名字"), "*"), "STATE_CONFLICT");
    refused(
        Tokens.operator("desk-far", Street.OTHER_STREET),
        "/groups/" + group + "/suspend",
        because("不归我管"),
        "FORBIDDEN");
  }

  @Test
  void leader_cannotLeaveBeforeHandingOver() {
    String group = active();
    String own =
        ok(get(leader, "/groups/" + group + "/memberships"))
            .<List<String>>path("items.id")
            .getFirst();
    refused(leader, "/memberships/" + own + "/leave", none(), "STILL_LEADS");
    refused(OPERATOR, "/memberships/" + own + "/remove", map("reason", "ABSENT"), "STILL_LEADS");
    String other = person();
    String membership = applied(other, group);
    refused(leader, "/memberships/" + membership + "/hand-over", none(), "STATE_CONFLICT");
    ok(leader, "/memberships/" + membership + "/admit", none());
    ok(leader, "/memberships/" + membership + "/hand-over", none());
    refused(leader, "/memberships/" + membership + "/remove", map("reason", "OTHER"), "FORBIDDEN");
    ok(leader, "/memberships/" + own + "/leave", none());
    assertThat(ok(get(other, "/groups/" + group)).<String>path("leaderId")).isNotNull();
  }

  @Test
  void aGroupIsNotItsOwnParent() {
    String top = active();
    String below = active("parentId", top);
    Response own =
        refused(put(OPERATOR, "/groups/" + top, draft("parentId", top), "*"), "VALIDATION_FAILED");
    assertThat(own.<List<String>>path("errors.pointer")).containsExactly("/parentId");
    refused(put(OPERATOR, "/groups/" + top, draft("parentId", below), "*"), "VALIDATION_FAILED");
    ok(put(OPERATOR, "/groups/" + below, draft("parentId", top, "places", 5), "*"));
    assertThat(ok(get(null, "/groups?parentId=" + top)).<List<String>>path("items.id"))
        .containsExactly(below);
  }

  @Test
  void concurrentAdmissions_fillExactlyThePlaces() throws Exception {
    String group = active("places", 4);
    List<String> waiting = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      waiting.add(applied(person(), group));
    }
    List<Callable<Response>> admissions = new ArrayList<>();
    for (String membership : waiting) {
      admissions.add(() -> post(OPERATOR, "/memberships/" + membership + "/admit", none()));
    }
    List<Integer> answers = new ArrayList<>();
    try (ExecutorService pool = Executors.newFixedThreadPool(12)) {
      for (Future<Response> answer : pool.invokeAll(admissions)) {
        answers.add(answer.get().statusCode());
      }
    }
    assertThat(answers).containsOnly(200, 409);
    assertThat(answers.stream().filter(status -> status == 200)).hasSize(3);
    assertThat(members(group)).isEqualTo(4);
    refused(OPERATOR, "/memberships/" + waiting(waiting) + "/admit", none(), "NO_PLACE_LEFT");
    refused(put(OPERATOR, "/groups/" + group, draft("places", 3), "*"), "VALIDATION_FAILED");
  }

  private static String waiting(List<String> memberships) {
    return memberships.stream()
        .filter(id -> ok(get(OPERATOR, "/memberships/" + id)).path("state").equals("APPLIED"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void concurrentJoinsOfOnePerson_createOneMembership() throws Exception {
    String group = active();
    String other = person();
    List<Callable<Response>> twice = List.of(() -> join(other, group), () -> join(other, group));
    List<Integer> answers = new ArrayList<>();
    try (ExecutorService pool = Executors.newFixedThreadPool(2)) {
      for (Future<Response> answer : pool.invokeAll(twice)) {
        answers.add(answer.get().statusCode());
      }
    }
    assertThat(answers).containsExactlyInAnyOrder(201, 409);
    String again = key();
    Response first = post(person(), "/groups/" + group + "/memberships", none(), again);
    assertThat(first.statusCode()).isEqualTo(201);
  }

  @Test
  void leader_mayEditAProposal() {
    String group = proposed();
    ok(put(leader, "/groups/" + group, draft("fields", List.of("陪伴聊天")), "*"));
    ok(approve(group, tag(group)));
    assertThat(ok(get(null, "/groups?field=陪伴")).<List<String>>path("items.id"))
        .doesNotContain(group);
    assertThat(ok(get(null, "/groups?field=陪伴聊天")).<List<String>>path("items.id")).contains(group);
    refused(get(null, "/groups?number=x"), "VALIDATION_FAILED");
  }

  @Test
  void invalidProposal_namesTheField() {
    Response bad =
        refused(
            leader,
            "/groups",
            draft("hostId", Id.text(1), "parentId", "x", "places", 0),
            "VALIDATION_FAILED");
    assertThat(bad.<List<String>>path("errors.pointer")).contains("/parentId");
    refused(leader, "/groups", draft("hostId", Id.text(1)), "VALIDATION_FAILED");
    refused(leader, "/groups", draft("leaderId", Id.text(1)), "VALIDATION_FAILED");
    refused(Tokens.resident("nobody"), "/groups", draft(), "FORBIDDEN");
  }

  @Test
  void listedWords_blockApprovalUntilAnOperatorAccepts() {
    String group = proposed("name", "本街自己的禁词队");
    refused(approve(group, "*"), "MODERATION_OPEN");
    List<String> findings =
        ok(get(OPERATOR, "/moderation?division=" + Street.COMMUNITY))
            .path("items.findAll { it.aggregateId == '%s' }.id".formatted(group));
    ok(OPERATOR, "/moderation/" + findings.getFirst() + "/accept", none());
    ok(approve(group, tag(group)));
  }

  @Test
  void operator_recordsExistingMembers() {
    String group = active("places", 2);
    long member = street.member(organisation);
    Map<String, Object> since =
        map("memberId", Id.text(member), "joinedAt", "2019-03-05T09:00:00+08:00");
    refused(leader, "/groups/" + group + "/memberships", since, "VALIDATION_FAILED");
    refused(OPERATOR, "/groups/" + group + "/memberships", none(), "VALIDATION_FAILED");
    refused(
        OPERATOR,
        "/groups/" + group + "/memberships",
        map("memberId", Id.text(1)),
        "VALIDATION_FAILED");
    String membership =
        ok(OPERATOR, "/groups/" + group + "/memberships", since).path("membership.id");
    Response seen = ok(get(OPERATOR, "/memberships/" + membership));
    assertThat(seen.<String>path("state")).isEqualTo("IN");
    assertThat(seen.<String>path("joinedAt")).startsWith("2019-03-05T");
    refused(OPERATOR, "/groups/" + group + "/memberships", since, "ALREADY_JOINED");
    refused(
        OPERATOR,
        "/groups/" + group + "/memberships",
        map("memberId", Id.text(street.member(organisation))),
        "NO_PLACE_LEFT");
    assertThat(members(group)).isEqualTo(2);
  }

  @Test
  void disbandedGroup_canBeErasedUnlessUnderHold() {
    String group = active("purpose", "王样例工作室的同伴");
    Map<String, Object> subject =
        map("subject", map("type", "GROUP", "id", group), "reason", "PURPOSE_MET");
    refused(OPERATOR, "/erasures", subject, "SUBJECT_STILL_OPEN");
    ok(OPERATOR, "/groups/" + group + "/disband", because("人员不足"));
    String administrator = Tokens.administrator("root-groups");
    String hold =
        ok(administrator, "/holds", map("type", "GROUP", "id", group, "reason", "争议")).path("id");
    refused(OPERATOR, "/erasures", subject, "UNDER_LEGAL_HOLD");
    ok(administrator, "/holds/" + hold + "/release", because("已解决"));
    ok(OPERATOR, "/erasures", subject);
    Response seen = ok(get(OPERATOR, "/groups/" + group));
    assertThat(seen.<String>path("name")).isNull();
    assertThat(seen.<String>path("purpose")).isNull();
    assertThat(
            street.column(
                "SELECT field FROM vault_value WHERE subject_type = 'GROUP' AND subject_id = "
                    + Street.id(group)))
        .isEmpty();
    refused(OPERATOR, "/groups/" + group + "/disband", because("再来"), "PERSONAL_DATA_ERASED");
  }

  @Test
  void approval_needsTheVersionThatTheOperatorHasRead() {
    String group = proposed();
    String read = tag(group);
    ok(put(leader, "/groups/" + group, draft("purpose", "另有所图"), "*"));
    refused(approve(group, null), "PRECONDITION_REQUIRED");
    refused(approve(group, read), "PRECONDITION_FAILED");
    ok(approve(group, tag(group)));
  }

  @Test
  void operatorApprovesAGroupWithoutALeader() {
    String group = ok(OPERATOR, "/groups", draft()).path("groupId");
    ok(approve(group, tag(group)));
    assertThat(members(group)).isZero();
  }

  @Test
  void occurredAt_isForOperatorsOnly() {
    refused(leader, "/groups", draft("occurredAt", "1950-01-01T00:00:00Z"), "VALIDATION_FAILED");
    ok(OPERATOR, "/groups", draft("occurredAt", "2020-01-01T00:00:00Z"));
  }

  @Test
  void personRecordedInAProposedGroup_seesItAndMayLeave() {
    String group = proposed();
    long member = street.member(organisation);
    String person = Tokens.member("group-" + member, member);
    assertThat(get(person, "/groups/" + group).statusCode()).isEqualTo(404);
    String membership =
        ok(
                OPERATOR,
                "/groups/" + group + "/memberships",
                map("memberId", Id.text(member), "joinedAt", "2019-03-05T09:00:00+08:00"))
            .path("membership.id");
    ok(get(person, "/groups/" + group));
    ok(person, "/memberships/" + membership + "/leave", none());
    assertThat(get(person, "/groups/" + group).statusCode()).isEqualTo(404);
    refused(
        OPERATOR,
        "/groups/" + group + "/memberships",
        map("memberId", Id.text(member), "joinedAt", "1900-01-01T00:00:00Z"),
        "VALIDATION_FAILED");
  }

  @Test
  void approval_isRefusedOnceTheParentIsDisbanded() {
    String parent = active();
    String group = proposed("parentId", parent);
    ok(OPERATOR, "/groups/" + parent + "/disband", because("合并"));
    Response refused = refused(approve(group, "*"), "STATE_CONFLICT");
    assertThat(refused.<String>path("parentId")).isEqualTo(parent);
  }

  @Test
  void roster_isForTheHostsStewardAndNoOther() {
    String group = active("hostId", Id.text(organisation));
    String steward = Tokens.steward("host-steward", organisation);
    ok(get(steward, "/groups/" + group + "/memberships"));
    String other = Tokens.steward("other-steward", street.organisation());
    refused(get(other, "/groups/" + group + "/memberships"), "FORBIDDEN");
  }

  @Test
  void serviceFields_areModerated() {
    String group = proposed("fields", List.of("本街自己的禁词"));
    refused(approve(group, "*"), "MODERATION_OPEN");
  }

  @Test
  void aProposedGroup_waitsAtTheDesk_andAnApplicationForTheLeader() {
    String group = proposed();
    waits(OPERATOR, "REVIEW", group, true);
    assertThat(items(leader, "APPROVAL")).doesNotContain(group);
    ok(approve(group, tag(group)));
    String person = person();
    String membership = ok(join(person, group)).path("membership.id");
    waits(leader, "APPROVAL", group, true);
    waits(OPERATOR, "REVIEW", group, false);
    assertThat(items(person, "APPROVAL")).doesNotContain(group);
    ok(leader, "/memberships/" + membership + "/admit", none());
    waits(leader, "APPROVAL", group, false);
  }

  private static void waits(String token, String kind, String group, boolean waits) {
    await().until(() -> items(token, kind).contains(group) == waits);
  }

  /** Returns the ids of the groups in an inbox; reads all pages, because new items come last. */
  private static List<String> items(String token, String kind) {
    List<String> found = new ArrayList<>();
    String cursor = "";
    do {
      Response page = ok(get(token, "/inbox?limit=100&kind=" + kind + cursor));
      found.addAll(page.<List<String>>path("items.subjectId"));
      String next = page.path("nextCursor");
      cursor = next == null ? null : "&cursor=" + next;
    } while (cursor != null);
    return found;
  }
}
