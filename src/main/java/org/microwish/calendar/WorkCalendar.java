package org.microwish.calendar;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.microwish.calendar.CalendarQueries.Day;
import org.microwish.calendar.KnownYears.KnownYear;
import org.microwish.calendar.days.DayKind;
import org.microwish.calendar.days.WorkingDays;
import org.microwish.caller.Caller;
import org.microwish.ledger.EntryDraft;
import org.microwish.ledger.EventTime;
import org.microwish.ledger.Ledger;
import org.microwish.ledger.LedgerReceipt;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.ledger.leaf.EntryType;
import org.microwish.ledger.leaf.Transition;
import org.microwish.platform.Ids;
import org.microwish.platform.Time;
import org.microwish.platform.sql.Bulk;
import org.microwish.platform.sql.Transactions;
import org.microwish.privacy.Pseudonyms;
import org.microwish.problem.FieldError;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;

/**
 * The calendar of working days and days of rest of this installation. Code that sets deadlines uses
 * {@link #days}, which is cached and, by default, reloaded every minute: an administrator's import
 * applies to deadlines set afterwards, in all instances within a minute. Loading also stores the
 * years shipped with the program of which no day is recorded yet.
 */
@ApplicationScoped
public class WorkCalendar {

  private static final Logger LOG = Logger.getLogger(WorkCalendar.class);

  /** Maximum number of missing days that an error lists. */
  private static final int NAMED = 10;

  private static final String IMPORTED = "IMPORTED";

  /** CDI event, fired in the transaction that imports a year and observed after its commit. */
  record Imported(Map<LocalDate, DayKind> days) {}

  private final List<KnownYear> supplied = KnownYears.read();
  private final CalendarQueries queries;
  private final Bulk bulk;
  private final Transactions transactions;
  private final Ledger ledger;
  private final Pseudonyms pseudonyms;
  private final Ids ids;
  private final Time time;
  private final Event<Imported> imported;
  private volatile WorkingDays known;

  WorkCalendar(
      CalendarQueries queries,
      Bulk bulk,
      Transactions transactions,
      Ledger ledger,
      Pseudonyms pseudonyms,
      Ids ids,
      Time time,
      Event<Imported> imported) {
    this.queries = queries;
    this.bulk = bulk;
    this.transactions = transactions;
    this.ledger = ledger;
    this.pseudonyms = pseudonyms;
    this.ids = ids;
    this.time = time;
    this.imported = imported;
  }

  /** Loads the calendar before the first request, so that no request waits for it. */
  void start(@Observes StartupEvent event) {
    refresh();
  }

  @Scheduled(
      every = "${microwish.calendar.read-every:60s}",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void refresh() {
    try {
      read();
    } catch (RuntimeException unreachable) {
      LOG.warnf("The calendar cannot be read: %s", unreachable.getMessage());
    }
  }

  void take(@Observes(during = TransactionPhase.AFTER_SUCCESS) Imported year) {
    WorkingDays before = known;
    // If the calendar was not loaded yet, the next call of days() loads it.
    known = before == null ? null : before.with(year.days());
  }

  /**
   * Returns the cached calendar of working days and days of rest, or reads it from the database if
   * the calendar was not loaded yet.
   */
  public WorkingDays days() {
    WorkingDays now = known;
    return now == null ? read() : now;
  }

  private WorkingDays read() {
    WorkingDays read = transactions.call(this::readAll);
    known = read;
    return read;
  }

  private WorkingDays readAll() {
    Map<LocalDate, DayKind> days = new HashMap<>();
    Set<Integer> years = new HashSet<>();
    for (Day day : queries.all()) {
      days.put(day.day(), day.kind());
      years.add(day.day().getYear());
    }
    List<Day> added = new ArrayList<>();
    supplied.stream()
        .filter(year -> !years.contains(year.year()))
        .forEach(year -> added.addAll(year.days()));
    // Keep existing rows: another instance may insert the same days at the same time, and an
    // administrator's import takes precedence.
    bulk.run(
        "INSERT INTO calendar_day (day, kind, source) VALUES (:day, :kind, :source)"
            + " ON DUPLICATE KEY UPDATE day = day",
        added);
    added.forEach(day -> days.put(day.day(), day.kind()));
    return WorkingDays.of(days);
  }

  /** Reads the recorded days of a year, in order; empty if no day is recorded. */
  List<Day> year(int year) {
    return queries.between(LocalDate.of(year, 1, 1), LocalDate.of(year, 12, 31));
  }

  /**
   * Imports a year: replaces its recorded days and appends the import to the ledger. Must be called
   * in a transaction.
   *
   * @param caller the administrator who imports the year
   * @throws ProblemException VALIDATION_FAILED unless each day of the year occurs exactly once
   */
  LedgerReceipt importYear(Caller caller, int year, String source, List<Day> days) {
    requireWhole(year, days);
    queries.raise(year);
    // This is the version that raise() wrote: other imports of the year wait for the row's lock.
    long version = queries.version(year);
    bulk.run(
        "INSERT INTO calendar_day (day, kind, source) VALUES (:day, :kind, :source)"
            + " ON DUPLICATE KEY UPDATE kind = VALUES(kind), source = VALUES(source)",
        days);
    imported.fire(new Imported(days.stream().collect(Collectors.toMap(Day::day, Day::kind))));
    String id = Integer.toString(year);
    EventTime when =
        EventTime.of(
            caller, null, ledger.occurredAt(AggregateType.CALENDAR, id, version - 1), time.now());
    return ledger.append(
        new EntryDraft(
            ids.next(),
            EntryType.CALENDAR_IMPORTED,
            AggregateType.CALENDAR,
            id,
            version,
            pseudonyms.actor(caller, 0),
            when.occurredAt(),
            when.recordedAt(),
            new Transition("IMPORT", version == 1 ? null : IMPORTED, IMPORTED),
            Map.of(
                "calendar",
                Map.of(
                    "source", source,
                    "restdays", unusual(days, DayKind.RESTDAY),
                    "workdays", unusual(days, DayKind.WORKDAY))),
            List.of(),
            List.of(),
            null,
            null));
  }

  private static List<String> unusual(List<Day> days, DayKind kind) {
    return days.stream()
        .filter(day -> day.kind() == kind && WorkingDays.usual(day.day()) != kind)
        .map(day -> day.day().toString())
        .sorted()
        .toList();
  }

  private static void requireWhole(int year, List<Day> days) {
    List<FieldError> errors = new ArrayList<>();
    Set<LocalDate> missing = new TreeSet<>(WorkingDays.daysOf(year));
    Set<LocalDate> seen = new HashSet<>();
    for (int row = 0; row < days.size(); row++) {
      LocalDate day = days.get(row).day();
      String field = "/days/" + row + "/day";
      if (day.getYear() != year) {
        errors.add(
            FieldError.body(field, FieldFault.OUT_OF_RANGE)
                .with("min", LocalDate.of(year, 1, 1).toString())
                .with("max", LocalDate.of(year, 12, 31).toString()));
      } else if (!seen.add(day)) {
        errors.add(FieldError.body(field, FieldFault.DUPLICATE));
      }
      missing.remove(day);
    }
    if (!missing.isEmpty()) {
      errors.add(
          FieldError.body("/days", FieldFault.INCOMPLETE)
              .with("missing", missing.stream().limit(NAMED).map(LocalDate::toString).toList()));
    }
    if (!errors.isEmpty()) {
      throw ProblemException.invalid(errors);
    }
  }
}
