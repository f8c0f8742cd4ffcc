package org.microwish.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import java.util.Map;

/**
 * Provides every {@code @QuarkusTest} with one {@link WeChatStandIn}; registered globally by the
 * annotation below. The login codes of the tests select its behaviour.
 */
@WithTestResource(value = WeChatResource.class, scope = TestResourceScope.GLOBAL)
public final class WeChatResource implements QuarkusTestResourceLifecycleManager {

  private static WeChatStandIn standIn;

  /** Returns the stand-in of this JVM. */
  public static WeChatStandIn standIn() {
    return standIn;
  }

  @Override
  public Map<String, String> start() {
    standIn = new WeChatStandIn();
    return Map.of(
        "microwish.wechat.base-url",
        standIn.baseUrl(),
        "microwish.wechat.app-id",
        WeChatStandIn.APP_ID,
        "microwish.wechat.secret",
        WeChatStandIn.SECRET,
        "microwish.wechat.timeout",
        // Short, because tests wait for timeouts, but longer than the pauses of a busy machine.
        "3S");
  }

  @Override
  public void stop() {
    standIn.close();
  }
}
