package org.microwish.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.ledger.leaf.Commitment;
import org.microwish.platform.Ids;
import org.microwish.platform.Time;
import org.microwish.platform.sql.Bulk;
import org.microwish.platform.sql.Transactions;
import org.microwish.privacy.crypto.KeyWrapping;
import org.microwish.privacy.crypto.MasterKeys;
import org.microwish.privacy.crypto.SealBrokenException;
import org.microwish.privacy.crypto.Suite;
import org.microwish.testing.TestDatabase;

/** Tests how the vault stores, finds and erases values, and what its database rows reveal. */
@Tag("database")
@QuarkusTest
class VaultTest {

  private static final String NEW_MASTER = "next:" + "B".repeat(42) + "A=";
  private static final Path KEPT = TestDatabase.DIRECTORY.resolve("vault").resolve("master-keys");

  @Inject Vault vault;
  @Inject Pseudonyms pseudonyms;
  @Inject Ids ids;
  @Inject Time time;
  @Inject Transactions transactions;
  @Inject EntityManager entities;
  @Inject TransactionSynchronizationRegistry registry;
  @Inject Event<Erased> erased;
  @Inject KeyWrapping wrapping;
  @Inject VaultQueries queries;
  @Inject Bulk bulk;
  @Inject RewrapVault rewrap;

  @Test
  void phone_isFoundInEveryWrittenForm() {
    Subject one = Subject.member(ids.next());
    Subject other = Subject.member(ids.next());
    Subject wish = Subject.wish(ids.next());
    store(one, Map.of("name", "王小明", "phone", "13912340001"));
    store(other, Map.of("name", "王大明", "phone", "13912340001"));
    store(wish, Map.of("contactPhone", "+8613912340001"));

    assertThat(find(SubjectType.MEMBER, "phone", "+86 139-1234-0001"))
        .containsExactly(one.id(), other.id());
    assertThat(find(SubjectType.WISH, "contactPhone", "139 1234 0001")).containsExactly(wish.id());
    assertThat(find(SubjectType.MEMBER, "phone", "13912340002")).isEmpty();
    assertThat(find(SubjectType.MEMBER, "phone", "王小明")).isEmpty();
    assertThatThrownBy(() -> find(SubjectType.MEMBER, "name", "13912340001"))
        .isInstanceOf(IllegalArgumentException.class);

    store(one, Map.of("phone", "13912340003"));
    assertThat(find(SubjectType.MEMBER, "phone", "13912340001")).containsExactly(other.id());
  }

  @Test
  void erasure_removesTheSubjectAndNothingElse() {
    Subject member = Subject.member(ids.next());
    Subject wish = Subject.wish(ids.next());
    Subject kept = Subject.wish(ids.next());
    Caller resident = new Caller("grandma-" + wish.id(), Role.RESIDENT, null, null, null);
    for (Subject each : List.of(member, wish, kept)) {
      store(each, Map.of("name", "李四", "phone", "13912340004"));
    }
    String pseudonym = transactions.call(() -> pseudonyms.ofMember(member.id()));
    String here = transactions.call(() -> pseudonyms.actor(resident, wish.id()).pseudonym());
    String there = transactions.call(() -> pseudonyms.actor(resident, kept.id()).pseudonym());

    transactions.run(
        () -> {
          vault.erase(member);
          vault.erase(wish);
          vault.erase(wish);
        });

    transactions.run(
        () -> {
          assertThat(vault.read(member)).isEmpty();
          assertThat(vault.read(wish)).isEmpty();
          assertThat(vault.read(kept)).hasSize(2);
          assertThat(vault.lastCommitment(wish, "name")).isEmpty();
          assertThat(vault.lastCommitment(kept, "name")).isPresent();
          assertThat(vault.find(SubjectType.MEMBER, "phone", "13912340004"))
              .doesNotContain(member.id());
          assertThat(pseudonyms.members(List.of(pseudonym))).isEmpty();
          assertThat(pseudonyms.actor(resident, kept.id()).pseudonym()).isEqualTo(there);
          assertThat(pseudonyms.actor(resident, wish.id()).pseudonym()).isNotEqualTo(here);
        });
    for (Subject gone : List.of(member, wish)) {
      for (String table : List.of("vault_key", "vault_value", "vault_opening")) {
        assertThat(rows(table, gone)).as(table).isZero();
      }
      assertThat(rows("vault_key", kept)).isEqualTo(1);
    }
  }

