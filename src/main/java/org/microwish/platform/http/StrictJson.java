package org.microwish.platform.http;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.AnnotationIntrospector;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.deser.DeserializationProblemHandler;
import com.fasterxml.jackson.databind.deser.ValueInstantiator;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.InvalidNullException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.ClassUtil;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Validator;
import java.io.IOException;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.microwish.problem.Characters;
import org.microwish.problem.Failures;
import org.microwish.problem.FieldError;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;

/**
 * Parses JSON (RFC 8259, UTF-8) into records and reports every invalid field. The first pass
 * compares the text with the type: syntax, limits, unknown and duplicate fields, forbidden
 * characters. The second pass creates the objects. If either finds a fault, the constraints of the
 * other fields are checked too, so that all faults are reported together, at most 50. A syntax
 * error or an exceeded limit ends the first pass and is reported alone.
 *
 * <p>Jackson alone is not enough: it stops at the first fault, reports no JSON pointer, and accepts
 * duplicate fields and unpaired surrogates. The class exceeds 400 lines because both passes share
 * the class that collects the faults.
 */
@ApplicationScoped
public class StrictJson {

  /**
   * Maximum nesting of objects and lists. The types of requests nest at most three levels; a JWK,
   * whose fields are not declared, may nest more.
   */
  private static final int MAX_DEPTH = 16;

  /** Maximum number of digits of a number; the longest valid number has 18. */
  private static final int MAX_DIGITS = 40;

  private static final int MAX_NAME = 200;

  /** Maximum number of characters of a text; the longest valid text has 5,000. */
  private static final int MAX_TEXT = 100_000;

  /**
   * Maximum total number of names, values and brackets in a body; a request with 1,000 items of ten
   * such tokens has 10,000.
   */
  private static final int MAX_TOKENS = 50_000;

  /** Maximum number of faults that this class reports for one body; others are left out. */
  private static final int MAX_ERRORS = 50;

