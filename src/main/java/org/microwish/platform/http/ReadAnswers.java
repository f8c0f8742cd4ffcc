package org.microwish.platform.http;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * Completes the responses of reads. A {@link Page} gets a Link header to the next page (RFC 8288),
 * if there is one. A {@link Tagged} view gets an ETag header; if the client already has the current
 * version, the response becomes 304 without the view.
 */
public class ReadAnswers {

  @ServerResponseFilter
  void complete(ContainerRequestContext request, ContainerResponseContext response) {
    if (response.getEntity() instanceof Page<?> page && page.nextCursor() != null) {
      response
          .getHeaders()
          .putSingle(HttpHeaders.LINK, Responses.link(request.getUriInfo(), page.nextCursor()));
    } else if (response.getEntity() instanceof Tagged view) {
      ETag tag = view.tag();
      if (tag.isIn(request.getHeaderString(HttpHeaders.IF_NONE_MATCH))) {
        response.setEntity(null);
        response.setStatus(304);
      }
      response.getHeaders().putSingle(HttpHeaders.ETAG, tag.toString());
      response.getHeaders().putSingle(HttpHeaders.CACHE_CONTROL, "private, no-cache");
      response.getHeaders().putSingle(HttpHeaders.VARY, "Authorization");
    }
  }
}
