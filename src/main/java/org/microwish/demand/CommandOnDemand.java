package org.microwish.demand;

import java.util.function.Function;
import org.microwish.caller.Caller;
import org.microwish.demand.lifecycle.DemandSnapshot;
import org.microwish.demand.lifecycle.DemandTransition;
import org.microwish.lifecycle.command.Command;

/** A command that {@link DemandExecutor} runs on a demand, some of them on one support. */
final class CommandOnDemand extends Command<CommandOnDemand, DemandTransition, DemandContext> {

  private Function<DemandContext, DemandSnapshot.Request> asking =
      context -> DemandSnapshot.Request.PLAIN;

  private Integer route;

  private CommandOnDemand(Caller caller, long demandId, DemandTransition transition) {
    super(caller, demandId, transition);
  }

  static CommandOnDemand of(Caller caller, long demandId, DemandTransition transition) {
    return new CommandOnDemand(caller, demandId, transition);
  }

  @Override
  protected CommandOnDemand self() {
    return this;
  }

  /** Sets a function that adds this command's own facts before the rules decide. */
  CommandOnDemand asking(Function<DemandContext, DemandSnapshot.Request> question) {
    asking = question;
    return this;
  }

  /** Requires that the demand was not dispatched anew since the caller read its route number. */
  CommandOnDemand on(int number) {
    route = number;
    return asking(context -> DemandSnapshot.Request.route(context.demand.route == number));
  }

  /** Returns the required route number, or null. */
  Integer route() {
    return route;
  }

  DemandSnapshot.Request request(DemandContext context) {
    return asking.apply(context);
  }
}
