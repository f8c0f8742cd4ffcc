package org.microwish.privacy;

import jakarta.enterprise.context.ApplicationScoped;
import java.text.Normalizer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.microwish.platform.sql.Transactions;
import org.microwish.privacy.crypto.SealContext;

/**
 * Computes keyed tags with which encrypted telephone numbers, names and titles are found: equal
 * values in the same field of one subject type have equal tags, and a tag cannot be computed
 * without the key. The keys are stored in the database like data keys. The row of a value names the
 * key of its tag, and a search tries all keys, so instances may temporarily disagree about which
 * key is the newest.
 */
@ApplicationScoped
class Lookup {

  /** The fields with a tag that hold telephone numbers. */
  private static final Set<String> PHONES = Set.of("phone", "contactPhone");

  /** The fields of a wish with a tag that hold names or a title. */
  private static final Set<String> TEXTS = Set.of("residentName", "contactName", "title");

  /** All fields with a tag. */
  static final Set<String> FIELDS =
      Stream.of(PHONES, TEXTS).flatMap(Set::stream).collect(Collectors.toUnmodifiableSet());

  /**
   * Characters that are ignored when texts are compared: blanks, and marks within and between
   * names.
   */
  private static final Pattern FILLER = Pattern.compile("[\\p{Z}\\p{C}\\p{P}\\p{S}]+");

  /**
   * How long an instance caches the newest look-up key. For that long after a key is created, other
   * instances may still tag values under the previous key.
   */
  static final Duration STALE = Duration.ofSeconds(10);

  private final SubjectKeys keys;
  private final Transactions transactions;
  private volatile Known known;

  Lookup(SubjectKeys keys, Transactions transactions) {
    this.keys = keys;
    this.transactions = transactions;
  }

  private record Known(SubjectKey key, long at) {}

  /** The tag of a value, and the id of the key that computed it. */
  record Tag(long keyId, byte[] bytes) {}

  /** Whether values of the field have tags, so that they can be looked up. */
  static boolean covers(String field) {
    return FIELDS.contains(field);
  }

  /**
   * Returns the tag of a new value under the newest key; empty if the field has no tags or the
   * value has no {@link #normal} form.
   */
  Optional<Tag> tag(SubjectType type, String field, String value) {
    if (!covers(field)) {
      return Optional.empty();
    }
    return normal(field, value).map(text -> tag(current(), type, field, text));
  }

  /**
   * Returns the form in which values of a field are compared: a telephone number as {@link
   * PhoneNumber} writes it, another text in lower case, without blanks and punctuation, and with
   * characters of normal width. Empty if the value is not a telephone number, or consists of blanks
   * and punctuation.
   */
  static Optional<String> normal(String field, String value) {
    if (value == null) {
      return Optional.empty();
    }
    if (PHONES.contains(field)) {
      return PhoneNumber.parse(value).map(PhoneNumber::text);
    }
    String text =
        FILLER
            .matcher(Normalizer.normalize(value, Normalizer.Form.NFKC))
            .replaceAll("")
            .toLowerCase(Locale.ROOT);
    return Optional.of(text).filter(each -> !each.isEmpty());
  }

  /** Returns the tags of a value in its normal form under all keys, for a search. */
  List<Tag> tags(SubjectType type, String field, String normal) {
    return keys.all(SubjectType.INDEX).stream().map(key -> tag(key, type, field, normal)).toList();
  }

  private static Tag tag(SubjectKey key, SubjectType type, String field, String normal) {
    return new Tag(key.id(), key.mac(SealContext.of("lookup", type, field, normal)));
  }

  /** Returns the key for new tags; creates a key if there is none of the configured suite. */
  SubjectKey current() {
    Known last = known;
    long now = System.nanoTime();
    if (last != null && now - last.at() < STALE.toNanos()) {
      return last.key();
    }
    // Creates the key in its own transaction, because the cached key must exist even if the
    // caller's transaction rolls back.
    SubjectKey newest =
        newest()
            .orElseGet(
                () -> transactions.call(() -> newest().orElseGet(() -> make(1L + highest()))));
    known = new Known(newest, now);
    return newest;
  }

  /** Returns the newest key, read from the database instead of the cache. */
  SubjectKey newestOfAll() {
    known = null;
    return current();
  }

  /**
   * Creates a key for new tags. This instance uses the key at once, other instances after at most
   * {@link #STALE}.
   */
  void rotate() {
    known = new Known(transactions.call(() -> make(1L + highest())), System.nanoTime());
  }

  private Optional<SubjectKey> newest() {
    return keys.all(SubjectType.INDEX).stream()
        .filter(key -> key.suite() == keys.suite())
        .findFirst();
  }

  private long highest() {
    return keys.all(SubjectType.INDEX).stream()
        .mapToLong(key -> key.subject().id())
        .max()
        .orElse(0);
  }

  private SubjectKey make(long number) {
    Subject subject = new Subject(SubjectType.INDEX, number);
    return keys.use(List.of(subject)).get(subject);
  }
}
