package org.microwish.platform.http;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * Adds the headers of reads that return a {@link Page} (Link to the next page, RFC 8288) or a
 * {@link Tagged} view (ETag, and 304 where the client has it).
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
