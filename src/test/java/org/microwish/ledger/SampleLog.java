package org.microwish.ledger;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jboss.resteasy.reactive.server.jaxrs.HttpHeadersImpl;
import org.microwish.ledger.leaf.Actor;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.ledger.leaf.EntryType;
import org.microwish.ledger.leaf.Leaf;
import org.microwish.ledger.leaf.MoneyMove;
import org.microwish.ledger.leaf.Transition;
import org.microwish.ledger.merkle.Checkpoint;
import org.microwish.ledger.merkle.Hash;
import org.microwish.ledger.merkle.NoteKey;
import org.microwish.ledger.merkle.NoteSigner;
import org.microwish.ledger.merkle.Proofs;
import org.microwish.ledger.merkle.SignedNote;
import org.microwish.ledger.merkle.Tile;
import org.microwish.ledger.merkle.TileNodes;
import org.microwish.platform.Time;

/** A small log with wishes and money in its own database, for tests that tamper with it. */
public final class SampleLog {

  /** The log's origin. */
  public static final String ORIGIN = "log.example/ledger";

  // Recent, because the verifier reports old leaves that a service has not counted. Constant
  // during a test run, so that all leaves of the run have the same times.
  @SuppressWarnings("TimeInStaticInitializer")
  private static final Instant BEGIN =
      Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(60);

  /** The year of the leaves in China, which their serial numbers contain. */
  public static final int YEAR = BEGIN.atZone(ZoneId.of("Asia/Shanghai")).getYear();

  private final LogSchema schema;
  private final NoteSigner signer = NoteSigner.generate(ORIGIN, NoteKey.Type.ED25519);

  private SampleLog(LogSchema schema) {
    this.schema = schema;
  }

  /** Creates the database. */
  public static SampleLog create() throws SQLException {
    return new SampleLog(LogSchema.create("story"));
  }

  /** Returns the log's public key, as given to an auditor. */
  public NoteKey key() {
    return signer.key();
  }

  /** Returns the inclusion proof of a leaf in the whole tree. */
  public List<Hash> inclusion(long index) throws SQLException {
    long size = schema.number("SELECT size FROM ledger_head");
    TileNodes nodes = new TileNodes(new StoredTiles(schema.database));
    return Proofs.inclusion(nodes, index, size).stream().map(Hash::of).toList();
  }

  /**
   * Returns the leaves of {@code wishes} micro-projects that are claimed, paid for and fulfilled.
   */
  public static List<Leaf> leaves(int wishes) {
    List<Leaf> leaves = new ArrayList<>();
    for (int i = 1; i <= wishes; i++) {
      leaves.addAll(wish(i));
    }
    return leaves;
  }

  /** Returns the six leaves of one micro-project. */
  static List<Leaf> wish(int i) {
    List<Leaf> leaves = new ArrayList<>();
    String wish = "w" + i;
    Map<String, Object> values =
        Map.of(
            "kind", "PROJECT",
            "category", "SERVICE",
            "channel", "GRID_WORKER",
            "community", "440104012003",
            "budgetFen", 10_000L);
    String later = BEGIN.plus(30, ChronoUnit.DAYS).toString();
    Map<String, Object> published = new HashMap<>(values);
    published.put("claimBy", later);
    leaves.add(
        leaf(wish, 1, EntryType.WISH_CREATED, "CREATE", null, "DRAFT", Map.of("wish", values)));
    leaves.add(leaf(wish, 2, EntryType.WISH_SUBMITTED, "SUBMIT", "DRAFT", "SUBMITTED", Map.of()));
    leaves.add(
        leaf(
            wish,
            3,
            EntryType.WISH_PUBLISHED,
            "PUBLISH",
            "SUBMITTED",
            "OPEN",
            Map.of("wish", published, "round", 1L)));
    leaves.add(
        leaf(
            wish,
            4,
            EntryType.CLAIM_REQUESTED,
            "CLAIM",
            "OPEN",
            "CLAIMED",
            Map.of(
                "claim",
                Map.of(
                    "id",
                    "c" + i,
                    "claimant",
                    Map.of("type", "ORGANISATION", "id", "o1"),
                    "organisation",
                    "o1",
                    "participants",
                    List.of("m1", "m2")),
                "claims",
                Map.of("ACTIVE", List.of("c" + i)),
                "deadlines",
                Map.of("contactBy", later, "completeBy", later)),
            new MoneyMove("FUNDING", "COMMITTED", "CASH", Map.of("c" + i, 9_000L))));
    leaves.add(
        leaf(
            wish,
            5,
            EntryType.CLAIM_DELIVERED,
            "DELIVER",
            "CLAIMED",
            "DELIVERED",
            Map.of("claim", Map.of("id", "c" + i), "progress", "DELIVERED"),
            new MoneyMove("COMMITTED", "SPENT", "CASH", Map.of("c" + i, 8_000L)),
            new MoneyMove("COMMITTED", "FUNDING", "CASH", Map.of("c" + i, 1_000L))));
    leaves.add(
        leaf(
            wish,
            6,
            EntryType.WISH_CONFIRMED,
            "CONFIRM",
            "DELIVERED",
            "FULFILLED",
            Map.of(
                "confirmation",
                Map.of("by", "SELF", "rating", 5L),
                "claims",
                Map.of("COMPLETED", List.of("c" + i)))));
    return leaves;
  }

