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

/** Answers to reads whose body is made lazily or is already written. */
public final class Responses {

  private Responses() {}

  /**
   * 200 with the view, or 304 where the client has it. For the caller's eyes: kept by its own cache
   * only, and asked for anew each time.
   */
  public static Response ok(HttpHeaders request, Object view, ETag tag) {
    return ok(request, () -> view, tag);
  }

  /** The same, with a view that is made only when it is sent. */
  public static Response ok(HttpHeaders request, Supplier<?> view, ETag tag) {
    return conditional(request, view, tag)
        .header(HttpHeaders.CACHE_CONTROL, "private, no-cache")
        .header(HttpHeaders.VARY, "Authorization")
        .build();
  }

  /** 200 or 304 that is the same for everybody; any cache may keep it for {@code maxAge}. */
  public static Response shared(HttpHeaders request, Supplier<?> view, ETag tag, Duration maxAge) {
    return conditional(request, view, tag)
        .header(HttpHeaders.CACHE_CONTROL, "public, max-age=" + maxAge.toSeconds())
        .build();
  }

  /** 200 with a page, and a Link to the next where there is one (RFC 8288). */
  public static Response page(UriInfo uri, Page<?> page) {
    return page(uri, page, page.nextCursor());
  }

  /**
   * The same with a page that is written already.
   *
   * @param nextCursor where the next page begins, or null
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

  /** The same question from the next place on, relative to the server. */
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
