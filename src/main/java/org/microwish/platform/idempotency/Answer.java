package org.microwish.platform.idempotency;

/**
 * A command's response. It is stored with the idempotency key, and a repeat of the request gets the
 * stored response, so the body must not contain personal data.
 *
 * @param status 200, 201 or 202
 * @param location the path of the new resource below the base path of the API, or null
 * @param body a record that Jackson can serialise
 */
public record Answer(int status, String location, Object body) {

  /** Creates a response with status 200. */
  public static Answer ok(Object body) {
    return new Answer(200, null, body);
  }

  /**
   * Creates a response with status 201 and the path of the new resource, such as {@code
   * /wishes/0C…}.
   */
  public static Answer created(String location, Object body) {
    return new Answer(201, location, body);
  }

  /**
   * Creates a response with status 202, for work that continues after the response. The path is
   * that of a resource that shows the state of the work.
   */
  public static Answer accepted(String location, Object body) {
    return new Answer(202, location, body);
  }
}
