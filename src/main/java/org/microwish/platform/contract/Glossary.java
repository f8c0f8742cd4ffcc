package org.microwish.platform.contract;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;

/**
 * Describes the schemas, properties, enum values and parameters that have no description in the
 * code, with the texts of {@code openapi/glossary.properties}. Its keys are:
 *
 * <ul>
 *   <li>{@code tag.name} for a tag; the order of the tags is that of the file
 *   <li>{@code Schema} for a schema, {@code Schema.property} for its property
 *   <li>{@code property} for what a property of this name means in all other schemas
 *   <li>{@code Enum.VALUE} for a value of an enum
 *   <li>{@code parameter.operationId.name} for a parameter of one operation
 *   <li>{@code parameter.name} for what a parameter of this name means in all other operations
 * </ul>
 */
final class Glossary {

  private static final String FILE = "openapi/glossary.properties";
  private static final String TAG = "tag.";
  private static final String PARAMETER = "parameter.";

  /** In the order of the file. */
  private final Map<String, String> texts = new LinkedHashMap<>();

  Glossary() {
    Properties file =
        new Properties() {
          @Override
          public synchronized Object put(Object key, Object text) {
            return texts.put((String) key, (String) text);
          }
        };
    try (InputStream in =
        Thread.currentThread().getContextClassLoader().getResourceAsStream(FILE)) {
      file.load(new InputStreamReader(in, StandardCharsets.UTF_8));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  void describe(OpenAPI contract) {
    contract.getComponents().getSchemas().forEach(this::describe);
    contract.getPaths().getPathItems().values().stream()
        .flatMap(path -> path.getOperations().values().stream())
        .forEach(this::describe);
    contract.setTags(
        texts.keySet().stream()
            .filter(key -> key.startsWith(TAG))
            .map(
                key ->
                    OASFactory.createTag()
                        .name(key.substring(TAG.length()))
                        .description(texts.get(key)))
            .toList());
  }

  private void describe(Operation operation) {
    if (operation.getParameters() != null) {
      for (Parameter parameter : operation.getParameters()) {
        if (parameter.getDescription() == null) {
          String name = parameter.getName();
          parameter.setDescription(
              texts.getOrDefault(
                  PARAMETER + operation.getOperationId() + "." + name,
                  texts.get(PARAMETER + name)));
        }
      }
    }
  }

  private void describe(String name, Schema schema) {
    if (schema.getDescription() == null) {
      schema.setDescription(texts.get(name));
    }
    if (schema.getEnumeration() != null) {
      describeValues(name, schema);
    }
    if (schema.getProperties() != null) {
      schema
          .getProperties()
          .forEach(
              (property, value) -> {
                if (value.getDescription() == null) {
                  value.setDescription(
                      texts.getOrDefault(name + "." + property, texts.get(property)));
                }
              });
    }
  }

  /** Adds the texts of the values as a list for programs, and to the description for readers. */
  private void describeValues(String name, Schema schema) {
    List<String> values = new ArrayList<>();
    StringBuilder list = new StringBuilder();
    for (Object value : schema.getEnumeration()) {
      String text = texts.get(name + "." + value);
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
