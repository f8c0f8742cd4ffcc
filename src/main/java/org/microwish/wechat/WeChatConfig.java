package org.microwish.wechat;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Configures the mini-program and the connection to WeChat. */
@ConfigMapping(prefix = "microwish.wechat")
public interface WeChatConfig {

  /** The base URL of WeChat's server API; https, or http on a loopback address for tests. */
  @WithDefault("https://api.weixin.qq.com")
  URI baseUrl();

  /** The mini-program's AppID. Without it nobody can log in through WeChat. */
  Optional<String> appId();

  /** The mini-program's AppSecret. */
  Optional<String> secret();

  /**
   * The version of the mini-program that messages open: {@code formal}, {@code trial} or {@code
   * developer}.
   */
  @WithDefault("formal")
  String miniprogramState();

  /** The timeout for connecting. */
  @WithDefault("2S")
  Duration connectTimeout();

  /** The timeout of one request, including the whole response. */
  @WithDefault("5S")
  Duration timeout();

  /**
   * Maximum number of concurrent calls of this instance. Further calls fail as if WeChat were
   * unavailable, so that slow responses of WeChat block at most this number of threads.
   */
  @WithDefault("32")
  int maxConcurrent();
}
