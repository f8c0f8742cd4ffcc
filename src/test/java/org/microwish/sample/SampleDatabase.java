package org.microwish.sample;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.microwish.platform.start.DatabaseLauncher;
import org.microwish.platform.start.DatabaseSettings;
import org.microwish.testing.TestDatabase;

/** Test profile that runs the service on its own schema, empty until the sample is loaded. */
public final class SampleDatabase implements QuarkusTestProfile {

  @Override
  public List<TestResourceEntry> testResources() {
    return List.of(new TestResourceEntry(Schema.class));
  }

  @Override
  public boolean disableGlobalTestResources() {
    return true;
  }

  /** Creates the schema. */
  public static final class Schema implements QuarkusTestResourceLifecycleManager {

    @Override
    public Map<String, String> start() {
      Map<String, String> properties = new HashMap<>(TestDatabase.quarkusProperties());
      DatabaseSettings schema = TestDatabase.emptySchema("sample");
      DatabaseLauncher.prepare(schema);
      properties.put("quarkus.datasource.jdbc.url", schema.url());
      properties.put("quarkus.datasource.username", schema.user());
      properties.put("quarkus.datasource.password", schema.password());
      // Each schema has its own log, which needs its own directory for the key and the checkpoints.
      properties.put(
          "microwish.ledger.embedded-directory",
          properties.get("microwish.ledger.embedded-directory") + "-sample");
      return properties;
    }

    /** Does nothing: the schema is removed with the others of this JVM. */
    @Override
    public void stop() {}
  }
}
