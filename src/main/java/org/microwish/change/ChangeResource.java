package org.microwish.change;

import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.annotation.security.PermitAll;
import jakarta.validation.Valid;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.microwish.caller.Caller;
import org.microwish.caller.CurrentCaller;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.ledger.leaf.EntryType;
import org.microwish.party.DivisionCode;
import org.microwish.party.Divisions;
import org.microwish.platform.Id;
import org.microwish.platform.contract.Problems;
import org.microwish.platform.http.Text;
import org.microwish.platform.limits.Places;
import org.microwish.problem.FieldError;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;

/** HTTP resource for the changes that a caller may see. */
@Path("/api/v1/changes")
@Tag(
    name = "changes",
    description =
        "What changes, in the order of the ledger, for programs without a public address; others"
            + " use webhooks")
@Produces(MediaType.APPLICATION_JSON)
public class ChangeResource {

  private static final Pattern WAIT = Pattern.compile("([0-9]{1,3})s?");
  private static final Duration LONGEST = Duration.ofSeconds(20);
  private static final int DEFAULT_SIZE = 20;
  private static final int LARGEST_SIZE = 100;

  private final Changes changes;
  private final ChangeWaiters waiters;
  private final Divisions divisions;
  private final CurrentCaller caller;
  private final Places places;

  ChangeResource(
      Changes changes,
      ChangeWaiters waiters,
      Divisions divisions,
      CurrentCaller caller,
      ChangeConfig config) {
    this.changes = changes;
    this.waiters = waiters;
    this.divisions = divisions;
    this.caller = caller;
    this.places = new Places(config.waitingPerCaller(), config.waiting());
  }

  /** A page of changes. */
  @Schema(name = "ChangePage", description = "A page of changes, in the order of the ledger.")
  public record ChangePage(
      @Schema(required = true, description = "The changes") List<Change> items,
      @Schema(
              required = true,
              description =
                  "The value of `after` for the next request, also on the last page. It grows even if"
                      + " there are no items, because the caller may not see every change",
              examples = "2850")
          String nextCursor,
      @Schema(
              required = true,
              description =
                  "Whether more changes were recorded already: if so, ask again at once, without"
                      + " `wait`. A page may have fewer items than `limit`, even none, although more"
                      + " follow")
          boolean more) {

    public ChangePage {
      items = List.copyOf(items);
    }

    static ChangePage of(Changes.Found found) {
      return new ChangePage(found.items(), Long.toString(found.last()), found.more());
    }
  }

  /** The query parameters. */
  public static class ChangeQuery {
    @QueryParam("after")
    @Parameter(
        description =
            "Index of the last leaf that is known: the `nextCursor` of the previous page. By default"
                + " -1: the page begins with the first change of all. `treeSize` of getLedgerStatus,"
                + " less 1, begins with the next change",
        schema = @Schema(type = SchemaType.INTEGER, minimum = "-1", defaultValue = "-1"))
    Long after;

    @QueryParam("wait")
    @Parameter(
        description =
            "How long the service waits for a change if there is none, 1 to 20 seconds: `20s` or"
                + " `20`. Needs a token",
        schema = @Schema(type = SchemaType.STRING, pattern = "^[0-9]{1,3}s?$", examples = "20s"))
    String wait;

    @QueryParam("limit")
    @Parameter(
        description = "Items per page; a value above 100 counts as 100",
        schema =
            @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "100", defaultValue = "20"))
    Long limit;

    @QueryParam("type")
    @Parameter(description = "Types of changes; may be repeated. By default all")
    List<EntryType> types;

    @QueryParam("division")
    @Text(max = DivisionCode.MAX_LENGTH)
    @Parameter(
        description =
            "Code or path of a division; includes its subtree. Changes in a grid or building count"
                + " to its community")
    String division;

    @QueryParam("organisation")
    @Parameter(description = "The organisation that the changes concern")
    Id organisation;

    @QueryParam("aggregate")
    @Text(max = 60)
    @Parameter(
        description =
            "A type of aggregate, or one aggregate as type and id: `WISH` or `WISH:0HZX3V8A6QK2M`",
        example = "WISH")
    String aggregate;

    private long place(long size) {
      if (after != null && (after < -1 || after >= size)) {
        throw ProblemException.invalid(
            FieldError.query("after", FieldFault.OUT_OF_RANGE)
                .with("min", -1)
                .with("max", size - 1));
      }
      return after == null ? -1 : after;
    }

