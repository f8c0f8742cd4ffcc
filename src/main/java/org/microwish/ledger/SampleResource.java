package org.microwish.ledger;

import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.microwish.ledger.leaf.SampleDraw;
import org.microwish.ledger.leaf.SampleDraw.Stratum;
import org.microwish.ledger.merkle.Hash;
import org.microwish.ledger.merkle.Proofs;
import org.microwish.ledger.merkle.TileNodes;
import org.microwish.platform.Id;
import org.microwish.platform.contract.Problems;
import org.microwish.platform.http.ClientAddress;
import org.microwish.platform.limits.Expensive;
import org.microwish.platform.limits.LimitsConfig;
import org.microwish.platform.limits.Places;
import org.microwish.problem.FieldError;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;

/**
 * Draws samples of wishes. Anybody who has the leaves can draw the same sample again; {@link
 * SampleDraw} describes the draw.
 */
@Path("/api/v1/ledger/sample")
@Tag(name = "ledger")
@Produces(MediaType.APPLICATION_JSON)
public class SampleResource {

  private static final int DEFAULT_COUNT = 20;
  private static final int LARGEST_COUNT = 1_000;

  /** The maximum number of wishes in one response, which then has about a megabyte. */
  private static final int LARGEST_SAMPLE = 10_000;

  /**
   * How long a draw waits for its turn. An instance makes one draw at a time, because a draw reads
   * the first leaf of each wish. A client may have only one draw that runs or waits. Sending the
   * response is not part of the draw, so that clients that read slowly do not delay the draws of
   * others.
   */
  private static final Duration TURN = Duration.ofSeconds(10);

  private static final Pattern SEED = Pattern.compile("[0-9A-Za-z._:+/=-]{1,128}");

  private static final String HEX = "64 hex digits";

  private final LedgerConfig config;
  private final Checkpoints checkpoints;
  private final Queries queries;
  private final TileNodes nodes;
  private final ClientAddress clients;
  private final Places places;
  private final Semaphore turn = new Semaphore(1, true);

  SampleResource(
      LedgerConfig config,
      LimitsConfig limits,
      Checkpoints checkpoints,
      Queries queries,
      StoredTiles tiles,
      ClientAddress clients) {
    this.config = config;
    this.checkpoints = checkpoints;
    this.queries = queries;
    this.nodes = new TileNodes(tiles);
    this.clients = clients;
    this.places = new Places(1, limits.draws());
  }

  /** A drawn wish. */
  @Schema(name = "SampledWish", description = "A wish that was drawn.")
  record Drawn(
      @Schema(required = true) Id wishId,
      @Schema(required = true, description = "Index of the wish's first leaf") long leafIndex) {}

  /** The wishes drawn from one stratum. */
  @Schema(name = "SampledStratum", description = "The wishes that were drawn from one stratum.")
  record Part(
      @Schema(
              required = true,
              description = "The kind or division of the stratum; `ALL` without strata",
              examples = "WISH")
          String name,
      @Schema(required = true, description = "Number of wishes in the stratum") long population,
      @Schema(required = true, description = "The drawn wishes, in the order of the draw")
          List<Drawn> wishes) {}

  /** A sample. */
  @Schema(
      name = "LedgerSample",
      description =
          "A sample of the wishes and micro-projects of a tree. Whoever has the tree's leaves can"
              + " draw it again.")
  record Sample(
      @Schema(required = true, description = "Number of leaves of the tree") long treeSize,
      @Schema(required = true, description = "Root hash of the tree, " + HEX) String rootHash,
      @Schema(required = true) String seed,
      @Schema(required = true, description = "Largest number of wishes per stratum") long n,
      @Schema(
              required = true,
              nullable = true,
              description = "What divides the wishes into strata; null if nothing does")
          Stratum stratum,
      @Schema(required = true, description = "The strata, in the order of their names")
          List<Part> strata) {}

  /** A drawn wish with its stratum, as the database returns it. */
  private record Row(String stratum, long population, String wishId, long leafIndex) {}

