package org.microwish.ledger;

import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriInfo;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.microwish.caller.CurrentCaller;
import org.microwish.ledger.Checkpoints.Published;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.ledger.leaf.EntryType;
import org.microwish.platform.Id;
import org.microwish.platform.Time;
import org.microwish.platform.contract.Problems;
import org.microwish.platform.limits.Expensive;
import org.microwish.problem.FieldError;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;

/**
 * REST endpoints for ledger entries and their proofs. Public, because no leaf holds personal data.
 * Longer than 400 lines because half of them are OpenAPI annotations.
 */
@Path("/api/v1/ledger")
@Tag(name = "ledger", description = "The ledger (工作台账): all changes in order, with proofs")
public class LedgerResource {

  private static final String NDJSON = "application/x-ndjson";
  private static final int LARGEST_PAGE = 100;
  private static final int DEFAULT_PAGE = 20;
  private static final int LONGEST_WAIT = 30;

  /** The number of leaves that an export reads per query: a few hundred kilobytes. */
  private static final int EXPORT_STEP = 1_000;

  private static final Duration RATE_OVER = Duration.ofMinutes(1);

  private static final Pattern DIVISION = Pattern.compile("[1-9][0-9]{1,11}");

  private final LedgerConfig config;
  private final LedgerReads reads;
  private final LedgerProofs proofs;
  private final ProofWaiters waiters;
  private final SequencerStatus sequencing;
  private final Checkpoints checkpoints;
  private final CurrentCaller caller;
  private final Time time;

  LedgerResource(
      LedgerConfig config,
      LedgerReads reads,
      LedgerProofs proofs,
      ProofWaiters waiters,
      SequencerStatus sequencing,
      Checkpoints checkpoints,
      CurrentCaller caller,
      Time time) {
    this.config = config;
    this.reads = reads;
    this.proofs = proofs;
    this.waiters = waiters;
    this.sequencing = sequencing;
    this.checkpoints = checkpoints;
    this.caller = caller;
    this.time = time;
  }