    private int size() {
      if (limit != null && limit < 1) {
        throw ProblemException.invalid(
            FieldError.query("limit", FieldFault.OUT_OF_RANGE).with("min", 1));
      }
      return limit == null ? DEFAULT_SIZE : (int) Math.min(limit, LARGEST_SIZE);
    }

    private Duration time() {
      if (wait == null) {
        return Duration.ZERO;
      }
      Matcher parts = WAIT.matcher(wait);
      if (!parts.matches()) {
        throw ProblemException.invalid(FieldError.query("wait", FieldFault.INVALID_FORMAT));
      }
      Duration time = Duration.ofSeconds(Long.parseLong(parts.group(1)));
      if (time.isZero() || time.compareTo(LONGEST) > 0) {
        throw ProblemException.invalid(
            FieldError.query("wait", FieldFault.OUT_OF_RANGE).with("min", 1).with("max", 20));
      }
      return time;
    }

    private ChangeFilter filter(Divisions divisions) {
      int colon = aggregate == null ? -1 : aggregate.indexOf(':');
      return new ChangeFilter(
          types == null || types.isEmpty() ? Set.of() : EnumSet.copyOf(types),
          division == null
              ? null
              : DivisionCode.publicPath(divisions.subtree(division, "division")),
          organisation == null ? null : organisation.value(),
          aggregate == null ? null : type(colon < 0 ? aggregate : aggregate.substring(0, colon)),
          colon < 0 ? null : aggregate.substring(colon + 1));
    }

    private static AggregateType type(String name) {
      try {
        return AggregateType.valueOf(name);
      } catch (IllegalArgumentException unknown) {
        throw ProblemException.invalid(FieldError.query("aggregate", FieldFault.UNKNOWN_VALUE));
      }
    }
  }

  @GET
  @PermitAll
  @Blocking
  @Operation(
      operationId = "listChanges",
      summary = "Lists changes, or waits for them",
      description =
          "In the order of the ledger. A partner sees all changes of the wishes that it created,"
              + " and public changes in its division or without a division. Staff and auditors see"
              + " all changes in their division, and all public changes. Everybody else sees all"
              + " public changes. With `wait` the response comes as soon as there is a change, or"
              + " without items after that time. A caller may have three such requests at a time."
              + " No change is missed between two requests if `after` is the `nextCursor` of the"
              + " previous page.")
  @APIResponseSchema(
      value = ChangePage.class,
      responseDescription = "A page of changes in the order of the ledger")
  @Problems(ProblemType.TOO_MANY_REQUESTS)
  public Uni<ChangePage> list(@BeanParam @Valid ChangeQuery query) {
    Duration time = query.time();
    Caller who = time.isZero() ? caller.find().orElse(null) : caller.get();
    ChangeFilter filter = query.filter(divisions);
    int size = query.size();
    Changes.Found found = changes.find(who, filter, query.place(changes.size()), size);
    if (time.isZero() || !found.items().isEmpty() || found.more()) {
      return Uni.createFrom().item(ChangePage.of(found));
    }
    Runnable leave =
        places
            .take(who.account())
            .orElseThrow(
                () -> ProblemType.TOO_MANY_REQUESTS.exception().retryAfter(Duration.ofSeconds(1)));
    long until = System.nanoTime() + time.toNanos();
    Predicate<Recorded> wanted = each -> each.matches(filter) && each.isVisibleTo(who);
    return await(found.last(), until, wanted, last -> changes.find(who, filter, last, size))
        .map(ChangePage::of)
        .onTermination()
        .invoke(leave);
  }

  /** Finds the changes in the leaves after a given leaf. */
  @FunctionalInterface
  private interface Finder {
    Changes.Found behind(long last);
  }

  private Uni<Changes.Found> await(
      long last, long until, Predicate<Recorded> wanted, Finder finder) {
    return Uni.createFrom()
        .completionStage(
            () ->
                waiters.await(
                    last + 1, Duration.ofNanos(Math.max(0, until - System.nanoTime())), wanted))
        .emitOn(Infrastructure.getDefaultWorkerPool())
        .map(_ -> finder.behind(last))
        .flatMap(
            found ->
                found.items().isEmpty() && !found.more() && System.nanoTime() - until < 0
                    ? await(found.last(), until, wanted, finder)
                    : Uni.createFrom().item(found));
  }
}
