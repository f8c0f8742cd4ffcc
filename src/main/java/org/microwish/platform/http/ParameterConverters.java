package org.microwish.platform.http;

import com.fasterxml.jackson.annotation.JsonCreator;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.ext.ParamConverter;
import jakarta.ws.rs.ext.ParamConverterProvider;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.microwish.problem.Characters;
import org.microwish.problem.FieldError;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;

/**
 * Parses query, path and header parameters as strictly as bodies are parsed. An invalid query
 * parameter or header is reported by its name with 400. An invalid path parameter is reported with
 * 404, because no such resource exists. Supports integers, booleans, enums, times, dates, strings
 * with {@code @Text}, and every type with a public static {@code @JsonCreator} method that takes a
 * string.
 */
@Provider
public class ParameterConverters implements ParamConverterProvider {

  private static final Pattern INTEGER = Pattern.compile("0|-?[1-9][0-9]{0,17}");

  @Override
  public <T> ParamConverter<T> getConverter(
      Class<T> type, Type genericType, Annotation[] annotations) {
    Optional<Parameter> parameter = Parameter.of(annotations);
    return parameter
        .flatMap(named -> parser(type, annotations).map(parser -> named.<T>converter(parser)))
        .orElse(null);
  }

  private static Optional<Function<String, Object>> parser(
      Class<?> type, Annotation[] annotations) {
    if (type == String.class && Arrays.stream(annotations).anyMatch(Text.class::isInstance)) {
      return Optional.of(Characters::normalise);
    }
    if (type.isEnum()) {
      return Optional.of(text -> constant(type, text));
    }
    if (type == Long.class || type == long.class) {
      return Optional.of(text -> integer(text));
    }
    if (type == Integer.class || type == int.class) {
      return Optional.of(text -> small(integer(text)));
    }
    if (type == Boolean.class || type == boolean.class) {
      return Optional.of(text -> truth(text));
    }
    if (type == Instant.class) {
      return Optional.of(text -> time(text));
    }
    if (type == LocalDate.class) {
      return Optional.of(text -> date(text));
    }
    return creator(type).map(method -> text -> create(method, text));
  }

  private static Object constant(Class<?> type, String text) {
    for (Object constant : type.getEnumConstants()) {
      if (((Enum<?>) constant).name().equals(text)) {
        return constant;
      }
    }
    List<String> allowed =
        Arrays.stream(type.getEnumConstants()).map(one -> ((Enum<?>) one).name()).toList();
    throw new Bad(FieldFault.UNKNOWN_VALUE, "allowed", allowed);
  }

  private static long integer(String text) {
    if (!INTEGER.matcher(text).matches()) {
      boolean large = text.matches("-?[0-9]+");
      throw new Bad(large ? FieldFault.OUT_OF_RANGE : FieldFault.WRONG_TYPE, null, null);
    }
    return Long.parseLong(text);
  }

  private static int small(long value) {
    if (value != (int) value) {
      throw new Bad(FieldFault.OUT_OF_RANGE, null, null);
    }
    return (int) value;
  }

  private static boolean truth(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new Bad(FieldFault.UNKNOWN_VALUE, "allowed", List.of("true", "false"));
    };
  }

  private static Instant time(String text) {
    try {
      return Times.parse(text);
    } catch (IllegalArgumentException malformed) {
      throw new Bad(FieldFault.INVALID_FORMAT, "example", "2022-02-15T09:30:00+08:00");
    }
  }

  private static LocalDate date(String text) {
    try {
      return Times.parseDate(text);
    } catch (IllegalArgumentException malformed) {
      throw new Bad(FieldFault.INVALID_FORMAT, "example", "2022-02-15");
    }
  }

  /** Returns the public static {@code @JsonCreator} method that creates the type from a string. */
  private static Optional<Method> creator(Class<?> type) {
    return Arrays.stream(type.getDeclaredMethods())
        .filter(method -> method.isAnnotationPresent(JsonCreator.class))
        .filter(method -> Modifier.isStatic(method.getModifiers()))
        .filter(method -> Modifier.isPublic(method.getModifiers()))
        .filter(method -> Arrays.equals(method.getParameterTypes(), new Class<?>[] {String.class}))
        .findFirst();
  }

  private static Object create(Method creator, String text) {
    try {
      return creator.invoke(null, text);
    } catch (InvocationTargetException malformed) {
      if (malformed.getCause() instanceof IllegalArgumentException) {
        throw new Bad(FieldFault.INVALID_FORMAT, null, null);
      }
      if (malformed.getCause() instanceof ProblemException problem) {
        throw problem;
      }
      throw new IllegalStateException(malformed.getCause());
    } catch (IllegalAccessException notPublic) {
      throw new IllegalStateException(notPublic);
    }
  }

  /**
   * Thrown for an invalid value; has no stack trace, like the problem into which it is converted.
   */
  private static final class Bad extends RuntimeException {

    private final FieldFault fault;
    private final String member;
    private final transient Object value;

    Bad(FieldFault fault, String member, Object value) {
      super(fault.name(), null, false, false);
      this.fault = fault;
      this.member = member;
      this.value = value;
    }

    FieldError at(FieldError.In in, String name) {
      FieldError error = new FieldError(in, name, fault);
      return member == null ? error : error.with(member, value);
    }
  }

  /** The kind of a parameter (query, path or header) and its name. */
  private record Parameter(FieldError.In in, String name) {

    static Optional<Parameter> of(Annotation[] annotations) {
      for (Annotation annotation : annotations) {
        switch (annotation) {
          case QueryParam query -> {
            return Optional.of(new Parameter(FieldError.In.QUERY, query.value()));
          }
          case PathParam path -> {
            return Optional.of(new Parameter(FieldError.In.PATH, path.value()));
          }
          case HeaderParam header -> {
            return Optional.of(new Parameter(FieldError.In.HEADER, header.value()));
          }
          default -> {}
        }
      }
      return Optional.empty();
    }

    <T> ParamConverter<T> converter(Function<String, Object> parser) {
      return new ParamConverter<>() {
        @Override
        @SuppressWarnings("unchecked") // Class.cast would reject boxed values for primitive types.
        public T fromString(String text) {
          if (text == null) {
            return null;
          }
          try {
            return (T) parser.apply(text);
          } catch (Bad bad) {
            throw problem(bad);
          }
        }

        @Override
        public String toString(T value) {
          return String.valueOf(value);
        }
      };
    }

    private ProblemException problem(Bad bad) {
      return switch (in) {
        case PATH -> ProblemType.NOT_FOUND.exception().field(bad.at(in, name));
        case QUERY, HEADER, BODY -> ProblemException.invalid(bad.at(in, name));
      };
    }
  }
}
