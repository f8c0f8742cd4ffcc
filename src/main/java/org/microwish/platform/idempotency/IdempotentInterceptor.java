package org.microwish.platform.idempotency;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.microwish.caller.CurrentCaller;
import org.microwish.platform.http.IfMatch;

/**
 * Runs methods annotated with {@link Idempotent} or {@link Creates} through {@link Commands}. Runs
 * inside Bean Validation, whose interceptor has the priority PLATFORM_AFTER + 800, so that an
 * invalid request leaves no row of a key. Passes the response to {@link CommandAnswers} as a
 * property of the request, and returns null to Quarkus REST: for a repeat, only the stored bytes
 * exist, not the record that the method would return.
 */
@Idempotent
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_AFTER + 900)
class IdempotentInterceptor {

  private static final Pattern NAME = Pattern.compile("\\{([A-Za-z.]+)}");

  private final Commands commands;
  private final CurrentCaller caller;
  private final ObjectMapper json;
  private final ContainerRequestContext request;
  private final HttpHeaders headers;
  private final UriInfo uri;

  IdempotentInterceptor(
      Commands commands,
      CurrentCaller caller,
      ObjectMapper json,
      ContainerRequestContext request,
      HttpHeaders headers,
      UriInfo uri) {
    this.commands = commands;
    this.caller = caller;
    this.json = json;
    this.request = request;
    this.headers = headers;
    this.uri = uri;
  }

  @AroundInvoke
  Object run(InvocationContext call) {
    Method method = call.getMethod();
    String operation = method.getAnnotation(Operation.class).operationId();
    Creates creates = method.getAnnotation(Creates.class);
    List<Object> asked = asked(call);
    Response answer =
        creates == null
            ? commands.run(caller.get(), operation, headers, asked, () -> Answer.ok(proceed(call)))
            : commands.create(
                caller.get(), operation, headers, asked, () -> created(creates, proceed(call)));
    request.setProperty(CommandAnswers.ANSWER, answer);
    return null;
  }

  private static List<Object> asked(InvocationContext call) {
    Class<?>[] types = call.getMethod().getParameterTypes();
    List<Object> asked = new ArrayList<>();
    for (int i = 0; i < types.length; i++) {
      Object argument = call.getParameters()[i];
      if (types[i] != IfMatch.class) {
        asked.add(argument);
      } else if (argument == null) {
        throw IfMatch.missing();
      }
    }
    return asked;
  }

  private static Object proceed(InvocationContext call) {
    try {
      return call.proceed();
    } catch (RuntimeException thrown) {
      throw thrown;
    } catch (Exception thrown) {
      throw new IllegalStateException(thrown);
    }
  }

  private Answer created(Creates creates, Object body) {
    JsonNode fields = json.valueToTree(body);
    String location =
        NAME.matcher(creates.value())
            .replaceAll(
                name -> {
                  JsonNode field = fields.at("/" + name.group(1).replace('.', '/'));
                  return field.isMissingNode()
                      ? uri.getPathParameters().getFirst(name.group(1))
                      : field.asText();
                });
    return new Answer(creates.status(), location, body);
  }
}
