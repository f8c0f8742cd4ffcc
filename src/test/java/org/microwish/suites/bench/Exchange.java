package org.microwish.suites.bench;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One keep-alive connection of the load generator: sends the bytes of a request and reads the
 * answer. It supports only the HTTP/1.1 that the service sends: a status, a Content-Length or
 * chunks. Used by one thread.
 */
final class Exchange implements AutoCloseable {

  private static final byte[] LENGTH = ascii("content-length:");
  private static final byte[] CHUNKED = ascii("transfer-encoding: chunked");
  private static final byte[] RETRY_AFTER = ascii("retry-after:");

  private final SocketChannel channel;
  private final ByteBuffer arriving = ByteBuffer.allocateDirect(64 << 10);
  private byte[] answer = new byte[8 << 10];
  private int filled;
  private int bodyStart;
  private int bodyLength;
  private boolean chunked;

  /** When the current request was due, as {@link System#nanoTime()}. */
  long intendedAt;

  private int status;
  private boolean retryAfter;

  Exchange(int port) throws IOException {
    channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.configureBlocking(false);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  void register(Selector selector) throws IOException {
    channel.register(selector, SelectionKey.OP_READ, this);
  }

  /**
   * Sends a request.
   *
   * @param intendedAt when the request was due; its latency counts from then
   */
  void send(byte[] request, long intendedAt) throws IOException {
    this.intendedAt = intendedAt;
    filled = 0;
    bodyStart = -1;
    status = 0;
    retryAfter = false;
    chunked = false;
    bodyLength = 0;
    ByteBuffer bytes = ByteBuffer.wrap(request);
    // A request of less than 2 KB fits the socket's send buffer, so this loop does not spin.
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /**
   * Reads the bytes that have arrived.
   *
   * @return whether the answer is complete
   * @throws EOFException when the other side has closed
   */
  boolean receive() throws IOException {
    while (true) {
      arriving.clear();
      int read = channel.read(arriving);
      if (read < 0) {
        throw new EOFException("closed in an answer");
      }
      if (read == 0) {
        return false;
      }
      if (filled + read > answer.length) {
        answer = Arrays.copyOf(answer, Math.max(answer.length * 2, filled + read));
      }
      arriving.flip().get(answer, filled, read);
      filled += read;
      if (isComplete()) {
        return true;
      }
    }
  }

  private boolean isComplete() {
    if (bodyStart < 0 && !readHead()) {
      return false;
    }
    return chunked ? lastChunkArrived() : filled >= bodyStart + bodyLength;
  }

  private boolean readHead() {
    for (int at = 3; at < filled; at++) {
      if (answer[at] == '\n' && answer[at - 1] == '\r' && answer[at - 2] == '\n') {
        bodyStart = at + 1;
        status = (answer[9] - '0') * 100 + (answer[10] - '0') * 10 + answer[11] - '0';
        readHeaders();
        return true;
      }
    }
    return false;
  }

  private void readHeaders() {
    for (int at = 0; at < bodyStart; at++) {
      if (answer[at] != '\n') {
        continue;
      }
      if (begins(LENGTH, at + 1)) {
        bodyLength = number(at + 1 + LENGTH.length);
      } else if (begins(CHUNKED, at + 1)) {
        chunked = true;
      } else if (begins(RETRY_AFTER, at + 1)) {
        retryAfter = true;
      }
    }
  }

  private boolean begins(byte[] name, int from) {
    if (from + name.length > bodyStart) {
      return false;
    }
    for (int i = 0; i < name.length; i++) {
      byte found = answer[from + i];
      byte lower = found >= 'A' && found <= 'Z' ? (byte) (found + 32) : found;
      if (lower != name[i]) {
        return false;
      }
    }
    return true;
  }

  private int number(int from) {
    int number = 0;
    for (int at = from; answer[at] != '\r'; at++) {
      if (answer[at] != ' ') {
        number = number * 10 + answer[at] - '0';
      }
    }
    return number;
  }

  /** Walks the chunks, so that chunk content is never mistaken for the last chunk. */
  private boolean lastChunkArrived() {
    int at = bodyStart;
    while (true) {
      int size = 0;
      int digit = at;
      while (digit < filled && Character.digit(answer[digit], 16) >= 0) {
        size = size * 16 + Character.digit(answer[digit], 16);
        digit++;
      }
      at = digit + 2 + size + 2;
      if (digit == filled || at > filled) {
        return false;
      }
      if (size == 0) {
        return true;
      }
    }
  }

  /** The status of the answer. */
  int status() {
    return status;
  }

  /** Whether the answer has a Retry-After header. */
  boolean saysRetryAfter() {
    return retryAfter;
  }

  /** Returns the complete answer with its headers, for a message. */
  String text() {
    return new String(answer, 0, filled, StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
