package org.microwish.matching.plan;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;

/** A request to send the invitations of a plan. It is deleted when it is carried out. */
@Entity
@Table(name = "matching_plan_sending")
class PlanSending {
  @Id long id;
  long planId;

  /** The operator who asked, in whose name the invitations are. */
  String account;

  String divisionPath;
  boolean reserved;

  /** When the invitations run out; null for the default. */
  Instant untilAt;

  /** When another instance may take over. */
  Instant leaseUntil;

  Caller caller() {
    return new Caller(account, Role.OPERATOR, null, null, divisionPath);
  }
}
