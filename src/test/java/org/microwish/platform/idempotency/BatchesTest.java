package org.microwish.platform.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.problem.Language;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;

/** Tests that a repeated batch continues where it stopped. */
@Tag("database")
@QuarkusTest
class BatchesTest {

  private static final Caller DESK = new Caller("batch-desk", Role.OPERATOR, null, null, "44");
  private static final List<String> ITEMS = List.of("a", "b", "c", "d");

  @Inject Batches batches;

  private final IdempotencyKey key = new IdempotencyKey(UUID.randomUUID().toString());
  private final List<String> ran = new ArrayList<>();

  private Batches.Result run(List<String> items, Function<String, Object> command) {
    return batches.run(
        DESK,
        "publishWishes",
        key,
        Language.EN,
        items,
        items,
        item -> {
          ran.add(item);
          return command.apply(item);
        });
  }

  @Test
  void repeatAfterACrash_runsOnlyCommandsThatWereNotReached() {
    assertThatThrownBy(
            () ->
                run(
                    ITEMS,
                    item -> {
                      if (item.equals("c")) {
                        throw new IllegalStateException("the process was killed");
                      }
                      return Map.of("done", item);
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(ran).containsExactly("a", "b", "c");
    ran.clear();
    Batches.Result whole = run(ITEMS, item -> Map.of("done", item));
    assertThat(ran).containsExactly("c", "d");
    assertThat(whole.items())
        .extracting(Batches.Outcome::receipt)
        .containsExactly(
            "{\"done\":\"a\"}", "{\"done\":\"b\"}", "{\"done\":\"c\"}", "{\"done\":\"d\"}");
    ran.clear();
    assertThat(run(ITEMS, item -> Map.of())).isEqualTo(whole);
    assertThat(ran).isEmpty();
  }

  /**
   * Otherwise the repeat would select other items, and would not find the results of the first
   * ones.
   */
  @Test
  void repeatOfASelection_continuesWithTheSameItems() {
    List<String> left = new ArrayList<>(ITEMS);
    Function<String, Object> command =
        item -> {
          if (ran.add(item) && item.equals("c") && ran.size() == 3) {
            throw new IllegalStateException("the process was killed");
          }
          left.remove(item);
          return Map.of("done", item);
        };
    assertThatThrownBy(() -> select(left, command)).isInstanceOf(IllegalStateException.class);
    assertThat(left).containsExactly("c", "d");
    left.add("e");
    Batches.Portion whole = select(left, command);
    assertThat(ran).containsExactly("a", "b", "c", "c", "d");
    assertThat(whole.items()).hasSize(4);
    assertThat(whole.more()).isFalse();
    assertThat(select(left, command)).isEqualTo(whole);
    assertThat(left).containsExactly("e");
  }

  @Test
  void fullSelection_hasMore_unlessAllItemsAreRefused() {
    List<String> many = Collections.nCopies(Batches.MOST, "a");
    assertThat(select(many, item -> refuse()).more()).isFalse();
    assertThat(select(many, item -> Map.of()).more()).isTrue();
  }

  private static Object refuse() {
    throw ProblemType.WISH_FULL.exception();
  }

  private Batches.Portion select(List<String> items, Function<String, Object> command) {
    return batches.run(
        DESK, "publishWishes", key, Language.EN, "all", () -> List.copyOf(items), command);
  }

  @Test
  void refusedItem_isDecidedAgain_andOtherResultsStay() {
    Batches.Result first =
        run(
            ITEMS,
            item -> {
              if (item.equals("b")) {
                throw ProblemType.WISH_FULL.exception();
              }
              return Map.of("done", item);
            });
    assertThat(first.items().get(1).problem()).containsEntry("code", "WISH_FULL");
    ran.clear();
    assertThat(run(ITEMS, item -> Map.of("done", item)).items().get(1).receipt())
        .isEqualTo("{\"done\":\"b\"}");
    assertThat(ran).containsExactly("b");
  }

  @Test
  void undecidedItem_endsTheBatch_andOtherItemsUnderTheKeyAreRefused() {
    assertThatThrownBy(
            () ->
                run(
                    ITEMS,
                    item -> {
                      if (item.equals("b")) {
                        throw ProblemType.BUSY.exception();
                      }
                      return Map.of("done", item);
                    }))
        .isInstanceOfSatisfying(
            ProblemException.class, busy -> assertThat(busy.type()).isEqualTo(ProblemType.BUSY));
    ran.clear();
    assertThatThrownBy(() -> run(List.of("x", "y"), item -> Map.of()))
        .isInstanceOfSatisfying(
            ProblemException.class,
            reused -> assertThat(reused.type()).isEqualTo(ProblemType.IDEMPOTENCY_KEY_REUSED));
    assertThat(ran).isEmpty();
  }
}
