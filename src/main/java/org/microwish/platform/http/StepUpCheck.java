package org.microwish.platform.http;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.container.ResourceInfo;
import java.lang.reflect.Method;
import java.time.Duration;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.microwish.caller.CurrentCaller;
import org.microwish.caller.Role;
import org.microwish.platform.Time;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;

/**
 * Step-up authentication (RFC 9470): requires that the caller showed a second factor a short time
 * ago. A token says so in {@code auth_time}; a login with a password, {@code POST /auth/step-up}
 * and an OpenID provider write that claim. Tokens from a refresh have none, and neither have those
 * of clients, so a program can never do what needs step-up.
 */
@ApplicationScoped
public class StepUpCheck {

  private final CurrentCaller caller;
  private final Time time;
  private final Duration within;

  StepUpCheck(CurrentCaller caller, Time time, StepUpConfig config) {
    this.caller = caller;
    this.time = time;
    this.within = config.within();
  }

  @ServerRequestFilter
  void check(ResourceInfo resource) {
    Method method = resource.getResourceMethod();
    if (method != null && method.isAnnotationPresent(StepUp.class)) {
      require();
    }
  }

  /**
   * Requires a fresh second factor of the current caller, for operations that need it only under
   * some condition. Residents and members log in with WeChat and have no second factor; nothing is
   * required of them.
   *
   * @throws ProblemException STEP_UP_REQUIRED
   */
  public void require() {
    if (!caller.get().is(Role.RESIDENT, Role.MEMBER)
        && caller
            .confirmedAt()
            .filter(confirmed -> confirmed.plus(within).isAfter(time.now()))
            .isEmpty()) {
      throw ProblemType.STEP_UP_REQUIRED.exception().with("maxAge", within.toSeconds());
    }
  }
}
