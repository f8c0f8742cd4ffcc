package org.microwish.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.microwish.ledger.SampleLog;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.ledger.leaf.EntryType;
import org.microwish.ledger.leaf.Leaf;
import org.microwish.ledger.leaf.MoneyMove;
import org.microwish.ledger.leaf.Transition;
import org.microwish.ledger.merkle.Checkpoint;
import org.microwish.ledger.merkle.NoteKey;
import org.microwish.ledger.merkle.NoteSigner;
import org.microwish.ledger.merkle.SignedNote;
import org.microwish.ledger.merkle.TlogProof;

/** Tampers with a log in every known way and checks that the verifier detects it. */
@Tag("database")
class VerifierTest {

  /** Enough for more than one entry bundle. */
  private static final int WISHES = 60;

  private static SampleLog story;

  @TempDir Path directory;

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private List<byte[]> leaves;

  @BeforeAll
  static void makeDatabase() throws SQLException {
    story = SampleLog.create();
  }

  @BeforeEach
  void writeHonestLog() throws SQLException {
    leaves = new ArrayList<>(SampleLog.leaves(WISHES).stream().map(Leaf::bytes).toList());
    story.write(leaves);
  }

  private Path exported() throws IOException {
    return story.export(directory.resolve("log"));
  }

  private Verifier.Result verify(Checkpoint since, NoteKey... keys) throws IOException {
    return new Verifier(
            Source.of(exported().toString()),
            List.of(keys),
            Optional.ofNullable(since),
            new PrintStream(printed, true, StandardCharsets.UTF_8))
        .verify();
  }

  private Verifier.Result verify() throws IOException {
    return verify(null, story.key());
  }

  private Checkpoint honest() throws IOException {
    String note = Files.readString(exported().resolve("checkpoint"));
    return Checkpoint.parse(SignedNote.parse(note).text());
  }

  private static java.util.Set<Finding.Kind> kinds(Verifier.Result result) {
    return result.findings().stream().map(Finding::kind).collect(Collectors.toSet());
  }

  @Test
  void an_honest_log_is_clean() throws IOException {
    Verifier.Result result = verify(honest(), story.key());
    assertThat(result.findings()).isEmpty();
    assertThat(result.leaves()).isEqualTo(WISHES * 6);
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .containsPattern("projects.fulfilled +60")
        .containsPattern("projects.spent +4800.00")
        // The figure counts one to four people, so it is not shown.
        .doesNotContain("projects.claimingMembers");
  }

  @Test
  void a_log_with_entries_of_calendar_and_weights_is_clean() throws Exception {
    Leaf first = Leaf.parse(leaves.getFirst());
    leaves.add(
        new Leaf(
                "0123456789XYZ",
                EntryType.CALENDAR_IMPORTED,
                AggregateType.CALENDAR,
                "2027",
                1,
                first.actor(),
                first.occurredAt(),
                first.recordedAt(),
                new Transition("IMPORT", null, "IMPORTED"),
                Map.of("calendar", Map.of("source", "notice", "restdays", List.of())),
                List.of(),
                List.of())
            .bytes());
    leaves.add(weights(first, Map.of("NEARNESS", 100L)));
    story.write(leaves);
    assertThat(verify().findings()).isEmpty();
    leaves.set(leaves.size() - 1, weights(first, Map.of("KINDNESS", 100L)));
    story.write(leaves);
    assertThat(kinds(verify())).contains(Finding.Kind.ILL_FORMED);
  }

  private static byte[] weights(Leaf first, Map<String, Object> points) {
    return new Leaf(
            "0123456789XYW",
            EntryType.WEIGHTS_CONFIGURED,
            AggregateType.WEIGHTS,
            "matching",
            1,
            first.actor(),
            first.occurredAt(),
            first.recordedAt(),
            new Transition("CONFIGURE", null, "CONFIGURED"),
            Map.of("weights", Map.of("version", 1L, "points", points)),
            List.of(),
            List.of())
        .bytes();
  }

