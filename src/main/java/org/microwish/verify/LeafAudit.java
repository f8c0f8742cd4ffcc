package org.microwish.verify;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.ledger.leaf.Leaf;
import org.microwish.ledger.leaf.MoneyMove;
import org.microwish.ledger.leaf.Transition;
import org.microwish.ledger.leaf.UnknownSchemaException;
import org.microwish.lifecycle.table.TransitionRow;
import org.microwish.lifecycle.table.TransitionTable;
import org.microwish.statistics.fold.Figures;
import org.microwish.statistics.fold.Fold;
import org.microwish.statistics.fold.MoneyFen;
import org.microwish.statistics.fold.PublicFigures;
import org.microwish.statistics.fold.PublicOverview;
import org.microwish.statistics.fold.Selection;
import org.microwish.statistics.fold.Statistics;
import org.microwish.statistics.fold.WishFigures;
import org.microwish.tables.TransitionTables;
import org.microwish.wish.money.Movement;
import org.microwish.wish.money.PostingAccount;

/**
 * Checks each leaf against those before it: versions have no gaps, transitions follow the rules,
 * and postings balance. Also computes statistics and serial numbers from the leaves.
 */
final class LeafAudit {

  private record Aggregate(AggregateType type, String id) {}

  private final Consumer<Finding> findings;
  private final Map<Aggregate, Long> versions = new HashMap<>();
  private final Map<Aggregate, String> states = new HashMap<>();
  private final Map<String, Figures> figures = new HashMap<>();
  private final Set<String> entryIds = new HashSet<>();
  private final Statistics statistics = new Statistics();
  private final NumberAudit numbers = new NumberAudit();
  private String tooOld;

  LeafAudit(Consumer<Finding> findings) {
    this.findings = findings;
  }

  /** The public statistics of the leaves so far. */
  PublicOverview overview() {
    return new PublicFigures(statistics).overview(Selection.ALL);
  }

  /** The serial numbers so far. */
  NumberAudit numbers() {
    return numbers;
  }

  /**
   * Why this verifier stopped checking at a leaf: a later release wrote it in a schema that is
   * unknown here. That leaf and later ones give no findings. Empty if all leaves could be read.
   */
  Optional<String> tooOld() {
    return Optional.ofNullable(tooOld);
  }

  /** The number of aggregates in the leaves so far. */
  int aggregates() {
    return versions.size();
  }

  /** Checks and counts the next leaf. */
  void add(long index, byte[] bytes) {
    if (tooOld != null) {
      // Without the unknown leaf, correct leaves after it would look wrong.
      return;
    }
    Leaf leaf;
    try {
      leaf = Leaf.parse(bytes);
    } catch (UnknownSchemaException later) {
      tooOld = "leaf " + index + ": " + later.getMessage();
      return;
    } catch (IllegalArgumentException illFormed) {
      find(
          Finding.Kind.ILL_FORMED,
          index,
          illFormed.getMessage() + ": " + shortened(new String(bytes, StandardCharsets.UTF_8)));
      return;
    }
    if (!entryIds.add(leaf.entryId())) {
      find(
          Finding.Kind.DUPLICATE,
          index,
          "entry " + leaf.entryId() + " already occurs in an earlier leaf");
    }
    Aggregate of = new Aggregate(leaf.aggregateType(), leaf.aggregateId());
    long expected = versions.getOrDefault(of, 0L) + 1;
    if (leaf.version() != expected) {
      find(
          Finding.Kind.VERSION_GAP,
          index,
          "%s %s has version %d where %d was due"
              .formatted(of.type(), of.id(), leaf.version(), expected));
    }
    versions.put(of, Math.max(expected, leaf.version()));
    checkTransition(index, leaf, of);
    checkPostings(index, leaf);
    fold(index, leaf);
    numbers.add(index, leaf);
  }

  private void fold(long index, Leaf leaf) {
    String key = leaf.aggregateType() + ":" + leaf.aggregateId();
    Figures before = figures.get(key);
    Optional<Figures> after;
    try {
      after = Fold.apply(before, index, leaf);
    } catch (IllegalArgumentException illFormed) {
      find(Finding.Kind.ILL_FORMED, index, illFormed.getMessage());
      return;
    }
    after.ifPresent(
        now -> {
          figures.put(key, now);
          statistics.put(now);
          if (now instanceof WishFigures wish) {
            checkBalances(index, wish);
          }
        });
  }

  /** Checks a leaf against the transition table of its aggregate type and the previous state. */
  private void checkTransition(long index, Leaf leaf, Aggregate of) {
    TransitionTable table = TransitionTables.of(leaf.aggregateType()).orElse(null);
    if (table == null) {
      return;
    }
    String state = states.get(of);
    Transition said = leaf.transition();
    states.put(of, said.to());
    String move = "%s from %s to %s".formatted(said.command(), said.from(), said.to());
    if (!Objects.equals(said.from(), state)) {
      find(
          Finding.Kind.TRANSITION,
          index,
          "%s, but the %s was in state %s"
              .formatted(move, of.type().name().toLowerCase(Locale.ROOT), state));
      return;
    }
    TransitionRow row = table.row(said.command()).orElse(null);
    if (row == null) {
      find(Finding.Kind.TRANSITION, index, move + ": unknown command");
    } else if (row.entryType() != leaf.type() || !row.leads(said.from(), said.to())) {
      find(
          Finding.Kind.TRANSITION,
          index,
          move + " is not allowed in an entry of type " + leaf.type());
    }
  }

  private void checkPostings(long index, Leaf leaf) {
    for (MoneyMove move : leaf.postings()) {
      String what =
          "posting from %s to %s, fen by claim %s"
              .formatted(move.from(), move.to(), move.fenByClaim());
      try {
        Movement.between(PostingAccount.valueOf(move.from()), PostingAccount.valueOf(move.to()));
      } catch (IllegalArgumentException noSuchMovement) {
        find(Finding.Kind.POSTING, index, what + ": not an allowed movement");
        continue;
      }
      if (leaf.aggregateType() != AggregateType.WISH
          || move.fenByClaim().isEmpty()
          || move.fenByClaim().values().stream().anyMatch(fen -> fen <= 0)) {
        find(Finding.Kind.POSTING, index, what + ": not on a wish, or an amount is not positive");
      }
    }
  }

  private void checkBalances(long index, WishFigures wish) {
    MoneyFen money = wish.money();
    boolean negative =
        isNegative(money) || wish.claims().stream().anyMatch(claim -> isNegative(claim.money()));
    if (negative || money.funding() != money.committed() + money.spent() + money.returned()) {
      find(
          Finding.Kind.BALANCE,
          index,
          "the accounts of wish " + wish.id() + " do not balance, or one is negative: " + money);
    }
    if (wish.budgetFen() > 0 && money.committed() + money.spent() > wish.budgetFen()) {
      find(
          Finding.Kind.BALANCE,
          index,
          "wish %s exceeds its budget of %d fen: %s".formatted(wish.id(), wish.budgetFen(), money));
    }
  }

  private static boolean isNegative(MoneyFen money) {
    return money.committed() < 0 || money.spent() < 0 || money.returned() < 0;
  }

  private void find(Finding.Kind kind, long index, String what) {
    findings.accept(new Finding(kind, "leaf " + index + ": " + what));
  }

  private static String shortened(String text) {
    return text.length() > 120 ? text.substring(0, 120) + "…" : text;
  }
}
