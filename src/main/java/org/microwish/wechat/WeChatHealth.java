package org.microwish.wechat;

import io.smallrye.health.api.Wellness;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Default;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/**
 * Down while WeChat refuses the mini-program's AppID, secret or IP address. An unreachable WeChat
 * does not make this service unhealthy, and running without WeChat is the operator's choice.
 */
@Default // @Wellness is a qualifier, which takes the default one away.
@Wellness
@ApplicationScoped
public class WeChatHealth implements HealthCheck {

  private final WeChatConfig config;

  /** The errcode of the last call if it concerned AppID, secret or IP address, else 0. */
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
