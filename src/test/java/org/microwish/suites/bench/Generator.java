package org.microwish.suites.bench;

import java.io.IOException;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Sends prepared requests to a local port from one thread, because it shares the machine with the
 * service that it measures. Peaks come from a closed loop: each caller sends its next request when
 * it has its answer. Latencies come from a constant rate: request number n is due at n ÷ rate,
 * regardless of earlier requests, and its latency counts from when it was due. A closed loop would
 * send less while the server stalls, and so not see the stall.
 */
final class Generator {

  /** Longer than the service's own time limits, so a missing answer is a fault of the service. */
  private static final long PATIENCE = Duration.ofSeconds(20).toNanos();

  private static final long MILLI = 1_000_000;

  /** Supplies the requests; called once for each request. */
  @FunctionalInterface
  interface Requests {
    /** Returns the bytes of the next request, or null when there are no more. */
    byte[] next();
  }

  private final int port;

  Generator(int port) {
    this.port = port;
  }

  /** Runs a closed loop of that many callers, each with one request in flight. */
  Outcome closed(int callers, Duration duration, Requests requests) throws IOException {
    return new Run(callers, duration, requests).closed();
  }

  /**
   * Runs a load at a constant rate.
   *
   * @param perSecond requests due per second, evenly spaced
   * @param connections maximum requests in flight; further ones wait, and the wait counts as
   *     latency
   */
  Outcome constant(double perSecond, int connections, Duration duration, Requests requests)
      throws IOException {
    return new Run(connections, duration, requests).constant(perSecond);
  }

  /** Sends these requests one after the other from one caller. */
  Outcome each(List<byte[]> all) throws IOException {
    Iterator<byte[]> next = all.iterator();
    return closed(1, Duration.ofNanos(PATIENCE), () -> next.hasNext() ? next.next() : null);
  }

  /** One load, from opening its connections to closing them. */
  private final class Run {
    private final Duration duration;
    private final Requests requests;
    private final List<Exchange> exchanges = new ArrayList<>();
    private final ArrayDeque<Exchange> idle = new ArrayDeque<>();
    private final Map<Integer, Long> answered = new TreeMap<>();
    private final Map<Integer, Long> late = new TreeMap<>();
    private final Histogram latency = new Histogram(3_600_000_000L, 3);
    private long unanswered;
    private long withoutRetryAfter;
    private String strange;
    private int underWay;
    private long end;

    Run(int connections, Duration duration, Requests requests) throws IOException {
      this.duration = duration;
      this.requests = requests;
      for (int i = 0; i < connections; i++) {
        exchanges.add(new Exchange(port));
      }
    }

    Outcome closed() throws IOException {
      try (Selector selector = Selector.open()) {
        long begin = begin(selector);
        for (Exchange exchange : exchanges) {
          sendNext(exchange, System.nanoTime());
        }
        while (underWay > 0 && System.nanoTime() - end < PATIENCE) {
          selector.select(key -> receive((Exchange) key.attachment(), true), 100);
        }
        return outcome(begin);
      } finally {
        close();
      }
    }

    Outcome constant(double perSecond) throws IOException {
      try (Selector selector = Selector.open()) {
        long begin = begin(selector);
        idle.addAll(exchanges);
        long sent = 0;
        long due = begin;
        while (due - end < 0 || underWay > 0) {
          long now = System.nanoTime();
          while (due - now <= 0 && due - end < 0 && !idle.isEmpty()) {
            if (!sendNext(idle.poll(), due)) {
              end = due;
              break;
            }
            sent++;
            due = begin + (long) (sent * 1e9 / perSecond);
          }
          if (now - end > PATIENCE) {
            break;
          }
          boolean waitsForArrival = due - end < 0 && !idle.isEmpty();
          await(selector, waitsForArrival ? due - System.nanoTime() : 100 * MILLI);
        }
        return outcome(begin);
      } finally {
        close();
      }
    }

    /**
     * Waits for answers. A selector's timeout is in milliseconds, so the last one is slept in
     * pieces.
     */
    private void await(Selector selector, long nanos) throws IOException {
      if (nanos >= MILLI) {
        selector.select(key -> receive((Exchange) key.attachment(), false), nanos / MILLI);
      } else {
        if (nanos > 0) {
          LockSupport.parkNanos(Math.min(nanos, 200_000));
        }
        selector.selectNow(key -> receive((Exchange) key.attachment(), false));
      }
    }

    private long begin(Selector selector) throws IOException {
      for (Exchange exchange : exchanges) {
        exchange.register(selector);
      }
      long begin = System.nanoTime();
      end = begin + duration.toNanos();
      return begin;
    }

    private boolean sendNext(Exchange exchange, long intendedAt) {
      byte[] request = requests.next();
      if (request == null) {
        return false;
      }
      try {
        exchange.send(request, intendedAt);
        underWay++;
        return true;
      } catch (IOException refused) {
        unanswered++;
        return true;
      }
    }

    private void receive(Exchange exchange, boolean again) {
      try {
        if (!exchange.receive()) {
          return;
        }
      } catch (IOException ended) {
        underWay--;
        unanswered++;
        strange = strange == null ? ended.toString() : strange;
        drop(exchange);
        return;
      }
      long now = System.nanoTime();
      underWay--;
      note(exchange, now);
      if (!again) {
        idle.add(exchange);
      } else if (now - end < 0) {
        sendNext(exchange, System.nanoTime());
      }
    }

    private void note(Exchange exchange, long now) {
      int status = exchange.status();
      (now - end < 0 ? answered : late).merge(status, 1L, Long::sum);
      if (status < 300) {
        latency.recordValue(Math.max(0, now - exchange.intendedAt) / 1_000);
      } else if (status == 429 || status == 503) {
        withoutRetryAfter += exchange.saysRetryAfter() ? 0 : 1;
      } else if (strange == null) {
        strange = exchange.text();
      }
    }

    private void drop(Exchange exchange) {
      try {
        exchange.close();
      } catch (IOException closedAlready) {
        // Already closed: nothing to do.
      }
    }

    private Outcome outcome(long begin) {
      return new Outcome(
          (end - begin) / 1e9,
          answered,
          late,
          unanswered + underWay,
          withoutRetryAfter,
          latency,
          strange);
    }

    private void close() {
      exchanges.forEach(this::drop);
    }
  }

  /**
   * Returns the bytes of a request.
   *
   * @param head request line and headers without the final empty line, each line ending in CR LF
   */
  static byte[] bytes(String head, String body) {
    byte[] content = body.getBytes(StandardCharsets.UTF_8);
    String length = body.isEmpty() ? "" : "Content-Length: " + content.length + "\r\n";
    byte[] start = (head + length + "\r\n").getBytes(StandardCharsets.US_ASCII);
    byte[] whole = Arrays.copyOf(start, start.length + content.length);
    System.arraycopy(content, 0, whole, start.length, content.length);
    return whole;
  }
}
