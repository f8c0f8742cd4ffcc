package org.microwish.wish.claiming;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.microwish.platform.idempotency.Answer;
import org.microwish.platform.idempotency.Commands;
import org.microwish.platform.idempotency.KeyBusyException;
import org.microwish.platform.sql.Transactions;
import org.microwish.problem.Failures;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;
import org.microwish.wish.ClaimService;
import org.microwish.wish.WishReceipt;
import org.microwish.wish.money.Form;

/**
 * Where claims wait for their turn, for as long as the database needs for those before them. A lone
 * claim that finds a writer idle waits for nobody; those that come while it is at work make up the
 * next batch. One wish always meets the same writer, so that two never wait for each other's lock.
 */
@ApplicationScoped
public class ClaimQueue {

  private static final Logger LOG = Logger.getLogger(ClaimQueue.class);
  private static final Duration RETRY = Duration.ofSeconds(1);

  /** The longest that a batch waits for more, and only if the one before it had more than one. */
  private static final Duration GATHER = Duration.ofMillis(2);

  private final ClaimBatch batches;
  private final ClaimService service;
  private final Commands commands;
  private final ClaimingConfig config;
  private final TakenWishes taken = new TakenWishes();
  private final AtomicInteger waiting = new AtomicInteger();
  private final DistributionSummary sizes;
  private final Counter alone;
  private final Counter busy;
  private final List<Lane> writers = new ArrayList<>();
  private final List<Lane> lanes = new ArrayList<>();
  private Lane losers;
  private Lane singles;
  private volatile boolean running;

  ClaimQueue(
      ClaimBatch batches,
      ClaimService service,
      Commands commands,
      ClaimingConfig config,
      MeterRegistry metrics) {
    this.batches = batches;
    this.service = service;
    this.commands = commands;
    this.config = config;
    this.sizes =
        DistributionSummary.builder("microwish.claiming.batch")
            .description("Claims that were decided and written together")
            .register(metrics);
    this.alone =
        Counter.builder("microwish.claiming.alone")
            .description("Claims that went alone, because they did not fit or their batch failed")
            .register(metrics);
    this.busy =
        Counter.builder("microwish.claiming.busy")
            .description("Claims that were turned away because too many waited")
            .register(metrics);
    Gauge.builder("microwish.claiming.waiting", waiting, AtomicInteger::get)
        .description("Claims that are not answered yet")
        .register(metrics);
  }

  void start(@Observes StartupEvent event) {
    running = true;
    for (int i = 0; i < config.writers(); i++) {
      writers.add(new Lane("claim-writer-" + i, this::write));
    }
    losers = new Lane("claim-losers", this::refuse);
    singles = new Lane("claim-single", this::single);
    lanes.add(losers);
    lanes.addAll(writers);
    lanes.add(singles);
    writers.forEach(lane -> lane.begin(1));
    losers.begin(1);
    singles.begin(config.singles());
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    running = false;
    // Each hands on to those after it.
    for (Lane lane : lanes) {
      lane.end();
    }
    lanes.forEach(Lane::turnAway);
  }

  /** Takes a claim; its answer comes once it is committed, or refused. */
  Uni<Response> claim(ClaimOrder order) {
    return Uni.createFrom()
        .emitter(
            emitter -> {
              order.answerTo(emitter);
              accept(order);
            });
  }

  /** The refusal of one more claim while too many wait, or nothing. */
  Optional<ProblemException> refuse() {
    if (waiting.get() < config.waiting()) {
      return Optional.empty();
    }
    busy.increment();
    return Optional.of(full());
  }

  private static ProblemException full() {
    return ProblemType.BUSY.exception().retryAfter(RETRY);
  }

  private void accept(ClaimOrder order) {
    // The door lets a few more in than there is room for: they came through it together.
    if (waiting.incrementAndGet() > config.waiting() || !running) {
      busy.increment();
      fail(order, full());
    } else if (!order.participants.isEmpty() || order.form == Form.PUBLIC_FUNDS) {
      singles.add(order);
    } else if (taken.mayHold(order.wishId)) {
      losers.add(order);
    } else {
      writer(order).add(order);
    }
  }

  private Lane writer(ClaimOrder order) {
    return writers.get(Math.floorMod(ClaimOrder.spread(order.wishId), writers.size()));
  }

  private void answer(ClaimOrder order, Response response) {
    if (order.end()) {
      waiting.decrementAndGet();
      order.answer(response);
    }
  }

  private void fail(ClaimOrder order, Throwable problem) {
    if (order.end()) {
      waiting.decrementAndGet();
      order.fail(problem);
    }
  }

  // What the lanes do -----------------------------------------------------------------------------

  private void write(List<ClaimOrder> orders) {
    sizes.record(orders.size());
    ClaimBatch.Result result;
    try {
      result = retried(batches::write, orders);
    } catch (RuntimeException failed) {
      if (isDatabaseAway(failed)) {
        // Those who wait behind would only find out, one timeout after the other, what is known.
        orders.forEach(order -> fail(order, failed));
        writer(orders.getFirst()).drain().forEach(order -> fail(order, failed));
      } else {
        if (!isOfTheMoment(failed)) {
          LOG.warnf(failed, "A batch of %d claims failed and goes one by one", orders.size());
        }
        orders.forEach(singles::add);
      }
      return;
    }
    taken.learn(orders, result.taken());
    result.outcomes().forEach(this::settle);
  }