  @Test
  void a_changed_payload_is_found() throws Exception {
    story.tamper(
        "UPDATE ledger_entry SET payload = REPLACE(payload, '\"rating\":5', '\"rating\":1')"
            + " WHERE entry_id = 6");
    Verifier.Result result = verify();
    // The changed leaf also changes the root and the rating, which are not reported again.
    assertThat(result.findings()).hasSize(1);
    assertThat(result.findings().getFirst().kind()).isEqualTo(Finding.Kind.LEAF_HASH);
    assertThat(result.findings().getFirst().where()).contains("leaf 5:");
  }

  @Test
  void a_dropped_entry_is_found() throws Exception {
    story.tamper("DELETE FROM ledger_entry WHERE entry_id = 300");
    assertThat(kinds(verify())).containsExactly(Finding.Kind.MISSING);
    writeHonestLog();
    story.tamper("DELETE FROM ledger_leaf WHERE leaf_index = 300");
    assertThat(kinds(verify())).containsExactly(Finding.Kind.MISSING);
    writeHonestLog();
    // The following leaves move up to close the gap, and the dropped leaf gets the last index.
    story.tamper("DELETE FROM ledger_leaf WHERE leaf_index = 300");
    story.tamper(
        "UPDATE ledger_leaf SET leaf_index = leaf_index - 1 WHERE leaf_index > 300"
            + " ORDER BY leaf_index");
    story.tamper(
        "INSERT INTO ledger_leaf SELECT 359, 301, leaf_hash FROM ledger_entry"
            + " WHERE entry_id = 301");
    assertThat(kinds(verify())).containsExactly(Finding.Kind.ROOT);
  }

  @Test
  void a_swapped_pair_is_found() throws Exception {
    story.tamper("UPDATE ledger_leaf SET leaf_index = -1 WHERE leaf_index = 290");
    story.tamper("UPDATE ledger_leaf SET leaf_index = 290 WHERE leaf_index = 291");
    story.tamper("UPDATE ledger_leaf SET leaf_index = 291 WHERE leaf_index = -1");
    Verifier.Result result = verify();
    assertThat(result.findings()).hasSize(1);
    assertThat(result.findings().getFirst().kind()).isEqualTo(Finding.Kind.ROOT);
    assertThat(result.findings().getFirst().where())
        .contains("first contradiction: VERSION_GAP: leaf 290");
  }

  @Test
  void a_forged_leaf_is_found() throws Exception {
    // Payload and both stored hashes match each other, but not the signed root.
    story.tamper(
        "UPDATE ledger_entry SET payload = REPLACE(payload, '\"rating\":5', '\"rating\":1')"
            + " WHERE entry_id = 300");
    story.tamper(
        "UPDATE ledger_entry SET leaf_hash = UNHEX(SHA2(CONCAT(x'00', payload), 256))"
            + " WHERE entry_id = 300");
    story.tamper(
        "UPDATE ledger_leaf SET leaf_hash = (SELECT leaf_hash FROM ledger_entry"
            + " WHERE entry_id = 300) WHERE entry_id = 300");
    assertThat(kinds(verify())).containsExactly(Finding.Kind.ROOT);
  }

  @Test
  void a_truncated_tree_is_found() throws Exception {
    Checkpoint before = honest();
    story.write(leaves.subList(0, 300));
    assertThat(verify().isClean()).isTrue();
    assertThat(kinds(verify(before, story.key()))).containsExactly(Finding.Kind.TRUNCATED);
  }

  @Test
  void a_resigned_fork_is_found() throws Exception {
    Checkpoint before = honest();
    leaves.set(
        299,
        new String(leaves.get(299), StandardCharsets.UTF_8)
            .replace("\"rating\":5", "\"rating\":4")
            .getBytes(StandardCharsets.UTF_8));
    leaves.addAll(
        SampleLog.leaves(WISHES + 1).subList(WISHES * 6, WISHES * 6 + 6).stream()
            .map(Leaf::bytes)
            .toList());
    story.write(leaves);
    assertThat(verify().isClean()).isTrue();
    assertThat(kinds(verify(before, story.key()))).containsExactly(Finding.Kind.FORK);
  }

