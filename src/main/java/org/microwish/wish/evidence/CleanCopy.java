package org.microwish.wish.evidence;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A file's cleaned form: stretches of the upload and a few bytes of our own, in order. Only the
 * list is held in memory.
 */
final class CleanCopy {

  private sealed interface Part {}

  private record Stretch(long from, long length) implements Part {}

  private static final class Own implements Part {
    final byte[] bytes;

    Own(byte[] bytes) {
      this.bytes = bytes;
    }
  }

  private final List<Part> parts = new ArrayList<>();
  private long size;

  /** Appends a stretch of the upload. */
  CleanCopy keep(long from, long length) {
    size += length;
    if (!parts.isEmpty()
        && parts.getLast() instanceof Stretch(long start, long before)
        && start + before == from) {
      parts.set(parts.size() - 1, new Stretch(start, before + length));
    } else {
      parts.add(new Stretch(from, length));
    }
    return this;
  }

  /** Appends bytes that are not the upload's. */
  CleanCopy write(byte[] bytes) {
    size += bytes.length;
    parts.add(new Own(bytes));
    return this;
  }

  /** Appends all of another copy. */
  CleanCopy append(CleanCopy other) {
    size += other.size;
    parts.addAll(other.parts);
    return this;
  }

  long size() {
    return size;
  }

  /** The bytes, read from this upload whenever they are written. */
  FileContent of(Path upload) {
    List<Part> whole = List.copyOf(parts);
    return out -> write(whole, upload, out);
  }

  private static void write(List<Part> parts, Path upload, OutputStream out) throws IOException {
    try (FileChannel source = FileChannel.open(upload, StandardOpenOption.READ)) {
      WritableByteChannel target = Channels.newChannel(out);
      for (Part part : parts) {
        switch (part) {
          case Own own -> out.write(own.bytes);
          case Stretch(long from, long length) -> {
            long done = 0;
            while (done < length) {
              long moved = source.transferTo(from + done, length - done, target);
              if (moved <= 0) {
                throw new IOException("The upload became shorter while it was copied");
              }
              done += moved;
            }
          }
        }
      }
    }
  }
}