  @GET
  @Expensive(Expensive.Kind.PUBLIC_EXPORT)
  @PermitAll
  @Problems(ProblemType.TOO_MANY_REQUESTS)
  @Operation(
      operationId = "drawSample",
      summary = "Draws a sample of wishes that anybody can draw again",
      description =
          "Needs no token. Takes from each stratum the `n` wishes and micro-projects with the"
              + " smallest SHA-256 of the seed and the wish's id, so the leaves, seed, `n` and"
              + " stratum determine the sample; src/docs/auditing.md describes the draw. A seed"
              + " that nobody could choose is the root hash of a checkpoint published after the"
              + " audited time.")
  public Sample draw(
      @QueryParam("n")
          @Parameter(
              description =
                  "Number of wishes per stratum, 1 to 1000, by default 20; a smaller stratum is"
                      + " taken whole. The whole sample has at most 10,000 wishes")
          Long n,
      @QueryParam("seed")
          @Parameter(
              description =
                  "1 to 128 letters, digits and `._:+/=-`; by default the root hash of the newest"
                      + " checkpoint in hex digits")
          String seed,
      @QueryParam("stratum")
          @Parameter(
              description =
                  "What divides the wishes into strata, as their first leaves state it: their kind,"
                      + " street or community")
          Stratum stratum,
      @QueryParam("treeSize")
          @Parameter(
              description =
                  "Draws from the wishes whose first leaf is among this many leaves; by default"
                      + " those of the newest checkpoint")
          Long treeSize) {
    if (n != null && (n < 1 || n > LARGEST_COUNT)) {
      throw ProblemException.invalid(FieldError.query("n", FieldFault.OUT_OF_RANGE));
    }
    if (seed != null && !SEED.matcher(seed).matches()) {
      throw ProblemException.invalid(FieldError.query("seed", FieldFault.INVALID_FORMAT));
    }
    TreeHead newest =
        checkpoints
            .latest(config.origin())
            .orElseThrow(
                () -> ProblemType.NOT_YET_INTEGRATED.exception().retryAfter(Duration.ofSeconds(1)))
            .head();
    if (treeSize != null && (treeSize < 0 || treeSize > newest.size())) {
      throw ProblemException.invalid(FieldError.query("treeSize", FieldFault.OUT_OF_RANGE));
    }
    long size = treeSize == null ? newest.size() : treeSize;
    long count = n == null ? DEFAULT_COUNT : n;
    String drawn = seed == null ? newest.root().hex() : seed;
    return new Sample(
        size,
        Hash.of(Proofs.root(nodes, size)).hex(),
        drawn,
        count,
        stratum,
        parts(size, count, drawn, stratum));
  }

  private List<Part> parts(long size, long count, String seed, Stratum stratum) {
    List<Row> rows = rows(size, count, seed, stratum);
    if (rows.size() > LARGEST_SAMPLE) {
      throw ProblemException.invalid(FieldError.query("n", FieldFault.OUT_OF_RANGE));
    }
    List<Part> parts = new ArrayList<>();
    for (Row row : rows) {
      if (parts.isEmpty() || !parts.getLast().name().equals(row.stratum())) {
        parts.add(new Part(row.stratum(), row.population(), new ArrayList<>()));
      }
      parts.getLast().wishes().add(new Drawn(Id.fromString(row.wishId()), row.leafIndex()));
    }
    return parts;
  }

  private List<Row> rows(long size, long count, String seed, Stratum stratum) {
    Runnable place = places.take(clients.ofCurrentRequest()).orElseThrow(SampleResource::busy);
    try {
      awaitTurn();
      try {
        return queries.list(Row.class, sql(stratum), parameters(size, count, seed));
      } finally {
        turn.release();
      }
    } finally {
      place.run();
    }
  }

  private void awaitTurn() {
    try {
      if (turn.tryAcquire(TURN.toSeconds(), TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException shutdown) {
      Thread.currentThread().interrupt();
    }
    throw busy();
  }

  private static ProblemException busy() {
    return ProblemType.BUSY.exception().retryAfter(Duration.ofSeconds(1));
  }

  private static Map<String, ?> parameters(long size, long count, String seed) {
    return Map.of(
        "prefix",
        SampleDraw.prefix(seed),
        "size",
        size,
        "count",
        count,
        "limit",
        LARGEST_SAMPLE + 1);
  }

  /**
   * Returns the SQL by which the database itself makes the draw of {@link SampleDraw}, so that only
   * the drawn wishes are transferred.
   */
  private static String sql(Stratum stratum) {
    String first =
        "COALESCE(JSON_UNQUOTE(JSON_EXTRACT(CONVERT(e.payload USING utf8mb4), '%s')), '"
            + SampleDraw.UNKNOWN
            + "')";
    String name =
        switch (stratum) {
          case null -> "'" + SampleDraw.ALL + "'";
          case KIND -> first.formatted("$.facts.wish.kind");
          case STREET -> "LEFT(" + first.formatted("$.facts.wish.community") + ", 9)";
          case COMMUNITY -> first.formatted("$.facts.wish.community");
        };
    return """
    SELECT stratum, population, wish_id, leaf_index FROM (
      SELECT w.*,
        COUNT(*) OVER (PARTITION BY stratum) AS population,
        ROW_NUMBER() OVER (PARTITION BY stratum ORDER BY ticket, leaf_index) AS place
      FROM (
        SELECT %s AS stratum, e.aggregate_id AS wish_id, l.leaf_index AS leaf_index,
          SHA2(CONCAT(:prefix, e.aggregate_id), 256) AS ticket
        FROM ledger_entry e JOIN ledger_leaf l ON l.entry_id = e.entry_id
        WHERE e.aggregate_type = 'WISH' AND e.aggregate_version = 1 AND l.leaf_index < :size
      ) w
    ) ranked
    WHERE place <= :count ORDER BY stratum, place LIMIT :limit
    """
        .formatted(name);
  }
}
