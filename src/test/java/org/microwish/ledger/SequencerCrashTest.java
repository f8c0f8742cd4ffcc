package org.microwish.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.platform.Time;

/** Kills processes that write and sequence, two running at a time, at random moments. */
@Tag("database")
class SequencerCrashTest {

  private static final int KILLS = 10;
  private static final int AT_ONCE = 2;
  private static final long IDS_EACH = 1L << 32;

  /** A process and the file with the committed ids that it printed, one per line. */
  private record Instance(Process process, Path said) {}

  @Test
  void after_kills_every_acknowledged_entry_has_exactly_one_leaf() throws Exception {
    LogSchema schema = LogSchema.create("crash");
    SplittableRandom random = new SplittableRandom(20260101);
    List<Long> acknowledged = new ArrayList<>();
    List<Instance> running = new ArrayList<>();
    int started = 0;
    int killed = 0;
    while (killed < KILLS) {
      while (running.size() < AT_ONCE) {
        running.add(start(schema, ++started));
      }
      long before = schema.number("SELECT COUNT(*) FROM ledger_entry");
      // Waits until the processes work, so that the kill does not hit one that has not started yet.
      while (schema.number("SELECT COUNT(*) FROM ledger_entry") < before + 20) {
        LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
      }
      LockSupport.parkNanos(random.nextLong(Duration.ofMillis(300).toNanos()));
      acknowledged.addAll(kill(running.removeFirst()));
      killed++;
    }
    for (Instance last : running) {
      acknowledged.addAll(kill(last));
    }
    Sequencer sequencer = new Sequencer(schema.database, new Time());
    while (schema.number("SELECT COUNT(*) FROM ledger_queue") > 0) {
      sequencer.sequence(1_000);
    }
    // There may be unacknowledged entries: a process can be killed between the commit and its
    // output.
    long entries = schema.number("SELECT COUNT(*) FROM ledger_entry");
    assertThat(acknowledged).hasSizeGreaterThan(KILLS * 20).doesNotHaveDuplicates();
    assertThat(entries).isGreaterThanOrEqualTo(acknowledged.size());
    schema.assertWhole(entries);
    assertThat(schema.entryIds()).containsAll(acknowledged).doesNotHaveDuplicates();
  }

  private static Instance start(LogSchema schema, int number) throws IOException {
    Path said = Path.of("target", "crash-" + ProcessHandle.current().pid() + "-" + number + ".txt");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                CrashingInstance.class.getName(),
                schema.settings.url(),
                schema.settings.user(),
                schema.settings.password(),
                Long.toString(number * IDS_EACH))
            .redirectOutput(said.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    return new Instance(process, said);
  }

  private static List<Long> kill(Instance instance) throws IOException, InterruptedException {
    instance.process().destroyForcibly().waitFor();
    String said = Files.readString(instance.said());
    // The last line may be cut off.
    String whole = said.substring(0, said.lastIndexOf('\n') + 1);
    List<Long> ids = whole.lines().map(Long::valueOf).toList();
    Files.delete(instance.said());
    return ids;
  }
}