  @Test
  void an_omitted_version_in_a_resigned_log_is_found() throws Exception {
    leaves.remove(301);
    story.write(leaves);
    Verifier.Result result = verify();
    assertThat(result.findings()).hasSize(1);
    assertThat(result.findings().getFirst().kind()).isEqualTo(Finding.Kind.VERSION_GAP);
    assertThat(result.findings().getFirst().where()).contains("version 3 where 2 was due");
  }

  @Test
  void an_unbalanced_posting_in_a_resigned_log_is_found() throws Exception {
    for (MoneyMove bad :
        List.of(
            new MoneyMove("COMMITTED", "SPENT", "CASH", Map.of("c9", 1L)),
            new MoneyMove("FUNDING", "COMMITTED", "CASH", Map.of("c9", 2_001L)))) {
      story.write(with(refund("w9", bad)));
      assertThat(kinds(verify())).as("%s", bad).containsExactly(Finding.Kind.BALANCE);
    }
    for (MoneyMove bad :
        List.of(
            new MoneyMove("SPENT", "RETURNED", "CASH", Map.of("c9", 0L)),
            new MoneyMove("SPENT", "RETURNED", "CASH", Map.of()),
            new MoneyMove("SPENT", "RETURNED", "CASH", Map.of("c9", -5L)),
            new MoneyMove("FUNDING", "SPENT", "CASH", Map.of("c9", 5L)),
            new MoneyMove("SPENT", "SPENT", "CASH", Map.of("c9", 5L)))) {
      story.write(with(refund("w9", bad)));
      assertThat(kinds(verify())).as("%s", bad).contains(Finding.Kind.POSTING);
    }
    story.write(with(refund("w9", new MoneyMove("SPENT", "RETURNED", "CASH", Map.of("c9", 5L)))));
    assertThat(verify().isClean()).isTrue();
  }

  private static Leaf refund(String wish, MoneyMove move) {
    return SampleLog.leaf(
        wish,
        7,
        EntryType.MONEY_REFUNDED,
        "REFUND",
        "FULFILLED",
        "FULFILLED",
        Map.of("claim", Map.of("id", wish.replace('w', 'c'))),
        move);
  }

  private List<byte[]> with(Leaf leaf) {
    List<byte[]> more = new ArrayList<>(leaves);
    more.add(leaf.bytes());
    return more;
  }

  @Test
  void a_transition_outside_the_table_is_found() throws Exception {
    for (Leaf bad :
        List.of(
            SampleLog.leaf(
                "w9", 7, EntryType.WISH_SUBMITTED, "SUBMIT", "FULFILLED", "SUBMITTED", Map.of()),
            SampleLog.leaf(
                "w9", 7, EntryType.WISH_ARCHIVED, "ARCHIVE", "DELIVERED", "ARCHIVED", Map.of()),
            SampleLog.leaf(
                "w9", 7, EntryType.WISH_ARCHIVED, "ARCHIVE", "FULFILLED", "OPEN", Map.of()),
            SampleLog.leaf(
                "w9", 7, EntryType.WISH_ARCHIVED, "VANISH", "FULFILLED", "ARCHIVED", Map.of()),
            SampleLog.leaf(
                "w9", 7, EntryType.WISH_EDITED, "ARCHIVE", "FULFILLED", "ARCHIVED", Map.of()),
            SampleLog.leaf("new", 1, EntryType.WISH_CREATED, "CREATE", null, "OPEN", Map.of()))) {
      story.write(with(bad));
      assertThat(kinds(verify())).as("%s", bad).contains(Finding.Kind.TRANSITION);
    }
  }

  @Test
  void a_duplicate_or_malformed_entry_is_found() throws Exception {
    List<byte[]> twice = new ArrayList<>(leaves);
    twice.add(leaves.getLast());
    story.write(twice);
    assertThat(kinds(verify())).containsExactly(Finding.Kind.DUPLICATE);
    List<byte[]> illFormed = new ArrayList<>(leaves);
    illFormed.add("{\"v\": 1}".getBytes(StandardCharsets.UTF_8));
    story.write(illFormed);
    assertThat(kinds(verify())).containsExactly(Finding.Kind.ILL_FORMED);
  }

  // Leaves of a later release ---------------------------------------------------------------------

