package org.microwish.wechat;

import io.smallrye.health.api.Wellness;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Default;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/**
 * Down while WeChat refuses this program's id, secret or address. That WeChat is away is not this
 * service's health, and that WeChat is not configured is the operator's choice.
 */
@Default // @Wellness is a qualifier, which takes the default one away.
@Wellness
@ApplicationScoped
public class WeChatHealth implements HealthCheck {

  private final WeChatConfig config;

  /** The errcode of the last call if it was about id, secret or address, else 0. */
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
