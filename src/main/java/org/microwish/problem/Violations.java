package org.microwish.problem;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Converts violations of Bean Validation to invalid fields of the request. If a constraint's
 * message is the name of a {@link FieldFault}, the field has that fault; otherwise the type of the
 * constraint determines the fault.
 */
final class Violations {

  private Violations() {}

  static ProblemException toProblem(ConstraintViolationException invalid) {
    List<FieldError> errors =
        invalid.getConstraintViolations().stream()
            .map(Violations::error)
            .flatMap(Optional::stream)
            .distinct()
            .sorted(Comparator.comparing(FieldError::in).thenComparing(FieldError::name))
            .toList();
    // If no field of the request is invalid, the return value of a method is: a bug of the service.
    return errors.isEmpty()
        ? ProblemType.INTERNAL_ERROR.exception()
        : ProblemException.invalid(errors);
  }

  private static Optional<FieldError> error(ConstraintViolation<?> violation) {
    return place(violation)
        .map(
            place -> {
              FieldFault fault = fault(violation);
              FieldError error = new FieldError(place.in(), place.name(), fault);
              Map<String, Object> attributes = violation.getConstraintDescriptor().getAttributes();
              return switch (fault) {
                case TOO_LONG -> with(error, "max", attributes.get("max"));
                case TOO_SHORT -> with(error, "min", attributes.get("min"));
                case OUT_OF_RANGE -> range(error, violation, attributes);
                case REQUIRED,
                    UNKNOWN_FIELD,
                    DUPLICATE_FIELD,
                    WRONG_TYPE,
                    UNKNOWN_VALUE,
                    INVALID_FORMAT,
                    TOO_DEEP,
                    FORBIDDEN_CHARACTER,
                    IN_FUTURE,
                    IN_PAST,
                    WRONG_ORDER,
                    DUPLICATE,
                    INCOMPLETE,
                    NOT_FOUND,
                    CLOSED,
                    NOT_ALLOWED,
                    TOO_SIMPLE,
                    USED_BEFORE,
                    PERSONAL_DATA,
                    DIGITS_LOST,
                    MERGED_CELL,
                    POSSIBLE_DUPLICATE,
                    NOT_BALANCED,
                    CONTRADICTORY,
                    AMBIGUOUS,
                    OTHER_ROW_REFUSED,
                    FORMULA,
                    WRONG_ENCODING ->
                    error;
              };
            });
  }

  private static FieldError range(
      FieldError error, ConstraintViolation<?> violation, Map<String, Object> attributes) {
    return switch (constraint(violation)) {
      case "Min", "DecimalMin" -> with(error, "min", attributes.get("value"));
      case "Max", "DecimalMax" -> with(error, "max", attributes.get("value"));
      case "Positive" -> with(error, "min", 1);
      case "PositiveOrZero" -> with(error, "min", 0);
      default -> with(with(error, "min", attributes.get("min")), "max", attributes.get("max"));
    };
  }

  private static FieldError with(FieldError error, String member, Object value) {
    return value == null ? error : error.with(member, value);
  }

  private static FieldFault fault(ConstraintViolation<?> violation) {
    for (FieldFault fault : FieldFault.values()) {
      if (fault.name().equals(violation.getMessage())) {
        return fault;
      }
    }
    return switch (constraint(violation)) {
      case "NotNull", "NotBlank", "NotEmpty" -> FieldFault.REQUIRED;
      case "Size", "Length" -> size(violation);
      case "Min",
          "Max",
          "DecimalMin",
          "DecimalMax",
          "Positive",
          "PositiveOrZero",
          "Negative",
          "NegativeOrZero",
          "Digits",
          "Range" ->
          FieldFault.OUT_OF_RANGE;
      case "Past", "PastOrPresent" -> FieldFault.IN_FUTURE;
      case "Future", "FutureOrPresent" -> FieldFault.IN_PAST;
      case "UniqueElements" -> FieldFault.DUPLICATE;
      case "AssertTrue", "AssertFalse", "Null" -> FieldFault.NOT_ALLOWED;
      default -> FieldFault.INVALID_FORMAT;
    };
  }

  private static FieldFault size(ConstraintViolation<?> violation) {
    Object max = violation.getConstraintDescriptor().getAttributes().get("max");
    return max instanceof Integer most && length(violation.getInvalidValue()) > most
        ? FieldFault.TOO_LONG
        : FieldFault.TOO_SHORT;
  }

