package org.microwish.verify;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.microwish.ledger.merkle.NoteKey;

/**
 * What stands on the command line.
 *
 * @param places what is to be verified, in order
 * @param keys at least one
 * @param since null where it is left out
 * @param keep null where it is left out
 */
record Arguments(List<String> places, List<NoteKey> keys, Path since, Path keep) {

  Arguments {
    places = List.copyOf(places);
    keys = List.copyOf(keys);
  }

  /**
   * Reads them.
   *
   * @param wanted how many places
   * @throws IllegalArgumentException for anything else
   */
  static Arguments read(List<String> words, int wanted) {
    List<String> places = new ArrayList<>();
    List<NoteKey> keys = new ArrayList<>();
    Path since = null;
    Path keep = null;
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      switch (word) {
        case "--key" -> keys.add(NoteKey.parse(value(words, ++i)));
        case "--since" -> since = Path.of(value(words, ++i));
        case "--keep" -> keep = Path.of(value(words, ++i));
        default -> {
          if (word.startsWith("-")) {
            throw new IllegalArgumentException("unknown: " + word);
          }
          places.add(word);
        }
      }
    }
    if (places.size() != wanted || keys.isEmpty()) {
      throw new IllegalArgumentException(
          wanted == 1 ? "a log and a key are needed" : "a proof, its leaf and a key are needed");
    }
    return new Arguments(places, keys, since, keep);
  }

  private static String value(List<String> words, int at) {
    if (at >= words.size()) {
      throw new IllegalArgumentException("nothing stands behind " + words.getLast());
    }
    return words.get(at);
  }
}
