package org.microwish.matching;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.microwish.wish.WishApi.because;
import static org.microwish.wish.WishApi.draft;
import static org.microwish.wish.WishApi.get;
import static org.microwish.wish.WishApi.map;
import static org.microwish.wish.WishApi.none;
import static org.microwish.wish.WishApi.ok;
import static org.microwish.wish.WishApi.put;
import static org.microwish.wish.WishApi.refused;
import static org.microwish.wish.WishApi.shared;

import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.ledger.LedgerFollower;
import org.microwish.platform.Id;
import org.microwish.platform.Time;
import org.microwish.platform.sql.Transactions;
import org.microwish.testing.Street;
import org.microwish.testing.Tokens;

/**
 * Tests the rankings of wishes and of claimants, and what claimants are open to. Each test has its
 * own street.
 */
@Tag("database")
@QuarkusTest
class MatchApiTest {

  private final RankedStreet own = new RankedStreet();
  private final Street street = own.rows;
  private final String path = own.path;
  private final String operator = own.operator;
  private final String community = own.community;
  private final String neighbour = own.neighbour;

  @Inject ProfileQueries queries;
  @Inject Transactions transactions;
  @Inject LedgerFollower ledger;

  @Inject Snapshot snapshot;

  private static String member(long id) {
    return RankedStreet.member(id);
  }

  private String open(Map<String, Object> draft) {
    return own.open(draft);
  }

  private Response matches(String token, String query) {
    return own.matches(token, query);
  }

  private static List<String> ids(Response matches) {
    return RankedStreet.ids(matches);
  }

  private long organisation() {
    return own.organisation();
  }

  @Test
  void members_seeWhatTheyCanClaim_theBestFirst_withReasons() {
    long id = street.member(organisation(), community);
    street.update("INSERT INTO member_skill (member_id, skill) VALUES (?, '电工')", id);
    String far = open(draft("division", neighbour));
    String near = open(draft("division", community));
    String skilled = open(draft("division", neighbour, "neededSkill", "电工"));
    open(draft("division", community, "claimableBy", "ORGANISATIONS"));
    Response list = matches(member(id), "");
    assertThat(ids(list)).containsExactly(skilled, near, far);
    assertThat(list.<String>path("source")).isEqualTo("SNAPSHOT");
    assertThat(list.<List<Integer>>path("items.score")).containsExactly(130, 90, 50);
    assertThat(list.<List<String>>path("items[0].reasons.text"))
        .containsExactly("有所需特长", "同一街道", "还可认领5件");
    assertThat(list.<List<Boolean>>path("items[0].reasons.recomputable"))
        .containsExactly(false, true, true);
    assertThat(list.<String>path("items[0].wish.title")).isEqualTo("更换厕所扶手");
    Response english =
        given()
            .auth()
            .oauth2(member(id))
            .header("Accept-Language", "en")
            .get("/api/v1/matches?limit=1&division=" + path + "000");
    assertThat(english.<List<String>>path("items[0].reasons.text"))
        .containsExactly("has the needed skill", "same street", "room for 5 more");
    // A wish that is shown can be claimed; once claimed, it is not shown again.
    ok(member(id), "/wishes/" + skilled + "/claims", none());
    assertThat(ids(matches(member(id), ""))).containsExactly(near, far);
    assertThat(ids(matches(member(id), "category=GOODS"))).isEmpty();
    assertThat(ids(matches(member(id), "q=没有"))).isEmpty();
    assertThat(ids(matches(member(id), "q=扶手&kind=WISH"))).containsExactly(near, far);
    refused(get(member(id), "/matches?from=2026-02-02&to=2026-02-01"), "VALIDATION_FAILED");
    refused(get(operator, "/matches"), "FORBIDDEN");
  }

