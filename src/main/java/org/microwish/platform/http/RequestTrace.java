package org.microwish.platform.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jboss.logging.MDC;
import org.microwish.platform.Ids;

/**
 * The id of a request, which is in its response and in all its log lines, and its place in a W3C
 * trace.
 *
 * @param requestId 8 to 64 characters; the id that the client sent, if valid, otherwise a new one
 * @param traceparent the header to send: the trace id of the client, or a new one, with a new span
 *     id
 */
public record RequestTrace(String requestId, String traceparent) {

  /** The header with the request's id, in requests and in responses. */
  public static final String REQUEST_ID = "Request-ID";

  /** The header of W3C Trace Context, in requests and in responses. */
  public static final String TRACEPARENT = "traceparent";

  private static final String KEY = RequestTrace.class.getName();

  private static final Pattern SANE_ID = Pattern.compile("[A-Za-z0-9._:-]{8,64}");

  // A traceparent of version 00 (W3C Trace Context section 3.2); an id of zeros only is invalid.
  private static final Pattern TRACE =
      Pattern.compile("00-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-([0-9a-f]{2})");

  /**
   * Creates the trace of an incoming request from its headers, with new ids where a header is
   * missing or invalid.
   */
  static RequestTrace begin(HttpServerRequest request) {
    String id = request.getHeader(REQUEST_ID);
    String trace = request.getHeader(TRACEPARENT);
    var parent = TRACE.matcher(trace == null ? "" : trace.toLowerCase(Locale.ROOT));
    boolean traced = parent.matches();
    // One call for all ids, because each call takes a lock that all requests share.
    String random = HexFormat.of().formatHex(Ids.randomBytes(40));
    return new RequestTrace(
        id != null && SANE_ID.matcher(id).matches() ? id : random.substring(0, 32),
        "00-"
            + (traced ? parent.group(1) : random.substring(32, 64))
            + "-"
            + random.substring(64, 80)
            + "-"
            + (traced ? parent.group(2) : "00"));
  }

  /** Returns the trace of the request; creates and stores it if no handler has done so yet. */
  public static RequestTrace of(RoutingContext http) {
    RequestTrace trace = http.get(KEY);
    if (trace == null) {
      trace = begin(http.request());
      trace.attach(http);
    }
    return trace;
  }

  /** Stores the trace in the request, and its ids in the logging context (MDC). */
  void attach(RoutingContext http) {
    http.put(KEY, this);
    MDC.put("requestId", requestId);
    MDC.put("traceId", traceparent.substring(3, 35));
  }
}
