package org.microwish.verify;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.ledger.leaf.Leaf;
import org.microwish.ledger.leaf.MoneyMove;
import org.microwish.ledger.leaf.Transition;
import org.microwish.ledger.leaf.UnknownSchemaException;
import org.microwish.lifecycle.table.TransitionRow;
import org.microwish.lifecycle.table.TransitionTable;
import org.microwish.statistics.fold.BoardFigures;
import org.microwish.statistics.fold.CheckInFigures;
import org.microwish.statistics.fold.DemandFigures;
import org.microwish.statistics.fold.Figures;
import org.microwish.statistics.fold.Fold;
import org.microwish.statistics.fold.GroupFigures;
import org.microwish.statistics.fold.MemberFigures;
import org.microwish.statistics.fold.Statistics;
import org.microwish.statistics.fold.WishFigures;
import org.microwish.tables.TransitionTables;
import org.microwish.wish.lifecycle.WishTransition;
import org.microwish.wish.money.Form;

/**
 * Checks the form and personal data of each leaf, and checks each leaf against the leaves before
 * it: versions, times and transitions; the rules of wishes and groups with {@link WishAudit} and
 * {@link GroupAudit}, the members, organisations and groups with {@link PartyAudit}, the
 * leaderboards with {@link BoardAudit}, and the frozen duties with {@link DutyAudit}. Also computes
 * statistics and serial numbers. After a finding about an aggregate, other than a duplicate entry
 * id or personal data, later leaves of that aggregate are only checked for their form, duplicate
 * entry ids and personal data, because everything else depends on the wrong leaf.
 */
final class LeafAudit {

  private record Aggregate(AggregateType type, String id) {}

  private final Consumer<Finding> findings;
  private final Map<Aggregate, Trail> trails = new HashMap<>();
  private final EntryIds entryIds = new EntryIds();
  private final Statistics statistics = new Statistics();
  private final NumberAudit numbers = new NumberAudit();
  private final TimeAudit times = new TimeAudit(Instant.now());
  private final PartyAudit party;
  private final WishAudit wishes;
  private final GroupAudit groups = new GroupAudit();
  private final StationAudit stations = new StationAudit();
  private final DemandAudit demands = new DemandAudit();
  private final BoardAudit boards =
      new BoardAudit(
          wish -> (WishFigures) trails.get(new Aggregate(AggregateType.WISH, wish)).figures);
  private final DutyAudit duties;
  private String tooOld;
  private long lateRecords;

  LeafAudit(Consumer<Finding> findings) {
    this.findings = findings;
    this.party = new PartyAudit(findings);
    this.wishes = new WishAudit(party);
    this.duties = new DutyAudit(statistics, boards, party);
  }

  /** Returns the statistics of the leaves so far; this object changes with each further leaf. */
  Statistics statistics() {
    return statistics;
  }

  /** Returns the serial numbers of the leaves so far. */
  NumberAudit numbers() {
    return numbers;
  }

  /**
   * Returns why this verifier stopped checking: a later release wrote a leaf in a schema that this
   * verifier does not know. Neither that leaf nor the later ones give findings. Empty if there was
   * no such leaf.
   */
  Optional<String> tooOld() {
    return Optional.ofNullable(tooOld);
  }

  /** Returns the number of aggregates in the leaves so far. */
  int aggregates() {
    return trails.size();
  }

  /** Returns how many of the leaves so far record late what somebody did offline. */
  long lateRecords() {
    return lateRecords;
  }

  /**
   * Called after the last leaf: reports the findings that a later leaf could have explained. If
   * checking stopped at a leaf of unknown schema, reports nothing, because not all leaves were
   * checked.
   */
  void end() {
    if (tooOld == null) {
      party.end();
    }
  }

  /**
   * The result of reading one leaf.
   *
   * @param leaf the leaf; null if it could not be read
   * @param tooLate the reason, if a later release wrote the leaf in an unknown schema; or null
   * @param finding a fault that the leaf shows without the leaves before it; or null
   */
  record Read(Leaf leaf, String tooLate, Finding finding) {}

  /** Reads a leaf, and checks what can be checked without the leaves before it. Thread-safe. */
  static Read read(long index, byte[] bytes) {
    try {
      Leaf leaf = Leaf.parse(bytes);
      Finding finding = PersonalDataAudit.check(index, leaf);
      return new Read(leaf, null, finding == null ? FactAudit.check(index, leaf) : finding);
    } catch (UnknownSchemaException later) {
      return new Read(null, "leaf " + index + ": " + later.getMessage(), null);
    } catch (IllegalArgumentException illFormed) {
      String text = illFormed.getMessage() + ": " + new String(bytes, StandardCharsets.UTF_8);
      return new Read(null, null, Rule.ILL_FORMED.at(index, shortened(text)));
    }
  }

