package org.microwish.evidence;

import java.io.IOException;
import java.io.OutputStream;

/** The bytes of a file, written when asked for rather than held in memory. */
@FunctionalInterface
public interface FileContent {

  /** Writes all bytes, the same ones each time, and leaves {@code out} open. */
  void writeTo(OutputStream out) throws IOException;
}
