package org.microwish.statistics;

import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.microwish.ledger.SeesEntry;
import org.microwish.party.Divisions;
import org.microwish.platform.Time;
import org.microwish.platform.contract.Conditional;
import org.microwish.platform.http.ETag;
import org.microwish.platform.http.Responses;
import org.microwish.problem.FieldError;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;
import org.microwish.statistics.CurrentStatistics.Answered;
import org.microwish.statistics.fold.Board;
import org.microwish.statistics.fold.BoardFigures;
import org.microwish.statistics.fold.BoardStanding;
import org.microwish.statistics.fold.Confirmer;
import org.microwish.statistics.fold.CountedKind;
import org.microwish.statistics.fold.Dimension;
import org.microwish.statistics.fold.Pace;
import org.microwish.statistics.fold.PublicFigures;
import org.microwish.statistics.fold.PublicOverview;
import org.microwish.statistics.fold.PublicRatings;
import org.microwish.statistics.fold.Selection;
import org.microwish.statistics.fold.Statistics;

/**
 * Public statistics. Every response names its tree size, the number of ledger leaves that it
 * counts.
 */
@Path("/api/v1/statistics")
@Tag(name = "statistics", description = "Figures computed from the ledger")
@Produces(MediaType.APPLICATION_JSON)
@PermitAll
@Conditional
@SeesEntry(CurrentStatistics.class)
public class StatisticsResource {

  private final CurrentStatistics current;
  private final Divisions divisions;
  private final LeafNames names;
  private final Time time;
  private final StatisticsConfig config;

  StatisticsResource(
      CurrentStatistics current,
      Divisions divisions,
      LeafNames names,
      Time time,
      StatisticsConfig config) {
    this.current = current;
    this.divisions = divisions;
    this.names = names;
    this.time = time;
    this.config = config;
  }

  @GET
  @Path("/overview")
  @Operation(
      operationId = "getStatisticsOverview",
      summary = "Counts wishes, micro-projects, check-ins and groups",
      description =
          "Public. `from` and `to` select wishes by the day of first publication, check-ins by"
              + " their own day, and groups by the day of approval. All figures show the state at"
              + " `asOf`. Figures of people are missing where they, or a difference of figures,"
              + " would count fewer than five; a wider division contains them. With `from` or `to`"
              + " they are always missing.")
  @APIResponseSchema(value = OverviewView.class, responseDescription = "The figures")
  public Response overview(
      @BeanParam StatisticsQuery query,
      @BeanParam SeesEntry.After after,
      @Context HttpHeaders headers) {
    Selection selection = query.selection(divisions, time.today());
    return answer(
        headers,
        new Question("overview", selection, "", 0),
        statistics -> new PublicFigures(statistics).overview(selection),
        (AsOf asOf, PublicOverview overview) -> OverviewView.of(asOf, overview, selection.kind()));
  }

  @GET
  @Path("/breakdown")
  @Operation(
      operationId = "getStatisticsBreakdown",
      summary = "Counts wishes, micro-projects and check-ins by one dimension",
      description =
          "Public. By division, category, channel, organisation or month; groups are not counted."
              + " Only a breakdown by division without `from` and `to` shows figures of people, and"
              + " only where neither they nor a difference count fewer than five. Distinct counts"
              + " are computed for each cell. In a breakdown by organisation, published and claimed"
              + " are the wishes that the organisation or its members claim, fulfilled are those"
              + " that they completed, and money is that of their claims. In a breakdown by month,"
              + " each event counts in its own month: publication with budget, earliest claim,"
              + " fulfilment, start of a participation, posting, check-in.")
  @APIResponseSchema(value = BreakdownView.class, responseDescription = "The cells")
  public Response breakdown(
      @QueryParam("by")
          @Parameter(
              required = true,
              description = "The dimension of the cells.",
              example = "division",
              schema =
                  @Schema(
                      enumeration = {"division", "category", "channel", "organisation", "month"}))
          String by,
      @QueryParam("level")
          @Parameter(
              description =
                  "The level of the cells in a breakdown by division; not allowed in others."
                      + " Default: COMMUNITY.",
              example = "COMMUNITY")
          BreakdownLevel level,
      @BeanParam StatisticsQuery query,
      @BeanParam SeesEntry.After after,
      @Context HttpHeaders headers) {
    Dimension dimension = dimension(by);
    if (level != null && dimension != Dimension.DIVISION) {
      throw ProblemException.invalid(FieldError.query("level", FieldFault.NOT_ALLOWED));
    }
    int pathLength = (level == null ? BreakdownLevel.COMMUNITY : level).pathLength();
    Selection selection = query.selection(divisions, time.today());
    return answer(
        headers,
        new Question("breakdown", selection, by, pathLength),
        statistics -> new PublicFigures(statistics).breakdown(selection, dimension, pathLength),
        (AsOf asOf, Map<String, PublicOverview> cells) ->
            BreakdownView.of(
                asOf, dimension, cells, names(dimension, cells.keySet()), selection.kind()));
  }

  @GET
  @Path("/times")
  @Operation(
      operationId = "getStatisticsTimes",
      summary = "Reads how long wishes waited for a claim and for fulfilment",
      description =
          "Public. Median and 90th percentile of the time from first publication to the first"
              + " ACTIVE claim, even if that claim has ended, and to FULFILLED.")
  @APIResponseSchema(value = TimesView.class, responseDescription = "The times")
  public Response times(
      @BeanParam StatisticsQuery query,
      @BeanParam SeesEntry.After after,
      @Context HttpHeaders headers) {
    Selection selection = query.selection(divisions, time.today());
    return answer(
        headers,
        new Question("times", selection, "", 0),
        statistics -> statistics.paces(selection),
        (AsOf asOf, Map<CountedKind, Pace> paces) -> TimesView.of(asOf, paces));
  }

