package org.microwish.activity;

import java.util.Set;
import org.microwish.activity.lifecycle.ActivityRole;
import org.microwish.caller.Caller;
import org.microwish.ledger.EventTime;
import org.microwish.lifecycle.command.CommandContext;

/**
 * The data of one running command on an activity: what the command has read under the activity's
 * lock, and what is to be written.
 */
final class ActivityContext extends CommandContext<Activity, ActivityRole> {
  final Activity activity;

  /** The session that the command addresses, or null. */
  final ActivitySession session;

  /** The enrolment that the command addresses or creates, or null. */
  Enrolment enrolment;

  ActivityContext(
      Caller caller,
      Activity activity,
      ActivitySession session,
      Enrolment enrolment,
      Set<ActivityRole> roles,
      long entryId,
      EventTime when) {
    super(caller, activity, roles, entryId, when);
    this.activity = activity;
    this.session = session;
    this.enrolment = enrolment;
  }

  @Override
  public Long partId() {
    return enrolment == null ? null : enrolment.id;
  }

  @Override
  public Long organisationId() {
    return activity.hostId;
  }
}