  /** Checks the next leaf, and adds it to the statistics and the serial numbers. */
  void add(long index, Read read) {
    if (tooOld != null) {
      // Stops here: without the unreadable leaf, correct leaves after it would look wrong.
      return;
    }
    tooOld = read.tooLate();
    if (read.finding() != null) {
      findings.accept(read.finding());
    }
    Leaf leaf = read.leaf();
    if (leaf == null) {
      return;
    }
    Trail trail =
        trails.computeIfAbsent(
            new Aggregate(leaf.aggregateType(), leaf.aggregateId()),
            first -> new Trail(trails.size()));
    if (!entryIds.add(leaf.entryId(), trail.number)) {
      findings.accept(Rule.DUPLICATE.at(index, leaf.entryId()));
      return;
    }
    Finding finding = trail.broken ? null : check(index, leaf, trail);
    // The statistics also count a leaf with a finding, as the statistics of the service do.
    Finding counted = fold(index, leaf, trail);
    finding = finding == null && !trail.broken ? counted : finding;
    if (finding != null) {
      trail.broken = true;
      if (leaf.aggregateType() == AggregateType.WISH) {
        boards.breaks(leaf.aggregateId());
      }
      findings.accept(finding);
    }
    trail.version = Math.max(trail.version + 1, leaf.version());
    trail.state = leaf.transition().to();
    trail.occurredAt = leaf.occurredAt();
    trail.recordedAt = leaf.recordedAt();
    lateRecords += leaf.facts().containsKey("lateRecord") ? 1 : 0;
    numbers.add(index, leaf);
  }

  /**
   * Returns the first fault of a leaf in comparison with the leaves before it; null if there is
   * none.
   */
  private Finding check(long index, Leaf leaf, Trail trail) {
    if (leaf.version() != trail.version + 1) {
      return Rule.VERSION_GAP.at(
          index, leaf.aggregateType(), leaf.aggregateId(), leaf.version(), trail.version + 1);
    }
    Finding finding = times.check(index, leaf, trail);
    finding = finding == null ? transition(index, leaf, trail) : finding;
    finding = finding == null ? postings(index, leaf) : finding;
    return finding == null ? rules(index, leaf, trail) : finding;
  }

  /** Checks a leaf against the transition table of its aggregate type and the previous state. */
  private static Finding transition(long index, Leaf leaf, Trail trail) {
    TransitionTable table = TransitionTables.of(leaf.aggregateType()).orElse(null);
    if (table == null) {
      return null;
    }
    Transition said = leaf.transition();
    if (!Objects.equals(said.from(), trail.state)) {
      return Rule.OTHER_STATE.at(
          index, move(said), leaf.aggregateType().name().toLowerCase(Locale.ROOT), trail.state);
    }
    TransitionRow row = table.row(said.command()).orElse(null);
    if (row == null) {
      return Rule.UNKNOWN_COMMAND.at(index, move(said));
    }
    // The states of a CLAIM are not checked here, because the rules give a more exact finding, such
    // as that the wish is already claimed.
    boolean leads = row == WishTransition.CLAIM || row.leads(said.from(), said.to());
    return leads && row.entryType() == leaf.type()
        ? null
        : Rule.NO_TRANSITION.at(index, move(said), leaf.type());
  }

  private static String move(Transition said) {
    return said.command() + " from " + said.from() + " to " + said.to();
  }

  private static Finding postings(long index, Leaf leaf) {
    for (MoneyMove move : leaf.postings()) {
      try {
        WishCommands.movement(move);
        Form.valueOf(move.form());
      } catch (IllegalArgumentException noSuchMovement) {
        return Rule.POSTING_FORM.at(index, move, "not an allowed movement or form");
      }
      if (leaf.aggregateType() != AggregateType.WISH
          || move.fenByClaim().isEmpty()
          || move.fenByClaim().values().stream().anyMatch(fen -> fen <= 0)) {
        return Rule.POSTING_FORM.at(index, move, "not on a wish, or an amount is not positive");
      }
    }
    return null;
  }

  private Finding rules(long index, Leaf leaf, Trail trail) {
    try {
      party.add(index, leaf);
    } catch (ClassCastException | NullPointerException | IllegalArgumentException malformed) {
      return Rule.ILL_FORMED.at(index, "a fact is missing or has another form: " + malformed);
    }
    return switch (leaf.aggregateType()) {
      case WISH -> wishes.check(index, leaf, entry -> entryIds.belongs(entry, trail.number));
      case GROUP -> groups.check(index, leaf);
      case ORGANISATION,
          MEMBER,
          CHECK_IN,
          DIVISION,
          ACCOUNT,
          CLIENT,
          LEADERBOARD,
          READ,
          SUBCATEGORY,
          FINDING,
          ERASURE,
          HOLD,
          CALENDAR,
          REPORT,
          WEIGHTS ->
          null;
      case DUTY -> duties.check(index, leaf);
      case STATION -> stations.check(index, leaf);
      case DEMAND -> demands.check(index, leaf);
    };
  }

  private Finding fold(long index, Leaf leaf, Trail trail) {
    Figures before = trail.figures;
    Figures after;
    try {
      after = Fold.apply(before, index, leaf).orElse(null);
    } catch (IllegalArgumentException illFormed) {
      return Rule.ILL_FORMED.at(index, illFormed.getMessage());
    }
    if (after == null) {
      return null;
    }
    trail.figures = after;
    statistics.put(after);
    return switch (after) {
      case WishFigures wish -> {
        boards.put(index, leaf.recordedAt(), (WishFigures) before, wish);
        yield null;
      }
      case BoardFigures board -> boards.check(index, leaf, board);
      case CheckInFigures _ -> null;
      case MemberFigures _ -> null;
      case GroupFigures _ -> null;
      case DemandFigures _ -> null;
    };
  }

  private static String shortened(String text) {
    return text.length() > 160 ? text.substring(0, 160) + "…" : text;
  }
}