  private void makeLater(int index) throws Exception {
    leaves.set(
        index,
        new String(leaves.get(index), StandardCharsets.UTF_8)
            .replace("\"v\":1}", "\"v\":3}")
            .getBytes(StandardCharsets.UTF_8));
    story.write(leaves);
  }

  @Test
  void a_leaf_of_a_later_schema_is_reported_as_verifier_too_old() throws Exception {
    makeLater(301);
    Path since = directory.resolve("since");
    String log = exported().toString();
    assertThat(run(log, "--key", story.key().text(), "--since", since.toString()))
        .isEqualTo(Main.TOO_OLD)
        .isEqualTo(2);
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("verifier too old: leaf 301: leaf schema 3 is later than 2")
        .doesNotContain("TAMPERED", "CLEAN");
    assertThat(since).doesNotExist();
  }

  @Test
  void errors_beside_a_leaf_of_a_later_schema_are_found() throws Exception {
    makeLater(301);
    // Errors before that leaf, and errors after it that can be found without its schema.
    Collections.swap(leaves, 0, 1);
    story.write(leaves);
    String key = story.key().text();
    assertThat(run(exported().toString(), "--key", key)).isEqualTo(Main.TAMPERED);
    writeHonestLog();
    makeLater(301);
    story.tamper(
        "UPDATE ledger_entry SET payload = REPLACE(payload, '\"rating\":5', '\"rating\":1')"
            + " WHERE entry_id = 306");
    assertThat(run(exported().toString(), "--key", key)).isEqualTo(Main.TAMPERED);
    // Schema numbers below 1 and texts are not later schemas but errors.
    writeHonestLog();
    for (String other : List.of("0", "-1", "\"2\"")) {
      leaves.set(
          301,
          new String(leaves.get(301), StandardCharsets.UTF_8)
              .replaceFirst("\"v\":[^}]*}", "\"v\":" + other + "}")
              .getBytes(StandardCharsets.UTF_8));
      story.write(leaves);
      assertThat(run(exported().toString(), "--key", key)).as(other).isEqualTo(Main.TAMPERED);
    }
  }

  @Test
  void a_proof_of_a_leaf_of_a_later_schema_is_reported_as_verifier_too_old() throws Exception {
    makeLater(7);
    Path log = exported();
    TlogProof proof =
        new TlogProof(7, story.inclusion(7), Files.readString(log.resolve("checkpoint")));
    Path proofFile = Files.writeString(directory.resolve("proof.txt"), proof.text());
    String key = story.key().text();
    Path leaf = Files.write(directory.resolve("leaf.json"), leaves.get(7));
    assertThat(run("proof", proofFile.toString(), leaf.toString(), "--key", key))
        .isEqualTo(Main.TOO_OLD);
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("verifier too old: leaf schema 3");
    // A wrong proof is reported as such, whatever the schema.
    Path other = Files.write(directory.resolve("other.json"), leaves.get(8));
    assertThat(run("proof", proofFile.toString(), other.toString(), "--key", key))
        .isEqualTo(Main.TAMPERED);
  }

  // Serial numbers --------------------------------------------------------------------------------

  /** A log whose service publishes that many numbers, optionally with another last one. */
  private record Publishing(Source log, long treeSize, int numbers, String last) implements Source {
    @Override
    public Optional<byte[]> read(String path) throws IOException {
      return log.read(path);
    }

    @Override
    public Optional<byte[]> numbers(String cursor) {
      // The first page contains half of the numbers, the second page the rest.
      int from = cursor == null ? 0 : Integer.parseInt(cursor);
      int to = cursor == null ? numbers / 2 : numbers;
      String items =
          IntStream.range(from, to)
              .mapToObj(
                  i ->
                      """
                      {"number":"%s","aggregateType":"WISH","aggregateId":"w%d","leafIndex":%d}\
                      """
                          .formatted(
                              i == numbers - 1 && last != null
                                  ? last
                                  : "440104012-%d-P-%05d".formatted(SampleLog.YEAR, i + 1),
                              i + 1,
                              i * 6 + 1))
              .collect(Collectors.joining(","));
      String next = cursor == null ? "\"" + to + "\"" : "null";
      return Optional.of(
          """
          {"treeSize":%d,"items":[%s],"nextCursor":%s}\
          """
              .formatted(treeSize, items, next)
              .getBytes(StandardCharsets.UTF_8));
    }
  }

