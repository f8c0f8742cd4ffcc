package org.microwish.platform.contract;

import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.openapi.api.SmallRyeOpenAPI;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Schema;

/** Writes the contract as OpenAPI 3.0.3, for programs that cannot read 3.1. */
final class OlderVersion {

  private OlderVersion() {}

  /** Returns the contract as OpenAPI 3.0.3, without the parts that this version does not have. */
  static String of(String yaml) {
    String older =
        render(
            yaml,
            new OASFilter() {
              @Override
              public void filterOpenAPI(OpenAPI contract) {
                contract.setOpenapi("3.0.3");
                contract.setWebhooks(null);
                Map<String, Schema> schemas = contract.getComponents().getSchemas();
                schemas.values().forEach(schema -> admitNull(schema, schemas));
              }
            });
    // Render a second time, to remove schemas that are not referred to any more.
    return render(older, new OASFilter() {});
  }

  /** Reads a contract, removes unused schemas, and applies the filter. */
  private static String render(String yaml, OASFilter filter) {
    return SmallRyeOpenAPI.builder()
        .withConfig(
            new SmallRyeConfigBuilder()
                .withDefaultValue(
                    "mp.openapi.extensions.smallrye.remove-unused-schemas.enable", "true")
                .build())
        .enableModelReader(false)
        .enableStandardStaticFiles(false)
        .enableAnnotationScan(false)
        .enableStandardFilter(false)
        .withCustomStaticFile(() -> new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
        .addFilter(filter)
        .build()
        .toYAML();
  }

  /**
   * Replaces a reference that may be null by what it refers to, because a reference in OpenAPI 3.0
   * cannot be nullable.
   */
  private static void admitNull(Schema owner, Map<String, Schema> schemas) {
    if (owner.getProperties() == null) {
      return;
    }
    for (Schema property : owner.getProperties().values()) {
      List<Schema> choices = property.getAnyOf();
      if (choices != null
          && choices.size() == 2
          && choices.getFirst().getRef() != null
          && List.of(Schema.SchemaType.NULL).equals(choices.getLast().getType())) {
        Schema target = schemas.get(choices.getFirst().getRef().replaceAll(".*/", ""));
        property.setAnyOf(null);
        property.setType(List.of(target.getType().getFirst(), Schema.SchemaType.NULL));
        if (target.getProperties() != null) {
          property.setProperties(target.getProperties());
          property.setRequired(target.getRequired());
        } else {
          property.setFormat(target.getFormat());
          property.setPattern(target.getPattern());
          if (target.getEnumeration() != null) {
            List<Object> values = new ArrayList<>(target.getEnumeration());
            values.add(null);
            property.setEnumeration(values);
          }
        }
      }
    }
  }
}
