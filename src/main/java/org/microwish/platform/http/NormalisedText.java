package org.microwish.platform.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedParameter;
import com.fasterxml.jackson.databind.introspect.NopAnnotationIntrospector;
import java.io.IOException;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import org.microwish.platform.Confidential;
import org.microwish.problem.Characters;

/**
 * Reads a text of a request body and normalises it (NFC, without blanks at either end), before it
 * is validated and stored.
 */
final class NormalisedText extends StdScalarDeserializer<String> {

  private static final long serialVersionUID = 1L;

  NormalisedText() {
    super(String.class);
  }

  @Override
  public String deserialize(JsonParser json, DeserializationContext context) throws IOException {
    String text = StringDeserializer.instance.deserialize(json, context);
    return text == null ? null : Characters.normalise(text);
  }

  /**
   * Reads a text of a request body as {@link Confidential} and normalises it (NFC, without blanks
   * at either end).
   */
  static final class NormalisedConfidential extends StdScalarDeserializer<Confidential> {

    private static final long serialVersionUID = 1L;

    private final NormalisedText text = new NormalisedText();

    NormalisedConfidential() {
      super(Confidential.class);
    }

    @Override
    public Confidential deserialize(JsonParser json, DeserializationContext context)
        throws IOException {
      return Confidential.of(text.deserialize(json, context));
    }
  }

  /**
   * Selects these deserializers for fields annotated with {@code @Text}, and for the items of a
   * {@code List<@Text String>}.
   */
  static final class Fields extends NopAnnotationIntrospector {

    private static final long serialVersionUID = 1L;

    @Override
    public Object findDeserializer(Annotated field) {
      if (!field.hasAnnotation(Text.class)) {
        return null;
      }
      if (field.getRawType() == Confidential.class) {
        return NormalisedConfidential.class;
      }
      return field.getRawType() == String.class ? NormalisedText.class : null;
    }

    @Override
    public Object findContentDeserializer(Annotated field) {
      // Look at the record component: the parameters of a compact constructor lack the annotations
      // inside List<...>.
      if (field instanceof AnnotatedParameter parameter
          && parameter.getDeclaringClass().isRecord()
          && parameter
                  .getDeclaringClass()
                  .getRecordComponents()[parameter.getIndex()]
                  .getAnnotatedType()
              instanceof AnnotatedParameterizedType type) {
        for (AnnotatedType argument : type.getAnnotatedActualTypeArguments()) {
          if (argument.getType() == String.class && argument.isAnnotationPresent(Text.class)) {
            return NormalisedText.class;
          }
        }
      }
      return null;
    }
  }
}
