package org.microwish.suites.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.platform.contract.AnswerSchemas;
import org.microwish.platform.contract.Contract;

/**
 * Sends valid and invalid requests to every operation, with every role, about objects that earlier
 * requests have created. Checks that no answer is a server error, none reveals internals, every
 * refusal is a documented problem, every success matches its schema, and the log has no errors.
 * {@code -Dfuzz.requests=100000} sets the number of requests; {@code -Dfuzz.seed=7
 * -Dfuzz.index=123} reproduces the request that a failure names: after a normal run, the test sends
 * this request twenty times, with the ids of that run.
 */
@Tag("database")
@QuarkusTest
class FuzzTest {

  private static final int CLIENTS = 12;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MINIMISING = 60;

  @TestHTTPResource URI service;

  private final Map<String, String> found = new ConcurrentHashMap<>();
  private final Map<String, AtomicLong> counts = new ConcurrentHashMap<>();
  private final Map<String, AtomicLong> spent = new ConcurrentHashMap<>();
  private final Map<String, AtomicLong> answers = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<String> errors = new ConcurrentLinkedQueue<>();
  private Contract contract;
  private FuzzFixtures world;
  private RequestGenerator gun;
  private AnswerChecker referee;
  private long seed;

  @Test
  void everyRequest_isAnsweredAccordingToTheContract() throws Exception {
    long requests = Long.getLong("fuzz.requests", 3_000);
    seed = Long.getLong("fuzz.seed", 20_220_218);
    Long only = Long.getLong("fuzz.index");
    contract = Contract.running();
    world = new FuzzFixtures(seed);
    gun = new RequestGenerator(contract, world, seed);
    referee = new AnswerChecker(new AnswerSchemas(contract));
    Handler listening = listening();
    Logger.getLogger("").addHandler(listening);
    long begun = System.nanoTime();
    try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
      AtomicLong next = new AtomicLong();
      List<Future<?>> done = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        done.add(clients.submit(() -> client(next, requests)));
      }
      for (Future<?> one : done) {
        one.get();
      }
      if (only != null) {
        try (RawConnection line = new RawConnection(service.getHost(), service.getPort())) {
          for (int i = 0; i < 20; i++) {
            FuzzRequest shot = gun.shot(only);
            System.out.println(shot.curl(base()));
            System.out.println(line.send(shot).text());
          }
        }
      }
    } finally {
      Logger.getLogger("").removeHandler(listening);
    }
    double seconds = (System.nanoTime() - begun) / 1e9;
    Map<String, Long> byStatus = new TreeMap<>();
    answers.forEach((key, count) -> byStatus.merge(key.split(" ", -1)[1], count.get(), Long::sum));
    long never =
        contract.operations().stream()
            .filter(
                one -> answers.keySet().stream().noneMatch(key -> key.startsWith(one.id() + " 2")))
            .count();
    System.out.printf(
        "Fuzz: %d requests in %.1f s (%.0f a second), seed %d; %d operations, %d never succeeded;"
            + " answers %s; %d kinds of faults%n",
        requests,
        seconds,
        requests / seconds,
        seed,
        contract.operations().size(),
        never,
        byStatus,
        found.size());
    spent.entrySet().stream()
        .sorted((a, b) -> Long.compare(b.getValue().get(), a.getValue().get()))
        .limit(6)
        .forEach(one -> System.out.printf("  %s %d ms%n", one.getKey(), one.getValue().get()));
    report();
    assertThat(found.values()).as("%d kinds of faults", found.size()).isEmpty();
    assertThat(errors).as("errors in the log").isEmpty();
  }

  private String base() {
    return "http://" + service.getHost() + ":" + service.getPort();
  }

  private void report() throws IOException {
    Path directory = Path.of("target", "fuzz");
    Files.createDirectories(directory);
    List<String> lines = new ArrayList<>();
    new TreeMap<>(answers).forEach((key, count) -> lines.add(key + ": " + count));
    found.forEach((kind, what) -> lines.add("\n" + counts.get(kind) + " × " + kind + "\n" + what));
    lines.addAll(errors);
    Files.write(directory.resolve("report.txt"), lines);
  }

  private Void client(AtomicLong next, long requests) throws IOException {
    try (RawConnection line = new RawConnection(service.getHost(), service.getPort())) {
      for (long index = next.getAndIncrement(); index < requests; index = next.getAndIncrement()) {
        FuzzRequest shot = gun.shot(index);
        RawConnection.Answer answer;
        long begun = System.nanoTime();
        try {
          answer = line.send(shot);
        } catch (IOException none) {
          fault(index, shot, new AnswerChecker.Fault("no answer", none.toString()), line);
          continue;
        }
        spent
            .computeIfAbsent(shot.operation().id(), key -> new AtomicLong())
            .addAndGet((System.nanoTime() - begun) / 1_000_000);
        answers
            .computeIfAbsent(
                shot.operation().id() + " " + answer.status() + " " + code(answer),
                key -> new AtomicLong())
            .incrementAndGet();
        if (answer.status() / 100 == 2 && answer.mediaType().equals("application/json")) {
          world.learn(
              shot.operation(), answer.header("location"), JSON.readTree(answer.body().get()));
        }
        for (AnswerChecker.Fault fault : referee.judge(shot, answer)) {
          fault(index, shot, fault, line);
        }
      }
    }
    return null;
  }

  private static String code(RawConnection.Answer answer) {
    try {
      return answer.status() < 400
          ? ""
          : JSON.readTree(answer.body().get()).path("code").asText("none");
    } catch (IOException noJson) {
      return "no JSON";
    }
  }

  private void fault(long index, FuzzRequest shot, AnswerChecker.Fault fault, RawConnection line) {
    String kind = shot.operation().id() + ": " + fault.kind();
    counts.computeIfAbsent(kind, key -> new AtomicLong()).incrementAndGet();
    if (found.putIfAbsent(kind, "") == null) {
      FuzzRequest small = minimised(shot, fault, line);
      found.put(
          kind,
          "%s%n  seed %d index %d: %s%n  at first: %s"
              .formatted(fault.what(), seed, index, small.curl(base()), shot.curl(base())));
    }
  }

  /** Returns the smallest request found that still shows the fault, at worst the original. */
  private FuzzRequest minimised(FuzzRequest shot, AnswerChecker.Fault fault, RawConnection line) {
    FuzzRequest small = shot;
    int left = MINIMISING;
    boolean smaller = true;
    while (smaller && left > 0) {
      smaller = false;
      for (FuzzRequest candidate : smaller(small)) {
        if (left-- > 0 && shows(candidate, fault, line)) {
          small = candidate;
          smaller = true;
          break;
        }
      }
    }
    return small;
  }

  private static List<FuzzRequest> smaller(FuzzRequest shot) {
    List<FuzzRequest> candidates = new ArrayList<>();
    for (int i = 0; i < shot.query().size(); i++) {
      List<String> query = new ArrayList<>(shot.query());
      query.remove(i);
      candidates.add(shot.with(query, shot.headers(), shot.body()));
    }
    for (int i = 0; i < shot.headers().size(); i++) {
      List<String[]> headers = new ArrayList<>(shot.headers());
      headers.remove(i);
      candidates.add(shot.with(shot.query(), headers, shot.body()));
    }
    if (shot.body() != null) {
      try {
        var document = JSON.readTree(shot.body().get());
        if (document instanceof com.fasterxml.jackson.databind.node.ObjectNode object) {
          for (var property : List.copyOf(object.properties())) {
            var less = object.deepCopy();
            less.remove(property.getKey());
            candidates.add(
                shot.with(
                    shot.query(),
                    shot.headers(),
                    new FuzzRequest.Bytes(JSON.writeValueAsBytes(less))));
          }
        }
      } catch (IOException noJson) {
        // A body that is not JSON is not minimised.
      }
    }
    return candidates;
  }

  private boolean shows(FuzzRequest shot, AnswerChecker.Fault fault, RawConnection line) {
    try {
      return referee.judge(shot, line.send(shot)).stream()
          .anyMatch(one -> one.kind().equals(fault.kind()));
    } catch (IOException none) {
      return fault.kind().equals("no answer");
    }
  }

  private Handler listening() {
    return new Handler() {
      @Override
      public void publish(LogRecord logged) {
        if (logged.getLevel().intValue() >= Level.SEVERE.intValue()) {
          Throwable thrown = logged.getThrown();
          errors.add(
              logged.getLoggerName()
                  + ": "
                  + logged.getMessage()
                  + (thrown == null ? "" : " " + thrown));
        }
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }
}
