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
   * Maximum number of wishes that are bound to an account by its telephone number. Wishes that
   * cannot be bound, such as ended ones, do not count. A number with more wishes is probably not
   * the residents' own: for example, a building head may have entered their own number for the
   * wishes of neighbours, and must not become the owner of all these wishes. Then no wish is bound
   * by the number, and staff issue a code for each wish.
   */
  @WithDefault("5")
  int maxWishes();
}