  /**
   * The replacement for bytes that are not UTF-8: an unpaired surrogate, which the first pass finds
   * and reports with the field that contains it.
   */
  private static final String NOT_UTF_8 = "\uD800";

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(MAX_DIGITS)
                  .maxNameLength(MAX_NAME)
                  .maxStringLength(MAX_TEXT)
                  .maxTokenCount(MAX_TOKENS)
                  .build())
          .build();

  private final ObjectMapper mapper;
  private final Validator validator;
  private final Map<JavaType, Map<String, JavaType>> fields = new ConcurrentHashMap<>();

  StrictJson(ObjectMapper mapper, Validator validator) {
    this.validator = validator;
    this.mapper =
        mapper
            .copy()
            .setAnnotationIntrospector(
                AnnotationIntrospector.pair(
                    mapper.getDeserializationConfig().getAnnotationIntrospector(),
                    new NormalisedText.Fields()));
  }

  /**
   * Reads one JSON value.
   *
   * @param body the bytes of the JSON text
   * @param type a record, or a list of records
   * @return an instance of the type
   * @throws ProblemException MALFORMED_REQUEST if the body is not JSON; VALIDATION_FAILED, with
   *     JSON pointers to the invalid fields, if the body exceeds a limit or does not match the type
   */
  public Object read(byte[] body, Type type) {
    JavaType target = mapper.constructType(type);
    String text = decode(body);
    Faults faults = new Faults();
    scan(text, target, faults);
    ObjectReader reader = mapper.readerFor(target).withHandler(faults.handler());
    Object value = null;
    for (String rest = text; rest != null; ) {
      try {
        value = reader.readValue(rest);
        rest = null;
      } catch (JsonProcessingException unbound) {
        faults.add(unbound);
        rest = faults.isFull() ? null : without(rest, unbound);
      }
    }
    if (value != null && faults.any()) {
      violations(value).forEach(faults::addConstraint);
    }
    faults.throwAny();
    return value;
  }

  /**
   * Returns the text without the value that could not be read, so that the rest can be read and its
   * faults reported; null if the exception names no value that can be removed.
   */
  private String without(String text, JsonProcessingException unbound) {
    if (!(unbound instanceof JsonMappingException at) || at.getPath().isEmpty()) {
      return null;
    }
    try {
      JsonNode whole = mapper.readTree(text);
      JsonNode parent = whole;
      for (JsonMappingException.Reference step : at.getPath().subList(0, at.getPath().size() - 1)) {
        parent =
            step.getFieldName() == null
                ? parent.path(step.getIndex())
                : parent.path(step.getFieldName());
      }
      JsonMappingException.Reference last = at.getPath().getLast();
      boolean removed =
          switch (parent) {
            case ObjectNode object -> object.remove(last.getFieldName()) != null;
            case ArrayNode array -> !array.set(last.getIndex(), array.nullNode()).isEmpty();
            default -> false;
          };
      return removed ? whole.toString() : null;
    } catch (JsonProcessingException neverReadBefore) {
      throw new IllegalStateException(neverReadBefore);
    }
  }

  /**
   * Returns the constraints that the fields of a value violate. Leaves out constraints of whole
   * records: a field that could not be read is null, so such a constraint could report a fault that
   * the request does not have.
   */
  private List<FieldError> violations(Object value) {
    Set<ConstraintViolation<Object>> violations =
        validator.validate(value).stream()
            .filter(violation -> violation.getInvalidValue() != violation.getLeafBean())
            .collect(Collectors.toSet());
    return violations.isEmpty()
        ? List.of()
        : Failures.toProblem(new ConstraintViolationException(violations)).errors();
  }

  /**
   * Reads one JSON value as an instance of this class; throws the same problems as {@link
   * #read(byte[], Type)}.
   */
  public <T> T read(byte[] body, Class<T> type) {
    return type.cast(read(body, (Type) type));
  }

  private static String decode(byte[] body) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .onUnmappableCharacter(CodingErrorAction.REPLACE)
          .replaceWith(NOT_UTF_8)
          .decode(ByteBuffer.wrap(body))
          .toString();
    } catch (CharacterCodingException neverWhenReplacing) {
      throw new IllegalStateException(neverWhenReplacing);
    }
  }

  // First pass: compares the text with the type ------------------------------------------------

  private void scan(String text, JavaType target, Faults faults) {
    try (JsonParser json = FACTORY.createParser(text)) {
      scan(json, target, faults);
    } catch (IOException neverFromMemory) {
      throw new IllegalStateException(neverFromMemory);
    }
  }

  private void scan(JsonParser json, JavaType target, Faults faults) throws IOException {
    try {
      JsonToken first = json.nextToken();
      if (first == null || first == JsonToken.VALUE_NULL) {
        faults.add(FieldError.body("", FieldFault.REQUIRED));
      } else {
        value(json, target, "", faults);
      }
      JsonToken rest = first == null ? null : json.nextToken();
      if (rest != null) {
        throw malformed(json.currentTokenLocation(), "");
      }
    } catch (StreamConstraintsException limit) {
      throw overLimit(limit.getMessage(), pointer(json));
    } catch (JsonProcessingException noJson) {
      throw malformed(noJson.getLocation(), pointer(json));
    }
  }

  private void value(JsonParser json, JavaType type, String pointer, Faults faults)
      throws IOException {
    switch (json.currentToken()) {
      case START_OBJECT -> object(json, type, pointer, faults);
      case START_ARRAY -> {
        JavaType item = type == null ? null : type.getContentType();
        for (int i = 0; json.nextToken() != JsonToken.END_ARRAY; i++) {
          value(json, item, pointer + "/" + i, faults);
        }
      }
      case VALUE_STRING -> {
        if (!Characters.areAllowed(json.getText())) {
          faults.add(FieldError.body(pointer, FieldFault.FORBIDDEN_CHARACTER));
        }
      }
      default -> {}
    }
  }

  private void object(JsonParser json, JavaType type, String pointer, Faults faults)
      throws IOException {
    Map<String, JavaType> known = type == null ? null : fieldsOf(type);
    Set<String> seen = new HashSet<>();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      String at = Characters.isName(name) ? pointer + "/" + escape(name) : pointer;
      if (!Characters.areAllowed(name)) {
        faults.add(FieldError.body(pointer, FieldFault.FORBIDDEN_CHARACTER));
      } else if (!seen.add(name)) {
        faults.add(FieldError.body(at, FieldFault.DUPLICATE_FIELD));
      } else if (known != null && !known.containsKey(name)) {
        faults.add(
            FieldError.body(at, FieldFault.UNKNOWN_FIELD)
                .with("allowed", List.copyOf(known.keySet())));
      }
      json.nextToken();
      value(json, memberType(type, known, name), at, faults);
    }
  }

  private static JavaType memberType(JavaType type, Map<String, JavaType> known, String name) {
    if (known != null) {
      return known.get(name);
    }
    return type != null && type.isMapLikeType() ? type.getContentType() : null;
  }

  /**
   * Returns whether JSON represents the type as an object: it is a record without a
   * {@code @JsonValue} method.
   */
  private static boolean isObject(Class<?> type) {
    return type.isRecord()
        && Arrays.stream(type.getDeclaredMethods())
            .noneMatch(method -> method.isAnnotationPresent(JsonValue.class));
  }

  /**
   * Returns the names and types of a record's fields; null for other types, for which all names are
   * allowed.
   */
  private Map<String, JavaType> fieldsOf(JavaType type) {
    if (!isObject(type.getRawClass())) {
      return null;
    }
    return fields.computeIfAbsent(
        type,
        record -> {
          Map<String, JavaType> members = new LinkedHashMap<>();
          for (BeanPropertyDefinition property :
              mapper.getDeserializationConfig().introspect(record).findProperties()) {
            if (property.couldDeserialize()) {
              members.put(property.getName(), property.getPrimaryType());
            }
          }
          return members;
        });
  }

  // Faults of both passes ----------------------------------------------------------------------

  private static ProblemException malformed(JsonLocation location, String pointer) {
    ProblemException problem =
        ProblemType.MALFORMED_REQUEST
            .exception()
            .field(FieldError.body(pointer, FieldFault.INVALID_FORMAT));
    return location == null
        ? problem
        : problem.with("line", location.getLineNr()).with("column", location.getColumnNr());
  }

  private static ProblemException overLimit(String message, String pointer) {
    // Jackson distinguishes its limits only by the message.
    if (message.contains("nesting depth")) {
      return ProblemException.invalid(
          FieldError.body(pointer, FieldFault.TOO_DEEP).with("max", MAX_DEPTH));
    }
    if (message.contains("Number value length")) {
      return ProblemException.invalid(FieldError.body(pointer, FieldFault.OUT_OF_RANGE));
    }
    int max =
        message.contains("Token count")
            ? MAX_TOKENS
            : message.contains("String value length") ? MAX_TEXT : MAX_NAME;
    return ProblemException.invalid(FieldError.body(pointer, FieldFault.TOO_LONG).with("max", max));
  }

  private static String pointer(JsonParser json) {
    StringBuilder told = new StringBuilder();
    JsonPointer at = json.getParsingContext().pathAsPointer();
    // Stop before a text that does not look like a field name: it may be a personal value in the
    // wrong place.
    while (!at.matches() && (at.mayMatchElement() || Characters.isName(at.getMatchingProperty()))) {
      told.append('/').append(escape(at.getMatchingProperty()));
      at = at.tail();
    }
    return told.toString();
  }

  private static String pointer(List<JsonMappingException.Reference> path) {
    StringBuilder pointer = new StringBuilder();
    for (JsonMappingException.Reference step : path) {
      if (step.getFieldName() != null && !Characters.isName(step.getFieldName())) {
        break;
      }
      pointer.append('/');
      pointer.append(
          step.getFieldName() == null
              ? String.valueOf(step.getIndex())
              : escape(step.getFieldName()));
    }
    return pointer.toString();
  }

  private static String escape(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }

  /** Collects faults. {@link #handler} lets the second pass continue after most faults. */
  private static final class Faults {

    private final List<FieldError> errors = new ArrayList<>();

    void add(FieldError error) {
      if (errors.size() < MAX_ERRORS) {
        errors.add(error);
      }
    }

    boolean isFull() {
      return errors.size() >= MAX_ERRORS;
    }

    boolean any() {
      return !errors.isEmpty();
    }

    /** Adds a fault unless the same field has one already. */
    private void addNew(FieldError error) {
      if (errors.stream().noneMatch(known -> known.name().equals(error.name()))) {
        add(error);
      }
    }

    /** Adds a violated constraint, unless the field or an object around it already has a fault. */
    void addConstraint(FieldError error) {
      if (errors.stream().noneMatch(known -> (error.name() + "/").startsWith(known.name() + "/"))) {
        add(error);
      }
    }

    void throwAny() {
      if (!errors.isEmpty()) {
        throw ProblemException.invalid(errors);
      }
    }

    void add(JsonProcessingException unbound) {
      String pointer = unbound instanceof JsonMappingException at ? pointer(at.getPath()) : "";
      // Jackson may have reported a fault of this field to the handler before it threw the
      // exception.
      addNew(error(unbound, pointer));
    }

    private static FieldError error(JsonProcessingException unbound, String pointer) {
      return switch (unbound) {
        case UnrecognizedPropertyException unknown ->
            FieldError.body(pointer, FieldFault.UNKNOWN_FIELD);
        case InvalidNullException missing -> FieldError.body(pointer, FieldFault.REQUIRED);
        case InvalidFormatException bad
            when bad.getTargetType() != null && bad.getTargetType().isEnum() ->
            unknownValue(pointer, bad.getTargetType());
        case ValueInstantiationException bad -> FieldError.body(pointer, FieldFault.INVALID_FORMAT);
        case MismatchedInputException mismatch
            when mismatch.getTargetType() != null
                && mismatch.getTargetType().isPrimitive()
                && mismatch.getMessage().contains("null") ->
            FieldError.body(pointer, FieldFault.REQUIRED);
        case MismatchedInputException mismatch -> wrongType(pointer, mismatch.getTargetType());
        case JsonMappingException wrapped
            when wrapped.getCause() instanceof InputCoercionException ->
            FieldError.body(pointer, FieldFault.OUT_OF_RANGE);
        case InputCoercionException large -> FieldError.body(pointer, FieldFault.OUT_OF_RANGE);
        default -> FieldError.body(pointer, FieldFault.INVALID_FORMAT);
      };
    }

    private static FieldError unknownValue(String pointer, Class<?> type) {
      List<String> allowed =
          Arrays.stream(type.getEnumConstants())
              .map(constant -> ((Enum<?>) constant).name())
              .toList();
      return FieldError.body(pointer, FieldFault.UNKNOWN_VALUE).with("allowed", allowed);
    }

    private static FieldError wrongType(String pointer, Class<?> type) {
      FieldError error = FieldError.body(pointer, FieldFault.WRONG_TYPE);
      return type == null ? error : error.with("expected", expected(type));
    }

    private static String expected(Class<?> type) {
      if (type == Boolean.class || type == boolean.class) {
        return "boolean";
      }
      if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
        return type == Double.class || type == double.class || type == Float.class
            ? "number"
            : "integer";
      }
      if (Iterable.class.isAssignableFrom(type) || type.isArray()) {
        return "array";
      }
      return Map.class.isAssignableFrom(type) || isObject(type) ? "object" : "string";
    }

    DeserializationProblemHandler handler() {
      return new DeserializationProblemHandler() {
        /** The first pass has reported the field. */
        @Override
        public boolean handleUnknownProperty(
            DeserializationContext context,
            JsonParser json,
            JsonDeserializer<?> deserializer,
            Object owner,
            String name)
            throws IOException {
          addNew(FieldError.body(pointer(json), FieldFault.UNKNOWN_FIELD));
          json.skipChildren();
          return true;
        }

        @Override
        public Object handleWeirdStringValue(
            DeserializationContext context, Class<?> type, String value, String message) {
          String at = pointer(context.getParser());
          if (type.isPrimitive()) {
            addNew(wrongType(at, type));
            return ClassUtil.defaultValue(type);
          }
          if (type.isEnum()) {
            addNew(unknownValue(at, type));
          } else if (type == Instant.class) {
            addNew(
                FieldError.body(at, FieldFault.INVALID_FORMAT)
                    .with("example", "2022-02-15T09:30:00+08:00"));
          } else if (type == LocalDate.class) {
            addNew(FieldError.body(at, FieldFault.INVALID_FORMAT).with("example", "2022-02-15"));
          } else {
            addNew(FieldError.body(at, FieldFault.INVALID_FORMAT));
          }
          return null;
        }

        @Override
        public Object handleWeirdNumberValue(
            DeserializationContext context, Class<?> type, Number value, String message) {
          addNew(wrongType(pointer(context.getParser()), type));
          return type.isPrimitive() ? ClassUtil.defaultValue(type) : null;
        }

        @Override
        public Object handleUnexpectedToken(
            DeserializationContext context,
            JavaType type,
            JsonToken token,
            JsonParser json,
            String message)
            throws IOException {
          return skip(json, type.getRawClass());
        }

        @Override
        public Object handleMissingInstantiator(
            DeserializationContext context,
            Class<?> type,
            ValueInstantiator instantiator,
            JsonParser json,
            String message)
            throws IOException {
          return skip(json, type);
        }

        @Override
        public Object handleInstantiationProblem(
            DeserializationContext context, Class<?> type, Object argument, Throwable thrown)
            throws IOException {
          String at = pointer(context.getParser());
          if (thrown instanceof ProblemException problem && !problem.errors().isEmpty()) {
            problem.errors().forEach(error -> addNew(error.below(at)));
          } else if (thrown instanceof IllegalArgumentException) {
            addNew(FieldError.body(at, FieldFault.INVALID_FORMAT));
          } else {
            return NOT_HANDLED;
          }
          return null;
        }

        private Object skip(JsonParser json, Class<?> type) throws IOException {
          addNew(wrongType(pointer(json), type));
          json.skipChildren();
          return type.isPrimitive() ? ClassUtil.defaultValue(type) : null;
        }
      };
    }
  }
}
