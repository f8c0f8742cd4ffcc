package org.microwish.activity;

import org.microwish.activity.lifecycle.ActivityTransition;
import org.microwish.caller.Caller;
import org.microwish.lifecycle.command.Command;

/**
 * A command that {@link ActivityExecutor} runs on an activity. Some commands also name an
 * enrolment, which the superclass calls a part, or a session and the member who is to be enrolled
 * in it.
 */
final class CommandOnActivity
    extends Command<CommandOnActivity, ActivityTransition, ActivityContext> {

  private Long sessionId;
  private Long memberId;
  private String code;
  private Integer minutes;

  private CommandOnActivity(Caller caller, long activityId, ActivityTransition transition) {
    super(caller, activityId, transition);
  }

  static CommandOnActivity of(Caller caller, long activityId, ActivityTransition transition) {
    return new CommandOnActivity(caller, activityId, transition);
  }

  @Override
  protected CommandOnActivity self() {
    return this;
  }

  /** Names the session, and the member who is to be enrolled in it. */
  CommandOnActivity enrolling(long session, long member) {
    sessionId = session;
    memberId = member;
    return this;
  }

  CommandOnActivity code(String given) {
    code = given;
    return this;
  }

  /** Sets the minutes to count; null for those that the activity's rule gives. */
  CommandOnActivity minutes(Integer given) {
    minutes = given;
    return this;
  }

  Long sessionId() {
    return sessionId;
  }

  Long memberId() {
    return memberId;
  }

  String code() {
    return code;
  }

  Integer minutes() {
    return minutes;
  }
}
