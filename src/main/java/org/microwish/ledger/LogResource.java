package org.microwish.ledger;

import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.microwish.ledger.Checkpoints.Published;
import org.microwish.ledger.merkle.Checkpoint;
import org.microwish.ledger.merkle.EntryBundle;
import org.microwish.ledger.merkle.NoteKey;
import org.microwish.ledger.merkle.SignedNote;
import org.microwish.ledger.merkle.Tile;
import org.microwish.platform.contract.Problems;
import org.microwish.platform.limits.Expensive;
import org.microwish.problem.FieldError;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;

/**
 * Serves the log in the format of C2SP tlog-tiles. Any client of that format can read the log, with
 * {@code /api/v1/ledger} as the log's prefix.
 */
@Path("/api/v1/ledger")
@Tag(
    name = "transparency log",
    description = "The ledger as a tiled transparency log (C2SP tlog-tiles)")
public class LogResource {

  private static final String TEXT = MediaType.TEXT_PLAIN + ";charset=utf-8";
  private static final String SECONDS = "public, max-age=1";
  private static final String FOR_EVER = "public, max-age=31536000, immutable";

  /**
   * The Cache-Control of partial tiles, which never change either, but which clients need only
   * until the next checkpoint.
   */
  private static final String AN_HOUR = "public, max-age=3600";

  private static final String GZIP = "gzip";

  private static final Pattern ACCEPTED_GZIP =
      Pattern.compile("\\s*(x-)?gzip\\s*(;\\s*q=(?!0(\\.0*)?\\s*$).*)?", Pattern.CASE_INSENSITIVE);

  private final LedgerConfig config;
  private final Checkpoints checkpoints;
  private final StoredTiles tiles;
  private final LedgerReads reads;
  private final SigningKeys keys;
  private final Witnesses witnesses;

  LogResource(
      LedgerConfig config,
      Checkpoints checkpoints,
      StoredTiles tiles,
      LedgerReads reads,
      SigningKeys keys,
      Witnesses witnesses) {
    this.config = config;
    this.checkpoints = checkpoints;
    this.tiles = tiles;
    this.reads = reads;
    this.keys = keys;
    this.witnesses = witnesses;
  }

  @GET
  @Path("/checkpoint")
  @PermitAll
  @Produces(TEXT)
  @Operation(
      operationId = "getCheckpoint",
      summary = "Reads the newest checkpoint",
      description =
          "Needs no token. The checkpoint is a C2SP signed note: the origin, the number of leaves,"
              + " the root hash in base 64, an empty line, and the signatures of the log and of"
              + " witnesses. The log signs at most one checkpoint per second.")
  @APIResponse(
      responseCode = "200",
      description = "The signed note",
      content =
          @Content(
              mediaType = MediaType.TEXT_PLAIN,
              schema = @Schema(type = SchemaType.STRING),
              example =
                  """
                  microwish.local/api/v1/ledger
                  2851
                  47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=

                  — microwish.local/api/v1/ledger xTlRoQ…
                  """))
  public Response checkpoint() {
    Published latest =
        checkpoints.latest(config.origin()).orElseThrow(ProblemType.NOT_FOUND::exception);
    return Response.ok(checkpoints.cosigned(latest).note())
        .header(HttpHeaders.CACHE_CONTROL, SECONDS)
        .build();
  }

