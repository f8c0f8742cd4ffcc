package org.microwish.suites.faults;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Proxy between one instance and its database, on a fixed port even when the server's port changes.
 * It parses the client's packets (MySQL protocol), and can cut a connection at a COMMIT, either
 * before the server receives it or after the server has answered it, so that the client cannot know
 * whether it was committed.
 */
final class CuttingProxy implements AutoCloseable {

  /** When a connection is cut. */
  enum Cut {
    /** The server does not receive the commit. */
    BEFORE_COMMIT,
    /** The server has committed; its answer is lost. */
    AFTER_COMMIT
  }

  private static final int HEADER = 4;
  private static final int COM_QUERY = 3;

  /** First byte of an OK packet. */
  private static final int OK = 0;

  /** Number of bytes that are read from the start of a statement to recognise it. */
  private static final int LOOKED_AT = 200;

  private static final int CONNECT_MILLIS = 1_000;

  /** The next cut, and the number of commits that still pass before it. */
  private record Armed(Cut cut, AtomicInteger left) {}

  private final ServerSocket listener;
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private final AtomicReference<Armed> armed = new AtomicReference<>();
  private final AtomicInteger before = new AtomicInteger();
  private final AtomicInteger after = new AtomicInteger();

  /** The server's port; 0 while there is none. */
  private volatile int server;

  CuttingProxy(int server) throws IOException {
    this.server = server;
    this.listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    Thread.ofPlatform().daemon().name("proxy-" + port()).start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** Connects new clients to that port; refuses them when it is 0. Open connections stay open. */
  void serveFrom(int port) {
    server = port;
  }

  /** Cuts all connections at once, in whatever state they are. */
  void cutAll() {
    links.forEach(Link::close);
  }

  /**
   * Arms a cut at a later commit of a command, that is, of a transaction that has written an
   * idempotency key.
   *
   * @param passing number of such commits to let through first
   */
  void arm(Cut cut, int passing) {
    armed.set(new Armed(cut, new AtomicInteger(passing)));
  }

  /** Whether the armed cut has not happened yet. */
  boolean isArmed() {
    return armed.get() != null;
  }

  /** Cancels a cut that has not happened. */
  void disarm() {
    armed.set(null);
  }

  /** Returns the number of cuts of that kind so far. */
  int count(Cut cut) {
    return (cut == Cut.BEFORE_COMMIT ? before : after).get();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Thread.ofVirtual().start(() -> connect(client));
      } catch (IOException closed) {
        // The loop condition checks whether the listener is closed.
      }
    }
  }

  private void connect(Socket client) {
    Socket behind = new Socket();
    Link link = new Link(client, behind);
    try {
      int port = server;
      if (port == 0) {
        throw new IOException("no server");
      }
      client.setTcpNoDelay(true);
      behind.setTcpNoDelay(true);
      behind.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
      links.add(link);
      Thread.ofVirtual().start(link::answer);
      link.ask();
    } catch (IOException noServer) {
      // The client's connection is closed, like at a host whose server is down.
    } finally {
      link.close();
    }
  }

  /**
   * Returns the beginning of a statement in lower case, empty for other packets. A client that has
   * agreed on query attributes (MySQL 8.0.23 and later, not MariaDB) writes counts before the text.
   */
  private static String textOf(byte[] packet) {
    if (packet.length <= HEADER || packet[HEADER] != COM_QUERY) {
      return "";
    }
    int from = HEADER + 1;
    while (from < packet.length && packet[from] <= ' ') {
      from++;
    }
    int length = Math.min(packet.length - from, LOOKED_AT);
    return new String(packet, from, length, StandardCharsets.ISO_8859_1)
        .strip()
        .toLowerCase(Locale.ROOT);
  }

  /** Returns the armed cut if it applies to this commit, otherwise null. */
  private Cut take() {
    Armed now = armed.get();
    return now != null && now.left().getAndDecrement() <= 0 && armed.compareAndSet(now, null)
        ? now.cut()
        : null;
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    cutAll();
  }

  /** A client connection and its connection to the server. */
  private final class Link {
    private final Socket client;
    private final Socket behind;

    /** If set, the server's next answer ends the connection instead of being forwarded. */
    private volatile boolean swallowing;

    Link(Socket client, Socket behind) {
      this.client = client;
      this.behind = behind;
    }

    /** Forwards packets from client to server until one side closes. */
    void ask() throws IOException {
      DataInputStream in = new DataInputStream(new BufferedInputStream(client.getInputStream()));
      OutputStream out = behind.getOutputStream();
      boolean ofCommand = false;
      while (true) {
        byte[] header = in.readNBytes(HEADER);
        if (header.length < HEADER) {
          return;
        }
        int length = (header[0] & 0xff) | ((header[1] & 0xff) << 8) | ((header[2] & 0xff) << 16);
        byte[] packet = new byte[HEADER + length];
        System.arraycopy(header, 0, packet, 0, HEADER);
        in.readFully(packet, HEADER, length);
        String text = textOf(packet);
        if (text.startsWith("insert") && text.contains("idempotency")) {
          ofCommand = true;
        } else if (text.endsWith("rollback")) {
          ofCommand = false;
        } else if (text.endsWith("commit") && ofCommand) {
          ofCommand = false;
          Cut cut = take();
          if (cut == Cut.BEFORE_COMMIT) {
            before.incrementAndGet();
            return;
          }
          swallowing = cut == Cut.AFTER_COMMIT;
        }
        out.write(packet);
      }
    }

    /** Forwards bytes from server to client until one side closes. */
    void answer() {
      byte[] buffer = new byte[64 * 1024];
      try {
        InputStream in = behind.getInputStream();
        OutputStream out = client.getOutputStream();
        for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
          if (swallowing) {
            if (read > HEADER && buffer[HEADER] == OK) {
              after.incrementAndGet();
            }
            return;
          }
          out.write(buffer, 0, read);
        }
      } catch (IOException ended) {
        // The other direction ends as well.
      } finally {
        close();
      }
    }

    void close() {
      links.remove(this);
      for (Socket socket : new Socket[] {client, behind}) {
        try {
          socket.close();
        } catch (IOException closed) {
          // Already closed.
        }
      }
    }
  }
}
