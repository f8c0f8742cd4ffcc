package org.microwish.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import java.util.Map;

/**
 * Gives every {@code @QuarkusTest} one {@link WeChatStandIn}. Registered once, here, for all of
 * them; what it does is written in the codes that tests log in with.
 */
@WithTestResource(value = WeChatResource.class, scope = TestResourceScope.GLOBAL)
public final class WeChatResource implements QuarkusTestResourceLifecycleManager {

  private WeChatStandIn standIn;

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
        "1S");
  }

  @Override
  public void stop() {
    standIn.close();
  }
}
