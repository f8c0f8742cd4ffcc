package org.microwish.matching.plan;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;

/** A request to send invitations of a plan. Deleted once all of them are sent or refused. */
@Entity
@Table(name = "matching_plan_sending")
class PlanSending {
  @Id long id;
  long planId;

  /** The account of the operator who made the request, in whose name the invitations are sent. */
  String account;

  String divisionPath;
  boolean reserved;

  /** When the invitations expire; null for the default. */
  Instant untilAt;

  /** The time after which another instance may take over the request. */
  Instant leaseUntil;

  Caller caller() {
    return new Caller(account, Role.OPERATOR, null, null, divisionPath);
  }
}
