package org.microwish.wish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.microwish.wish.WishApi.OPERATOR;
import static org.microwish.wish.WishApi.draft;
import static org.microwish.wish.WishApi.get;
import static org.microwish.wish.WishApi.none;
import static org.microwish.wish.WishApi.ok;
import static org.microwish.wish.WishApi.post;
import static org.microwish.wish.WishApi.publication;
import static org.microwish.wish.WishApi.put;
import static org.microwish.wish.WishApi.refused;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.testing.Street;
import org.microwish.testing.Tokens;

@Tag("database")
@QuarkusTest
class ModerationTest {

  private static final String ELSEWHERE = Tokens.operator("desk-2", Street.OTHER_STREET);
  private static final String BAD = "帮我找赌博网站";

  private final Street street = Street.here();
  private final String resident = Tokens.resident("author-" + UUID.randomUUID());

  @BeforeEach
  void divisions() {
    assertThat(street).isNotNull();
  }

  private static Map<String, Object> words(String title) {
    return draft("words", Map.of("title", title));
  }

  private String submitted(String author, String title) {
    String wish = WishApi.create(author, words(title));
    ok(author, "/wishes/" + wish + "/submit", none());
    return wish;
  }

  private static Response publish(String wish) {
    return post(OPERATOR, "/wishes/" + wish + "/publish", publication());
  }

  private static List<String> findings(String token, String wish, String state) {
    Response page =
        ok(get(token, "/moderation?limit=100&division=" + Street.STREET + "&state=" + state));
    return page.jsonPath().getList("items.findAll { it.wishId == '" + wish + "' }.id");
  }

  @Test
  void wishWithoutFindings_isPublishedAtOnce() {
    String wish = submitted(resident, "想请人修厕所扶手");
    assertThat(findings(OPERATOR, wish, "FLAGGED")).isEmpty();
    ok(publish(wish));
  }

  @Test
  void finding_blocksPublicationUntilAccepted() {
    String wish = submitted(resident, BAD);
    assertThat(WishApi.state(wish)).isEqualTo("SUBMITTED");
    refused(publish(wish), "MODERATION_OPEN");
    List<String> found = findings(OPERATOR, wish, "FLAGGED");
    assertThat(found).hasSize(1);

    Response decided = ok(OPERATOR, "/moderation/" + found.getFirst() + "/accept", none());
    assertThat(decided.<String>path("state")).isEqualTo("ACCEPTED");
    String entry = decided.path("ledger.entryId");
    assertThat(
            street.column(
                "SELECT CONCAT(entry_type, ' ', aggregate_version) FROM ledger_entry"
                    + " WHERE entry_id = "
                    + Street.id(entry)))
        .containsExactly("FINDING_ACCEPTED 1");
    refused(OPERATOR, "/moderation/" + found.getFirst() + "/reject", none(), "ALREADY_DECIDED");
    ok(publish(wish));
  }

  @Test
  void finding_showsWordAndPosition_andTheWishSaysWhyItIsBlocked() {
    String wish = submitted(resident, BAD);
    String found = findings(OPERATOR, wish, "FLAGGED").getFirst();
    Map<String, Object> word =
        ok(get(OPERATOR, "/moderation?limit=100&division=" + Street.STREET))
            .jsonPath()
            .getMap("items.find { it.id == '" + found + "' }.words[0]");
    assertThat(word)
        .containsEntry("field", "title")
        .containsEntry("word", "赌博")
        .containsEntry("start", 3)
        .containsEntry("end", 5);
    String blocked = null;
    for (String reader : List.of(resident, OPERATOR)) {
      Response view = ok(get(reader, "/wishes/" + wish));
      assertThat(view.jsonPath().getList("own.blockedBy", Map.class))
          .containsExactly(
              Map.of(
                  "code", "MODERATION_OPEN",
                  "subject", "WORDS",
                  "state", "FLAGGED",
                  "source", "WORD_LIST"));
      blocked = view.header("ETag");
    }
    ok(OPERATOR, "/moderation/" + found + "/accept", none());
    Response free = ok(get(OPERATOR, "/wishes/" + wish));
    assertThat(free.jsonPath().getList("own.blockedBy")).isEmpty();
    // The decision does not create a new version of the wish, but the ETag must change with the
    // answer.
    assertThat(free.header("ETag")).isNotEqualTo(blocked);
  }

  @Test
  void missingConsent_isShownInTheView() {
    String wish = WishApi.create(resident, draft("sensitivity", "MINOR"));
    assertThat(ok(get(resident, "/wishes/" + wish)).jsonPath().getList("own.blockedBy.code"))
        .containsExactly("CONSENT_REQUIRED");
  }