  @Test
  void valueWrittenUnderADestroyedKey_isNotRead() {
    Subject subject = Subject.wish(ids.next());
    store(subject, Map.of("title", "要一把椅子"));
    byte[] late =
        transactions.call(() -> vault.key(subject).seal(bytes("晚到"), SealedValue.PLACE, "details"));
    long oldKey = transactions.call(() -> vault.key(subject).id());
    transactions.run(() -> vault.erase(subject));
    update(
        "INSERT INTO vault_value (subject_type, subject_id, field, content, updated_at, key_id)"
            + " VALUES ('WISH', ?, 'details', ?, UTC_TIMESTAMP(6), ?)",
        subject.id(),
        late,
        oldKey);
    assertThat(read(vault, subject)).isEmpty();
    assertThat(transactions.call(() -> vault.key(subject, oldKey))).isEmpty();

    store(subject, Map.of("title", "新的"));
    assertThat(read(vault, subject)).containsExactly(Map.entry("title", "新的"));
  }

  @Test
  void noColumnContainsAPlaintextValue() throws SQLException {
    Subject subject = Subject.member(ids.next());
    Map<String, String> values = new LinkedHashMap<>();
    values.put("name", "欧阳某某某");
    values.put("phone", "13912349876");
    values.put("note.x", "腿脚不便，住三楼");
    long entry = ids.next();
    List<Commitment> commitments = transactions.call(() -> vault.store(entry, subject, values));
    List<Opening> opened = transactions.call(() -> vault.openings(List.of(entry)));
    assertThat(opened).hasSize(3);
    assertThat(opened.getFirst().toString()).doesNotContain("欧阳");
    for (Opening each : opened) {
      assertThat(commitments).contains(Commitment.of(each.saltBytes(), each.field(), each.value()));
      assertThat(columnsWith(bytes(each.value()))).as(each.field()).isEmpty();
      assertThat(columnsWith(each.saltBytes())).as("salt of " + each.field()).isEmpty();
    }
    assertThat(columnsWith(bytes("vault_value".substring(0, 3) + "no-such-thing"))).isEmpty();
    // Checks the search itself: it finds a text that is there.
    assertThat(columnsWith(bytes("note.x"))).contains("vault_value.field", "vault_opening.field");
  }

