package org.microwish.privacy;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.time.LocalDate;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.platform.Time;
import org.microwish.platform.http.Page;
import org.microwish.platform.http.PageQuery;
import org.microwish.platform.http.StepUpCheck;
import org.microwish.platform.sql.Listing;

/** Writes and lists the readings of others' personal values. */
@ApplicationScoped
class ReadLog {

  private final EntityManager entities;
  private final ReadLogQueries queries;
  private final StepUpCheck stepUp;
  private final int openingsADay;

  ReadLog(EntityManager entities, ReadLogQueries queries, StepUpCheck stepUp, VaultConfig config) {
    this.entities = entities;
    this.queries = queries;
    this.stepUp = stepUp;
    this.openingsADay = config.openingsADay();
  }

  /** Writes a reading, in the caller's transaction; people reading their own data are omitted. */
  void write(
      Caller caller,
      long entryId,
      PersonalRead.Kind kind,
      ReadPurpose purpose,
      int items,
      String divisionPath,
      Instant at) {
    if (purpose == ReadPurpose.OWN_DATA) {
      return;
    }
    PersonalRead read = new PersonalRead();
    read.entryId = entryId;
    read.account = caller.account();
    read.role = caller.role();
    read.kind = kind;
    read.purpose = purpose;
    read.items = items;
    read.divisionPath = divisionPath;
    read.readAt = at;
    entities.persist(read);
  }

  /**
   * Counts leaves that an account opens today, in the caller's transaction; if they are more than
   * the configured number, requires a fresh second factor.
   *
   * @throws org.microwish.problem.ProblemException STEP_UP_REQUIRED
   */
  void countOpenings(Caller caller, int leaves, Instant now) {
    LocalDate today = LocalDate.ofInstant(now, Time.ZONE);
    // Locks the row, so concurrent requests cannot all find the count below the limit.
    queries.count(caller.account(), today, leaves);
    if (queries.counted(caller.account()) > openingsADay) {
      stepUp.require();
    }
  }

  /** A page of the readings in the caller's subtree, the newest first. */
  Page<PersonalRead> list(
      Caller caller,
      String account,
      PersonalRead.Kind kind,
      LocalDate from,
      LocalDate to,
      PageQuery page) {
    boolean everywhere = caller.role() == Role.ADMINISTRATOR && caller.divisionPath() == null;
    if (caller.divisionPath() == null && !everywhere) {
      throw Caller.forbidden();
    }
    return new Listing<>(PersonalRead.class, "from PersonalRead")
        .within("divisionPath", caller.divisionPath())
        .filter("account", account, "account = :account")
        .filter("kind", kind, "kind = :kind")
        .filter("from", start(from), "readAt >= :from")
        .filter("to", to == null ? null : start(to.plusDays(1)), "readAt < :to")
        .descending("entryId", read -> read.entryId)
        .page(entities, page);
  }

  private static Instant start(LocalDate day) {
    return day == null ? null : day.atStartOfDay(Time.ZONE).toInstant();
  }
}