  private Verifier.Result verifyPublished(long treeSize, int numbers, String last)
      throws IOException {
    Source log = Source.of(exported().toString());
    return new Verifier(
            new Publishing(log, treeSize, numbers, last),
            List.of(story.key()),
            Optional.empty(),
            new PrintStream(printed, true, StandardCharsets.UTF_8))
        .verify();
  }

  @Test
  void published_serial_numbers_are_checked_against_the_leaves() throws Exception {
    assertThat(verifyPublished(WISHES * 6, WISHES, null).findings()).isEmpty();
    assertThat(printed.toString(StandardCharsets.UTF_8)).containsPattern("Serial numbers +60 +60");
    // The published numbers are behind the checkpoint, or ahead of it.
    assertThat(verifyPublished(6 * 50, 50, null).findings()).isEmpty();
    assertThat(verifyPublished(WISHES * 6 + 6, WISHES + 1, null).findings()).isEmpty();
    for (Verifier.Result wrong :
        List.of(
            verifyPublished(WISHES * 6, WISHES, "440104012-" + SampleLog.YEAR + "-P-00061"),
            verifyPublished(WISHES * 6, WISHES, "440104012-" + SampleLog.YEAR + "-W-00060"),
            verifyPublished(WISHES * 6, WISHES - 1, null))) {
      assertThat(kinds(wrong)).containsExactly(Finding.Kind.SERIAL_NUMBER);
      assertThat(wrong.findings()).hasSize(1);
      assertThat(wrong.findings().getFirst().where()).startsWith("leaf 355:");
    }
  }

