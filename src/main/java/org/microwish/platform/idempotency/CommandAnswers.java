package org.microwish.platform.idempotency;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.Response;
import java.lang.annotation.Annotation;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * Sends the response that {@link IdempotentInterceptor} stored as a property of the request,
 * instead of the empty response of the resource method.
 */
public class CommandAnswers {

  static final String ANSWER = CommandAnswers.class.getName();

  @ServerResponseFilter
  void send(ContainerRequestContext request, ContainerResponseContext response) {
    if (request.getProperty(ANSWER) instanceof Response answer) {
      response.setEntity(answer.getEntity(), new Annotation[0], answer.getMediaType());
      response.setStatus(answer.getStatus());
      response.getHeaders().putAll(answer.getHeaders());
    }
  }
}
