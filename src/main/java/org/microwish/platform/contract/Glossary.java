package org.microwish.platform.contract;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;

/**
 * Describes the schemas, properties, enum values and parameters that have no description in the
 * code, with the texts of {@code openapi/glossary.properties}. Its keys are:
 *
 * <ul>
 *   <li>{@code Schema} for a schema, {@code Schema.property} for its property
 *   <li>{@code property} for what a property of this name means in all other schemas
 *   <li>{@code Enum.VALUE} for a value of an enum
 *   <li>{@code parameter.name} for a parameter
 * </ul>
 */
final class Glossary {

  private static final String FILE = "openapi/glossary.properties";

  private final Properties texts = new Properties();

  Glossary() {
    try (InputStream file =
            Thread.currentThread().getContextClassLoader().getResourceAsStream(FILE);
        InputStreamReader in = new InputStreamReader(file, StandardCharsets.UTF_8)) {
      texts.load(in);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  void describe(OpenAPI contract) {
    contract.getComponents().getSchemas().forEach(this::describe);
    contract.getPaths().getPathItems().values().stream()
        .flatMap(path -> path.getOperations().values().stream())
        .forEach(this::describe);
  }

  private void describe(Operation operation) {
    if (operation.getParameters() != null) {
      for (Parameter parameter : operation.getParameters()) {
        if (parameter.getDescription() == null) {
          parameter.setDescription(texts.getProperty("parameter." + parameter.getName()));
        }
      }
    }
  }

  private void describe(String name, Schema schema) {
    if (schema.getDescription() == null) {
      schema.setDescription(texts.getProperty(name));
    }
    if (schema.getEnumeration() != null) {
      describeValues(name, schema);
    }
    if (schema.getProperties() != null) {
      for (Map.Entry<String, Schema> property : schema.getProperties().entrySet()) {
        if (property.getValue().getDescription() == null) {
          property
              .getValue()
              .setDescription(
                  texts.getProperty(
                      name + "." + property.getKey(), texts.getProperty(property.getKey())));
        }
      }
    }
  }

  /** Adds the texts of the values as a list for programs, and to the description for readers. */
  private void describeValues(String name, Schema schema) {
    List<String> values = new ArrayList<>();
    StringBuilder list = new StringBuilder();
    for (Object value : schema.getEnumeration()) {
      String text = texts.getProperty(name + "." + value);
      if (text == null) {
        return;
      }
      values.add(text);
      list.append("\n- `").append(value).append("`: ").append(text);
    }
    String description = schema.getDescription();
    schema.setDescription((description == null ? "" : description + "\n") + list);
    schema.addExtension("x-enum-descriptions", values);
  }
}
