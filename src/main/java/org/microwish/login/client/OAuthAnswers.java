package org.microwish.login.client;

import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.lang.annotation.Annotation;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * Adapts the token endpoint's error responses to OAuth libraries: sets the authentication scheme
 * and the media type. {@link OAuthRefusals} sets the member {@code error} (RFC 6749 section 5.2).
 */
public class OAuthAnswers {

  private static final Annotation[] NONE = {};

  /**
   * Adds the scheme Basic to 401 responses, unless the request used the scheme Bearer. Sends a
   * problem as application/json if Accept asks for that type and not for application/problem+json,
   * because OAuth libraries may accept errors in no other type. Runs after the filter that turns
   * all errors into problems.
   */
  @ServerResponseFilter(priority = Priorities.HEADER_DECORATOR - 1000)
  public void speakAsAsked(ContainerRequestContext request, ContainerResponseContext response) {
    if (response.getStatus() < 400 || !request.getUriInfo().getPath().equals(ClientTokens.PATH)) {
      return;
    }
    if (response.getStatus() == 401) {
      String authorization = request.getHeaderString(HttpHeaders.AUTHORIZATION);
      if (authorization == null || !authorization.regionMatches(true, 0, "Bearer", 0, 6)) {
        response.getHeaders().putSingle(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"micro-wish\"");
      }
    }
    String accept = request.getHeaderString(HttpHeaders.ACCEPT);
    if (accept != null
        && accept.contains(MediaType.APPLICATION_JSON)
        && !accept.contains("application/problem+json")) {
      response.setEntity(response.getEntity(), NONE, MediaType.APPLICATION_JSON_TYPE);
    }
  }
}
