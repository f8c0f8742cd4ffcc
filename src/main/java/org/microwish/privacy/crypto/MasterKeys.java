package org.microwish.privacy.crypto;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.microwish.platform.Ids;
import org.microwish.platform.start.PrivateFiles;
import org.microwish.platform.start.StartRefusedException;

/**
 * Master keys from the configuration, which this process holds in memory. The first key wraps data
 * keys; the other keys only unwrap.
 */
public final class MasterKeys implements KeyWrapping {

  private static final String FILE = "master-keys";

  /** {@code id:key}; the key is 32 bytes in base 64, in the standard or the URL-safe alphabet. */
  private static final Pattern LINE =
      Pattern.compile("(?<id>[a-z0-9._-]{1,32}):(?<key>[A-Za-z0-9+/_-]{43})=?");

  private final String current;
  private final Map<String, Map<Suite, SealingKey>> keys = new LinkedHashMap<>();

  private MasterKeys(List<String> lines) {
    for (String line : lines) {
      Matcher parts = LINE.matcher(line);
      if (!parts.matches()) {
        throw new StartRefusedException(
            "A line of MICROWISH_PRIVACY_MASTER_KEYS is no key. Each is a name and 32 random bytes"
                + " in base 64: echo \"main:$(openssl rand -base64 32)\"");
      }
      byte[] secret =
          Base64.getDecoder().decode(parts.group("key").replace('-', '+').replace('_', '/'));
      Map<Suite, SealingKey> bySuite = new EnumMap<>(Suite.class);
      for (Suite suite : Suite.values()) {
        bySuite.put(suite, SealingKey.of(suite, secret));
      }
      if (keys.put(parts.group("id"), bySuite) != null) {
        throw new StartRefusedException(
            "MICROWISH_PRIVACY_MASTER_KEYS names two keys " + parts.group("id") + ".");
      }
    }
    if (keys.isEmpty()) {
      throw new StartRefusedException("MICROWISH_PRIVACY_MASTER_KEYS holds no key.");
    }
    this.current = keys.keySet().iterator().next();
  }

  /**
   * Reads the configured keys.
   *
   * @param configured each element is {@code id:key}, or the path of a file with one such line for
   *     each key; empty lines and lines that begin with # are ignored
   * @throws StartRefusedException if there is no key, an element is invalid, or an id is repeated
   */
  public static MasterKeys configured(List<String> configured) {
    List<String> lines = new ArrayList<>();
    for (String each : configured) {
      String text = each.strip();
      if (LINE.matcher(text).matches()) {
        lines.add(text);
      } else {
        lines.addAll(read(text));
      }
    }
    return new MasterKeys(lines);
  }

  /**
   * Returns the master key that is stored in a directory; creates it on first use, in a file that
   * only its owner may read.
   *
   * @param directory created if missing
   */
  public static MasterKeys kept(Path directory) {
    Path file = directory.resolve(FILE);
    try {
      PrivateFiles.kept(
          file,
          () ->
              "kept:"
                  + Base64.getEncoder().encodeToString(Ids.randomBytes(SealingKey.BYTES))
                  + "\n");
    } catch (IOException failed) {
      throw new StartRefusedException(
          "The vault's master key cannot be kept in " + directory + ": " + failed);
    }
    return configured(List.of(file.toString()));
  }

  private static List<String> read(String path) {
    try {
      return Files.readAllLines(Path.of(path)).stream()
          .map(String::strip)
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .toList();
    } catch (IOException | InvalidPathException unreadable) {
      // The message must not repeat the text, which may be a mistyped key.
      throw new StartRefusedException(
          "MICROWISH_PRIVACY_MASTER_KEYS is neither keys nor a file that can be read.");
    }
  }

  @Override
  public String current() {
    return current;
  }

  @Override
  public boolean knows(String masterId) {
    return keys.containsKey(masterId);
  }

  @Override
  public byte[] wrap(SealingKey key, byte[] context) {
    return master(current, key.suite()).wrap(key, context);
  }

  @Override
  public SealingKey unwrap(String masterId, Suite suite, byte[] wrapped, byte[] context) {
    SealingKey key = master(masterId, suite).unwrap(wrapped, context);
    if (key.suite() != suite) {
      throw new SealBrokenException();
    }
    return key;
  }

  private SealingKey master(String id, Suite suite) {
    Map<Suite, SealingKey> bySuite = keys.get(id);
    if (bySuite == null) {
      throw new IllegalStateException(
          "the vault's master key " + id + " is not configured, but keys are wrapped under it");
    }
    return bySuite.get(suite);
  }

  /** Hides the keys. */
  @Override
  public String toString() {
    return "MasterKeys" + keys.keySet();
  }
}