  @Test
  void rejectedWords_mustBeRewrittenBeforePublication() {
    String wish = submitted(resident, BAD);
    String found = findings(OPERATOR, wish, "FLAGGED").getFirst();
    ok(OPERATOR, "/moderation/" + found + "/reject", none());
    refused(publish(wish), "MODERATION_OPEN");

    ok(OPERATOR, "/wishes/" + wish + "/return", WishApi.because("请修改"));
    ok(put(resident, "/wishes/" + wish, words("还是赌博"), "*"));
    assertThat(findings(OPERATOR, wish, "SUPERSEDED")).containsExactly(found);
    assertThat(findings(OPERATOR, wish, "FLAGGED")).hasSize(1).doesNotContain(found);
    ok(put(resident, "/wishes/" + wish, words("换一个水龙头"), "*"));
    assertThat(findings(OPERATOR, wish, "FLAGGED")).isEmpty();
    ok(resident, "/wishes/" + wish + "/submit", none());
    ok(publish(wish));
  }

  @Test
  void editWithUnchangedWords_keepsTheFinding_andMovesItToTheNewDivision() {
    String wish = submitted(resident, BAD);
    List<String> found = findings(OPERATOR, wish, "FLAGGED");
    Map<String, Object> edit = words(BAD);
    edit.put("category", "GOODS");
    edit.put("division", Street.NEIGHBOUR);
    ok(put(OPERATOR, "/wishes/" + wish, edit, "*"));
    assertThat(findings(OPERATOR, wish, "FLAGGED")).isEqualTo(found);
    assertThat(
            street.column(
                "SELECT division_path FROM moderation WHERE aggregate_id = " + Street.id(wish)))
        .containsExactly(Street.NEIGHBOUR);
    refused(publish(wish), "MODERATION_OPEN");
    ok(put(OPERATOR, "/wishes/" + wish, words("换一个水龙头"), "*"));
    assertThat(findings(OPERATOR, wish, "SUPERSEDED")).isEqualTo(found);
  }

  @Test
  void collectorsWords_areChecked_andOperatorsWordsAreNot() {
    assertThat(findings(OPERATOR, submitted(WishApi.COLLECTOR, BAD), "FLAGGED")).hasSize(1);
    assertThat(findings(OPERATOR, submitted(OPERATOR, BAD), "FLAGGED")).isEmpty();
  }

  @Test
  void residentsNote_isCheckedToo() {
    String wish = submitted(resident, "想请人修门");
    ok(resident, "/wishes/" + wish + "/withdraw", WishApi.because("去赌博网站了"));
    assertThat(WishApi.state(wish)).isEqualTo("WITHDRAWN");
    assertThat(findings(OPERATOR, wish, "FLAGGED")).hasSize(1);
  }

  @Test
  void findingsAreForTheOperatorsOfTheDivision() {
    String wish = submitted(resident, BAD);
    String found = findings(OPERATOR, wish, "FLAGGED").getFirst();
    assertThat(findings(ELSEWHERE, wish, "FLAGGED")).isEmpty();
    refused(ELSEWHERE, "/moderation/" + found + "/accept", none(), "NOT_FOUND");
    refused(resident, "/moderation/" + found + "/accept", none(), "FORBIDDEN");
    assertThat(get(resident, "/moderation").statusCode()).isEqualTo(403);
    assertThat(get(null, "/moderation").statusCode()).isEqualTo(401);
  }

  @Test
  void concurrentDecisions_haveOneWinner() throws Exception {
    String found = findings(OPERATOR, submitted(resident, BAD), "FLAGGED").getFirst();
    CountDownLatch together = new CountDownLatch(1);
    List<Future<Integer>> answers = new ArrayList<>();
    try (ExecutorService desks = Executors.newFixedThreadPool(4)) {
      for (int i = 0; i < 4; i++) {
        String word = i % 2 == 0 ? "accept" : "reject";
        answers.add(
            desks.submit(
                () -> {
                  together.await();
                  return post(OPERATOR, "/moderation/" + found + "/" + word, none()).statusCode();
                }));
      }
      together.countDown();
      List<Integer> statuses = new ArrayList<>();
      for (Future<Integer> answer : answers) {
        statuses.add(answer.get());
      }
      assertThat(statuses).containsExactlyInAnyOrder(200, 409, 409, 409);
    }
    assertThat(
            street.number(
                "SELECT COUNT(*) FROM ledger_entry WHERE aggregate_type = 'FINDING'"
                    + " AND aggregate_id = '"
                    + found
                    + "'"))
        .isEqualTo(1);
  }

  @Test
  void theQueueHoldsNoText() {
    submitted(resident, BAD);
    assertThat(
            street.column(
                "SELECT CONCAT_WS('|', subject, account, state, source, trace_id) FROM moderation"))
        .isNotEmpty()
        .noneMatch(row -> row.contains("赌"));
  }
}