  @GET
  @Path("/checkpoints")
  @PermitAll
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "listCheckpoints",
      summary = "Lists all published checkpoints, the oldest first",
      description =
          "With `newestFirst=true`, the newest first: to find the newest checkpoint that enough"
              + " witnesses have cosigned.")
  @APIResponseSchema(
      value = LedgerViews.CheckpointPage.class,
      responseDescription = "A page of checkpoints")
  public Response history(
      @QueryParam("after")
          @Parameter(
              description =
                  "Number of the last checkpoint before the page: the `nextCursor` of the previous"
                      + " page")
          Long after,
      @QueryParam("limit")
          @Parameter(
              description = "Items per page, 1 to 100, by default 20; a larger value counts as 100")
          Long limit,
      @QueryParam("newestFirst")
          @DefaultValue("false")
          @Parameter(description = "Whether to list the newest checkpoints first")
          boolean newestFirst,
      @Context UriInfo uri) {
    int size = LedgerResource.size(limit);
    List<Published> found =
        newestFirst
            ? checkpoints.before(
                after == null ? Long.MAX_VALUE : LedgerResource.place(after), size + 1)
            : checkpoints.after(LedgerResource.place(after), size + 1);
    boolean more = found.size() > size;
    List<Published> shown = more ? found.subList(0, size) : found;
    Long next = more ? Long.valueOf(shown.getLast().seq()) : null;
    return LedgerResource.page(
        uri,
        new LedgerViews.CheckpointPage(
            shown.stream()
                .map(
                    published ->
                        LedgerViews.CheckpointView.of(
                            published, checkpoints.cosigned(published).note()))
                .toList(),
            next == null ? null : next.toString()),
        next);
  }

  @GET
  @Expensive(Expensive.Kind.TILE)
  @Path("/tile/{level}/{place: .+}")
  @PermitAll
  @Produces(MediaType.APPLICATION_OCTET_STREAM)
  @Operation(
      operationId = "getTile",
      summary = "Reads a tile of hashes or a bundle of entries",
      description =
          "Needs no token. The paths are those of C2SP tlog-tiles: `/tile/0/x001/x234/067` is a"
              + " full tile, `/tile/1/000.p/17` is a partial tile of 17 hashes, and"
              + " `/tile/entries/000` is the bundle of the leaves of a tile of level 0. In a"
              + " bundle, each leaf is a 16-bit length followed by its bytes. Full tiles and"
              + " bundles never change.")
  @APIResponse(
      responseCode = "200",
      description = "Hashes of 32 bytes each, or leaves with their lengths",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_OCTET_STREAM,
              schema = @Schema(type = SchemaType.STRING, format = "binary")))
  public Response tile(
      @PathParam("level")
          @Parameter(description = "`entries` for a bundle, or the level of the tile, from 0")
          String level,
      @PathParam("place")
          @Parameter(
              description =
                  "Index of the tile in groups of three digits, followed by `.p/` and the width if"
                      + " the tile is partial")
          String place,
      @Context HttpHeaders request) {
    boolean bundle = level.equals("entries");
    Tile tile = parse(bundle ? "0" : level, place);
    if (Tile.width(checkpoints.head().size(), tile.level(), tile.index()) < tile.width()) {
      throw ProblemType.NOT_FOUND.exception();
    }
    Response.ResponseBuilder answer =
        Response.ok().header(HttpHeaders.CACHE_CONTROL, tile.isFull() ? FOR_EVER : AN_HOUR);
    if (!bundle) {
      // Hashes are random bytes: compression would make them longer.
      return answer.entity(hashes(tile)).build();
    }
    answer.header(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
    return acceptsGzip(request)
        ? answer.entity(gzip(bundle(tile))).header(HttpHeaders.CONTENT_ENCODING, GZIP).build()
        : answer.entity(bundle(tile)).build();
  }

  /**
   * Returns true if the client lists gzip in Accept-Encoding with a weight other than 0 (RFC 9110
   * section 12.5.3).
   */
  private static boolean acceptsGzip(HttpHeaders request) {
    List<String> accepted = request.getRequestHeader(HttpHeaders.ACCEPT_ENCODING);
    return accepted != null
        && accepted.stream()
            .flatMap(value -> Stream.of(value.split(",")))
            .anyMatch(coding -> ACCEPTED_GZIP.matcher(coding).matches());
  }

  private static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream(bytes.length / 4);
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    } catch (IOException impossibleInMemory) {
      throw new UncheckedIOException(impossibleInMemory);
    }
    return packed.toByteArray();
  }

  private static Tile parse(String level, String place) {
    try {
      return Tile.parse(level, place);
    } catch (IllegalArgumentException otherSpelling) {
      throw ProblemType.NOT_FOUND.exception();
    }
  }

  private byte[] hashes(Tile tile) {
    byte[] hashes = tiles.hashes(tile.level(), tile.index(), tile.width());
    int length = tile.width() * org.microwish.ledger.merkle.Hashes.BYTES;
    return hashes.length == length ? hashes : java.util.Arrays.copyOf(hashes, length);
  }

  private byte[] bundle(Tile tile) {
    long first = tile.index() * Tile.WIDTH;
    List<EntryRow> rows = reads.leaves(first, first + tile.width());
    if (rows.size() != tile.width()) {
      throw new LedgerDamagedException("entries of bundle " + tile.index() + " are missing");
    }
    return EntryBundle.write(rows.stream().map(EntryRow::bytes).toList());
  }

  @GET
  @Path("/keys")
  @PermitAll
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "getLedgerKeys",
      summary = "Lists the keys that verify checkpoints, including former ones",
      description =
          "Needs no token. Before you trust these keys, compare them with those that the operator"
              + " published in another place.")
  public LedgerViews.Keys keys() {
    List<NoteKey> current = keys.signers().stream().map(signer -> signer.key()).toList();
    return new LedgerViews.Keys(
        checkpoints.keys(config.origin()).stream()
            .map(key -> LedgerViews.Key.of(key, current.contains(key)))
            .toList(),
        witnesses.keys().stream().map(key -> LedgerViews.Key.of(key, true)).toList());
  }

  @POST
  @Path("/cosignatures")
  @PermitAll
  @Problems(ProblemType.NOT_FOUND)
  @Consumes(MediaType.TEXT_PLAIN)
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "addCosignatures",
      summary = "Adds cosignatures of witnesses to a published checkpoint",
      description =
          "Needs no token, because the signatures identify the witnesses. Send the note of the"
              + " checkpoint with cosignature lines (C2SP cosignature/v1) of witnesses that the"
              + " service knows; the service then returns them with the checkpoint. Refused if the"
              + " checkpoint was not published, if a cosignature is wrong, or if there is none of a"
              + " known witness. A repeat changes nothing.")
  public LedgerViews.Cosigned cosign(
      @RequestBody(
              required = true,
              content =
                  @Content(
                      mediaType = MediaType.TEXT_PLAIN,
                      schema = @Schema(type = SchemaType.STRING)))
          String note) {
    SignedNote signed;
    Checkpoint checkpoint;
    try {
      signed = SignedNote.parse(note);
      checkpoint = Checkpoint.parse(signed.text());
    } catch (IllegalArgumentException illFormed) {
      throw ProblemException.invalid("", FieldFault.INVALID_FORMAT);
    }
    Published published =
        checkpoints.find(checkpoint).orElseThrow(ProblemType.NOT_FOUND::exception);
    // The submitted text must equal the published text byte for byte: equal origin, size and root
    // are not enough.
    if (!SignedNote.parse(published.note()).text().equals(signed.text())) {
      throw ProblemType.NOT_FOUND.exception();
    }
    List<String> accepted = new ArrayList<>();
    for (SignedNote.Line line : signed.lines()) {
      for (NoteKey key : witnesses.keys()) {
        if (line.isOf(key)) {
          if (!checkpoints.isCosignature(line, key, signed.text())) {
            throw ProblemException.invalid(FieldError.body("", FieldFault.NOT_ALLOWED));
          }
          checkpoints.cosign(published.seq(), line);
          accepted.add(key.name());
        }
      }
    }
    if (accepted.isEmpty()) {
      throw ProblemException.invalid(FieldError.body("", FieldFault.NOT_FOUND));
    }
    return new LedgerViews.Cosigned(published.seq(), Collections.unmodifiableList(accepted));
  }
}