  @GET
  @Path("/satisfaction")
  @Operation(
      operationId = "getStatisticsSatisfaction",
      summary = "Reads how satisfied residents were",
      description =
          "Public. Ratings and reports of dissatisfaction, separately for residents, for proxies,"
              + " and for those who accept public projects. Neighbouring stars are counted together,"
              + " and figures are missing, if a figure or the difference of two figures would"
              + " otherwise count one to four wishes. With `from` or `to` all figures are missing.")
  @APIResponseSchema(value = SatisfactionView.class, responseDescription = "The ratings")
  public Response satisfaction(
      @BeanParam StatisticsQuery query,
      @BeanParam SeesEntry.After after,
      @Context HttpHeaders headers) {
    Selection selection = query.selection(divisions, time.today());
    return answer(
        headers,
        new Question("satisfaction", selection, "", 0),
        statistics -> new PublicFigures(statistics).satisfaction(selection),
        (AsOf asOf, Map<CountedKind, Map<Confirmer, PublicRatings>> all) ->
            SatisfactionView.of(asOf, all));
  }

  @GET
  @Path("/leaderboard")
  @Operation(
      operationId = "getLeaderboard",
      summary = "Reads a monthly leaderboard (每月先锋榜)",
      description =
          "Public. The board of a street or community is frozen by a ledger entry, at the earliest"
              + " three days (configurable) after the end of the month, and never changes again;"
              + " later records are shown in `late`. Boards of other divisions are never frozen.")
  @APIResponseSchema(value = LeaderboardView.class, responseDescription = "The board")
  public Response leaderboard(
      @QueryParam("division")
          @Parameter(
              description =
                  "Code or path of a division, not below a community. Default: all divisions.",
              example = "440104013000")
          String division,
      @QueryParam("month")
          @Parameter(
              description =
                  "The month as yyyy-MM, not in the future. Default: the current month in"
                      + " Asia/Shanghai.",
              example = "2022-02",
              schema =
                  @Schema(implementation = String.class, pattern = "^(19|20)[0-9]{2}-[0-9]{2}$"))
          CalendarMonth month,
      @BeanParam SeesEntry.After after,
      @Context HttpHeaders headers) {
    YearMonth now = YearMonth.from(time.today());
    YearMonth of = month == null ? now : month.month();
    if (of.isAfter(now)) {
      throw ProblemException.invalid(FieldError.query("month", FieldFault.IN_FUTURE));
    }
    String path = StatisticsQuery.path(divisions, division);
    return answer(
        headers,
        new Question("leaderboard", new Selection(path, null, null, null), of.toString(), 0),
        statistics -> Boards.of(statistics, path, of),
        (AsOf asOf, Boards boards) ->
            LeaderboardView.of(
                asOf,
                path,
                of.toString(),
                boards.frozen(),
                boards.live(),
                boards.late(),
                names.ofOrganisations(boards.organisations()),
                names.ofMembers(boards.consenting())));
  }

  /**
   * The boards of one leaderboard response. If the board is frozen, {@code live} is null; otherwise
   * {@code frozen} and {@code late} are null.
   *
   * @param consenting the pseudonyms of the members who consented to appear by name
   */
  private record Boards(BoardFigures frozen, Board live, Board late, Set<String> consenting) {

    static Boards of(Statistics statistics, String path, YearMonth month) {
      BoardFigures frozen = statistics.frozen(path, month);
      Board live = frozen == null ? statistics.board(path, month) : null;
      Board late = frozen == null ? null : statistics.late(frozen);
      Set<String> consenting = new TreeSet<>();
      Boards boards = new Boards(frozen, live, late, consenting);
      boards
          .all()
          .flatMap(board -> board.members().stream())
          .map(BoardStanding::id)
          .filter(statistics::showsName)
          .forEach(consenting::add);
      return boards;
    }

    List<String> organisations() {
      return all().flatMap(board -> board.organisations().stream()).map(BoardStanding::id).toList();
    }

    private Stream<Board> all() {
      List<Board> boards = new ArrayList<>();
      if (frozen == null) {
        boards.add(live);
      } else {
        boards.add(frozen.board());
        boards.add(late);
      }
      return boards.stream();
    }
  }

  /**
   * The cache key of an answer: the operation and its parameters.
   *
   * @param of the dimension of a breakdown, the month of a leaderboard; otherwise empty
   * @param pathLength the length of the cells' paths in a breakdown; otherwise 0
   */
  private record Question(String operation, Selection selection, String of, int pathLength) {}

  private <T> Response answer(
      HttpHeaders headers,
      Question question,
      Function<Statistics, T> ask,
      BiFunction<AsOf, T, Object> view) {
    Answered<T> answered = current.ask(question, ask);
    ETag tag = ETag.hash(answered.asOf().generation(), answered.asOf().treeSize(), question);
    return Responses.shared(
        headers, () -> view.apply(answered.asOf(), answered.answer()), tag, config.maxAge());
  }

  private Map<String, String> names(Dimension dimension, Collection<String> keys) {
    return switch (dimension) {
      case DIVISION -> divisions.names(keys);
      case ORGANISATION -> names.ofOrganisations(keys);
      case CATEGORY, CHANNEL, MONTH -> Map.of();
    };
  }

  private static Dimension dimension(String by) {
    if (by == null) {
      throw ProblemException.invalid(FieldError.query("by", FieldFault.REQUIRED));
    }
    return BreakdownBy.parse(by)
        .orElseThrow(
            () ->
                ProblemException.invalid(
                    FieldError.query("by", FieldFault.UNKNOWN_VALUE)
                        .with("allowed", BreakdownBy.allowed())))
        .dimension();
  }
}
