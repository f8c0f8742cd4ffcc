package org.microwish.platform.http;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import org.microwish.problem.FieldError;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;

/** Reads JSON request bodies with {@link StrictJson}. */
@Provider
@Consumes(MediaType.APPLICATION_JSON)
public class JsonBodyReader implements MessageBodyReader<Object> {

  private final StrictJson json;
  private final BodyLimit bodies;

  JsonBodyReader(StrictJson json, BodyLimit bodies) {
    this.json = json;
    this.bodies = bodies;
  }

  @Override
  public boolean isReadable(
      Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
    return type != String.class
        && type != byte[].class
        && !InputStream.class.isAssignableFrom(type);
  }

  @Override
  public Object readFrom(
      Class<Object> type,
      Type genericType,
      Annotation[] annotations,
      MediaType mediaType,
      MultivaluedMap<String, String> headers,
      InputStream body)
      throws IOException {
    String charset = mediaType.getParameters().get(MediaType.CHARSET_PARAMETER);
    if (charset != null && !charset.equalsIgnoreCase("utf-8")) {
      throw ProblemType.UNSUPPORTED_MEDIA_TYPE
          .exception()
          .with("supported", List.of(MediaType.APPLICATION_JSON));
    }
    byte[] bytes =
        new BodyLimit.LimitedStream(body, bodies.limit(MediaType.APPLICATION_JSON)).readAllBytes();
    if (bytes.length == 0) {
      if (Arrays.stream(annotations).anyMatch(OptionalBody.class::isInstance)) {
        return null;
      }
      throw ProblemException.invalid(FieldError.body("", FieldFault.REQUIRED));
    }
    return json.read(bytes, genericType == null ? type : genericType);
  }
}
