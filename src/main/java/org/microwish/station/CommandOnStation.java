package org.microwish.station;

import java.util.function.Function;
import org.microwish.caller.Caller;
import org.microwish.lifecycle.command.Command;
import org.microwish.station.lifecycle.StationSnapshot;
import org.microwish.station.lifecycle.StationTransition;

/** A command that {@link StationExecutor} runs on a station, some of them on one booking. */
final class CommandOnStation extends Command<CommandOnStation, StationTransition, StationContext> {

  private Function<StationContext, StationSnapshot.Request> asking = context -> null;

  CommandOnStation(Caller caller, long stationId, StationTransition transition) {
    super(caller, stationId, transition);
  }

  @Override
  protected CommandOnStation self() {
    return this;
  }

  /** Sets what reads, under the lock, whether the space admits the booking. */
  CommandOnStation asking(Function<StationContext, StationSnapshot.Request> question) {
    asking = question;
    return this;
  }

  StationSnapshot.Request request(StationContext context) {
    return asking.apply(context);
  }
}
