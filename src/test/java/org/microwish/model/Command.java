package org.microwish.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A command as it is sent.
 *
 * @param wish the wish's id; null for one that comes into being
 * @param claim the claim it works on, or names in its body; else null
 * @param body the JSON body
 * @param ifMatch the version that an edit starts from; 0 for none
 */
record Command(
    Op op, Actor actor, String wish, String claim, Map<String, Object> body, long ifMatch) {

  Command {
    body = new LinkedHashMap<>(body);
  }

  /** A text of the body, or null. */
  String text(String name) {
    return (String) body.get(name);
  }

  /** A number of fen that stands in the body as yuan; 0 where it is left out. */
  long fen(String name) {
    return ModelWish.fen(text(name));
  }

  /** A list of texts of the body; empty where it is left out. */
  @SuppressWarnings("unchecked") // Lists of the bodies made here are of texts.
  List<String> texts(String name) {
    return (List<String>) body.getOrDefault(name, List.of());
  }

  /** An object of the body, or null. */
  @SuppressWarnings("unchecked") // Objects of the bodies made here are maps.
  Map<String, Object> object(String name) {
    return (Map<String, Object>) body.get(name);
  }

  /** The same intended effect under another body. */
  Command with(Map<String, Object> other) {
    return new Command(op, actor, wish, claim, other, ifMatch);
  }
}
