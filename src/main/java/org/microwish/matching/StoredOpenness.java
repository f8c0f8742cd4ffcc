package org.microwish.matching;

import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.microwish.matching.score.Openness;
import org.microwish.party.PartyType;
import org.microwish.wish.lifecycle.Category;
import org.microwish.wish.money.Money;

/** What a member or an organisation is open to. */
@Entity
@Table(name = "openness")
class StoredOpenness {

  @Embeddable
  record Key(@Enumerated(EnumType.STRING) PartyType partyType, long partyId)
      implements Serializable {}

  @EmbeddedId Key key;

  /** Names of {@link Category} constants, separated by commas; empty for all. */
  String categories = "";

  Integer placesPerMonth;

  /** The amount in yuan that the claimant gives for one wish; null if it has stated none. */
  BigDecimal amount;

  LocalDate pausedUntil;

  /** Names of {@link MessageKind} constants, separated by commas. */
  String unwanted = "";

  Set<Category> categories() {
    return read(Category.class, categories, Category::valueOf);
  }

  Openness openness() {
    return new Openness(
        categories(),
        placesPerMonth,
        amount == null ? null : Money.of(amount).fen(),
        pausedUntil == null ? null : pausedUntil.toEpochDay());
  }

  Set<MessageKind> unwantedKinds() {
    return read(MessageKind.class, unwanted, MessageKind::valueOf);
  }

  static String write(Collection<? extends Enum<?>> values) {
    return values.stream().map(Enum::name).sorted().collect(Collectors.joining(","));
  }

  private static <E extends Enum<E>> Set<E> read(
      Class<E> type, String text, Function<String, E> constant) {
    Set<E> values = EnumSet.noneOf(type);
    Arrays.stream(text.split(",", -1))
        .filter(name -> !name.isEmpty())
        .map(constant)
        .forEach(values::add);
    return values;
  }
}
