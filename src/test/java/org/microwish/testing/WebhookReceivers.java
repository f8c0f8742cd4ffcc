package org.microwish.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import java.util.Map;

/**
 * Provides every {@code @QuarkusTest} with one {@link WebhookReceiver}, which the service may call;
 * registered globally by the annotation below.
 */
@WithTestResource(value = WebhookReceivers.class, scope = TestResourceScope.GLOBAL)
public final class WebhookReceivers implements QuarkusTestResourceLifecycleManager {

  /** An address that the service may call, but where nobody answers (RFC 5737). */
  public static final String NOWHERE = "https://203.0.113.7/micro-wish";

  private static WebhookReceiver receiver;

  /** Returns the receiver of this JVM. */
  public static WebhookReceiver receiver() {
    return receiver;
  }

  @Override
  public Map<String, String> start() {
    receiver = new WebhookReceiver();
    return Map.of(
        "microwish.outgoing.ports", "443," + receiver.port(),
        "microwish.outgoing.https-only", "false",
        "microwish.outgoing.allowed-networks", "127.0.0.0/8,203.0.113.0/24",
        "microwish.webhook.timeout", "1S");
  }

  @Override
  public void stop() {
    receiver.close();
  }
}
