package org.microwish.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import java.util.Map;

/**
 * Provides every {@code @QuarkusTest} with the database of its JVM; registered globally by the
 * annotation below.
 */
@WithTestResource(value = DatabaseResource.class, scope = TestResourceScope.GLOBAL)
public final class DatabaseResource implements QuarkusTestResourceLifecycleManager {

  @Override
  public Map<String, String> start() {
    return TestDatabase.quarkusProperties();
  }

  /** Does nothing: the server serves all tests of this JVM, and stops when the JVM ends. */
  @Override
  public void stop() {}
}
