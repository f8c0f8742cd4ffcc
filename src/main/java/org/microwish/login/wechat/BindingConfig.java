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
   * Maximum number of open wishes that one telephone number may bind. More do not belong to one
   * resident: a building head may have entered their own number for the wishes of neighbours, and
   * must not become the owner of them all. Staff then issue a code for each wish.
   */
  @WithDefault("5")
  int maxWishes();
}
