package org.microwish.platform.http;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.microwish.problem.Characters;
import org.microwish.problem.FieldError;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;

/**
 * Rejects unknown query parameters: if a misspelt filter were ignored, the result would contain too
 * much. Also rejects parameters without a value ({@code ?state=}), with forbidden characters, and
 * several values for a parameter that takes one. Pages, which are no part of the contract, ignore
 * unknown parameters: programs that share a link append their own, such as WeChat's {@code
 * from=singlemessage}. A path parameter with a character that is not printable ASCII is NOT_FOUND,
 * because no resource has such a path.
 */
public class RequestParameters {

  private static final Pattern PLAIN = Pattern.compile("[ -~]*");

  /**
   * For each resource method, the names of its query parameters; the value is true if the parameter
   * takes several values.
   */
  private final Map<Method, Map<String, Boolean>> known = new ConcurrentHashMap<>();

  @ServerRequestFilter
  void check(ContainerRequestContext request, ResourceInfo resource) {
    checkPath(request.getUriInfo().getPathParameters());
    Map<String, List<String>> given = request.getUriInfo().getQueryParameters();
    if (given.isEmpty() || resource.getResourceMethod() == null) {
      return;
    }
    Map<String, Boolean> parameters =
        known.computeIfAbsent(resource.getResourceMethod(), RequestParameters::of);
    List<FieldError> errors = new ArrayList<>();
    given.forEach(
        (name, values) -> {
          Boolean several = parameters.get(name);
          if (several == null) {
            if (!RequestPath.isPage(request.getUriInfo().getPath())) {
              errors.add(unknown(name, parameters));
            }
          } else if (!several && values.size() > 1) {
            errors.add(FieldError.query(name, FieldFault.DUPLICATE_FIELD));
          } else if (values.contains("")) {
            errors.add(FieldError.query(name, FieldFault.REQUIRED));
          } else if (!values.stream().allMatch(RequestParameters::isText)) {
            errors.add(FieldError.query(name, FieldFault.FORBIDDEN_CHARACTER));
          }
        });
    if (!errors.isEmpty()) {
      throw ProblemException.invalid(errors);
    }
  }

  private static FieldError unknown(String name, Map<String, Boolean> parameters) {
    return FieldError.query(shown(name), FieldFault.UNKNOWN_FIELD)
        .with("allowed", List.copyOf(parameters.keySet()));
  }

  private static void checkPath(Map<String, List<String>> given) {
    given.forEach(
        (name, values) -> {
          if (values.stream().anyMatch(value -> !PLAIN.matcher(value).matches())) {
            throw ProblemType.NOT_FOUND
                .exception()
                .field(FieldError.path(name, FieldFault.INVALID_FORMAT));
          }
        });
  }

  /**
   * Returns whether all characters are allowed. U+FFFD is not: the decoder replaces invalid UTF-8
   * by it.
   */
  private static boolean isText(String value) {
    return Characters.areAllowed(value) && value.indexOf('\uFFFD') < 0;
  }

  /**
   * Returns the parameter's name for the error report; "?" if the text does not look like a name,
   * because it may be a personal value in the wrong place. Some clients append brackets to the name
   * of a repeated parameter ({@code ?state[]=}).
   */
  private static String shown(String name) {
    return Characters.isName(name.replaceFirst("\\[]$", "")) ? name : "?";
  }

  private static Map<String, Boolean> of(Method method) {
    Map<String, Boolean> names = new TreeMap<>();
    for (Parameter parameter : method.getParameters()) {
      QueryParam query = parameter.getAnnotation(QueryParam.class);
      if (query != null) {
        names.put(query.value(), isSeveral(parameter.getType()));
      } else if (parameter.isAnnotationPresent(BeanParam.class)) {
        addFields(parameter.getType(), names);
      }
    }
    return names;
  }

  private static void addFields(Class<?> type, Map<String, Boolean> names) {
    for (Class<?> one = type; one != null; one = one.getSuperclass()) {
      for (Field field : one.getDeclaredFields()) {
        QueryParam query = field.getAnnotation(QueryParam.class);
        if (query != null) {
          names.put(query.value(), isSeveral(field.getType()));
        }
      }
    }
  }

  private static boolean isSeveral(Class<?> type) {
    return Collection.class.isAssignableFrom(type) || type.isArray();
  }
}
