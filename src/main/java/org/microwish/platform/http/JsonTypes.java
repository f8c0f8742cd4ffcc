package org.microwish.platform.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.function.Function;

/**
 * Configures Jackson: writes times with the offset of Asia/Shanghai, and does not convert between
 * JSON types, such as from a number to a text.
 */
@Singleton
public class JsonTypes implements ObjectMapperCustomizer {

  /**
   * Returns a priority that lets this customizer run after Quarkus' own ones, whose modules use
   * other formats for the same types.
   */
  @Override
  public int priority() {
    return MINIMUM_PRIORITY;
  }

  @Override
  @SuppressWarnings("deprecation") // The replacement, a builder, would create a new mapper.
  public void customize(ObjectMapper mapper) {
    mapper
        .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
        .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS);
    for (CoercionInputShape shape :
        new CoercionInputShape[] {
          CoercionInputShape.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean
        }) {
      mapper.coercionConfigFor(LogicalType.Textual).setCoercion(shape, CoercionAction.Fail);
    }
    mapper
        .coercionConfigDefaults()
        .setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail);
    SimpleModule module = new SimpleModule("micro-wish");
    module.addSerializer(Instant.class, new Written<>(Instant.class, Times::text));
    module.addDeserializer(Instant.class, new Read<>(Instant.class, Times::parse));
    module.addSerializer(LocalDate.class, new Written<>(LocalDate.class, LocalDate::toString));
    module.addDeserializer(LocalDate.class, new Read<>(LocalDate.class, Times::parseDate));
    mapper.registerModule(module);
  }

  private static final class Written<T> extends StdScalarSerializer<T> {

    private final transient Function<T, String> text;

    Written(Class<T> type, Function<T, String> text) {
      super(type);
      this.text = text;
    }

    @Override
    public void serialize(T value, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      json.writeString(text.apply(value));
    }
  }

  private static final class Read<T> extends StdScalarDeserializer<T> {

    private final transient Function<String, T> parse;
    private final Class<T> type;

    Read(Class<T> type, Function<String, T> parse) {
      super(type);
      this.type = type;
      this.parse = parse;
    }

    @Override
    @SuppressWarnings("unchecked") // Jackson's context returns Object.
    public T deserialize(JsonParser json, DeserializationContext context) throws IOException {
      if (!json.hasToken(JsonToken.VALUE_STRING)) {
        return (T) context.handleUnexpectedToken(type, json);
      }
      String text = json.getText();
      try {
        return parse.apply(text);
      } catch (IllegalArgumentException malformed) {
        return (T) context.handleWeirdStringValue(type, text, "%s", malformed.getMessage());
      }
    }
  }
}
