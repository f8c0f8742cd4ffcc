package org.microwish.ledger.merkle;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;

/**
 * A text with signatures (C2SP signed-note): the text, an empty line, and one line for each
 * signature. The signatures cover the text including its last newline.
 *
 * @param text the signed text, which ends in a newline
 * @param lines the lines with signatures, at least one
 */
public record SignedNote(String text, List<Line> lines) {

  /** Maximum number of signatures; {@link #parse} rejects a note with more. */
  private static final int MAX_LINES = 100;

  /** Maximum length of a note in characters; {@link #parse} rejects a longer one. */
  public static final int MAX_CHARACTERS = 1_000_000;

  /** Maximum time by which a witness's clock may be ahead of ours. */
  private static final Duration CLOCK_DIFFERENCE = Duration.ofSeconds(60);

  private static final String DASH = "\u2014 ";

  /**
   * A line with a signature.
   *
   * @param name the name of the signing key
   * @param keyId the id of the signing key, which distinguishes keys of the same name
   * @param signature the bytes after the key id, in base 64
   */
  public record Line(String name, int keyId, String signature) {

    static Line of(NoteKey key, byte[] signature) {
      return new Line(key.name(), key.id(), Base64.getEncoder().encodeToString(signature));
    }

    /**
     * Parses a line, given without its newline.
     *
     * @throws IllegalArgumentException when the line is ill-formed
     */
    public static Line parse(String line) {
      int space = line.lastIndexOf(' ');
      if (!line.startsWith(DASH) || space < DASH.length()) {
        throw new IllegalArgumentException("not a signature line");
      }
      String name = line.substring(DASH.length(), space);
      String base64 = line.substring(space + 1);
      byte[] bytes = Base64.getDecoder().decode(base64);
      if (!NoteKey.isName(name)
          || bytes.length < 5
          || !Base64.getEncoder().encodeToString(bytes).equals(base64)) {
        throw new IllegalArgumentException("not a signature line");
      }
      return new Line(
          name,
          ByteBuffer.wrap(bytes).getInt(),
          Base64.getEncoder().encodeToString(Arrays.copyOfRange(bytes, 4, bytes.length)));
    }

    /** Returns the signature's bytes, without the key id. */
    public byte[] bytes() {
      return Base64.getDecoder().decode(signature);
    }

    /** Returns the line as text, with its newline. */
    public String text() {
      byte[] bytes = bytes();
      return DASH
          + name
          + " "
          + Base64.getEncoder()
              .encodeToString(
                  ByteBuffer.allocate(4 + bytes.length).putInt(keyId).put(bytes).array())
          + "\n";
    }

    /**
     * Returns true if the line has the name and the id of this key. Does not verify the signature.
     */
    public boolean isOf(NoteKey key) {
      return name.equals(key.name()) && keyId == key.id();
    }

    /**
     * Returns true if the line is a valid signature of the text by this key; for a witness's key, a
     * valid cosignature.
     */
    public boolean isGood(NoteKey key, String text) {
      if (!isOf(key)) {
        return false;
      }
      byte[] bytes = bytes();
      return switch (key.type()) {
        case ED25519 -> key.verifies(text.getBytes(StandardCharsets.UTF_8), bytes);
        case COSIGNATURE ->
            bytes.length > Long.BYTES
                && key.verifies(
                    cosigned(text, ByteBuffer.wrap(bytes).getLong()),
                    Arrays.copyOfRange(bytes, Long.BYTES, bytes.length));
      };
    }

    /**
     * Returns the time in a cosignature, in seconds since 1970. Call this only for a cosignature
     * that {@link #isGood} has accepted.
     */
    public long cosignedAt() {
      return ByteBuffer.wrap(bytes()).getLong();
    }

    /**
     * Returns true if a cosignature's time is later than {@code now} by more than clocks may differ
     * (60 s). Such a cosignature does not prove that the witness had seen the tree by any
     * particular time.
     */
    public boolean isFromTheFuture(Instant now) {
      long seconds = cosignedAt();
      // The time is an unsigned number; a value that is negative as a long is far in the future.
      return seconds < 0 || seconds > now.plus(CLOCK_DIFFERENCE).getEpochSecond();
    }

    @Override
    public String toString() {
      return name + " " + HexFormat.of().toHexDigits(keyId);
    }
  }

  public SignedNote {
    lines = List.copyOf(lines);
    if (!text.endsWith("\n") || lines.isEmpty()) {
      throw new IllegalArgumentException(
          "a note needs a text that ends in a newline, and at least one signature");
    }
  }

  /**
   * Parses a note without verifying its signatures.
   *
   * @throws IllegalArgumentException when the note is ill-formed
   */
  public static SignedNote parse(String note) {
    if (note.length() > MAX_CHARACTERS
        || note.chars().anyMatch(c -> c < 0x20 && c != '\n')
        || note.codePoints().anyMatch(c -> c >= 0xD800 && c <= 0xDFFF)) {
      throw new IllegalArgumentException("not a note: too long, or a forbidden character");
    }
    int split = note.lastIndexOf("\n\n");
    if (split < 0 || !note.endsWith("\n") || split + 2 == note.length()) {
      throw new IllegalArgumentException(
          "not a note: expected a text, an empty line and signatures");
    }
    List<Line> lines = new ArrayList<>();
    for (String line : note.substring(split + 2, note.length() - 1).split("\n", -1)) {
      if (lines.size() == MAX_LINES) {
        throw new IllegalArgumentException("too many signatures");
      }
      lines.add(Line.parse(line));
    }
    return new SignedNote(note.substring(0, split + 1), lines);
  }

  /** Returns the whole note as text: the signed text, an empty line and the signature lines. */
  public String note() {
    StringBuilder note = new StringBuilder(text).append('\n');
    lines.forEach(line -> note.append(line.text()));
    return note.toString();
  }

  /** Returns a copy of this note with the given signatures after its own. */
  public SignedNote with(Collection<Line> more) {
    List<Line> all = new ArrayList<>(lines);
    all.addAll(more);
    return new SignedNote(text, all);
  }

  /**
   * Returns those of the given keys that signed this note. Signatures by other keys are ignored.
   *
   * @throws IllegalArgumentException when a line has the name and id of one of the keys, but its
   *     signature is wrong
   */
  public List<NoteKey> signedBy(Collection<NoteKey> keys) {
    List<NoteKey> signers = new ArrayList<>();
    for (Line line : lines) {
      for (NoteKey key : keys) {
        if (line.isOf(key) && !signers.contains(key)) {
          if (!line.isGood(key, text)) {
            throw new IllegalArgumentException("the signature of " + line + " is wrong");
          }
          signers.add(key);
        }
      }
    }
    return signers;
  }

  /** Returns the message that a cosignature of the text signs (cosignature/v1). */
  static byte[] cosigned(String text, long seconds) {
    return ("cosignature/v1\ntime " + seconds + "\n" + text).getBytes(StandardCharsets.UTF_8);
  }
}
