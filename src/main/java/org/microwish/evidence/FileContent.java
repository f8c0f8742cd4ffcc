package org.microwish.evidence;

import java.io.IOException;
import java.io.OutputStream;

/** The bytes of a file, written on demand instead of being held in memory. */
@FunctionalInterface
public interface FileContent {

  /** Writes all bytes and leaves {@code out} open. Every call must write the same bytes. */
  void writeTo(OutputStream out) throws IOException;
}
