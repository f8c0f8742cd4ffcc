package org.microwish.login.wechat;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Configuration of account bindings. */
@ConfigMapping(prefix = "microwish.binding")
public interface BindingConfig {

  /** Lifetime of a binding code. */
  @WithDefault("24H")
  Duration codeLife();

  /**
   * Maximum number of open wishes that one telephone number may bind. A number with more open
   * wishes is probably not the residents' own: for example, a building head may have entered their
   * own number for the wishes of neighbours, and must not become the owner of all these wishes.
   * Then no wish is bound, and staff issue a code for each wish.
   */
  @WithDefault("5")
  int maxWishes();
}