  private void refuse(List<ClaimOrder> orders) {
    ClaimBatch.Result result;
    try {
      result = retried(batches::refuse, orders);
    } catch (RuntimeException failed) {
      orders.forEach(order -> fail(order, failed));
      if (isDatabaseAway(failed)) {
        losers.drain().forEach(order -> fail(order, failed));
      }
      return;
    }
    taken.learn(orders, result.taken());
    for (ClaimOrder order : orders) {
      ClaimBatch.Outcome outcome = result.outcomes().get(order);
      if (outcome == null) {
        writer(order).add(order);
      } else {
        settle(order, outcome);
      }
    }
  }

  private void settle(ClaimOrder order, ClaimBatch.Outcome outcome) {
    switch (outcome) {
      case ClaimBatch.Outcome.Answer answer -> answer(order, answer.response());
      case ClaimBatch.Outcome.Refusal refusal -> fail(order, refusal.problem());
      case ClaimBatch.Outcome.Alone ignored -> singles.add(order);
      case ClaimBatch.Outcome.Later ignored -> writer(order).add(order);
    }
  }

  /**
   * Once more after a lost connection: whether the first commit arrived is unknown, and the keys'
   * rows tell.
   */
  private static ClaimBatch.Result retried(
      Function<List<ClaimOrder>, ClaimBatch.Result> work, List<ClaimOrder> orders) {
    try {
      return work.apply(orders);
    } catch (RuntimeException failed) {
      // Who got no connection has sent nothing, and would only wait for one again.
      if (!Transactions.isConnectionLost(failed)) {
        throw failed;
      }
      return work.apply(orders);
    }
  }

  /** Rivals that met: nothing that anybody need know of. */
  private static boolean isOfTheMoment(RuntimeException failed) {
    return failed instanceof KeyBusyException
        || Transactions.isRepeatable(failed)
        || Transactions.isDuplicate(failed);
  }

  private static boolean isDatabaseAway(RuntimeException failed) {
    return Failures.toProblem(failed).type() == ProblemType.DATABASE_UNAVAILABLE;
  }

  private void single(List<ClaimOrder> orders) {
    for (ClaimOrder order : orders) {
      alone.increment();
      try {
        order.name(commands);
        answer(order, commands.run(order.command, () -> claimAlone(order)));
      } catch (ProblemException refused) {
        fail(order, refused);
      } catch (RuntimeException failed) {
        fail(order, failed);
        if (isDatabaseAway(failed)) {
          singles.drain().forEach(other -> fail(other, failed));
        }
      }
    }
  }

  private Answer claimAlone(ClaimOrder order) {
    WishReceipt receipt =
        service.request(
            order.caller, order.wishId, order.pledge, order.form, order.participants, null);
    return Answer.created("/claims/" + receipt.claim().id(), receipt);
  }

  /** Orders in the order of their coming, and who works on them. */
  private final class Lane {
    private final String name;
    private final Consumer<List<ClaimOrder>> work;
    private final BlockingQueue<ClaimOrder> orders = new LinkedBlockingQueue<>();
    private final List<Thread> threads = new ArrayList<>();

    Lane(String name, Consumer<List<ClaimOrder>> work) {
      this.name = name;
      this.work = work;
    }

    void begin(int workers) {
      int most = workers == 1 ? config.batch() : 1;
      for (int i = 0; i < workers; i++) {
        threads.add(Thread.ofPlatform().name(name).daemon().start(() -> run(most)));
      }
    }

    void add(ClaimOrder order) {
      orders.add(order);
      if (!running) {
        turnAway();
      }
    }

    List<ClaimOrder> drain() {
      List<ClaimOrder> all = new ArrayList<>();
      orders.drainTo(all);
      return all;
    }

    private void run(int most) {
      int last = 1;
      while (running) {
        List<ClaimOrder> next = new ArrayList<>();
        try {
          next.add(orders.take());
          gather(next, last);
        } catch (InterruptedException ended) {
          next.forEach(order -> fail(order, full()));
          return;
        }
        orders.drainTo(next, most - next.size());
        last = next.size();
        work(next);
      }
    }

    /**
     * Waits a moment for as many as the last batch had: those who were just answered ask again
     * together, and the first of them alone would cost as much as all.
     */
    private void gather(List<ClaimOrder> next, int last) throws InterruptedException {
      long until = System.nanoTime() + GATHER.toNanos();
      while (next.size() < last) {
        ClaimOrder order = orders.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (order == null) {
          return;
        }
        next.add(order);
      }
    }

    /** Whatever goes wrong, everybody is answered and the lane goes on. */
    private void work(List<ClaimOrder> next) {
      try {
        work.accept(next);
      } catch (RuntimeException | Error failed) {
        // An Error, too: a lane that ended would leave half of all wishes without a writer.
        LOG.errorf(failed, "%s failed", name);
        next.forEach(order -> fail(order, failed));
      }
    }

    /** Lets the work at hand come to its end. */
    void end() throws InterruptedException {
      for (Thread thread : threads) {
        thread.interrupt();
        thread.join(Duration.ofSeconds(5));
      }
      turnAway();
    }

    void turnAway() {
      drain().forEach(order -> fail(order, full()));
    }
  }
}