  private static int length(Object value) {
    return switch (value) {
      case null -> 0;
      case CharSequence text -> text.length();
      case Collection<?> items -> items.size();
      case Map<?, ?> entries -> entries.size();
      case Object array -> array.getClass().isArray() ? Array.getLength(array) : 0;
    };
  }

  private static String constraint(ConstraintViolation<?> violation) {
    return violation.getConstraintDescriptor().getAnnotation().annotationType().getSimpleName();
  }

  /** The location of an invalid value in the request. */
  private record Place(FieldError.In in, String name) {}

  private static Optional<Place> place(ConstraintViolation<?> violation) {
    Iterator<Path.Node> nodes = violation.getPropertyPath().iterator();
    Path.Node first = nodes.next();
    if (first.getKind() != ElementKind.METHOD) {
      // A record that code validates explicitly is the request's body, or a row in the body.
      return Optional.of(new Place(FieldError.In.BODY, segment(first) + pointer(nodes)));
    }
    Path.Node second = nodes.next();
    if (second.getKind() != ElementKind.PARAMETER) {
      return Optional.empty();
    }
    List<Class<?>> types = first.as(Path.MethodNode.class).getParameterTypes();
    int index = second.as(Path.ParameterNode.class).getParameterIndex();
    Annotation[] annotations =
        annotations(violation.getRootBeanClass(), first.getName(), types, index);
    for (Annotation annotation : annotations) {
      if (annotation instanceof BeanParam) {
        return Optional.of(bean(types.get(index), nodes));
      }
    }
    return Optional.of(
        place(annotations).orElseGet(() -> new Place(FieldError.In.BODY, pointer(nodes))));
  }

  /** Returns the location of a request parameter that is a field of a {@code @BeanParam} class. */
  private static Place bean(Class<?> type, Iterator<Path.Node> nodes) {
    String name = nodes.hasNext() ? nodes.next().getName() : "";
    try {
      AnnotatedElement field = type.getDeclaredField(name);
      return place(field.getAnnotations()).orElseGet(() -> new Place(FieldError.In.QUERY, name));
    } catch (NoSuchFieldException computed) {
      return new Place(FieldError.In.QUERY, name);
    }
  }

  private static Optional<Place> place(Annotation[] annotations) {
    for (Annotation annotation : annotations) {
      switch (annotation) {
        case QueryParam query -> {
          return Optional.of(new Place(FieldError.In.QUERY, query.value()));
        }
        case PathParam path -> {
          return Optional.of(new Place(FieldError.In.PATH, path.value()));
        }
        case HeaderParam header -> {
          return Optional.of(new Place(FieldError.In.HEADER, header.value()));
        }
        default -> {}
      }
    }
    return Optional.empty();
  }

  /**
   * Reads the annotations of a method parameter from the resource class, because the generated
   * subclass has none.
   */
  private static Annotation[] annotations(
      Class<?> owner, String method, List<Class<?>> types, int index) {
    Class<?>[] signature = types.toArray(Class<?>[]::new);
    for (Class<?> type = owner; type != null; type = type.getSuperclass()) {
      for (Method found : type.getDeclaredMethods()) {
        if (found.getName().equals(method)
            && Arrays.equals(found.getParameterTypes(), signature)
            && found.getParameterAnnotations()[index].length > 0) {
          return found.getParameterAnnotations()[index];
        }
      }
    }
    return new Annotation[0];
  }

  private static String pointer(Iterator<Path.Node> nodes) {
    StringBuilder pointer = new StringBuilder();
    while (nodes.hasNext()) {
      pointer.append(segment(nodes.next()));
    }
    return pointer.toString();
  }

  /**
   * Returns the part of a JSON pointer for one node: the node's index or key in its parent, if any,
   * then the node's name if it is a property.
   */
  private static String segment(Path.Node node) {
    StringBuilder segment = new StringBuilder();
    if (node.getIndex() != null) {
      segment.append('/').append(node.getIndex());
    } else if (node.getKey() != null) {
      segment.append('/').append(escape(node.getKey().toString()));
    }
    if (node.getKind() == ElementKind.PROPERTY) {
      segment.append('/').append(escape(node.getName()));
    }
    return segment.toString();
  }

  private static String escape(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }
}
