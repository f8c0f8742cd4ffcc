package org.microwish.matching;

import static org.microwish.wish.WishApi.get;
import static org.microwish.wish.WishApi.none;
import static org.microwish.wish.WishApi.ok;
import static org.microwish.wish.WishApi.publication;

import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.microwish.testing.Street;
import org.microwish.testing.Tokens;

/** A street of one test, with two communities, so that rankings show nothing of other tests. */
final class RankedStreet {

  private static final AtomicInteger NEXT = new AtomicInteger(100);

  final Street rows = Street.here();
  final String path = "440199" + NEXT.incrementAndGet();
  final String community = path + "001";
  final String neighbour = path + "002";
  final String operator = Tokens.operator("rank-desk-" + path, path + "000");

  /** The id of the ledger entry of the last publication. */
  private String last;

  RankedStreet() {
    division(path + "000", path, "440199000000", "STREET");
    division(community, community, path + "000", "COMMUNITY");
    division(neighbour, neighbour, path + "000", "COMMUNITY");
  }

  private void division(String code, String ofPath, String parent, String level) {
    rows.update(
        "INSERT INTO division (code, path, parent_code, level, name, code_year, version,"
            + " created_at, updated_at) VALUES (?, ?, ?, ?, ?, 2025, 0, UTC_TIMESTAMP(6),"
            + " UTC_TIMESTAMP(6))",
        code,
        ofPath,
        parent,
        level,
        "区划" + ofPath);
  }

  /** Publishes a wish of the operator and returns its id. */
  String open(Map<String, Object> draft) {
    return open(operator, draft);
  }

  /** Publishes a wish of the author with this token and returns its id. */
  String open(String author, Map<String, Object> draft) {
    return open(author, draft, publication());
  }

  String open(String author, Map<String, Object> draft, Map<String, Object> publication) {
    String id = ok(author, "/wishes", draft).path("wishId");
    ok(author, "/wishes/" + id + "/submit", none());
    Response published = ok(operator, "/wishes/" + id + "/publish", publication);
    last = published.path("ledger.entryId");
    return id;
  }

  /** Reads matches once their ranking includes the last publication. */
  Response matches(String token, String query) {
    return matches(token, query, last);
  }

  /** Reads matches once their ranking includes the ledger entry. */
  Response matches(String token, String query, String entry) {
    return ok(get(token, "/matches?after=" + entry + "&division=" + path + "000&" + query));
  }

  static List<String> ids(Response matches) {
    return matches.jsonPath().getList("items.wish.id");
  }

  /** Creates an organisation of the community and returns its id. */
  long organisation() {
    long id = rows.organisation();
    rows.update("UPDATE organisation SET division_path = ? WHERE id = ?", community, id);
    return id;
  }

  static String member(long id) {
    return Tokens.member("rank-member-" + id, id);
  }

  static String steward(long organisation) {
    return Tokens.steward("rank-steward-" + organisation, organisation);
  }
}
