package org.microwish.platform.http;

import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.quarkus.security.AuthenticationCompletionException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.AuthenticationRedirectException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.validation.ValidationException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.RedirectionException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.lang.annotation.Annotation;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;
import org.microwish.problem.Failures;
import org.microwish.problem.Problem;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;

/**
 * Converts exceptions that a resource method throws, or Quarkus REST before it calls the method, to
 * problem responses.
 */
public class ProblemMapper {

  private static final Annotation[] NONE = {};

  private final CurrentVertxRequest current;

  ProblemMapper(CurrentVertxRequest current) {
    this.current = current;
  }

  // Throwable alone is not enough: for the other types Quarkus has mappers of its own, which would
  // take precedence.
  @ServerExceptionMapper({
    Throwable.class,
    WebApplicationException.class,
    NotFoundException.class,
    ValidationException.class,
    MismatchedInputException.class,
    InvalidDefinitionException.class,
    UnauthorizedException.class,
    ForbiddenException.class,
    AuthenticationFailedException.class,
    AuthenticationCompletionException.class,
    AuthenticationRedirectException.class,
    CompletionException.class
  })
  Response map(Throwable thrown) {
    if (thrown instanceof RedirectionException redirection) {
      return redirection.getResponse();
    }
    RoutingContext http = current.getCurrent();
    RequestTrace trace = RequestTrace.of(http);
    ProblemException problem = ProblemAnswers.toProblem(thrown, http);
    Set<String> methods = Set.of();
    if (problem.type() == ProblemType.METHOD_NOT_ALLOWED
        || (thrown instanceof NotFoundException && problem.errors().isEmpty())) {
      methods = Routes.methods(CurrentRequestManager.get());
      // If two resource classes share a path, Quarkus reports a wrong HTTP method as
      // NotFoundException.
      if (!methods.isEmpty() && !methods.contains(http.request().method().name())) {
        problem = ProblemType.METHOD_NOT_ALLOWED.exception().with("allowed", methods);
      }
    }
    Response.ResponseBuilder answer = respond(problem, http, trace);
    return problem.type() == ProblemType.METHOD_NOT_ALLOWED
        ? answer.header(HttpHeaders.ALLOW, String.join(", ", methods)).build()
        : answer.build();
  }

  private static Response.ResponseBuilder respond(
      ProblemException problem, RoutingContext http, RequestTrace trace) {
    SecurityLog.answered(http, problem.type());
    ProblemAnswers.Prepared prepared = ProblemAnswers.prepare(problem, http.request(), trace);
    Response.ResponseBuilder answer = Response.status(prepared.status()).entity(prepared.body());
    prepared.headers().forEach(answer::header);
    return answer;
  }

  /**
   * Replaces error responses that are not problems, because a framework produced them without an
   * exception.
   */
  @ServerResponseFilter
  void replace(ContainerRequestContext request, ContainerResponseContext response) {
    int status = response.getStatus();
    if (status < 400 || isAnswered(response.getMediaType())) {
      return;
    }
    Failures.ofStatus(status)
        .ifPresent(
            problem -> {
              RoutingContext http = current.getCurrent();
              SecurityLog.answered(http, problem.type());
              ProblemAnswers.Prepared prepared =
                  ProblemAnswers.prepare(problem, http.request(), RequestTrace.of(http));
              response.setStatus(prepared.status());
              prepared
                  .headers()
                  .forEach((name, value) -> response.getHeaders().putSingle(name, value));
              response.setEntity(
                  prepared.body(),
                  NONE,
                  MediaType.valueOf(prepared.headers().get(HttpHeaders.CONTENT_TYPE)));
            });
  }

  /** Returns whether it is a problem, or the page of one. */
  private static boolean isAnswered(MediaType type) {
    return type != null
        && (MediaType.TEXT_HTML_TYPE.isCompatible(type)
            || (type.getType() + "/" + type.getSubtype()).equals(Problem.MEDIA_TYPE));
  }
}
