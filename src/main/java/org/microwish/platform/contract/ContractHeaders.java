package org.microwish.platform.contract;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.headers.Header;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/**
 * The headers of responses. Each is described once in the contract's components; responses refer to
 * it.
 */
final class ContractHeaders {

  static final String ETAG = "ETag";
  static final String LINK = "Link";
  static final String LOCATION = "Location";
  static final String REPLAYED = "Idempotency-Replayed";
  static final String RETRY_AFTER = "Retry-After";
  static final String CHALLENGE = "WWW-Authenticate";

  /** The headers of every response, so that a program can rely on them. */
  private static final List<String> EVERYWHERE =
      List.of("Request-ID", "RateLimit", "RateLimit-Policy");

  private static final Map<String, Header> ALL = new TreeMap<>();

  static {
    add(
        "Request-ID",
        "Identifies this request in the logs of the service.",
        Schema.SchemaType.STRING,
        "4bf92f3577b34da6a3ce929d0e0e4736");
    add(
        "RateLimit",
        "For each limit, the requests left (`r`) and the seconds until it is full again (`t`)"
            + " (draft-ietf-httpapi-ratelimit-headers). Missing if the request was not counted.",
        Schema.SchemaType.STRING,
        "\"caller\";r=299;t=1");
    add(
        "RateLimit-Policy",
        "For each limit, the requests (`q`) allowed in a window of seconds (`w`). Missing if the"
            + " request was not counted.",
        Schema.SchemaType.STRING,
        "\"caller\";q=300;w=60");
    add(
        ETAG,
        "Identifies the version that was read, for If-None-Match and If-Match.",
        Schema.SchemaType.STRING,
        "\"3\"");
    add(
        LINK,
        "The address of the next page, with `rel=\"next\"`, if there is one.",
        Schema.SchemaType.STRING,
        "</api/v1/wishes?cursor=AAE>; rel=\"next\"");
    add(
        LOCATION,
        "The address of what was created.",
        Schema.SchemaType.STRING,
        "/api/v1/wishes/0D1RZQ4J8M3TB");
    add(
        REPLAYED,
        "`true` if this is the stored response to an earlier request with the same Idempotency-Key; otherwise missing.",
        Schema.SchemaType.STRING,
        "true");
    add(
        RETRY_AFTER,
        "Seconds to wait before you repeat the request.",
        Schema.SchemaType.INTEGER,
        2);
    add(CHALLENGE, "How to authenticate (RFC 6750, RFC 9470).", Schema.SchemaType.STRING, "Bearer");
    add(
        "Ledger-Tree-Size",
        "The response includes the changes of at least this number of ledger entries. Missing while the service has not read the newest entries.",
        Schema.SchemaType.INTEGER,
        1234);
    add(
        "Content-Disposition",
        "The name under which to save the file.",
        Schema.SchemaType.STRING,
        "attachment; filename=\"ledger.xlsx\"");
  }

  private ContractHeaders() {}

  private static void add(String name, String description, Schema.SchemaType type, Object example) {
    ALL.put(
        name,
        OASFactory.createHeader()
            .description(description)
            .schema(OASFactory.createSchema().addType(type))
            .example(example));
  }

  /** Adds the descriptions of all headers. */
  static void describe(Components components) {
    ALL.forEach(components::addHeader);
  }

  /** Declares headers of a response. */
  static void declare(APIResponse response, String... names) {
    for (String name : names) {
      if (!ALL.containsKey(name)) {
        throw new IllegalArgumentException("no description of the header " + name);
      }
      response.addHeader(name, OASFactory.createHeader().ref("#/components/headers/" + name));
    }
  }

  /** Declares the headers of every response. */
  static void declareEverywhere(APIResponse response) {
    declare(response, EVERYWHERE.toArray(String[]::new));
  }
}
