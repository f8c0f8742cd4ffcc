package org.microwish.wechat;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** The mini-program, and how WeChat is reached. */
@ConfigMapping(prefix = "microwish.wechat")
public interface WeChatConfig {

  /** Where WeChat's server API is; https, or http on this machine's loopback for tests. */
  @WithDefault("https://api.weixin.qq.com")
  URI baseUrl();

  /** The mini-program's AppID. Without it nobody logs in through WeChat. */
  Optional<String> appId();

  /** The mini-program's AppSecret. */
  Optional<String> secret();

  /** How long a connection may take to be made. */
  @WithDefault("2S")
  Duration connectTimeout();

  /** How long one call may take from its first byte to the answer's last. */
  @WithDefault("5S")
  Duration timeout();

  /**
   * Calls under way at once in this instance. More are answered as if WeChat were down, so that a
   * WeChat that hangs holds no more threads than these.
   */
  @WithDefault("32")
  int maxConcurrent();
}