  /** Returns one leaf of a wish. */
  public static Leaf leaf(
      String wish,
      long version,
      EntryType type,
      String command,
      String from,
      String to,
      Map<String, Object> facts,
      MoneyMove... moves) {
    return new Leaf(
        wish + "." + version,
        type,
        AggregateType.WISH,
        wish,
        version,
        actor(command),
        BEGIN.plusSeconds(version),
        BEGIN.plusSeconds(version),
        new Transition(command, from, to),
        facts,
        List.of(moves),
        List.of());
  }

  /** Returns the actor of a command in this log. */
  private static Actor actor(String command) {
    return switch (command) {
      case "CLAIM", "DELIVER" -> new Actor("s1", "o1", "STEWARD");
      case "CONFIRM" -> new Actor("r1", null, "RESIDENT");
      case "ARCHIVE" -> new Actor("system", null, "SYSTEM");
      default -> new Actor("staff", null, "OPERATOR");
    };
  }

  /** Replaces the database's contents with these leaves and a checkpoint of them. */
  public void write(List<byte[]> leaves) throws SQLException {
    schema.empty();
    List<LogSchema.Entry> entries = new ArrayList<>();
    long id = 1;
    for (byte[] leaf : leaves) {
      // The rows name a different aggregate for each entry. The sequencer then finds no versions
      // to put in order, and keeps the order of the list.
      entries.add(new LogSchema.Entry(id, "a" + id, 1, new String(leaf, StandardCharsets.UTF_8)));
      id++;
    }
    try (Connection connection = schema.database.getConnection()) {
      LogSchema.insertEntries(connection, entries);
      LogSchema.queue(connection, entries, 1);
    }
    new Sequencer(schema.database, new Time()).sequence(10_000);
    sign();
  }

  /** Signs the database's current head. */
  public void sign() {
    Checkpoints checkpoints = checkpoints();
    TreeHead head = checkpoints.head();
    Checkpoint checkpoint = new Checkpoint(ORIGIN, head.size(), head.root());
    checkpoints.append(
        checkpoints.lastSeq() + 1,
        checkpoint,
        new SignedNote(checkpoint.text(), List.of(signer.sign(checkpoint.text()))));
  }

  /** Deletes all contents. */
  void clear() throws SQLException {
    schema.empty();
  }

  LogSchema schema() {
    return schema;
  }

  /** Executes SQL directly, bypassing the service. */
  public void tamper(String sql) throws SQLException {
    schema.execute(sql);
  }

  private Checkpoints checkpoints() {
    return new Checkpoints(new Queries(schema.database), new Time());
  }

  /**
   * Writes the files that the service would serve from this database, without those that it refuses
   * to serve.
   */
  public Path export(Path directory) throws IOException {
    LedgerConfig config =
        new SmallRyeConfigBuilder()
            .addDefaultInterceptors()
            .withMapping(LedgerConfig.class)
            .withConverter(Duration.class, 200, new DurationConverter())
            .withSources(
                new PropertiesConfigSource(Map.of("microwish.ledger.origin", ORIGIN), "test", 500))
            .build()
            .getConfigMapping(LedgerConfig.class);
    Checkpoints checkpoints = checkpoints();
    StoredTiles tiles = new StoredTiles(schema.database);
    LogResource log =
        new LogResource(
            config,
            checkpoints,
            tiles,
            new LedgerReads(new Queries(schema.database), checkpoints),
            new SigningKeys(config),
            new Witnesses(config, checkpoints, tiles));
    Files.createDirectories(directory);
    String note;
    try (Response answer = log.checkpoint()) {
      note = (String) answer.getEntity();
    }
    Files.writeString(directory.resolve("checkpoint"), note);
    long size = Checkpoint.parse(SignedNote.parse(note).text()).size();
    for (int level = 0; level <= Tile.MAX_LEVEL; level++) {
      for (long index = 0; Tile.width(size, level, index) > 0; index++) {
        Tile tile = new Tile(level, index, Tile.width(size, level, index));
        String place = tile.path().substring(2);
        put(log, directory, Integer.toString(level), place);
        if (level == 0) {
          put(log, directory, "entries", place);
        }
      }
    }
    return directory;
  }

  private static void put(LogResource log, Path directory, String level, String place)
      throws IOException {
    Path file = directory.resolve("tile").resolve(level).resolve(place);
    Files.createDirectories(file.getParent());
    try (Response answer = log.tile(level, place, new HttpHeadersImpl(List.of()))) {
      Files.write(file, (byte[]) answer.getEntity());
    } catch (LedgerDamagedException answeredAsAnError) {
      Files.deleteIfExists(file);
    }
  }
}
