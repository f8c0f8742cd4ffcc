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

/**
 * Records and lists readings of other people's personal values, and limits the number of leaves
 * whose commitments an account may open in a day.
 */
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

  /**
   * Records in the running transaction that the caller read personal data. Records nothing if the
   * caller read their own data.
   */
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
   * Adds to the number of leaves that an account opens today, in the running transaction. If that
   * number exceeds the configured one, requires a recent second factor.
   *
   * @throws org.microwish.problem.ProblemException STEP_UP_REQUIRED if the second factor is missing
   */
  void countOpenings(Caller caller, int leaves, Instant now) {
    LocalDate today = LocalDate.ofInstant(now, Time.ZONE);
    // The statement locks the account's row, so that concurrent requests cannot all read a number
    // below the limit.
    queries.count(caller.account(), today, leaves);
    if (queries.counted(caller.account()) > openingsADay) {
      stepUp.require();
    }
  }

  /**
   * Returns a page of the readings in the caller's subtree, newest first. An administrator without
   * a division gets all readings; other callers without a division are refused.
   */
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
