package org.microwish.wechat;

import io.smallrye.health.api.Wellness;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Default;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/**
 * A health check that is down while WeChat refuses the mini-program's AppID, secret or IP address.
 * It stays up when WeChat is unreachable, and when WeChat is not configured, which is the
 * operator's choice.
 */
@Default // Without this, the qualifier @Wellness would replace the default qualifier.
@Wellness
@ApplicationScoped
public class WeChatHealth implements HealthCheck {

  private final WeChatConfig config;

  /**
   * The errcode of WeChat's last refusal of the AppID, secret or IP address; 0 if there was none,
   * or a call has succeeded since.
   */
  private volatile int errcode;

  WeChatHealth(WeChatConfig config) {
    this.config = config;
  }

  void works() {
    errcode = 0;
  }

  void isMisconfigured(int code) {
    errcode = code;
  }

  @Override
  public HealthCheckResponse call() {
    int code = errcode;
    HealthCheckResponseBuilder answer =
        HealthCheckResponse.named("WeChat takes the program's id and secret")
            .status(code == 0)
            .withData("configured", config.appId().isPresent() && config.secret().isPresent());
    if (code != 0) {
      answer.withData("errcode", code);
    }
    return answer.build();
  }
}