  /** Verifies a service that always gives the same answer about numbers. */
  private Verifier.Result verifyAnswering(String answer) throws IOException {
    Source log = Source.of(exported().toString());
    Source service =
        new Source() {
          @Override
          public Optional<byte[]> read(String path) throws IOException {
            return log.read(path);
          }

          @Override
          public Optional<byte[]> numbers(String cursor) {
            return Optional.of(answer.getBytes(StandardCharsets.UTF_8));
          }
        };
    return new Verifier(
            service,
            List.of(story.key()),
            Optional.empty(),
            new PrintStream(printed, true, StandardCharsets.UTF_8))
        .verify();
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // Broken code would hang.
  void malformed_pages_of_serial_numbers_are_found() throws Exception {
    String item =
        """
        {"number":"440104012-%d-P-00001","aggregateType":"WISH","aggregateId":"w1","leafIndex":1}\
        """
            .formatted(SampleLog.YEAR);
    for (String answer :
        List.of(
            "{}",
            "not JSON",
            "{\"treeSize\":2,\"items\":[],\"nextCursor\":\"x\"}",
            "{\"treeSize\":2,\"items\":[" + item + "],\"nextCursor\":\"x\"}",
            "{\"treeSize\":2,\"items\":[" + item + "," + item + "],\"nextCursor\":null}")) {
      Verifier.Result result = verifyAnswering(answer);
      assertThat(kinds(result)).as(answer).containsExactly(Finding.Kind.SERIAL_NUMBER);
      assertThat(result.findings()).hasSize(1);
    }
  }

  @Test
  void serial_numbers_can_be_written_to_a_file() throws Exception {
    Path file = directory.resolve("numbers");
    String log = exported().toString();
    assertThat(run(log, "--key", story.key().text(), "--numbers", file.toString()))
        .isEqualTo(Main.CLEAN);
    assertThat(Files.readAllLines(file))
        .hasSize(WISHES)
        .startsWith(
            "440104012-%d-P-00001\tWISH\tw1\t1".formatted(SampleLog.YEAR),
            "440104012-%d-P-00002\tWISH\tw2\t7".formatted(SampleLog.YEAR));
  }

  @Test
  void a_checkpoint_signed_by_another_key_is_refused() throws Exception {
    NoteKey stranger = NoteSigner.generate(SampleLog.ORIGIN, NoteKey.Type.ED25519).key();
    assertThat(kinds(verify(null, stranger))).containsExactly(Finding.Kind.SIGNATURE);
    story.tamper("UPDATE ledger_checkpoint SET note = REPLACE(note, '\n360\n', '\n361\n')");
    Path log = directory.resolve("bent");
    Files.createDirectories(log);
    Files.writeString(log.resolve("checkpoint"), "log.example/ledger\n1\nAAAA\n");
    assertThat(run(log.toString(), "--key", story.key().text())).isEqualTo(Main.TAMPERED);
  }

  // The program -----------------------------------------------------------------------------------

  private int run(String... arguments) {
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    return Main.run(List.of(arguments), out, out);
  }

  @Test
  void the_program_stores_the_checkpoint_and_returns_exit_codes() throws Exception {
    String log = exported().toString();
    String key = story.key().text();
    Path since = directory.resolve("since");
    Path kept = directory.resolve("kept");
    assertThat(run(log, "--key", key, "--since", since.toString(), "--keep", kept.toString()))
        .isEqualTo(Main.CLEAN);
    assertThat(Files.readString(since))
        .isEqualTo(Files.readString(Path.of(log).resolve("checkpoint")));
    // The kept directory can itself be verified.
    assertThat(run(kept.toString(), "--key", key, "--since", since.toString()))
        .isEqualTo(Main.CLEAN);
    Collections.swap(leaves, 1, 7);
    story.write(leaves);
    assertThat(run(exported().toString(), "--key", key, "--since", since.toString()))
        .isEqualTo(Main.TAMPERED);
    assertThat(run(directory.resolve("nowhere").toString(), "--key", key))
        .isEqualTo(Main.UNREACHABLE);
    assertThat(run("http://127.0.0.1:1", "--key", key)).isEqualTo(Main.UNREACHABLE);
    assertThat(run(log)).isEqualTo(Main.USAGE);
    assertThat(run(log, "--key", "x")).isEqualTo(Main.USAGE);
    assertThat(run(log, "--key")).isEqualTo(Main.USAGE);
    assertThat(run("--nonsense")).isEqualTo(Main.USAGE);
  }

  @Test
  void one_entry_is_proven_with_two_files_and_a_key() throws Exception {
    Path log = exported();
    byte[] leaf = leaves.get(7);
    Path leafFile = Files.write(directory.resolve("leaf.json"), leaf);
    TlogProof proof =
        new TlogProof(7, story.inclusion(7), Files.readString(log.resolve("checkpoint")));
    Path proofFile = Files.writeString(directory.resolve("proof.txt"), proof.text());
    String key = story.key().text();
    assertThat(run("proof", proofFile.toString(), leafFile.toString(), "--key", key))
        .isEqualTo(Main.CLEAN);
    assertThat(printed.toString(StandardCharsets.UTF_8)).contains("PROVEN: leaf 7 of the 360");

    // A wrong leaf, index, key, proof and file.
    Path other = Files.write(directory.resolve("other.json"), leaves.get(8));
    assertThat(run("proof", proofFile.toString(), other.toString(), "--key", key))
        .isEqualTo(Main.TAMPERED);
    Path shifted =
        Files.writeString(
            directory.resolve("shifted.txt"), proof.text().replace("index 7", "index 8"));
    assertThat(run("proof", shifted.toString(), leafFile.toString(), "--key", key))
        .isEqualTo(Main.TAMPERED);
    String stranger = NoteSigner.generate(SampleLog.ORIGIN, NoteKey.Type.ED25519).key().text();
    assertThat(run("proof", proofFile.toString(), leafFile.toString(), "--key", stranger))
        .isEqualTo(Main.TAMPERED);
    assertThat(run("proof", leafFile.toString(), leafFile.toString(), "--key", key))
        .isEqualTo(Main.TAMPERED);
    assertThat(run("proof", "nowhere", leafFile.toString(), "--key", key))
        .isEqualTo(Main.UNREACHABLE);
    assertThat(run("proof", proofFile.toString(), "--key", key)).isEqualTo(Main.USAGE);
  }
}