  @GET
  @Path("/status")
  @PermitAll
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "getLedgerStatus",
      summary = "Reads the state of the ledger",
      description =
          "Needs no token. Shows the size of the tree, the entries that wait for their leaf, and"
              + " the newest checkpoint. Normally an entry gets its leaf within a second of its"
              + " write, and a checkpoint covers the leaf a second later.")
  public LedgerViews.Status status() {
    SequencerStatus.Reading reading = sequencing.read();
    Instant now = time.now();
    Optional<Published> latest = checkpoints.latest(config.origin());
    double rate =
        checkpoints
            .firstSince(config.origin(), now.minus(RATE_OVER))
            .map(
                first ->
                    (reading.treeSize() - first.head().size())
                        / Math.max(
                            1, Duration.between(first.publishedAt(), now).toMillis() / 1000.0))
            .orElse(0.0);
    return new LedgerViews.Status(
        reading.treeSize(),
        checkpoints.head().root().hex(),
        reading.integratedAt(),
        reading.queueDepth(),
        reading.oldestQueuedAt(),
        reading.oldestAge(now).toMillis() / 1000.0,
        Math.round(rate * 10) / 10.0,
        latest.map(published -> published.head().size()).orElse(null),
        latest.map(Published::publishedAt).orElse(null));
  }

  @GET
  @Path("/entries")
  @PermitAll
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "listLedgerEntries",
      summary = "Lists entries in the order of their leaves",
      description =
          "Needs no token. Contains only entries that have a leaf; their order never changes.")
  @APIResponseSchema(value = LedgerViews.EntryPage.class, responseDescription = "A page of entries")
  public Response list(
      @QueryParam("after")
          @Parameter(
              description =
                  "Index of the last leaf before the page: the `nextCursor` of the previous page")
          Long after,
      @QueryParam("limit")
          @Parameter(
              description = "Items per page, 1 to 100, by default 20; a larger value counts as 100")
          Long limit,
      @QueryParam("type") EntryType type,
      @QueryParam("aggregate")
          @Parameter(
              description =
                  "A type of aggregate, or one aggregate as type and id: `WISH` or"
                      + " `WISH:0HZX3V8A6QK2M`. The id of a member or an account is its pseudonym"
                      + " here.")
          String aggregate,
      @QueryParam("organisation") Id organisation,
      @QueryParam("division")
          @Parameter(
              description =
                  "Code of a division or its first digits, 2 to 12 digits; includes the subtree")
          String division,
      @QueryParam("from")
          @Parameter(
              description = "First day of recording, YYYY-MM-DD, in the time zone Asia/Shanghai")
          LocalDate from,
      @QueryParam("to")
          @Parameter(
              description = "Last day of recording, YYYY-MM-DD, in the time zone Asia/Shanghai")
          LocalDate to,
      @Context UriInfo uri) {
    if (from != null && to != null && to.isBefore(from)) {
      throw ProblemException.invalid(FieldError.query("to", FieldFault.WRONG_ORDER));
    }
    LedgerReads.Filter filter =
        new LedgerReads.Filter(
            type,
            aggregateType(aggregate),
            aggregateId(aggregate),
            organisation == null ? null : organisation.value(),
            divisionPath(division),
            from == null ? null : from.atStartOfDay(Time.ZONE).toInstant(),
            to == null ? null : to.plusDays(1).atStartOfDay(Time.ZONE).toInstant());
    LedgerReads.Found found = reads.find(filter, place(after), size(limit));
    return page(uri, LedgerViews.EntryPage.of(found.entries(), found.next()), found.next());
  }

  @GET
  @Path("/entries/{entryId}")
  @PermitAll
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(operationId = "getLedgerEntry", summary = "Reads an entry and the bytes of its leaf")
  public LedgerViews.EntryWithBytes entry(@PathParam("entryId") Id entryId) {
    return LedgerViews.EntryWithBytes.of(
        reads.entry(entryId.value()).orElseThrow(ProblemType.NOT_FOUND::exception));
  }

  @GET
  @Path("/aggregates/{type}/{id}/entries")
  @PermitAll
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "listAggregateEntries",
      summary = "Lists all entries of one aggregate",
      description =
          "Needs no token. The entries are in the order of their versions, from version 1 without"
              + " gaps; entries that still wait for their leaf are included. The list is empty if"
              + " the id is unknown.")
  @APIResponseSchema(
      value = LedgerViews.EntryPage.class,
      responseDescription = "A page of entries in the order of their versions")
  public Response versions(
      @PathParam("type") AggregateType type,
      @PathParam("id")
          @Parameter(
              description =
                  "The id as leaves show it; that of a member or an account is its pseudonym")
          String id,
      @QueryParam("after")
          @Parameter(
              description = "Last version before the page: the `nextCursor` of the previous page")
          Long after,
      @QueryParam("limit")
          @Parameter(
              description = "Items per page, 1 to 100, by default 20; a larger value counts as 100")
          Long limit,
      @Context UriInfo uri) {
    int size = size(limit);
    List<EntryRow> rows =
        id.length() > 32
            ? List.of()
            : reads.versions(type, id, after == null ? 0 : after, size + 1);
    boolean more = rows.size() > size;
    List<EntryRow> shown = more ? rows.subList(0, size) : rows;
    Long next = more ? Long.valueOf(shown.getLast().version()) : null;
    return page(uri, LedgerViews.EntryPage.of(shown, next), next);
  }

  // Proofs ---------------------------------------------------------------------------------------

  @GET
  @Path("/entries/{entryId}/proof")
  @PermitAll
  @Blocking
  @Produces({MediaType.APPLICATION_JSON, MediaType.TEXT_PLAIN})
  @Operation(
      operationId = "getLedgerProof",
      summary = "Proves that a checkpoint covers an entry",
      description =
          "Needs no token, except with `wait`. Returns JSON, or with `Accept: text/plain` a proof"
              + " file (`c2sp.org/tlog-proof@v1`). Refused with `NOT_YET_INTEGRATED` until a"
              + " checkpoint covers the entry; with `wait`, the service first waits for that"
              + " checkpoint.")
  @APIResponse(
      responseCode = "200",
      description = "The proof",
      content = {
        @Content(
            mediaType = MediaType.APPLICATION_JSON,
            schema = @Schema(implementation = LedgerViews.Proof.class)),
        @Content(
            mediaType = MediaType.TEXT_PLAIN,
            schema = @Schema(type = SchemaType.STRING),
            example = "c2sp.org/tlog-proof@v1\nindex 7\n…")
      })
  @Problems({ProblemType.NOT_YET_INTEGRATED, ProblemType.TOO_MANY_REQUESTS})
  public Uni<Response> proof(
      @PathParam("entryId") Id entryId,
      @QueryParam("wait")
          @Parameter(
              description =
                  "How long the service waits for a checkpoint that covers the entry, in seconds, 1"
                      + " to 30; needs a token")
          Long wait,
      @HeaderParam(HttpHeaders.ACCEPT) @Parameter(hidden = true) String accept,
      @Context HttpHeaders headers) {
    Function<LedgerProofs.OfEntry, Response> form =
        accept == null
                || accept.isBlank()
                || headers
                    .getAcceptableMediaTypes()
                    .getFirst()
                    .isCompatible(MediaType.APPLICATION_JSON_TYPE)
            ? proof ->
                Response.ok(LedgerViews.Proof.of(proof), MediaType.APPLICATION_JSON_TYPE).build()
            : proof ->
                Response.ok(proof.file().text(), MediaType.TEXT_PLAIN_TYPE.withCharset("utf-8"))
                    .build();
    if (wait == null) {
      return Uni.createFrom().item(form.apply(proofs.ofEntry(entryId.value())));
    }
    if (wait < 1 || wait > LONGEST_WAIT) {
      throw ProblemException.invalid(FieldError.query("wait", FieldFault.OUT_OF_RANGE));
    }
    caller.get();
    try {
      return Uni.createFrom().item(form.apply(proofs.ofEntry(entryId.value())));
    } catch (ProblemException notYet) {
      if (notYet.type() != ProblemType.NOT_YET_INTEGRATED) {
        throw notYet;
      }
    }
    return Uni.createFrom()
        .completionStage(waiters.await(entryId.value(), Duration.ofSeconds(wait)))
        .emitOn(Infrastructure.getDefaultWorkerPool())
        .map(woken -> form.apply(proofs.ofEntry(entryId.value())));
  }

  @GET
  @Path("/proofs/inclusion")
  @PermitAll
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "getInclusionProof",
      summary = "Proves that a leaf is in the current tree or an earlier one")
  public LedgerViews.Inclusion inclusion(
      @QueryParam("leafIndex")
          @Parameter(required = true, description = "Index of the leaf, from 0")
          Long leafIndex,
      @QueryParam("treeSize")
          @Parameter(description = "Number of leaves of the tree; by default the current tree")
          Long treeSize) {
    return LedgerViews.Inclusion.of(proofs.inclusion(leafIndex, treeSize));
  }

  @GET
  @Path("/proofs/consistency")
  @PermitAll
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "getConsistencyProof",
      summary = "Proves that a tree extends an earlier tree")
  public LedgerViews.Consistency consistency(
      @QueryParam("from")
          @Parameter(required = true, description = "Number of leaves of the earlier tree")
          Long from,
      @QueryParam("to")
          @Parameter(
              description = "Number of leaves of the later tree; by default the current tree")
          Long to) {
    return LedgerViews.Consistency.of(proofs.consistency(from, to));
  }

  // Export ---------------------------------------------------------------------------------------

  @GET
  @Expensive(Expensive.Kind.PUBLIC_EXPORT)
  @Path("/export")
  @PermitAll
  @Produces(NDJSON)
  @Operation(
      operationId = "exportLedger",
      summary = "Exports the leaves in order, one per line",
      description =
          "Needs no token. Each line contains the bytes of a leaf exactly as they were hashed. The"
              + " response is streamed, so one request can export the whole log.")
  @APIResponse(
      responseCode = "200",
      description = "The bytes of each leaf, followed by a newline",
      content = @Content(mediaType = NDJSON, schema = @Schema(type = SchemaType.STRING)))
  public Response export(
      @QueryParam("from") @Parameter(description = "Index of the first leaf; by default 0")
          Long from,
      @QueryParam("to")
          @Parameter(
              description =
                  "Index after the last leaf; by default, and at most, the number of leaves")
          Long to) {
    long first = from == null ? 0 : from;
    if (first < 0) {
      throw ProblemException.invalid(FieldError.query("from", FieldFault.OUT_OF_RANGE));
    }
    if (to != null && to < first) {
      throw ProblemException.invalid(FieldError.query("to", FieldFault.WRONG_ORDER));
    }
    long size = checkpoints.head().size();
    long end = to == null ? size : Math.min(to, size);
    // One query per step, so that a slow client does not hold a database connection.
    StreamingOutput lines =
        out -> {
          for (long at = first; at < end; at += EXPORT_STEP) {
            for (EntryRow row : reads.leaves(at, Math.min(end, at + EXPORT_STEP))) {
              out.write(row.bytes());
              out.write('\n');
            }
          }
        };
    return Response.ok(lines, NDJSON).build();
  }

  // Parameters and pages -------------------------------------------------------------------------

  private static AggregateType aggregateType(String aggregate) {
    if (aggregate == null) {
      return null;
    }
    int colon = aggregate.indexOf(':');
    try {
      return AggregateType.valueOf(colon < 0 ? aggregate : aggregate.substring(0, colon));
    } catch (IllegalArgumentException unknown) {
      throw ProblemException.invalid(FieldError.query("aggregate", FieldFault.UNKNOWN_VALUE));
    }
  }

  private static String aggregateId(String aggregate) {
    int colon = aggregate == null ? -1 : aggregate.indexOf(':');
    return colon < 0 ? null : aggregate.substring(colon + 1);
  }

  /**
   * Returns the path prefix of a division and the divisions below it: the code without the zeros of
   * lower levels.
   */
  private static String divisionPath(String division) {
    if (division == null) {
      return null;
    }
    if (!DIVISION.matcher(division).matches()) {
      throw ProblemException.invalid(FieldError.query("division", FieldFault.INVALID_FORMAT));
    }
    String path = division;
    for (int width : new int[] {9, 6, 4, 2}) {
      if (path.length() > width && path.substring(width).matches("0+")) {
        path = path.substring(0, width);
      }
    }
    return path;
  }

  static long place(Long after) {
    if (after == null) {
      return -1;
    }
    if (after < -1) {
      throw ProblemException.invalid(FieldError.query("after", FieldFault.OUT_OF_RANGE));
    }
    return after;
  }

  static int size(Long limit) {
    if (limit == null) {
      return DEFAULT_PAGE;
    }
    if (limit < 1) {
      throw ProblemException.invalid(FieldError.query("limit", FieldFault.OUT_OF_RANGE));
    }
    return (int) Math.min(limit, LARGEST_PAGE);
  }

  static Response page(UriInfo uri, Object page, Long next) {
    Response.ResponseBuilder answer = Response.ok(page, MediaType.APPLICATION_JSON_TYPE);
    if (next != null) {
      java.net.URI following = uri.getRequestUriBuilder().replaceQueryParam("after", next).build();
      answer.header(
          HttpHeaders.LINK,
          "<" + following.getRawPath() + "?" + following.getRawQuery() + ">; rel=\"next\"");
    }
    return answer.build();
  }
}
