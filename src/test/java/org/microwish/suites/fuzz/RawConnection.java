package org.microwish.suites.fuzz;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/** A connection that sends arbitrary bytes, even malformed requests, and reads the answer. */
final class RawConnection implements Closeable {

  private final String host;
  private final int port;
  private Socket socket;
  private InputStream in;

  /**
   * An answer.
   *
   * @param headers headers by lower-case name; the last one if a name occurs several times
   */
  record Answer(int status, Map<String, String> headers, FuzzRequest.Bytes body) {

    String header(String name) {
      return headers.get(name);
    }

    String mediaType() {
      String type = headers.getOrDefault("content-type", "");
      return type.replaceAll(";.*", "").trim();
    }

    String text() {
      return new String(body.get(), StandardCharsets.UTF_8);
    }
  }

  RawConnection(String host, int port) {
    this.host = host;
    this.port = port;
  }

  /**
   * Sends a request and reads the answer; retries once if the service has closed the connection
   * meanwhile.
   */
  Answer send(FuzzRequest shot) throws IOException {
    byte[] wire = shot.wire(host + ":" + port);
    boolean fresh = socket == null;
    try {
      return exchange(wire, shot.method());
    } catch (IOException closed) {
      close();
      if (fresh) {
        throw closed;
      }
      return exchange(wire, shot.method());
    }
  }

  private Answer exchange(byte[] wire, String method) throws IOException {
    if (socket == null) {
      socket = new Socket(host, port);
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(30_000);
      in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
    }
    IOException broken = null;
    try {
      socket.getOutputStream().write(wire);
    } catch (IOException refusedEarly) {
      // The service may already have answered the part that it read.
      broken = refusedEarly;
    }
    try {
      Answer answer = read(method);
      boolean ends = "close".equalsIgnoreCase(answer.header("connection")) || broken != null;
      if (ends) {
        close();
      }
      return answer;
    } catch (IOException failed) {
      if (broken != null) {
        failed.addSuppressed(broken);
      }
      throw failed;
    }
  }

  private Answer read(String method) throws IOException {
    String status = line();
    int code = Integer.parseInt(status.substring(9, 12));
    Map<String, String> headers = new TreeMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).trim());
    }
    if (code == 100) {
      return read(method);
    }
    byte[] body;
    if (method.equals("HEAD") || code == 204 || code == 304) {
      body = new byte[0];
    } else if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
      ByteArrayOutputStream whole = new ByteArrayOutputStream();
      for (int size = chunk(); size > 0; size = chunk()) {
        whole.write(in.readNBytes(size));
        line();
      }
      line();
      body = whole.toByteArray();
    } else if (headers.containsKey("content-length")) {
      body = in.readNBytes(Integer.parseInt(headers.get("content-length")));
    } else {
      headers.put("connection", "close");
      body = in.readAllBytes();
    }
    if ("gzip".equals(headers.get("content-encoding"))) {
      body = new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes();
    }
    return new Answer(code, headers, new FuzzRequest.Bytes(body));
  }

  private int chunk() throws IOException {
    return Integer.parseInt(line().replaceAll(";.*", "").trim(), 16);
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the connection was closed");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  @Override
  public void close() {
    try {
      if (socket != null) {
        socket.close();
      }
    } catch (IOException gone) {
      // Nothing to do: the connection is discarded.
    }
    socket = null;
  }
}