  @ParameterizedTest
  @EnumSource
  void changedOrSwappedRows_areDetected(Suite suite) {
    Vault vault = vault(wrapping, suite);
    Subject one = Subject.member(ids.next());
    Subject other = Subject.member(ids.next());
    long entry = ids.next();
    transactions.run(
        () -> {
          vault.store(entry, one, Map.of("name", "甲", "phone", "13912340011"));
          vault.store(ids.next(), other, Map.of("name", "乙", "phone", "13912340012"));
        });
    String where = " WHERE subject_type = 'MEMBER' AND subject_id = ?";

    // Another subject's value, with and without its key.
    damaged(vault, one, "content", "name", other, "name", false);
    damaged(vault, one, "content", "name", other, "name", true);
    // The same subject's other field.
    damaged(vault, one, "content", "name", one, "phone", false);
    // Another subject's wrapped key.
    byte[] wrapped = column("SELECT wrapped FROM vault_key" + where, one.id());
    update(
        "UPDATE vault_key SET wrapped = ?" + where,
        column("SELECT wrapped FROM vault_key" + where, other.id()),
        one.id());
    assertThatThrownBy(() -> read(vault, one)).isInstanceOf(SealBrokenException.class);
    update("UPDATE vault_key SET wrapped = ?" + where, wrapped, one.id());
    // Every byte of a value.
    byte[] content =
        column("SELECT content FROM vault_value" + where + " AND field = 'name'", one.id());
    for (int i = 0; i < content.length; i++) {
      byte[] changed = content.clone();
      changed[i] ^= 1;
      update(
          "UPDATE vault_value SET content = ?" + where + " AND field = 'name'", changed, one.id());
      assertThatThrownBy(() -> read(vault, one)).isInstanceOf(SealBrokenException.class);
    }
    update("UPDATE vault_value SET content = ?" + where + " AND field = 'name'", content, one.id());
    // An opening moved to another field of its entry.
    byte[] opening =
        column("SELECT content FROM vault_opening WHERE entry_id = ? AND field = 'name'", entry);
    update(
        "UPDATE vault_opening SET content = ? WHERE entry_id = ? AND field = 'phone'",
        opening,
        entry);
    assertThatThrownBy(() -> transactions.call(() -> vault.openings(List.of(entry))))
        .isInstanceOf(SealBrokenException.class);
    // The other subject's look-up tag, so that a search for its number meets this row.
    assertThat(transactions.call(() -> vault.find(SubjectType.MEMBER, "phone", "13912340012")))
        .containsExactly(other.id());
    update(
        "UPDATE vault_value v, (SELECT lookup AS l FROM vault_value"
            + where
            + " AND field = 'phone') o SET v.lookup = o.l"
            + " WHERE v.subject_type = 'MEMBER' AND v.subject_id = ? AND v.field = 'phone'",
        other.id(),
        one.id());
    assertThatThrownBy(
            () -> transactions.call(() -> vault.find(SubjectType.MEMBER, "phone", "13912340012")))
        .isInstanceOf(SealBrokenException.class)
        .hasMessageNotContaining("1391234");
    transactions.run(
        () -> {
          vault.erase(one);
          vault.erase(other);
        });
  }

