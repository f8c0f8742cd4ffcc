package org.microwish.login.wechat;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How accounts are bound. */
@ConfigMapping(prefix = "microwish.binding")
public interface BindingConfig {

  /** For how long a code of the staff is good. */
  @WithDefault("24H")
  Duration codeLife();

  /**
   * The most open wishes that one telephone number may bring. More are not one resident's: a
   * building head has put its own number under its neighbours' wishes, and must not become all of
   * them. Staff give out a code for each.
   */
  @WithDefault("5")
  int maxWishes();
}
