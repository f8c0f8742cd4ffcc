package org.microwish.platform.idempotency;

/**
 * The answer of a command. It is stored with the key and sent again to a repeat, so it must hold no
 * personal values.
 *
 * @param status 200, 201 or 202
 * @param location the new resource's path under the API's base, or null
 * @param body a record that Jackson can write
 */
public record Answer(int status, String location, Object body) {

  /** 200. */
  public static Answer ok(Object body) {
    return new Answer(200, null, body);
  }

  /** 201 with the new resource's path, such as {@code /wishes/0C…}. */
  public static Answer created(String location, Object body) {
    return new Answer(201, location, body);
  }

  /** 202: begun, not finished; the path says where to look. */
  public static Answer accepted(String location, Object body) {
    return new Answer(202, location, body);
  }
}
