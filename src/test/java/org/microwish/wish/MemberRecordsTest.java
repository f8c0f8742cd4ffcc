package org.microwish.wish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.microwish.wish.WishApi.NAME;
import static org.microwish.wish.WishApi.OPERATOR;
import static org.microwish.wish.WishApi.draft;
import static org.microwish.wish.WishApi.get;
import static org.microwish.wish.WishApi.none;
import static org.microwish.wish.WishApi.ok;
import static org.microwish.wish.WishApi.publication;
import static org.microwish.wish.WishApi.put;
import static org.microwish.wish.WishApi.refused;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.platform.Id;
import org.microwish.testing.Street;
import org.microwish.testing.Tokens;

/** Tests members who record wishes of residents, and members who leave. */
@Tag("database")
@QuarkusTest
class MemberRecordsTest {

  private final Street street = Street.here();

  private record Person(long id, String token) {}

  private Person member() {
    long id = street.member(street.organisation());
    return new Person(id, Tokens.member("member-" + id, id));
  }

  @Test
  void member_recordsAWishOfAResident_andSubmitsIt() {
    Person member = member();
    Response created = ok(member.token(), "/wishes", draft());
    String wish = created.path("wishId");
    String path = "/wishes/" + wish;
    assertThat(
            ok(get(null, "/ledger/entries/" + created.path("ledger.entryId")))
                .<String>path("leaf.actor.role"))
        .isEqualTo("MEMBER");
    assertThat(ok(get(member.token(), path)).<String>path("own.residentName")).isEqualTo(NAME);
    assertThat(ok(get(member.token(), "/wishes?mine=true")).<List<String>>path("items.id"))
        .containsExactly(wish);
    ok(put(member.token(), path, draft("neededSkill", "水电维修"), created.path("etag")));
    ok(member.token(), path + "/submit", none());
    assertThat(ok(get(member.token(), path)).<String>path("state")).isEqualTo("SUBMITTED");
    refused(member.token(), path + "/publish", publication(), "FORBIDDEN");
    ok(OPERATOR, path + "/publish", publication());
    // From now on the member sees what the public sees.
    assertThat(ok(get(member.token(), path)).<Object>path("own")).isNull();
    refused(put(member.token(), path, draft(), "*"), "WISH_STATE_CONFLICT");
    String mine = "/wishes?mine=true";
    assertThat(ok(get(member.token(), mine)).<List<String>>path("items.id")).containsExactly(wish);
    ok(OPERATOR, path + "/unpublish", WishApi.because("需要修改"));
    refused(get(member.token(), path), "NOT_FOUND");
    assertThat(ok(get(member.token(), mine)).<List<String>>path("items.id")).isEmpty();
  }

  @Test
  void member_seesAndChangesOnlyItsOwnRecords_ofItsCommunity_andNamesNoAccount() {
    Person member = member();
    String wish = WishApi.create(member.token(), draft());
    Person other = member();
    refused(get(other.token(), "/wishes/" + wish), "NOT_FOUND");
    refused(other.token(), "/wishes/" + wish + "/submit", none(), "NOT_FOUND");
    Response elsewhere =
        refused(
            member.token(), "/wishes", draft("division", Street.ELSEWHERE), "VALIDATION_FAILED");
    assertThat(elsewhere.<String>path("errors[0].pointer")).isEqualTo("/division");
    refused(
        put(member.token(), "/wishes/" + wish, draft("division", Street.ELSEWHERE), "*"),
        "VALIDATION_FAILED");
    Response named =
        refused(
            member.token(), "/wishes", draft("resident", "resident-other"), "VALIDATION_FAILED");
    assertThat(named.<String>path("errors[0].pointer")).isEqualTo("/resident");
    street.update(
        "INSERT INTO check_in (id, version, subject_type, subject_id, organisation_id,"
            + " division_path, checked_in_at, created_at, live_key)"
            + " SELECT id + 7000000, 0, 'MEMBER', id, organisation_id, ?, UTC_TIMESTAMP(6),"
            + " UTC_TIMESTAMP(6), CONCAT('MEMBER:', id, ':elsewhere') FROM member WHERE id = ?",
        Street.ELSEWHERE,
        member.id());
    ok(member.token(), "/wishes", draft("division", Street.ELSEWHERE));
  }

  @Test
  void member_keepsHiddenFieldsWhenEditing_andMaySetNoReference() {
    Person member = member();
    Map<String, String> number = Map.of("system", "hotline", "number", "M-" + member.id());
    String wish = WishApi.create(member.token(), draft());
    String path = "/wishes/" + wish;
    for (Response refusal :
        List.of(
            WishApi.post(member.token(), "/wishes", draft("externalReference", number)),
            put(member.token(), path, draft("externalReference", number), "*"))) {
      assertThat(refused(refusal, "VALIDATION_FAILED").<String>path("errors[0].pointer"))
          .isEqualTo("/externalReference");
    }
    Map<Object, Object> words = new LinkedHashMap<>((Map<?, ?>) draft().get("words"));
    words.put("reporter", "邻居样例");
    words.put("remark", "下午在家");
    ok(put(OPERATOR, path, draft("words", words, "externalReference", number), "*"));
    ok(put(member.token(), path, draft(), "*"));
    refused(
        put(member.token(), path, draft("externalReference", number), "*"), "VALIDATION_FAILED");
    Response kept = ok(get(OPERATOR, path));
    assertThat(kept.<String>path("own.remark")).isEqualTo("下午在家");
    assertThat(kept.<String>path("own.reporter")).startsWith("邻");
    assertThat(kept.<Object>path("own.externalReference")).isEqualTo(number);
  }

  @Test
  void member_hasALimitedNumberOfWishesInReview() {
    Person member = member();
    for (int i = 0; i < 20; i++) {
      WishApi.create(member.token(), draft());
    }
    Response full = refused(member.token(), "/wishes", draft(), "OPEN_WISH_LIMIT_REACHED");
    assertThat(full.<Integer>path("limit")).isEqualTo(20);
  }

  @Test
  void member_endsItsOwnMembership_butNobodyElses() {
    Person member = member();
    Person other = member();
    String leave = "/members/" + Id.text(member.id()) + "/leave";
    int refusal = WishApi.post(other.token(), leave, Map.of()).statusCode();
    assertThat(refusal).isIn(403, 404);
    assertThat(ok(member.token(), leave, Map.of()).<String>path("state")).isEqualTo("LEFT");
    refused(OPERATOR, leave, Map.of(), "ALREADY_ENDED");
  }
}
