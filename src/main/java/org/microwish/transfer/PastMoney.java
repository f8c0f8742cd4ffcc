package org.microwish.transfer;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemType;
import org.microwish.wish.money.Form;
import org.microwish.wish.money.Money;

/**
 * The amounts of a claim of the past, by form; amounts of zero are missing.
 *
 * @param pledged the pledged amounts, including public funds, which are not part of the claim
 * @param released the pledged amounts that were not spent
 * @param returned the spent amounts that were returned
 */
record PastMoney(
    Map<Form, Money> pledged,
    Map<Form, Money> spent,
    Map<Form, Money> released,
    Map<Form, Money> returned) {

  private static final List<String> COLUMNS = List.of("pledged", "spent", "released", "returned");

  /**
   * Reads the amounts of a row, and adds faults if they do not balance.
   *
   * @param ended whether the claim ended without a delivery
   * @param delivered whether the claim was delivered
   */
  static PastMoney read(Row row, boolean ended, boolean delivered) {
    Form form = Objects.requireNonNullElse(row.choice("form", Form.class), Form.CASH);
    Map<Form, Money> pledged = row.amounts("pledged", form);
    Map<Form, Money> spent = row.amounts("spent", form);
    Map<Form, Money> released = row.amounts("released", form);
    Map<Form, Money> returned = row.amounts("returned", form);
    if (pledged == null) {
      pledged = sum(spent, released);
    }
    if (ended || !delivered) {
      balanceUnfinished(row, ended, pledged, sum(spent, returned), released);
    } else if (COLUMNS.stream().noneMatch(row::isFaulty)) {
      balance(row, pledged, spent, released, returned);
    }
    return new PastMoney(
        pledged,
        spent == null ? Map.of() : spent,
        rest(pledged, spent),
        returned == null ? Map.of() : returned);
  }

  /**
   * Adds faults for the amounts of a claim without delivery. It must not have spent or returned
   * money. If the claim ended, it must have released all pledged amounts; if not, none.
   */
  private static void balanceUnfinished(
      Row row,
      boolean ended,
      Map<Form, Money> pledged,
      Map<Form, Money> spent,
      Map<Form, Money> released) {
    if (!spent.isEmpty()) {
      row.fault(
          ended ? "spent" : "deliveredAt", ended ? FieldFault.CONTRADICTORY : FieldFault.REQUIRED);
    }
    if (released != null && !released.equals(ended ? pledged : Map.of())) {
      row.fault("released", FieldFault.NOT_BALANCED);
    }
  }

  /**
   * Adds faults for amounts that do not balance: in each form, the pledged amount must be the sum
   * of the spent and the released amount, and the returned amount must not exceed the spent one.
   */
  private static void balance(
      Row row,
      Map<Form, Money> pledged,
      Map<Form, Money> spent,
      Map<Form, Money> released,
      Map<Form, Money> returned) {
    if (!pledged.isEmpty() && spent == null && released == null) {
      row.fault("spent", FieldFault.REQUIRED);
      return;
    }
    if (released != null && !pledged.equals(sum(spent, released))) {
      row.fault("pledged", FieldFault.NOT_BALANCED);
    }
    exceeding(spent, pledged)
        .ifPresent(free -> row.fault("spent", ProblemType.COMMITMENT_EXCEEDED, free));
    exceeding(returned, spent == null ? Map.of() : spent)
        .ifPresent(free -> row.fault("returned", ProblemType.SPENT_EXCEEDED, free));
  }

  /** Returns the limit that an amount exceeds, if one does. */
  private static Optional<Map<String, Object>> exceeding(
      Map<Form, Money> amounts, Map<Form, Money> limits) {
    return amounts == null
        ? Optional.empty()
        : amounts.entrySet().stream()
            .filter(
                one -> one.getValue().compareTo(limits.getOrDefault(one.getKey(), Money.ZERO)) > 0)
            .findFirst()
            .map(one -> Map.of("free", limits.getOrDefault(one.getKey(), Money.ZERO)));
  }

  private static Map<Form, Money> sum(Map<Form, Money> some, Map<Form, Money> more) {
    Map<Form, Money> sum = new EnumMap<>(Form.class);
    Stream.of(some, more)
        .filter(Objects::nonNull)
        .forEach(part -> part.forEach((form, one) -> sum.merge(form, one, PastMoney::plus)));
    return sum;
  }

  /** Returns the sum, limited to the largest possible amount, so that it does not overflow. */
  private static Money plus(Money one, Money other) {
    return new Money(Math.min(Money.MAX_FEN, one.fen() + other.fen()));
  }

  private static Map<Form, Money> rest(Map<Form, Money> pledged, Map<Form, Money> spent) {
    Map<Form, Money> used = spent == null ? Map.of() : spent;
    return pledged.entrySet().stream()
        .filter(one -> one.getValue().compareTo(used.getOrDefault(one.getKey(), Money.ZERO)) > 0)
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                one -> one.getValue().minus(used.getOrDefault(one.getKey(), Money.ZERO)),
                PastMoney::plus,
                () -> new EnumMap<>(Form.class)));
  }
}
