package org.microwish.problem;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;

@Tag("fast")
class FieldNamesTest {

  private static final Path CONTRACT = Path.of("openapi/openapi.yaml");

  private final Set<String> names = new TreeSet<>();
  private final Set<String> seen = new HashSet<>();
  private JsonNode contract;

  @Test
  void everyFieldOfARequest_hasAChineseName() throws IOException {
    LoaderOptions whole = new LoaderOptions();
    whole.setCodePointLimit(64 << 20);
    contract =
        new ObjectMapper(YAMLFactory.builder().loaderOptions(whole).build())
            .readTree(CONTRACT.toFile());
    for (JsonNode path : contract.path("paths")) {
      for (JsonNode operation : path) {
        for (JsonNode parameter : operation.path("parameters")) {
          names.add(found(parameter).path("name").asText());
        }
        for (JsonNode content : found(operation.path("requestBody")).path("content")) {
          collect(content.path("schema"));
        }
      }
    }
    assertThat(names).hasSizeGreaterThan(100);
    assertThat(names)
        .allSatisfy(
            name ->
                assertThat(FieldNames.of(FieldError.query(name, FieldFault.REQUIRED), Language.ZH))
                    .as("field_names_zh.properties has no %s", name)
                    .isPresent());
  }

  private JsonNode found(JsonNode node) {
    String ref = node.path("$ref").asText();
    return ref.isEmpty() ? node : contract.at(ref.substring(1));
  }

  private void collect(JsonNode schema) {
    String ref = schema.path("$ref").asText();
    if (!ref.isEmpty()) {
      if (seen.add(ref)) {
        collect(found(schema));
      }
      return;
    }
    schema
        .path("properties")
        .properties()
        .forEach(
            property -> {
              names.add(property.getKey());
              collect(property.getValue());
            });
    collect(schema, "items", "additionalProperties");
    for (String several : new String[] {"allOf", "anyOf", "oneOf"}) {
      schema.path(several).forEach(this::collect);
    }
  }

  private void collect(JsonNode schema, String... members) {
    for (String member : members) {
      if (schema.path(member).isObject()) {
        collect(schema.path(member));
      }
    }
  }

  @Test
  void nameIsThatOfTheField_alsoForAnItem() {
    FieldError item = FieldError.body("/words/contactPhone/3", FieldFault.REQUIRED);
    assertThat(FieldNames.of(item, Language.ZH)).contains("联系电话");
    assertThat(FieldNames.of(item, Language.EN)).contains("contact phone");
    FieldError header = FieldError.header("If-Match", FieldFault.REQUIRED);
    assertThat(FieldNames.of(header, Language.EN)).contains("If-Match");
    assertThat(FieldNames.of(FieldError.body("", FieldFault.REQUIRED), Language.EN)).isEmpty();
    assertThat(FieldNames.of(FieldError.query("?", FieldFault.UNKNOWN_FIELD), Language.EN))
        .isEmpty();
  }
}
