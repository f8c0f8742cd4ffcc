package org.microwish.wechat;

import io.smallrye.health.api.Wellness;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Default;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/**
 * Says when WeChat does not take this program's id, secret or address. That WeChat is down is not
 * our health, and that it is not configured is a choice.
 */
@Default // @Wellness is a qualifier, which takes the default one away.
@Wellness
@ApplicationScoped
public class WeChatHealth implements HealthCheck {

  private static final int FINE = 0;

  private final WeChatConfig config;
  private final AtomicInteger refusal = new AtomicInteger(FINE);

  WeChatHealth(WeChatConfig config) {
    this.config = config;
  }

  void works() {
    refusal.set(FINE);
  }

  void isMisconfigured(int code) {
    refusal.set(code);
  }

  @Override
  public HealthCheckResponse call() {
    int code = refusal.get();
    HealthCheckResponseBuilder answer =
        HealthCheckResponse.named("WeChat takes the program's id and secret")
            .status(code == FINE)
            .withData("configured", config.appId().isPresent() && config.secret().isPresent());
    if (code != FINE) {
      answer.withData("errcode", code);
    }
    return answer.build();
  }
}
