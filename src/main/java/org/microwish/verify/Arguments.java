package org.microwish.verify;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.microwish.ledger.merkle.NoteKey;

/**
 * The command-line arguments of the verifier.
 *
 * @param places the address or directory of a log; or the file of a proof and the file of a leaf
 * @param trust the trusted keys: at least one key of the log, and optionally keys of witnesses
 * @param since the file given with {@code --since}, or null
 * @param keep the directory given with {@code --keep}, or null
 * @param numbers the file given with {@code --numbers}, or null
 * @param report the file given with {@code --report}, or null
 */
record Arguments(
    List<String> places, Trust trust, Path since, Path keep, Path numbers, Path report) {

  Arguments {
    places = List.copyOf(places);
  }

  /**
   * Parses the arguments; at least one {@code --key} is required.
   *
   * @param placeCount the number of arguments that are not options: 1 for a log, 2 for a proof and
   *     a leaf
   * @throws IllegalArgumentException when an argument is missing, surplus or malformed
   */
  static Arguments parse(List<String> words, int placeCount) {
    List<String> places = new ArrayList<>();
    Set<NoteKey> keys = new LinkedHashSet<>();
    Set<NoteKey> witnesses = new LinkedHashSet<>();
    Integer quorum = null;
    Path since = null;
    Path keep = null;
    Path numbers = null;
    Path report = null;
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      switch (word) {
        case "--key" -> keys.add(key(value(words, ++i), NoteKey.Type.ED25519));
        case "--witness" -> witnesses.add(key(value(words, ++i), NoteKey.Type.COSIGNATURE));
        case "--quorum" -> quorum = count(value(words, ++i));
        case "--since" -> since = Path.of(value(words, ++i));
        case "--keep" -> keep = Path.of(value(words, ++i));
        case "--numbers" -> numbers = Path.of(value(words, ++i));
        case "--report" -> report = Path.of(value(words, ++i));
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
    if (placeCount == 2 && (since != null || keep != null || numbers != null || report != null)) {
      throw new IllegalArgumentException("proof takes only --key, --witness and --quorum");
    }
    if (witnesses.isEmpty() && quorum != null) {
      throw new IllegalArgumentException("--quorum needs --witness");
    }
    for (NoteKey witness : witnesses) {
      if (keys.stream().anyMatch(key -> key.name().equals(witness.name()))) {
        throw new IllegalArgumentException(
            "--witness " + witness.name() + " has the log's name, so it is not another party");
      }
    }
    long names = witnesses.stream().map(NoteKey::name).distinct().count();
    Trust trust =
        new Trust(List.copyOf(keys), List.copyOf(witnesses), quorum == null ? (int) names : quorum);
    return new Arguments(places, trust, since, keep, numbers, report);
  }

  private static NoteKey key(String text, NoteKey.Type type) {
    NoteKey key = NoteKey.parse(text);
    if (key.type() != type) {
      throw new IllegalArgumentException(
          type == NoteKey.Type.ED25519
              ? "--key " + key.name() + " is a witness's key: use --witness"
              : "--witness " + key.name() + " is a log's key: use --key");
    }
    return key;
  }

  private static int count(String text) {
    // Trust checks that there are enough witnesses for the quorum.
    if (!text.matches("[1-9][0-9]{0,3}")) {
      throw new IllegalArgumentException("--quorum must be a number from 1, not " + text);
    }
    return Integer.parseInt(text);
  }

  private static String value(List<String> words, int index) {
    if (index >= words.size()) {
      throw new IllegalArgumentException(words.getLast() + " needs a value");
    }
    return words.get(index);
  }
}
