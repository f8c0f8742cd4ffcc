package org.microwish.platform.idempotency;

/**
 * A command's response. It is stored with the idempotency key and returned again to a repeat, so it
 * must not contain personal data.
 *
 * @param status 200, 201 or 202
 * @param location the new resource's path below the API's base, or null
 * @param body a record that Jackson can serialise
 */
public record Answer(int status, String location, Object body) {

  /** A response with status 200. */
  public static Answer ok(Object body) {
    return new Answer(200, null, body);
  }

  /** A response with status 201 and the new resource's path, such as {@code /wishes/0C…}. */
  public static Answer created(String location, Object body) {
    return new Answer(201, location, body);
  }

  /**
   * A response with status 202: the work has begun but is not finished; the path leads to its
   * state.
   */
  public static Answer accepted(String location, Object body) {
    return new Answer(202, location, body);
  }
}
