package org.microwish.platform.contract;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationTarget;
import org.jboss.jandex.AnnotationValue;
import org.jboss.jandex.DotName;
import org.jboss.jandex.FieldInfo;
import org.jboss.jandex.IndexView;

/**
 * Corrects the schemas that SmallRye OpenAPI derives from records: adds lengths and patterns that
 * SmallRye does not find, anchors patterns, removes what a schema repeats from another, replaces
 * {@code Confidential} by a string, and renames the schemas of pages.
 */
final class SchemaDetails {

  private static final DotName SCHEMA =
      DotName.createSimple("org.eclipse.microprofile.openapi.annotations.media.Schema");
  private static final String CONFIDENTIAL = "Confidential";
  private static final String PAGE = "Page";
  private static final String REFERENCE = "#/components/schemas/";

  private final List<AnnotationInstance> texts;
  private final List<AnnotationInstance> sizes;
  private final List<AnnotationInstance> patterns;

  SchemaDetails(IndexView index) {
    texts = onFields(index, "org.microwish.platform.http.Text");
    // SmallRye itself applies @Size and @Pattern to String fields, but not to Confidential fields.
    sizes = onConfidential(index, "jakarta.validation.constraints.Size");
    patterns = onConfidential(index, "jakarta.validation.constraints.Pattern");
  }

  private static List<AnnotationInstance> onFields(IndexView index, String annotation) {
    return index.getAnnotations(DotName.createSimple(annotation)).stream()
        .filter(found -> found.target().kind() == AnnotationTarget.Kind.FIELD)
        .toList();
  }

  private static List<AnnotationInstance> onConfidential(IndexView index, String annotation) {
    return onFields(index, annotation).stream()
        .filter(found -> found.target().asField().type().name().local().equals(CONFIDENTIAL))
        .toList();
  }

  void complete(OpenAPI contract) {
    contract.getPaths().getPathItems().values().stream()
        .flatMap(path -> path.getOperations().values().stream())
        .filter(operation -> operation.getParameters() != null)
        .flatMap(operation -> operation.getParameters().stream())
        .forEach(parameter -> anchor(parameter.getSchema()));
    inlineConfidential(contract.getComponents().getSchemas());
    removeTypes(contract.getComponents().getSchemas());
    removeInherited(contract.getComponents().getSchemas());
    describeTypes(contract.getComponents().getSchemas());
    renamePages(contract);
  }

  private void describeTypes(Map<String, Schema> schemas) {
    Schema time = schemas.get("Instant");
    if (time != null) {
      time.setExamples(List.of("2022-02-15T09:30:00+08:00"));
    }
    for (Schema schema : schemas.values()) {
      Schema cursor =
          schema.getProperties() == null ? null : schema.getProperties().get("nextCursor");
      if (cursor != null && !cursor.getType().contains(Schema.SchemaType.NULL)) {
        // nextCursor is null on the last page of every collection.
        cursor.addType(Schema.SchemaType.NULL);
      }
    }
    for (AnnotationInstance text : texts) {
      property(schemas, text)
          .ifPresent(
              property -> {
                AnnotationValue min = text.value("min");
                property.setMaxLength(text.value("max").asInt());
                property.setMinLength(min == null ? 1 : min.asInt());
              });
    }
    for (AnnotationInstance size : sizes) {
      property(schemas, size)
          .ifPresent(property -> property.setMaxLength(size.value("max").asInt()));
    }
    for (AnnotationInstance pattern : patterns) {
      property(schemas, pattern)
          .ifPresent(property -> property.setPattern(pattern.value("regexp").asString()));
    }
    schemas.values().forEach(SchemaDetails::anchor);
    schemas.values().forEach(SchemaDetails::keepText);
  }

  /**
   * Converts examples of text properties to strings. SmallRye parses an example that consists of
   * digits, such as a telephone number, as a number.
   */
  private static void keepText(Schema schema) {
    if (schema.getProperties() != null) {
      for (Schema property : schema.getProperties().values()) {
        if (property.getExamples() != null
            && property.getType() != null
            && property.getType().contains(Schema.SchemaType.STRING)) {
          property.setExamples(
              property.getExamples().stream()
                  .map(example -> example instanceof Number ? example.toString() : example)
                  .toList());
        }
      }
    }
  }

  /**
   * Anchors patterns at both ends. The constraint {@code @Pattern} matches the whole text, but a
   * pattern in JSON Schema may match a part of it.
   */
  private static void anchor(Schema schema) {
    if (schema == null) {
      return;
    }
    String pattern = schema.getPattern();
    if (pattern != null && !(pattern.startsWith("^") && pattern.endsWith("$"))) {
      schema.setPattern("^" + (pattern.contains("|") ? "(" + pattern + ")" : pattern) + "$");
    }
    anchor(schema.getItems());
    if (schema.getProperties() != null) {
      schema.getProperties().values().forEach(SchemaDetails::anchor);
    }
  }

