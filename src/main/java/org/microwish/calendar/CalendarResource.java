package org.microwish.calendar;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.microwish.calendar.CalendarQueries.Day;
import org.microwish.calendar.days.DayKind;
import org.microwish.calendar.days.WorkingDays;
import org.microwish.caller.CurrentCaller;
import org.microwish.caller.Role;
import org.microwish.ledger.LedgerReceipt;
import org.microwish.platform.http.Text;
import org.microwish.platform.idempotency.Idempotent;

/** HTTP resource for the calendar of working days. */
@Path("/api/v1/calendar")
@Tag(name = "calendar", description = "The working days of each year")
@Produces(MediaType.APPLICATION_JSON)
public class CalendarResource {

  private static final int FIRST_YEAR = 2000;
  private static final int LAST_YEAR = 2199;

  private final WorkCalendar calendar;
  private final CurrentCaller caller;

  CalendarResource(WorkCalendar calendar, CurrentCaller caller) {
    this.calendar = calendar;
    this.caller = caller;
  }

  /** The kind of one day. */
  @Schema(name = "CalendarDay")
  public record DayOfYear(@NotNull LocalDate day, @NotNull DayKind kind) {}

  /**
   * A year with all its days.
   *
   * @param known true if all days of the year are recorded; a day that is not recorded counts as a
   *     working day from Monday to Friday
   * @param source the notice that the first recorded day was copied from; null if no day is
   *     recorded
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "CalendarYear")
  public record YearView(int year, boolean known, String source, List<DayOfYear> days) {}

  /**
   * A year to be imported.
   *
   * @param source the notice that the days were copied from
   * @param days each day of the year exactly once, in any order
   */
  @Schema(name = "CalendarYearDraft")
  public record YearDraft(
      @NotNull @Text(max = 200) String source,
      @NotNull @Size(max = 366) List<@NotNull @Valid DayOfYear> days) {}

  /** Response to an import. */
  @Schema(name = "CalendarReceipt")
  public record Receipt(int year, LedgerReceipt ledger) {}

  @GET
  @Path("/{year}")
  @PermitAll
  @Operation(
      operationId = "getCalendarYear",
      summary = "Reads which days of a year are working days",
      description =
          "Deadlines in working days are computed with this calendar. `known` is false if not all"
              + " days of the year are recorded, as long as the State Council's notice has not been"
              + " imported; days that are not recorded follow the week, with Monday to Friday as"
              + " working days.")
  public YearView get(@PathParam("year") @Min(FIRST_YEAR) @Max(LAST_YEAR) int year) {
    Map<LocalDate, DayKind> recorded = new HashMap<>();
    List<Day> rows = calendar.year(year);
    rows.forEach(row -> recorded.put(row.day(), row.kind()));
    WorkingDays days = WorkingDays.of(recorded);
    return new YearView(
        year,
        days.knows(year),
        rows.isEmpty() ? null : rows.getFirst().source(),
        WorkingDays.daysOf(year).stream().map(day -> new DayOfYear(day, days.kind(day))).toList());
  }

  @PUT
  @Path("/{year}")
  @Consumes(MediaType.APPLICATION_JSON)
  @RolesAllowed(Role.Name.ADMINISTRATOR)
  @Idempotent
  @Operation(
      operationId = "importCalendarYear",
      summary = "Imports the working days of a year",
      description =
          "Allowed for administrators. `days` contains each day of the year exactly once and"
              + " replaces the recorded days. To prepare it, take the `days` of `getCalendarYear`"
              + " and change those that the State Council's notice names. Deadlines that are"
              + " already set do not change.")
  public Receipt put(
      @PathParam("year") @Min(FIRST_YEAR) @Max(LAST_YEAR) int year,
      @NotNull @Valid YearDraft body) {
    List<Day> days =
        body.days().stream().map(day -> new Day(day.day(), day.kind(), body.source())).toList();
    return new Receipt(year, calendar.importYear(caller.get(), year, body.source(), days));
  }
}
