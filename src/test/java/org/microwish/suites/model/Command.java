package org.microwish.suites.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A command to send.
 *
 * @param wish the wish's id; null for a command that creates one
 * @param claim the claim that the command changes, or names in its body; otherwise null
 * @param body the JSON body
 * @param invitation the invitation that the command changes, or null
 * @param ifMatch the version that an edit is based on; 0 for none
 */
record Command(
    Op op,
    Actor actor,
    String wish,
    String claim,
    String invitation,
    Map<String, Object> body,
    long ifMatch) {

  Command {
    body = new LinkedHashMap<>(body);
  }

  /** Returns a text of the body, or null. */
  String text(String name) {
    return (String) body.get(name);
  }

  /** Returns an amount in fen, given in the body in yuan; 0 if absent. */
  long fen(String name) {
    return ModelWish.fen(text(name));
  }

  /** Returns a list of texts of the body; empty if absent. */
  @SuppressWarnings("unchecked") // Lists of the bodies made here are of texts.
  List<String> texts(String name) {
    return (List<String>) body.getOrDefault(name, List.of());
  }

  /** Returns an object of the body, or null. */
  @SuppressWarnings("unchecked") // Objects of the bodies made here are maps.
  Map<String, Object> object(String name) {
    return (Map<String, Object>) body.get(name);
  }

  /** Returns the command with another body. */
  Command with(Map<String, Object> other) {
    return new Command(op, actor, wish, claim, invitation, other, ifMatch);
  }
}
