package org.microwish.platform.contract;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

/** Completes the schemas that SmallRye OpenAPI derives from records. */
final class SchemaDetails {

  private static final String CONFIDENTIAL = "Confidential";
  private static final String PAGE = "Page";
  private static final String REFERENCE = "#/components/schemas/";

  private final List<AnnotationInstance> texts;

  SchemaDetails(IndexView index) {
    texts =
        index.getAnnotations(DotName.createSimple("org.microwish.platform.http.Text")).stream()
            .filter(text -> text.target().kind() == AnnotationTarget.Kind.FIELD)
            .toList();
  }

  void complete(OpenAPI contract) {
    inlineConfidential(contract.getComponents().getSchemas());
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
        // It is null on the last page, whatever the page is of.
        cursor.addType(Schema.SchemaType.NULL);
      }
    }
    for (AnnotationInstance text : texts) {
      FieldInfo field = text.target().asField();
      Schema owner = schemas.get(field.declaringClass().simpleName());
      Schema property =
          owner == null || owner.getProperties() == null
              ? null
              : owner.getProperties().get(field.name());
      if (property != null) {
        property.setMaxLength(text.value("max").asInt());
        AnnotationValue min = text.value("min");
        property.setMinLength(min == null ? 1 : min.asInt());
      }
    }
  }

  /** A Confidential is a string to clients; that it is hidden from logs is no matter of theirs. */
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
    }
  }

  /** SmallRye calls a {@code Page<WishView>} PageWishView; clients know it as WishPage. */
  private static void renamePages(OpenAPI contract) {
    Map<String, Schema> schemas = new TreeMap<>(contract.getComponents().getSchemas());
    schemas.remove(CONFIDENTIAL);
    // A header, which the filter describes itself.
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