  @Test
  void concurrentKeyCreation_yieldsOneKeyPerSubject() throws Exception {
    List<Subject> subjects = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      subjects.add(Subject.wish(ids.next()));
    }
    int rivals = 8;
    CountDownLatch ready = new CountDownLatch(rivals);
    List<Future<Set<Long>>> all = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(rivals)) {
      for (int i = 0; i < rivals; i++) {
        String field = "field" + i;
        all.add(
            threads.submit(
                () -> {
                  ready.countDown();
                  ready.await();
                  return transactions.call(
                      () -> {
                        Map<Subject, SubjectKey> under = keys(wrapping, Suite.AES).use(subjects);
                        vault.storeAll(
                            subjects.stream()
                                .map(each -> new VaultWrite(ids.next(), each, Map.of(field, "词")))
                                .toList());
                        Set<Long> used = new HashSet<>();
                        subjects.forEach(each -> used.add(under.get(each).id()));
                        return used;
                      });
                }));
      }
    }
    Set<Long> used = new HashSet<>();
    for (Future<Set<Long>> each : all) {
      used.addAll(each.get());
    }
    assertThat(used).hasSize(subjects.size());
    transactions.run(
        () -> {
          Map<Long, Map<String, String>> read =
              vault.read(SubjectType.WISH, subjects.stream().map(Subject::id).toList());
          assertThat(read).hasSize(subjects.size());
          assertThat(read.values()).allSatisfy(values -> assertThat(values).hasSize(rivals));
        });
  }

  @Test
  void masterKeys_rotateWhileInstancesServe() {
    KeyWrapping both = MasterKeys.configured(List.of(NEW_MASTER, KEPT.toString()));
    KeyWrapping onlyNew = MasterKeys.configured(List.of(NEW_MASTER));
    Subject before = Subject.member(ids.next());
    Subject after = Subject.member(ids.next());
    store(before, Map.of("name", "旧的", "phone", "13912340021"));

    // An instance with both keys, the new one first: it reads under the old, wraps with the new.
    Vault rotated = vault(both, Suite.AES);
    assertThat(read(rotated, before)).containsEntry("name", "旧的");
    transactions.run(
        () -> rotated.store(ids.next(), after, Map.of("name", "新的", "phone", "13912340022")));
    assertThat(masters(after)).containsExactly("next");
    assertThatThrownBy(() -> read(vault, after)).hasMessageContaining("next is not configured");
    assertThatThrownBy(() -> start(wrapping).onStart(null))
        .hasMessageContaining("master key next, which MICROWISH_PRIVACY_MASTER_KEYS does not hold");

    // The first run rewraps the keys, the second has nothing left to do.
    assertThat(rotation(both).rewrap()).isPositive();
    assertThat(rotation(both).rewrap()).isZero();
    assertThat(read(vault(onlyNew, Suite.AES), before)).containsEntry("phone", "13912340021");
    assertThat(
            transactions.call(
                () -> vault(onlyNew, Suite.AES).find(SubjectType.MEMBER, "phone", "13912340021")))
        .containsExactly(before.id());
    assertThatThrownBy(
            () ->
                start(MasterKeys.configured(List.of("next:" + "C".repeat(42) + "A=")))
                    .onStart(null))
        .hasMessageContaining("is not the one of that name");

    // Rotates back for the other tests.
    KeyWrapping back = MasterKeys.configured(List.of(KEPT.toString(), NEW_MASTER));
    rotation(back).rewrap();
    assertThat(read(vault, after)).containsEntry("name", "新的");
    start(wrapping).onStart(null);
  }

  @Test
  void lookUpKeysRotate() {
    Subject one = Subject.member(ids.next());
    store(one, Map.of("name", "丙", "phone", "13912340031"));
    long old = lookupKey(one);
    Lookup other = new Lookup(keys(wrapping, Suite.AES), transactions);
    VaultRotation rotation = rotation(wrapping, other);
    rotation.newLookupKey();

    // An instance that does not know the new key yet tags under the old one; searches find both.
    Subject two = Subject.member(ids.next());
    store(two, Map.of("name", "丁", "phone", "13912340031"));
    assertThat(find(SubjectType.MEMBER, "phone", "13912340031"))
        .containsExactly(one.id(), two.id());

    assertThat(rotation.retag()).isPositive();
    assertThat(lookupKey(one)).isNotEqualTo(old).isEqualTo(lookupKey(two));
    assertThat(rotation.retag()).isZero();
    assertThat(find(SubjectType.MEMBER, "phone", "13912340031"))
        .containsExactly(one.id(), two.id());
  }

  @Test
  void rewrapCommand_takesNoArguments() {
    assertThat(rewrap.run(List.of())).isZero();
    assertThat(rewrap.run(List.of("everything"))).isEqualTo(2);
  }

  @Test
  void bothSuitesReadEachOthersRows() {
    Subject subject = Subject.member(ids.next());
    Vault sm = vault(wrapping, Suite.SM);
    long entry = ids.next();
    store(subject, Map.of("name", "国际", "phone", "13912340041"));
    transactions.run(() -> sm.store(entry, subject, Map.of("phone", "13912340042")));

    for (Vault each : List.of(vault, sm)) {
      assertThat(read(each, subject))
          .containsEntry("name", "国际")
          .containsEntry("phone", "13912340042");
      assertThat(transactions.call(() -> each.find(SubjectType.MEMBER, "phone", "13912340042")))
          .containsExactly(subject.id());
      assertThat(transactions.call(() -> each.openings(List.of(entry))))
          .extracting(Opening::value)
          .containsExactly("13912340042");
    }
    byte[] content =
        column(
            "SELECT content FROM vault_value"
                + " WHERE subject_type = 'MEMBER' AND subject_id = ? AND field = 'phone'",
            subject.id());
    assertThat(content[0]).isEqualTo((byte) 2);
    transactions.run(() -> vault.erase(subject));
    assertThat(rows("vault_key", subject)).isZero();
  }

  @Test
  void batch_needsFewStatements() {
    List<VaultWrite> writes = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      writes.add(
          new VaultWrite(
              ids.next(),
              Subject.member(ids.next()),
              Map.of("name", "某" + i, "phone", "139%08d".formatted(i))));
    }
    // Loads the look-up key, so that it is not counted below.
    store(Subject.member(ids.next()), Map.of("phone", "13912340071"));
    long writing = statements(() -> vault.storeAll(writes));
    long again =
        statements(() -> vault.store(ids.next(), writes.getFirst().subject(), Map.of("name", "乙")));
    long nothing = statements(() -> vault.store(ids.next(), writes.getFirst().subject(), Map.of()));
    long reading =
        statements(
            () ->
                vault.read(
                    SubjectType.MEMBER,
                    writes.stream().map(write -> write.subject().id()).toList()));
    // Keys: one read, one insert, one more read; values: two multi-row inserts of 800 rows each.
    assertThat(writing).isLessThanOrEqualTo(8);
    assertThat(again).isEqualTo(3);
    assertThat(reading).isEqualTo(1);
    assertThat(nothing).isZero();
  }

  /** Number of statements that the work sends, without those that begin and end the transaction. */
  private long statements(Runnable work) {
    return transactions.call(
        () -> {
          long before = questions();
          work.run();
          entities.flush();
          // The status query itself counts as one.
          return questions() - before - 1;
        });
  }

  private long questions() {
    Object[] row =
        (Object[])
            entities.createNativeQuery("SHOW SESSION STATUS LIKE 'Questions'").getSingleResult();
    return Long.parseLong((String) row[1]);
  }

  private void damaged(
      Vault vault,
      Subject to,
      String column,
      String field,
      Subject from,
      String fromField,
      boolean withKey) {
    String where = " WHERE subject_type = 'MEMBER' AND subject_id = ? AND field = ?";
    byte[] kept = column("SELECT " + column + " FROM vault_value" + where, to.id(), field);
    long keptKey = number("SELECT key_id FROM vault_value" + where, to.id(), field);
    update(
        "UPDATE vault_value SET " + column + " = ?" + where,
        column("SELECT " + column + " FROM vault_value" + where, from.id(), fromField),
        to.id(),
        field);
    if (withKey) {
      update(
          "UPDATE vault_value SET key_id = ?" + where,
          number("SELECT key_id FROM vault_value" + where, from.id(), fromField),
          to.id(),
          field);
    }
    assertThatThrownBy(() -> read(vault, to)).isInstanceOf(SealBrokenException.class);
    update("UPDATE vault_value SET content = ?, key_id = ?" + where, kept, keptKey, to.id(), field);
    assertThat(read(vault, to)).hasSize(2);
  }

  private SubjectKeys keys(KeyWrapping master, Suite suite) {
    return new SubjectKeys(
        queries,
        bulk,
        registry,
        master,
        new VaultConfig() {
          @Override
          public Optional<List<String>> masterKeys() {
            return Optional.empty();
          }

          @Override
          public Optional<Path> embeddedDirectory() {
            return Optional.empty();
          }

          @Override
          public int openingsADay() {
            return 20;
          }

          @Override
          public Suite suite() {
            return suite;
          }
        },
        ids,
        time);
  }

  /** The vault of another instance. */
  private Vault vault(KeyWrapping master, Suite suite) {
    SubjectKeys keys = keys(master, suite);
    return new Vault(queries, bulk, keys, new Lookup(keys, transactions), pseudonyms, erased, time);
  }

  private VaultRotation rotation(KeyWrapping master) {
    return rotation(master, new Lookup(keys(master, Suite.AES), transactions));
  }

  private VaultRotation rotation(KeyWrapping master, Lookup lookup) {
    return new VaultRotation(queries, transactions, master, keys(master, Suite.AES), lookup);
  }

  private VaultStart start(KeyWrapping master) {
    SubjectKeys keys = keys(master, Suite.AES);
    return new VaultStart(queries, transactions, master, keys, new Lookup(keys, transactions));
  }

  private void store(Subject subject, Map<String, String> values) {
    transactions.run(() -> vault.store(ids.next(), subject, values));
  }

  private Map<String, String> read(Vault from, Subject subject) {
    return transactions.call(() -> from.read(subject));
  }

  private List<Long> find(SubjectType type, String field, String value) {
    return transactions.call(() -> vault.find(type, field, value));
  }

  private long rows(String table, Subject subject) {
    return number(
        "SELECT COUNT(*) FROM " + table + " WHERE subject_type = ? AND subject_id = ?",
        subject.type().name(),
        subject.id());
  }

  private long lookupKey(Subject subject) {
    return number(
        "SELECT lookup_key FROM vault_value"
            + " WHERE subject_type = 'MEMBER' AND subject_id = ? AND field = 'phone'",
        subject.id());
  }

  private List<String> masters(Subject subject) {
    String master =
        query(
            "SELECT master_id FROM vault_key WHERE subject_type = ? AND subject_id = ?",
            row -> row.getString(1),
            subject.type().name(),
            subject.id());
    return List.of(master);
  }

  /** Columns of all tables that contain these bytes. */
  private static List<String> columnsWith(byte[] bytes) {
    List<String> found = new ArrayList<>();
    try (Connection connection = TestDatabase.connection()) {
      List<String> columns = new ArrayList<>();
      try (ResultSet all =
          connection
              .createStatement()
              .executeQuery(
                  "SELECT table_name, column_name FROM information_schema.columns"
                      + " WHERE table_schema = DATABASE() AND data_type IN ('char', 'varchar',"
                      + " 'binary', 'varbinary', 'blob', 'mediumblob', 'text', 'longblob')")) {
        while (all.next()) {
          columns.add(all.getString(1) + "." + all.getString(2));
        }
      }
      assertThat(columns).hasSizeGreaterThan(80);
      for (String column : columns) {
        String table = column.substring(0, column.indexOf('.'));
        try (PreparedStatement search =
            connection.prepareStatement(
                "SELECT COUNT(*) FROM "
                    + table
                    + " WHERE LOCATE(?, CAST("
                    + column
                    + " AS BINARY)) > 0")) {
          search.setBytes(1, bytes);
          try (ResultSet count = search.executeQuery()) {
            count.next();
            if (count.getLong(1) > 0) {
              found.add(column);
            }
          }
        }
      }
      return found;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] column(String sql, Object... parameters) {
    return query(sql, (rows) -> rows.getBytes(1), parameters);
  }

  private static long number(String sql, Object... parameters) {
    return query(sql, (rows) -> rows.getLong(1), parameters);
  }

  @FunctionalInterface
  private interface Read<T> {
    T from(ResultSet rows) throws SQLException;
  }

  private static <T> T query(String sql, Read<T> read, Object... parameters) {
    try (Connection connection = TestDatabase.connection();
        PreparedStatement statement = prepare(connection, sql, parameters);
        ResultSet rows = statement.executeQuery()) {
      assertThat(rows.next()).isTrue();
      return read.from(rows);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void update(String sql, Object... parameters) {
    try (Connection connection = TestDatabase.connection();
        PreparedStatement statement = prepare(connection, sql, parameters)) {
      assertThat(statement.executeUpdate()).isEqualTo(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static PreparedStatement prepare(Connection connection, String sql, Object... parameters)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < parameters.length; i++) {
      statement.setObject(i + 1, parameters[i]);
    }
    return statement;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
