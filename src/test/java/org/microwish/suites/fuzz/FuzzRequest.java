package org.microwish.suites.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.microwish.platform.contract.Contract;

/**
 * One request, in parts that can be removed one by one to minimise it.
 *
 * @param operation the intended operation
 * @param onRoute whether method and path match the operation, so that its documentation applies
 * @param path the path in encoded form
 * @param query encoded pairs
 * @param headers names and values, including the Authorization header
 * @param body the bytes, or null
 */
record FuzzRequest(
    Contract.Operation operation,
    boolean onRoute,
    String method,
    String path,
    List<String> query,
    List<String[]> headers,
    Bytes body) {

  /** Immutable bytes. */
  static final class Bytes {
    private final byte[] bytes;

    Bytes(byte[] bytes) {
      this.bytes = bytes;
    }

    byte[] get() {
      return bytes;
    }

    int size() {
      return bytes.length;
    }
  }

  FuzzRequest with(List<String> otherQuery, List<String[]> otherHeaders, Bytes otherBody) {
    return new FuzzRequest(operation, onRoute, method, path, otherQuery, otherHeaders, otherBody);
  }

  String target() {
    return query.isEmpty() ? path : path + "?" + String.join("&", query);
  }

  /** Returns the request as HTTP/1.1 bytes. */
  byte[] wire(String host) {
    StringBuilder head = new StringBuilder();
    head.append(method).append(' ').append(target()).append(" HTTP/1.1\r\nHost: ").append(host);
    headers.forEach(one -> head.append("\r\n").append(one[0]).append(": ").append(one[1]));
    if (body != null) {
      head.append("\r\nContent-Length: ").append(body.size());
    }
    byte[] first = head.append("\r\n\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    return body == null ? first : Values.join(first, body.get());
  }

  /** Returns a shell command that sends the same request. */
  String curl(String base) {
    List<String> words = new ArrayList<>(List.of("curl -i --path-as-is -X", method));
    for (String[] header : headers) {
      words.add("-H " + quoted(header[0] + ": " + header[1]));
    }
    String data = "";
    if (body != null) {
      String text = new String(body.get(), StandardCharsets.UTF_8);
      boolean plain =
          text.chars().noneMatch(c -> c < 32 || c == 0xFFFD)
              && java.util.Arrays.equals(text.getBytes(StandardCharsets.UTF_8), body.get());
      words.add("--data-binary " + (plain ? quoted(text) : "@-"));
      if (!plain) {
        StringBuilder escaped = new StringBuilder();
        for (byte one : body.get()) {
          escaped.append(String.format(Locale.ROOT, "\\x%02x", one));
        }
        data = "printf " + quoted(escaped.toString()) + " | ";
      }
    }
    words.add(quoted(base + target()));
    return data + String.join(" ", words);
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
