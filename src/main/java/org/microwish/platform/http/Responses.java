package org.microwish.platform.http;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Builds the responses of reads that {@link ReadAnswers} cannot complete, because the view is
 * created only if needed, is already serialised, or may be cached by all.
 */
public final class Responses {

  private Responses() {}

  /**
   * Returns 200 with the view; or 304 without a view if the request's If-None-Match contains the
   * tag. Only the caller's own cache may store the response, and the cache must revalidate it
   * before each use.
   */
  public static Response ok(HttpHeaders request, Object view, ETag tag) {
    return ok(request, () -> view, tag);
  }

  /**
   * Returns 200 with the view; or 304 if the request's If-None-Match contains the tag. Calls {@code
   * view} only for 200. Only the caller's own cache may store the response, and the cache must
   * revalidate it before each use.
   */
  public static Response ok(HttpHeaders request, Supplier<?> view, ETag tag) {
    return conditional(request, view, tag)
        .header(HttpHeaders.CACHE_CONTROL, "private, no-cache")
        .header(HttpHeaders.VARY, "Authorization")
        .build();
  }

  /**
   * Returns 200 with a view that is the same for all callers; or 304 if the request's If-None-Match
   * contains the tag. Calls {@code view} only for 200. Any cache may use the response for {@code
   * maxAge}.
   */
  public static Response shared(HttpHeaders request, Supplier<?> view, ETag tag, Duration maxAge) {
    return conditional(request, view, tag)
        .header(HttpHeaders.CACHE_CONTROL, "public, max-age=" + maxAge.toSeconds())
        .build();
  }

  /**
   * Returns 200 with a page, and with a Link header to the next page if there is one (RFC 8288).
   */
  public static Response page(UriInfo uri, Page<?> page) {
    return page(uri, page, page.nextCursor());
  }

  /**
   * Returns 200 with a page that is already serialised, and with a Link header to the next page if
   * there is one (RFC 8288).
   *
   * @param page the page as JSON
   * @param nextCursor the cursor of the next page; null on the last page
   */
  public static Response page(UriInfo uri, Object page, String nextCursor) {
    Response.ResponseBuilder answer = Response.ok(page, MediaType.APPLICATION_JSON_TYPE);
    if (nextCursor != null) {
      answer.header(HttpHeaders.LINK, link(uri, nextCursor));
    }
    return answer.build();
  }

  static String link(UriInfo uri, String nextCursor) {
    return "<" + next(uri, nextCursor) + ">; rel=\"next\"";
  }

  private static Response.ResponseBuilder conditional(
      HttpHeaders request, Supplier<?> view, ETag tag) {
    Response.ResponseBuilder answer =
        tag.isIn(request.getHeaderString(HttpHeaders.IF_NONE_MATCH))
            ? Response.notModified()
            : Response.ok(view.get(), MediaType.APPLICATION_JSON_TYPE);
    return answer.header(HttpHeaders.ETAG, tag.toString());
  }

  /**
   * Returns the URL of the next page, relative to the server: the path and query of this request,
   * with the cursor of the next page.
   */
  private static String next(UriInfo uri, String cursor) {
    StringJoiner query = new StringJoiner("&");
    for (Map.Entry<String, List<String>> parameter :
        new TreeMap<>(uri.getQueryParameters()).entrySet()) {
      if (!parameter.getKey().equals(PageQuery.CURSOR)) {
        for (String value : parameter.getValue()) {
          query.add(encode(parameter.getKey()) + "=" + encode(value));
        }
      }
    }
    query.add(PageQuery.CURSOR + "=" + encode(cursor));
    return uri.getRequestUri().getRawPath() + "?" + query;
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
