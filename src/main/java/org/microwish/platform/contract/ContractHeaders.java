package org.microwish.platform.contract;

import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.headers.Header;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/**
 * Describes the headers of responses. A header that only some responses have is described once in
 * the contract's components, and those responses refer to it. The headers that any response can
 * have are listed in the contract's {@code x-common-headers}, because OpenAPI has no place for
 * them.
 */
final class ContractHeaders {

  static final String ETAG = "ETag";
  static final String LINK = "Link";
  static final String LOCATION = "Location";
  static final String REPLAYED = "Idempotency-Replayed";
  static final String RETRY_AFTER = "Retry-After";
  static final String CHALLENGE = "WWW-Authenticate";
  static final String FILE_NAME = "Content-Disposition";
  static final String REQUEST = "Request-ID";
  static final String LIMITS = "RateLimit";
  static final String POLICY = "RateLimit-Policy";

  private static final Map<String, Header> CERTAIN =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry(
                  ETAG,
                  text(
                      "Identifies the version that was read, for If-None-Match and If-Match.",
                      "\"3\"")),
              Map.entry(
                  LINK,
                  text(
                      "The address of the next page, with `rel=\"next\"`, if there is one.",
                      "</api/v1/wishes?cursor=AAE>; rel=\"next\"")),
              Map.entry(
                  LOCATION,
                  text("The address of what was created.", "/api/v1/wishes/0D1RZQ4J8M3TB")),
              Map.entry(
                  REPLAYED,
                  text(
                      "`true` if this is the stored response to an earlier request with the same"
                          + " Idempotency-Key; otherwise missing.",
                      "true")),
              Map.entry(RETRY_AFTER, number("Seconds to wait before you repeat the request.", 2)),
              Map.entry(CHALLENGE, text("How to authenticate (RFC 6750 and RFC 9470).", "Bearer")),
              Map.entry(
                  FILE_NAME,
                  text("The name for the file.", "attachment; filename=\"ledger.xlsx\"")),
              Map.entry(
                  "Ledger-Tree-Size",
                  number(
                      "The response includes the changes of at least this number of ledger"
                          + " entries. Missing while the service has not read the newest ones.",
                      97)),
              Map.entry(
                  REQUEST,
                  text(
                      "Identifies this request in the logs of the service.",
                      "4bf92f3577b34da6a3ce929d0e0e4736")),
              Map.entry(
                  LIMITS,
                  text(
                      "For each limit, the requests left (`r`) and the seconds until it is full"
                          + " again (`t`) (draft-ietf-httpapi-ratelimit-headers).",
                      "\"address\";r=5999;t=1")),
              Map.entry(
                  POLICY,
                  text(
                      "For each limit, the requests (`q`) allowed in a window of seconds (`w`).",
                      "\"address\";q=6000;w=60"))));

  private static final Map<String, String> COMMON =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry(REQUEST, "See components. Every response has it."),
              Map.entry(LIMITS, "See components. Missing where requests are not counted."),
              Map.entry(POLICY, "See components. Missing where requests are not counted."),
              Map.entry("traceparent", "The trace of the request (W3C Trace Context)."),
              Map.entry("Cache-Control", "Who may keep the response, and for how long."),
              Map.entry("Vary", "The request headers on which the response depends."),
              Map.entry("Content-Language", "The language of the texts of a problem."),
              Map.entry("Allow", "With status 405, the methods of the path."),
              Map.entry("Deprecation", "When the operation was deprecated (RFC 9745)."),
              Map.entry("Sunset", "When the operation will end (RFC 8594)."),
              Map.entry("X-Content-Type-Options", "For browsers: always `nosniff`."),
              Map.entry("Content-Security-Policy", "For browsers: nothing may be loaded."),
              Map.entry("Referrer-Policy", "For browsers: always `no-referrer`."),
              Map.entry("Strict-Transport-Security", "For browsers: how long to insist on TLS."),
              Map.entry("Access-Control-Allow-Origin", "For browsers (CORS)."),
              Map.entry("Access-Control-Expose-Headers", "For browsers (CORS).")));

  private ContractHeaders() {}

  private static Header text(String description, String example) {
    return header(description, Schema.SchemaType.STRING, example);
  }

  private static Header number(String description, int example) {
    return header(description, Schema.SchemaType.INTEGER, example);
  }

  private static Header header(String description, Schema.SchemaType type, Object example) {
    return OASFactory.createHeader()
        .description(description)
        .schema(OASFactory.createSchema().addType(type))
        .example(example);
  }

  /** Adds the descriptions of all headers to the contract. */
  static void describe(OpenAPI contract) {
    CERTAIN.forEach(contract.getComponents()::addHeader);
    contract.addExtension("x-common-headers", COMMON);
  }

  /** Adds references to the descriptions of these headers to a response. */
  static void declare(APIResponse response, String... names) {
    for (String name : names) {
      response.addHeader(name, OASFactory.createHeader().ref("#/components/headers/" + name));
    }
  }
}