  /**
   * Returns the contract's property for an annotated field of a record; empty if the contract does
   * not contain the record.
   */
  private static Optional<Schema> property(
      Map<String, Schema> schemas, AnnotationInstance annotation) {
    FieldInfo field = annotation.target().asField();
    AnnotationInstance owner = field.declaringClass().declaredAnnotation(SCHEMA);
    AnnotationValue name = owner == null ? null : owner.value("name");
    Schema schema =
        schemas.get(name == null ? field.declaringClass().simpleName() : name.asString());
    return Optional.ofNullable(schema)
        .map(Schema::getProperties)
        .map(properties -> properties.get(field.name()));
  }

  /** Removes the type of a property that refers to another schema: that schema has the type. */
  private static void removeTypes(Map<String, Schema> schemas) {
    for (Schema owner : schemas.values()) {
      if (owner.getProperties() != null) {
        for (Schema property : owner.getProperties().values()) {
          if (property.getRef() != null && property.getType() != null) {
            property.setType((List<Schema.SchemaType>) null);
          }
        }
      }
    }
  }

  /** Removes properties that a schema repeats from a schema in its allOf. */
  private static void removeInherited(Map<String, Schema> schemas) {
    for (Schema heir : schemas.values()) {
      if (heir.getAllOf() != null && heir.getProperties() != null) {
        for (Schema base : heir.getAllOf()) {
          Map<String, Schema> inherited =
              schemas.get(base.getRef().substring(REFERENCE.length())).getProperties();
          List.copyOf(heir.getProperties().keySet()).stream()
              .filter(inherited::containsKey)
              .forEach(heir::removeProperty);
        }
      }
    }
  }

  /**
   * Replaces each reference to the schema of {@code Confidential} by the type string. Clients need
   * not know that the value is hidden in logs.
   */
  private static void inlineConfidential(Map<String, Schema> schemas) {
    if (!schemas.containsKey(CONFIDENTIAL)) {
      return;
    }
    for (Schema owner : schemas.values()) {
      if (owner.getProperties() != null) {
        owner.getProperties().values().forEach(SchemaDetails::inlineConfidential);
      }
    }
  }

  private static void inlineConfidential(Schema property) {
    List<Schema> choices = property.getAnyOf();
    if ((REFERENCE + CONFIDENTIAL).equals(property.getRef())) {
      property.setRef(null);
      property.setType(List.of(Schema.SchemaType.STRING));
    } else if (choices != null
        && choices.stream().anyMatch(one -> (REFERENCE + CONFIDENTIAL).equals(one.getRef()))) {
      property.setAnyOf(null);
      property.setType(List.of(Schema.SchemaType.STRING, Schema.SchemaType.NULL));
    } else if (property.getItems() != null) {
      inlineConfidential(property.getItems());
    } else if (property.getAdditionalPropertiesSchema() != null) {
      inlineConfidential(property.getAdditionalPropertiesSchema());
    }
  }

  /**
   * Renames the schemas of pages: SmallRye puts {@code Page} before the name of the item, this
   * method puts {@code Page} after the name of the item's schema, such as {@code WishPage}. Also
   * removes the schemas of {@code Confidential} and {@code IfMatch}, which nothing in the contract
   * refers to.
   */
  private static void renamePages(OpenAPI contract) {
    Map<String, Schema> schemas = new TreeMap<>(contract.getComponents().getSchemas());
    schemas.remove(CONFIDENTIAL);
    // IfMatch is a header, not a body: ContractFilter describes it as a parameter.
    schemas.remove("IfMatch");
    Map<String, String> renamed = new HashMap<>();
    for (String name : List.copyOf(schemas.keySet())) {
      if (name.startsWith(PAGE) && name.length() > PAGE.length()) {
        String item = schemas.get(name).getProperties().get("items").getItems().getRef();
        String better = item.substring(REFERENCE.length()) + PAGE;
        schemas.put(better, schemas.remove(name));
        renamed.put(REFERENCE + name, REFERENCE + better);
      }
    }
    contract.getComponents().setSchemas(schemas);
    contract.getPaths().getPathItems().values().stream()
        .flatMap(path -> path.getOperations().values().stream())
        .filter(operation -> operation.getResponses() != null)
        .flatMap(operation -> operation.getResponses().getAPIResponses().values().stream())
        .filter(response -> response.getContent() != null)
        .flatMap(response -> response.getContent().getMediaTypes().values().stream())
        .map(MediaType::getSchema)
        .filter(schema -> schema != null && renamed.containsKey(schema.getRef()))
        .forEach(schema -> schema.setRef(renamed.get(schema.getRef())));
  }
}
