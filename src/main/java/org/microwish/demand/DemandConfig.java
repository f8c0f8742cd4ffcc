package org.microwish.demand;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import org.microwish.calendar.days.TimeLimit;

/** Configures the time limits of demands. */
@ConfigMapping(prefix = "microwish.demand")
public interface DemandConfig {

  /** The time to answer a complaint. */
  @WithDefault("5 working days")
  TimeLimit complaint();

  /** The time to answer a question. */
  @WithDefault("2 working days")
  TimeLimit consultation();

  /** The time to answer a dispute. */
  @WithDefault("10 working days")
  TimeLimit dispute();

  /** The time to answer a suggestion. */
  @WithDefault("15 working days")
  TimeLimit suggestion();

  /** The time to answer an order. */
  @WithDefault("3 working days")
  TimeLimit order();

  /** The time to answer a request for help. */
  @WithDefault("1 working day")
  TimeLimit help();

  /** The time to accept, return or reject a demand; no rule depends on it. */
  @WithDefault("1 working day")
  TimeLimit accept();

  /** The time to evaluate an answer; then the demand is closed. */
  @WithDefault("15 working days")
  TimeLimit evaluate();
}