  @Test
  void pages_continueWhereTheLastEnded() {
    long id = street.member(organisation(), community);
    List<String> all = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      all.add(open(draft("division", i % 2 == 0 ? community : neighbour)));
    }
    List<String> seen = new ArrayList<>();
    String cursor = "";
    do {
      Response page = matches(member(id), "limit=2" + cursor);
      seen.addAll(ids(page));
      String next = page.path("nextCursor");
      cursor = next == null ? null : "&cursor=" + next;
    } while (cursor != null);
    assertThat(seen).containsExactly(all.get(4), all.get(2), all.get(0), all.get(3), all.get(1));
    String next = matches(member(id), "limit=2").path("nextCursor");
    refused(get(member(id), "/matches?limit=2&cursor=" + next), "VALIDATION_FAILED");
    refused(get(member(id), "/matches?division=" + path + "001B01"), "VALIDATION_FAILED");
  }

  @Test
  void matches_areSortedByScore_age_orDeadline() {
    long id = street.member(organisation(), community);
    String near = open(draft("division", community));
    String far = open(draft("division", neighbour));
    String late = open(draft("division", neighbour));
    ok(
        operator,
        "/wishes/" + late + "/extend",
        map(
            "claimBy",
            LocalDate.now(Time.ZONE).plusDays(60) + "T18:00:00+08:00",
            "reason",
            "等待材料"));
    assertThat(ids(matches(member(id), ""))).first().isEqualTo(near);
    assertThat(ids(matches(member(id), "sort=NEWEST"))).containsExactly(late, far, near);
    assertThat(ids(matches(member(id), "sort=DEADLINE"))).containsExactly(far, near, late);
    String next = matches(member(id), "limit=1&sort=DEADLINE").path("nextCursor");
    assertThat(ids(matches(member(id), "limit=1&sort=DEADLINE&cursor=" + next)))
        .containsExactly(near);
    refused(get(member(id), "/matches?sort=NEWEST&cursor=" + next), "VALIDATION_FAILED");
  }

  @Test
  void staleSnapshot_fallsBackToTheDatabase_andReportsTheSource() {
    long id = street.member(organisation(), community);
    String wish = open(draft("division", community));
    QuarkusMock.installMockForType(
        new Snapshot(queries, transactions, ledger) {
          @Override
          boolean isCurrent() {
            return false;
          }

          @Override
          public long treeSize() {
            return Long.MAX_VALUE;
          }
        },
        Snapshot.class);
    Response list = matches(member(id), "");
    assertThat(ids(list)).containsExactly(wish);
    assertThat(list.<String>path("source")).isEqualTo("DATABASE");
  }

  @Test
  void changedOpenness_changesTheRankingAtOnce() {
    long organisation = organisation();
    long id = street.member(organisation, community);
    String goods = open(draft("division", community, "category", "GOODS"));
    String service = open(draft("division", community));
    String own = "/members/" + Id.text(id) + "/openness";
    Response before = ok(get(member(id), own));
    assertThat(before.<List<String>>path("categories")).isEmpty();
    assertThat(ids(matches(member(id), ""))).containsExactly(service, goods);
    Response changed =
        ok(
            put(
                member(id),
                own,
                map(
                    "categories",
                    List.of("GOODS"),
                    "placesPerMonth",
                    3,
                    "amount",
                    "200.00",
                    "unwantedMessages",
                    List.of("INVITATION")),
                before.header("ETag")));
    assertThat(changed.<String>path("ledger.entryId")).isNotNull();
    Response after = ok(get(member(id), own));
    assertThat(after.<List<String>>path("categories")).containsExactly("GOODS");
    assertThat(after.<String>path("amount")).isEqualTo("200.00");
    assertThat(ids(matches(member(id), ""))).containsExactly(goods);
    String steward = RankedStreet.steward(organisation);
    String until = LocalDate.now(Time.ZONE).plusDays(30).toString();
    ok(put(steward, own, map("pausedUntil", until), after.header("ETag")));
    Response paused = matches(member(id), "");
    assertThat(ids(paused)).isEmpty();
    assertThat(paused.<String>path("closed")).isEqualTo("PAUSED");
    refused(
        put(steward, own, map("pausedUntil", until), after.header("ETag")), "PRECONDITION_FAILED");
    refused(put(operator, own, map(), "*"), "FORBIDDEN");
    Response far = put(steward, own, map("pausedUntil", "2999-01-01"), "*");
    assertThat(refused(far, "VALIDATION_FAILED").<String>path("errors[0].pointer"))
        .isEqualTo("/pausedUntil");
    // The same for an organisation.
    String theirs = "/organisations/" + Id.text(organisation) + "/openness";
    ok(put(steward, theirs, map("placesPerMonth", 0), ok(get(steward, theirs)).header("ETag")));
    assertThat(matches(steward, "").<String>path("closed")).isEqualTo("MONTH_FULL");
    refused(put(member(id), theirs, map(), "*"), "FORBIDDEN");
  }

  @Test
  void operators_seeWhoSuitsAWish_theBestFirst() {
    long organisation = organisation();
    long near = street.member(organisation, community);
    long skilled = street.member(organisation, neighbour);
    street.update("INSERT INTO member_skill (member_id, skill) VALUES (?, '理发')", skilled);
    long uninvited = street.member(organisation, neighbour);
    street.update(
        "INSERT INTO openness (party_type, party_id, categories, unwanted)"
            + " VALUES ('MEMBER', ?, '', 'INVITATION')",
        uninvited);
    long other = street.member(organisation, community);
    street.update(
        "INSERT INTO openness (party_type, party_id, categories, unwanted)"
            + " VALUES ('MEMBER', ?, 'GOODS', '')",
        other);
    String wish = open(draft("division", community, "neededSkill", "理发"));
    String list = "/wishes/" + wish + "/candidates";
    Response candidates = ok(get(operator, list));
    assertThat(candidates.<List<String>>path("items.claimantId"))
        .containsExactly(
            // The organisation has the skill of its member.
            Id.text(organisation), Id.text(skilled), Id.text(near), Id.text(uninvited));
    assertThat(candidates.<List<Boolean>>path("items.invitations"))
        .containsExactly(true, true, true, false);
    assertThat(candidates.<List<Integer>>path("items.score")).containsExactly(170, 130, 10, -30);
    assertThat(candidates.<List<String>>path("items[1].reasons.term"))
        .containsExactly("SKILL", "NEARNESS", "CAPACITY");
    // A claimant that has claimed the wish since is not shown, although the ranking is older.
    String shared = open(shared(3, "division", community, "neededSkill", "理发"));
    ok(member(near), "/wishes/" + shared + "/claims", none());
    Response rest = ok(get(operator, "/wishes/" + shared + "/candidates?claimantType=MEMBER"));
    assertThat(rest.<List<String>>path("items.claimantId"))
        .containsExactly(Id.text(skilled), Id.text(uninvited));
    Response first = ok(get(operator, list + "?limit=3"));
    Response second =
        ok(get(operator, list + "?limit=3&cursor=" + first.<String>path("nextCursor")));
    assertThat(second.<List<String>>path("items.claimantId")).containsExactly(Id.text(uninvited));
    assertThat(second.<String>path("nextCursor")).isNull();
    refused(get(Tokens.operator("other", Street.OTHER_STREET), list), "FORBIDDEN");
    refused(get(member(near), list), "FORBIDDEN");
  }

  @Test
  void filtersAndCursor_keepTheOrder() {
    String member = member(street.member(organisation(), community));
    List<String> services = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      String category = i % 2 == 0 ? "GOODS" : "SERVICE";
      String where = i < 3 ? neighbour : community;
      String id = open(draft("division", where, "category", category));
      if (i % 2 == 1) {
        services.addFirst(id);
      }
    }
    String filter = "category=SERVICE&kind=WISH&q=扶手&limit=1";
    List<String> seen = new ArrayList<>();
    String cursor = "";
    do {
      Response page = matches(member, filter + cursor);
      seen.addAll(ids(page));
      String next = page.path("nextCursor");
      cursor = next == null ? null : "&cursor=" + next;
    } while (cursor != null);
    // Wishes in the member's community come first; of wishes with equal points, the newest.
    assertThat(seen).isEqualTo(services);
    // A cursor is valid only with the filters that it was issued for.
    String next = matches(member, filter).path("nextCursor");
    refused(get(member, "/matches?category=GOODS&limit=1&cursor=" + next), "VALIDATION_FAILED");
  }

  @Test
  void cursor_continuesBelowItsPosition_afterNewLeaves() {
    String member = member(street.member(organisation(), community));
    String far = open(draft("division", neighbour));
    String taken = open(draft("division", community));
    String near = open(draft("division", community));
    Response first = matches(member, "limit=1");
    assertThat(ids(first)).containsExactly(near);
    String above = open(draft("division", community));
    String below = open(draft("division", neighbour));
    ok(member(street.member(organisation(), community)), "/wishes/" + taken + "/claims", none());
    Response rest = matches(member, "limit=10&cursor=" + first.<String>path("nextCursor"));
    assertThat(ids(rest)).containsExactly(below, far).doesNotContain(above);
    assertThat(rest.<Integer>path("treeSize")).isGreaterThan(first.<Integer>path("treeSize"));
    assertThat(rest.<String>path("day")).isEqualTo(first.path("day"));
  }

  @Test
  void aMemberWithoutAnOrganisation_hasNoMatches_andIsNoCandidate() {
    long id = street.member(organisation(), community);
    String wish = open(draft("division", community));
    street.update("UPDATE member SET organisation_id = NULL WHERE id = ?", id);
    refused(get(member(id), "/matches"), "FORBIDDEN");
    Response candidates = ok(get(operator, "/wishes/" + wish + "/candidates?claimantType=MEMBER"));
    assertThat(candidates.<List<String>>path("items")).isEmpty();
  }

  @Test
  void barredClaimant_doesNotSeeTheWish_andIsNoCandidate() {
    long id = street.member(organisation(), community);
    String wish = open(shared(3, "division", community));
    String other = open(draft("division", community));
    String claim = ok(member(id), "/wishes/" + wish + "/claims", none()).path("claim.id");
    street.update(
        "UPDATE claim SET state = 'LAPSED', live_key = NULL, ended_at = UTC_TIMESTAMP(6),"
            + " barred_until = UTC_TIMESTAMP(6) + INTERVAL 1 DAY WHERE id = ?",
        Street.id(claim));
    assertThat(ids(matches(member(id), ""))).containsExactly(other);
    String list = "/wishes/" + wish + "/candidates?claimantType=MEMBER";
    assertThat(ok(get(operator, list)).<List<String>>path("items")).isEmpty();
    refused(member(id), "/wishes/" + wish + "/claims", none(), "BARRED_AFTER_LAPSE");
    street.update(
        "UPDATE claim SET barred_until = UTC_TIMESTAMP(6) - INTERVAL 1 MINUTE WHERE id = ?",
        Street.id(claim));
    assertThat(ids(matches(member(id), ""))).containsExactlyInAnyOrder(wish, other);
    assertThat(ok(get(operator, list)).<List<String>>path("items.claimantId"))
        .containsExactly(Id.text(id));
  }

  @Test
  void wishThatIsNotClaimable_leavesTheSnapshot_andHasNoCandidates() {
    String member = member(street.member(organisation(), community));
    String claimed = open(draft("division", community));
    String unpublished = open(draft("division", community));
    String held = open(draft("division", community));
    String closed = open(shared(3, "division", community));
    String open = open(draft("division", community));
    await()
        .untilAsserted(
            () -> assertThat(kept()).containsExactly(claimed, unpublished, held, closed, open));
    ok(member, "/wishes/" + claimed + "/claims", none());
    ok(member, "/wishes/" + closed + "/claims", none());
    ok(operator, "/wishes/" + closed + "/close-claiming", because("人手已够"));
    ok(operator, "/wishes/" + unpublished + "/unpublish", because("照片要重拍"));
    ok(
        Tokens.administrator("rank-admin"),
        "/holds",
        map("type", "WISH", "id", held, "reason", "诉讼"));
    assertThat(ids(matches(member, ""))).containsExactly(open);
    await().untilAsserted(() -> assertThat(kept()).containsExactly(open));
    for (String wish : List.of(claimed, closed)) {
      Response nobody = ok(get(operator, "/wishes/" + wish + "/candidates"));
      assertThat(nobody.<List<String>>path("items")).isEmpty();
      assertThat(nobody.<String>path("nextCursor")).isNull();
    }
  }

  /** Returns the ids of this street's wishes that the snapshot contains. */
  private List<String> kept() {
    List<String> kept = new ArrayList<>();
    for (OpenWishes wishes : snapshot.around(Set.of(community))) {
      for (int i = 0; i < wishes.size(); i++) {
        if (wishes.facts(i).path().startsWith(path)) {
          kept.add(Id.text(wishes.id(i)));
        }
      }
    }
    return kept;
  }
}
