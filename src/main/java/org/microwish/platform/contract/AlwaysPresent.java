package org.microwish.platform.contract;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationValue;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.FieldInfo;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.Type;

/**
 * Lists in {@code required} the properties that a response always contains: those that Jackson
 * writes even if they are null, and those with a primitive Java type. Does not change the schemas
 * of request bodies, where constraints say what is required.
 */
final class AlwaysPresent {

  private static final DotName SCHEMA =
      DotName.createSimple("org.eclipse.microprofile.openapi.annotations.media.Schema");
  private static final DotName INCLUDE =
      DotName.createSimple("com.fasterxml.jackson.annotation.JsonInclude");
  private static final String REFERENCE = "#/components/schemas/";

  private final Map<String, List<ClassInfo>> records = new HashMap<>();

  AlwaysPresent(IndexView index) {
    Set<DotName> seen = new HashSet<>();
    for (ClassInfo type : index.getKnownClasses()) {
      // The index combines several indexes, and some classes are in two of them.
      if (type.isRecord() && seen.add(type.name())) {
        AnnotationInstance schema = type.declaredAnnotation(SCHEMA);
        AnnotationValue name = schema == null ? null : schema.value("name");
        records
            .computeIfAbsent(
                name == null ? type.simpleName() : name.asString(), key -> new ArrayList<>())
            .add(type);
      }
    }
  }

  void require(OpenAPI contract) {
    Map<String, Schema> schemas = contract.getComponents().getSchemas();
    Set<String> sent = new HashSet<>();
    contract.getPaths().getPathItems().values().stream()
        .flatMap(path -> path.getOperations().values().stream())
        .filter(operation -> operation.getRequestBody() != null)
        .forEach(operation -> gather(operation.getRequestBody().getContent(), schemas, sent));
    schemas.forEach(
        (name, schema) -> {
          if (!sent.contains(name) && schema.getProperties() != null) {
            records.getOrDefault(name, List.of()).stream()
                .filter(type -> isOf(schema, type))
                .findFirst()
                .ifPresent(type -> require(schema, type));
          }
        });
  }

  /**
   * Returns whether the schema describes this record. Several records have the same name, so this
   * compares the names of the properties with the components of the record.
   */
  private static boolean isOf(Schema schema, ClassInfo type) {
    return type.fields().stream()
        .map(FieldInfo::name)
        .collect(Collectors.toSet())
        .containsAll(schema.getProperties().keySet());
  }

  private static void require(Schema schema, ClassInfo type) {
    Set<String> required =
        new TreeSet<>(schema.getRequired() == null ? List.of() : schema.getRequired());
    boolean all = !type.hasDeclaredAnnotation(INCLUDE);
    for (FieldInfo field : type.fields()) {
      boolean always =
          field.type().kind() == Type.Kind.PRIMITIVE || (all && !field.hasAnnotation(INCLUDE));
      if (always && schema.getProperties().containsKey(field.name())) {
        required.add(field.name());
      }
    }
    if (!required.isEmpty()) {
      schema.setRequired(
          schema.getProperties().keySet().stream().filter(required::contains).toList());
    }
  }

  private static void gather(Content content, Map<String, Schema> schemas, Set<String> names) {
    if (content != null) {
      content.getMediaTypes().values().forEach(body -> gather(body.getSchema(), schemas, names));
    }
  }

  private static void gather(Schema schema, Map<String, Schema> schemas, Set<String> names) {
    if (schema == null) {
      return;
    }
    if (schema.getRef() != null) {
      String name = schema.getRef().substring(REFERENCE.length());
      if (names.add(name)) {
        gather(schemas.get(name), schemas, names);
      }
    }
    gather(schema.getItems(), schemas, names);
    gather(schema.getAdditionalPropertiesSchema(), schemas, names);
    for (List<Schema> several :
        Arrays.asList(schema.getAnyOf(), schema.getOneOf(), schema.getAllOf())) {
      if (several != null) {
        several.forEach(one -> gather(one, schemas, names));
      }
    }
    if (schema.getProperties() != null) {
      schema.getProperties().values().forEach(one -> gather(one, schemas, names));
    }
  }
}
