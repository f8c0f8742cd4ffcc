package org.microwish.platform.contract;

import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.openapi.api.SmallRyeOpenAPI;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;

/** Writes the contract as OpenAPI 3.0.3, for programs that cannot read 3.1. */
final class OlderVersion {

  private OlderVersion() {}

  /** Returns the contract in the older version. What that version lacks is left out. */
  static String of(String yaml) {
    return SmallRyeOpenAPI.builder()
        .withConfig(new SmallRyeConfigBuilder().build())
        .enableModelReader(false)
        .enableStandardStaticFiles(false)
        .enableAnnotationScan(false)
        .enableStandardFilter(false)
        .withCustomStaticFile(() -> new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
        .addFilter(
            new OASFilter() {
              @Override
              public void filterOpenAPI(OpenAPI contract) {
                contract.setOpenapi("3.0.3");
              }
            })
        .build()
        .toYAML();
  }
}
