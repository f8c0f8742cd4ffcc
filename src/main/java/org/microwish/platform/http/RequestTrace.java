package org.microwish.platform.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jboss.logging.MDC;
import org.microwish.platform.Ids;

/**
 * The id of one request, which every answer and the log carry, and its position in a W3C trace.
 *
 * @param requestId 8 to 64 characters, the client's own where it sent a valid one
 * @param traceparent the header as this service passes it on: the caller's trace, a span of ours
 */
public record RequestTrace(String requestId, String traceparent) {

  /** The header that carries the request's id, in both directions. */
  public static final String REQUEST_ID = "Request-ID";

  /** The header of W3C Trace Context. */
  public static final String TRACEPARENT = "traceparent";

  private static final String KEY = RequestTrace.class.getName();

  private static final Pattern SANE_ID = Pattern.compile("[A-Za-z0-9._:-]{8,64}");

  // Version 00 (W3C Trace Context section 3.2); ids of zeros only are invalid.
  private static final Pattern TRACE =
      Pattern.compile("00-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-([0-9a-f]{2})");

  /** Names a request that has just come in. */
  static RequestTrace begin(HttpServerRequest request) {
    String id = request.getHeader(REQUEST_ID);
    String trace = request.getHeader(TRACEPARENT);
    var parent = TRACE.matcher(trace == null ? "" : trace.toLowerCase(Locale.ROOT));
    boolean traced = parent.matches();
    // One draw for all: each takes a lock that all requests share.
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

  /** The one that the request was named with; made now where no handler of ours has seen it. */
  public static RequestTrace of(RoutingContext http) {
    RequestTrace trace = http.get(KEY);
    if (trace == null) {
      trace = begin(http.request());
      trace.attach(http);
    }
    return trace;
  }

  /** Makes this the request's, and tells the log. */
  void attach(RoutingContext http) {
    http.put(KEY, this);
    MDC.put("requestId", requestId);
    MDC.put("traceId", traceparent.substring(3, 35));
  }
}
