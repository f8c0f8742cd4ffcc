package org.microwish.verify;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.microwish.ledger.merkle.NoteKey;

/**
 * The command-line arguments.
 *
 * @param places a log's address or directory; or the files of a proof and a leaf
 * @param keys the trusted keys, at least one
 * @param since the file of {@code --since}, or null
 * @param keep the directory of {@code --keep}, or null
 * @param numbers the file of {@code --numbers}, or null
 */
record Arguments(List<String> places, List<NoteKey> keys, Path since, Path keep, Path numbers) {

  Arguments {
    places = List.copyOf(places);
    keys = List.copyOf(keys);
  }

  /**
   * Parses the arguments.
   *
   * @param placeCount the number of arguments without an option: 1 for a log, 2 for a proof and a
   *     leaf; at least one {@code --key} is required, too
   * @throws IllegalArgumentException when an argument is missing, surplus or malformed
   */
  static Arguments parse(List<String> words, int placeCount) {
    List<String> places = new ArrayList<>();
    List<NoteKey> keys = new ArrayList<>();
    Path since = null;
    Path keep = null;
    Path numbers = null;
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      switch (word) {
        case "--key" -> keys.add(NoteKey.parse(value(words, ++i)));
        case "--since" -> since = Path.of(value(words, ++i));
        case "--keep" -> keep = Path.of(value(words, ++i));
        case "--numbers" -> numbers = Path.of(value(words, ++i));
        default -> {
          if (word.startsWith("-")) {
            throw new IllegalArgumentException("unknown option " + word);
          }
          places.add(word);
        }
      }
    }
    if (places.size() != placeCount || keys.isEmpty()) {
      throw new IllegalArgumentException(
          placeCount == 1
              ? "expected the address or directory of a log, and --key"
              : "expected a proof file, a leaf file and --key");
    }
    return new Arguments(places, keys, since, keep, numbers);
  }

  private static String value(List<String> words, int index) {
    if (index >= words.size()) {
      throw new IllegalArgumentException(words.getLast() + " needs a value");
    }
    return words.get(index);
  }
}
