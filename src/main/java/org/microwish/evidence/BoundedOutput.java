package org.microwish.evidence;

import java.io.ByteArrayOutputStream;

/** A byte array output stream that throws an exception instead of growing beyond a maximum. */
final class BoundedOutput extends ByteArrayOutputStream {

  private final long most;

  BoundedOutput(long most) {
    this.most = most;
  }

  @Override
  public synchronized void write(int b) {
    require(1);
    super.write(b);
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) {
    require(length);
    super.write(bytes, offset, length);
  }

  private void require(int more) {
    if (count + (long) more > most) {
      throw UnacceptableFile.notCleanable("The PDF decodes to more bytes than allowed");
    }
  }
}
