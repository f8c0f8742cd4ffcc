package org.microwish.matching;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.microwish.wish.WishApi.draft;
import static org.microwish.wish.WishApi.get;
import static org.microwish.wish.WishApi.map;
import static org.microwish.wish.WishApi.none;
import static org.microwish.wish.WishApi.ok;
import static org.microwish.wish.WishApi.post;
import static org.microwish.wish.WishApi.publication;
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
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.ledger.LedgerFollower;
import org.microwish.platform.Id;
import org.microwish.platform.Time;
import org.microwish.platform.sql.Transactions;
import org.microwish.testing.Street;
import org.microwish.testing.Tokens;

/** Tests rankings in both directions and what claimants are open to, in a street of each test. */
@Tag("database")
@QuarkusTest
class MatchApiTest {

  private static final AtomicInteger NEXT = new AtomicInteger(100);

  private final Street street = Street.here();

  /** The path of a street that only this test uses; its communities are 001 and 002. */
  private final String path = "440199" + NEXT.incrementAndGet();

  private final String operator = Tokens.operator("rank-desk-" + path, path + "000");
  private final String community = path + "001";
  private final String neighbour = path + "002";

  @Inject ProfileQueries queries;
  @Inject Transactions transactions;
  @Inject LedgerFollower ledger;

  MatchApiTest() {
    division(path + "000", path, "440199000000", "STREET");
    division(community, community, path + "000", "COMMUNITY");
    division(neighbour, neighbour, path + "000", "COMMUNITY");
  }

  private void division(String code, String ofPath, String parent, String level) {
    street.update(
        "INSERT INTO division (code, path, parent_code, level, name, code_year, version,"
            + " created_at, updated_at) VALUES (?, ?, ?, ?, ?, 2025, 0, UTC_TIMESTAMP(6),"
            + " UTC_TIMESTAMP(6))",
        code,
        ofPath,
        parent,
        level,
        "区划" + ofPath);
  }

  private String member(long id) {
    return Tokens.member("rank-member-" + id, id);
  }

  /** Publishes a wish and returns its id. */
  private String open(Map<String, Object> draft) {
    String id = ok(operator, "/wishes", draft).path("wishId");
    ok(operator, "/wishes/" + id + "/submit", none());
    Response published = ok(operator, "/wishes/" + id + "/publish", publication());
    last = published.path("ledger.entryId");
    return id;
  }

  /** The entry of the last publication. */
  private String last;

  private Response matches(String token, String query) {
    return ok(get(token, "/matches?after=" + last + "&division=" + path + "000&" + query));
  }

  private static List<String> ids(Response matches) {
    return matches.jsonPath().getList("items.wish.id");
  }

  private static String organisation(Street street, String communityPath) {
    long id = street.organisation();
    street.update("UPDATE organisation SET division_path = ? WHERE id = ?", communityPath, id);
    return Long.toString(id);
  }

  private long organisation() {
    return Long.parseLong(organisation(street, community));
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
    // Whatever is shown can be claimed, and what is claimed is not shown again.
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
    assertThat(seen).containsExactly(all.get(0), all.get(2), all.get(4), all.get(1), all.get(3));
    String next = matches(member(id), "limit=2").path("nextCursor");
    refused(get(member(id), "/matches?limit=2&cursor=" + next), "VALIDATION_FAILED");
    refused(get(member(id), "/matches?division=" + path + "001B01"), "VALIDATION_FAILED");
  }

  @Test
  void anInstanceThatIsBehind_asksTheRows_andSaysSo() {
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
  void claimants_sayWhatTheyAreOpenTo_andRankingFollows() {
    long organisation = organisation();
    long id = street.member(organisation, community);
    String goods = open(draft("division", community, "category", "GOODS"));
    String service = open(draft("division", community));
    String own = "/members/" + Id.text(id) + "/openness";
    Response before = ok(get(member(id), own));
    assertThat(before.<List<String>>path("categories")).isEmpty();
    assertThat(ids(matches(member(id), ""))).containsExactly(goods, service);
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
    String steward = Tokens.steward("rank-steward-" + organisation, organisation);
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
    // An organisation, too.
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
    assertThat(candidates.<List<Integer>>path("items.score")).containsExactly(170, 130, 50, 10);
    assertThat(candidates.<List<String>>path("items[1].reasons.term"))
        .containsExactly("SKILL", "NEARNESS", "CAPACITY");
    // Who has claimed meanwhile is not shown, although the ranking is some seconds old.
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
  void theFirstOfEachList_canBeClaimed() {
    for (int i = 0; i < 21; i++) {
      open(shared(10, "division", i % 3 == 0 ? neighbour : community));
    }
    for (int i = 0; i < 3; i++) {
      long organisation = organisation();
      String steward = Tokens.steward("rank-first-" + organisation, organisation);
      List<String> list = ids(matches(steward, "limit=20"));
      assertThat(Set.copyOf(list)).hasSize(20);
      for (String wish : list) {
        assertThat(post(steward, "/wishes/" + wish + "/claims", none()).statusCode())
            .isEqualTo(201);
      }
      assertThat(matches(steward, "").<String>path("closed")).isEqualTo("NO_ROOM");
    }
  }
}
