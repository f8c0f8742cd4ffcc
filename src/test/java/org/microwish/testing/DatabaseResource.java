package org.microwish.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import java.util.Map;

/**
 * Gives every {@code @QuarkusTest} the database of its JVM. Registered once, here, for all of them.
 */
@WithTestResource(value = DatabaseResource.class, scope = TestResourceScope.GLOBAL)
public final class DatabaseResource implements QuarkusTestResourceLifecycleManager {

  @Override
  public Map<String, String> start() {
    return TestDatabase.quarkusProperties();
  }

  /** Nothing: the server serves all tests of this JVM, and stops when the JVM ends. */
  @Override
  public void stop() {}
}
