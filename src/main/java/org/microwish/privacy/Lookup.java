package org.microwish.privacy;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.microwish.platform.sql.Transactions;
import org.microwish.privacy.crypto.SealContext;

/**
 * Tags of telephone numbers, by which a sealed one is found: equal numbers of subjects of one type
 * have equal tags, and without the key nobody can make one. The keys lie in the database as data
 * keys do. A value's row names the key of its tag, and all keys are asked for, so that instances
 * may differ for a while in which one is the newest.
 */
@ApplicationScoped
class Lookup {

  /** The fields that have a tag; all are telephone numbers. */
  private static final Set<String> FIELDS = Set.of("phone", "contactPhone");

  /** For how long an instance may go on with a key that is no longer the newest. */
  static final Duration STALE = Duration.ofSeconds(10);

  private final SubjectKeys keys;
  private final Transactions transactions;
  private volatile Known known;

  Lookup(SubjectKeys keys, Transactions transactions) {
    this.keys = keys;
    this.transactions = transactions;
  }

  private record Known(SubjectKey key, long at) {}

  /** The tag of a value and the id of its key. */
  record Tag(long keyId, byte[] bytes) {}

  /** Whether values of the field can be found. */
  static boolean covers(String field) {
    return FIELDS.contains(field);
  }

  /** The tag that a value gets from now on; none where it cannot be found. */
  Optional<Tag> tag(SubjectType type, String field, String value) {
    if (!covers(field)) {
      return Optional.empty();
    }
    return PhoneNumber.parse(value).map(number -> tag(current(), type, field, number));
  }

  /** All tags under which a number may stand. */
  List<Tag> tags(SubjectType type, String field, PhoneNumber number) {
    return keys.all(SubjectType.INDEX).stream().map(key -> tag(key, type, field, number)).toList();
  }

  private static Tag tag(SubjectKey key, SubjectType type, String field, PhoneNumber number) {
    return new Tag(key.id(), key.mac(SealContext.of("lookup", type, field, number.text())));
  }

  /** The key of new tags; the first is made if there is none. */
  SubjectKey current() {
    Known last = known;
    long now = System.nanoTime();
    if (last != null && now - last.at() < STALE.toNanos()) {
      return last.key();
    }
    // Made in a transaction of its own: what is remembered must be there if the caller's rolls
    // back.
    SubjectKey newest =
        newest()
            .orElseGet(
                () -> transactions.call(() -> newest().orElseGet(() -> make(1L + highest()))));
    known = new Known(newest, now);
    return newest;
  }

  /** The same, asked of the database now. */
  SubjectKey newestOfAll() {
    known = null;
    return current();
  }

  /** Makes the key that is the newest from now on, here and, after {@link #STALE}, everywhere. */
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
