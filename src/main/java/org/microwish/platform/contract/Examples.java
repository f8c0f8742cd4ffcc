package org.microwish.platform.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.examples.Example;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;

/**
 * Adds examples to the operations: requests and responses that tests recorded, in files named after
 * the operation.
 */
final class Examples {

  private static final String DIRECTORY = "openapi/examples/";
  private static final String JSON = "application/json";

  /**
   * The length to which lists in example responses are cut. Two items show the form of a list as
   * well as many do.
   */
  private static final int MOST_ITEMS = 2;

  private final ObjectMapper json = new ObjectMapper();

  void addTo(Operation operation) {
    String id = operation.getOperationId();
    if (operation.getRequestBody() != null && operation.getRequestBody().getContent() != null) {
      add(operation.getRequestBody().getContent(), id + ".request.json", Integer.MAX_VALUE);
    }
    operation
        .getResponses()
        .getAPIResponses()
        .forEach(
            (status, response) -> {
              if (status.startsWith("2") && response.getContent() != null) {
                add(response.getContent(), id + ".response.json", MOST_ITEMS);
              }
            });
  }

  private void add(Content content, String file, int mostItems) {
    content.getMediaTypes().values().forEach(this::keepText);
    MediaType body = content.getMediaType(JSON);
    if (body == null) {
      return;
    }
    try (InputStream in =
        Thread.currentThread().getContextClassLoader().getResourceAsStream(DIRECTORY + file)) {
      if (in != null) {
        body.setExample(cut(json.readValue(in, Object.class), mostItems));
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException("example " + file, unreadable);
    }
  }

  /**
   * Converts an example of a text back to a string. SmallRye parses an example that looks like
   * JSON, such as a line of NDJSON.
   */
  private void keepText(MediaType body) {
    if (body.getExamples() != null
        && body.getSchema() != null
        && body.getSchema().getType() != null
        && body.getSchema().getType().contains(Schema.SchemaType.STRING)) {
      for (Example example : body.getExamples().values()) {
        if (example.getValue() instanceof Map<?, ?> read) {
          try {
            example.setValue(json.writeValueAsString(read) + "\n");
          } catch (JsonProcessingException notWritable) {
            throw new IllegalStateException(notWritable);
          }
        }
      }
    }
  }

  private static Object cut(Object value, int mostItems) {
    return switch (value) {
      case List<?> list -> list.stream().limit(mostItems).map(one -> cut(one, mostItems)).toList();
      case Map<?, ?> object -> {
        Map<Object, Object> copy = new LinkedHashMap<>();
        object.forEach((name, member) -> copy.put(name, cut(member, mostItems)));
        yield copy;
      }
      case null -> null;
      case Object other -> other;
    };
  }
}
