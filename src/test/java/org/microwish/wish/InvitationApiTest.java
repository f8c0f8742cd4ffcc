package org.microwish.wish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.microwish.wish.WishApi.COLLECTOR;
import static org.microwish.wish.WishApi.OPERATOR;
import static org.microwish.wish.WishApi.claim;
import static org.microwish.wish.WishApi.ending;
import static org.microwish.wish.WishApi.get;
import static org.microwish.wish.WishApi.map;
import static org.microwish.wish.WishApi.none;
import static org.microwish.wish.WishApi.ok;
import static org.microwish.wish.WishApi.open;
import static org.microwish.wish.WishApi.post;
import static org.microwish.wish.WishApi.refused;
import static org.microwish.wish.WishApi.shared;
import static org.microwish.wish.WishApi.state;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.lifecycle.deadline.Sweeper;
import org.microwish.platform.Id;
import org.microwish.testing.Street;
import org.microwish.testing.Tokens;
import org.microwish.verify.LeafFindings;

/** Invitations hold places for those invited; a place that comes back goes to the first in line. */
@Tag("database")
@QuarkusTest
class InvitationApiTest {

  @Inject Sweeper sweeper;

  private final Street street = Street.here();

  private record Person(String id, String token) {}

  private Person member() {
    long id = street.member(street.organisation());
    return new Person(Id.text(id), Tokens.member("invited-" + id, id));
  }

  private static Response invite(String wish, Person whom, boolean reserved) {
    return post(
        OPERATOR,
        "/wishes/" + wish + "/invitations",
        map("claimant", Map.of("type", "MEMBER", "id", whom.id()), "reserved", reserved));
  }

  private void verify(String wish) {
    List<byte[]> leaves =
        street
            .column(
                "SELECT HEX(payload) FROM ledger_entry WHERE aggregate_id = '"
                    + wish
                    + "' ORDER BY entry_id")
            .stream()
            .map(hex -> HexFormat.of().parseHex(hex))
            .toList();
    assertThat(LeafFindings.of(leaves)).isEmpty();
  }

  @Test
  void heldPlace_isTakenForOthers_andAcceptedOnce() {
    String wish = open(COLLECTOR, shared(1));
    Person invited = member();
    String invitation = ok(invite(wish, invited, true)).path("item");
    refused(invite(wish, invited, true), "ALREADY_INVITED");
    refused(invite(wish, member(), true), "WISH_FULL");
    refused(member().token(), "/wishes/" + wish + "/claims", none(), "WISH_FULL");
    assertThat(state(wish)).isEqualTo("OPEN");
    String accept = "/invitations/" + invitation + "/accept";
    refused(member().token(), accept, none(), "ALREADY_ENDED");
    Response first = ok(post(invited.token(), accept, none(), "accept-" + invitation));
    Response again = ok(post(invited.token(), accept, none(), "accept-" + invitation));
    assertThat(again.asString()).isEqualTo(first.asString());
    assertThat(state(wish)).isEqualTo("CLAIMED");
    verify(wish);
  }

  @Test
  void placeThatComesBack_isOfferedToFirstInLine_thenToNext() {
    String wish = open(COLLECTOR, shared(1));
    Person holder = member();
    refused(holder.token(), "/wishes/" + wish + "/waiting-list", none(), "PLACE_NOT_HELD");
    String claim = claim(holder.token(), wish);
    Person first = member();
    Person second = member();
    String line = "/wishes/" + wish + "/waiting-list";
    String one = ok(first.token(), line, none()).path("item");
    String two = ok(second.token(), line, none()).path("item");
    ok(holder.token(), "/claims/" + claim + "/release", ending("OTHER"));
    refused(member().token(), "/wishes/" + wish + "/claims", none(), "WISH_FULL");
    sweeper.sweep();
    sweeper.sweep();
    assertThat(
            ok(get(OPERATOR, "/wishes/" + wish + "/invitations")).<List<String>>path("items.state"))
        .containsExactly("INVITED", "WAITING");
    refused(second.token(), "/invitations/" + two + "/accept", none(), "WISH_FULL");
    ok(first.token(), "/invitations/" + one + "/decline", none());
    sweeper.sweep();
    ok(second.token(), "/invitations/" + two + "/accept", none());
    assertThat(state(wish)).isEqualTo("CLAIMED");
    verify(wish);
  }

  @Test
  void withdrawnWish_endsInvitations() {
    String wish = open(COLLECTOR, shared(2));
    Person invited = member();
    ok(invite(wish, invited, false));
    ok(OPERATOR, "/wishes/" + wish + "/withdraw", WishApi.because("不再需要"));
    assertThat(ok(get(invited.token(), "/invitations")).<List<String>>path("items.state"))
        .containsExactly("WITHDRAWN");
    verify(wish);
  }
}
