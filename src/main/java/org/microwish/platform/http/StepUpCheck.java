package org.microwish.platform.http;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.container.ResourceInfo;
import java.lang.reflect.Method;
import java.time.Duration;
import java.time.Instant;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.microwish.caller.CurrentCaller;
import org.microwish.caller.Role;
import org.microwish.platform.Time;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;

/**
 * Step-up authentication (RFC 9470): requires that the caller showed a second factor a short time
 * ago. The claim {@code auth_time} of the token contains the time at which the caller did. Tokens
 * have this claim if they come from a login with a password, from {@code POST /auth/step-up} or
 * from an OpenID provider. Refreshed tokens and tokens of clients do not have it, so programs can
 * never call an operation that needs step-up.
 */
@ApplicationScoped
public class StepUpCheck {

  private static final Duration SKEW = Duration.ofSeconds(30);

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
   * Requires that the current caller showed a second factor a short time ago. For operations that
   * need step-up only under some condition; otherwise use {@link StepUp}. Never refuses residents
   * and members: they log in with WeChat and have no second factor.
   *
   * @throws ProblemException STEP_UP_REQUIRED if the caller showed none, or too long ago
   */
  public void require() {
    if (!caller.get().is(Role.RESIDENT, Role.MEMBER)
        && caller.confirmedAt().filter(this::isFresh).isEmpty()) {
      throw ProblemType.STEP_UP_REQUIRED.exception().with("maxAge", within.toSeconds());
    }
  }

  /**
   * Returns true if the time is at most {@link StepUpConfig#within} ago and not in the future,
   * because a provider's wrong time must not count as fresh for longer. Allows the same clock
   * difference as for the other times of a token.
   */
  private boolean isFresh(Instant confirmed) {
    Instant now = time.now();
    return now.isBefore(confirmed.plus(within)) && !confirmed.isAfter(now.plus(SKEW));
  }
}
