package org.microwish.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("fast")
class DirectoryEvidenceStoreTest {
  private static final Instant NOON = Instant.parse("2022-02-17T04:00:00.123456Z");
  private static final byte[] ABC = {'a', 'b', 'c'};

  @TempDir Path directory;
  private EvidenceStore store;

  @BeforeEach
  void open() throws IOException {
    store = new DirectoryEvidenceStore(directory.resolve("evidence"));
  }

  @Test
  void storedFile_isReturnedUnchanged() throws IOException {
    store.put(7, NOON, out -> out.write(ABC));
    assertThat(read(7)).isEqualTo(ABC);
    store.put(-1, NOON, out -> {});
    assertThat(read(-1)).isEmpty();
  }

  @Test
  void files_areSpreadOverDirectories_andReadableByTheOwnerOnly() throws IOException {
    store.put(0x0123456789abcdefL, NOON, out -> out.write(ABC));
    Path file = directory.resolve("evidence/files/ef/cd/0123456789abcdef");
    assertThat(file).exists();
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(Files.getPosixFilePermissions(file.getParent()))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    assertThat(Files.getPosixFilePermissions(directory.resolve("evidence/incoming")))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void existingFile_isNotReplaced() throws IOException {
    store.put(7, NOON, out -> out.write(ABC));
    assertThatThrownBy(() -> store.put(7, NOON, out -> out.write(1)))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(read(7)).isEqualTo(ABC);
  }

  @Test
  void aWriteThatFailsLeavesNothing() throws IOException {
    IOException broken = new IOException("the client disconnected");
    assertThatThrownBy(
            () ->
                store.put(
                    7,
                    NOON,
                    out -> {
                      out.write(ABC);
                      throw broken;
                    }))
        .isSameAs(broken);
    assertThatThrownBy(() -> store.open(7)).isInstanceOf(NoSuchFileException.class);
    try (Stream<Path> left = Files.walk(directory)) {
      assertThat(left.filter(Files::isRegularFile)).isEmpty();
    }
  }

  @Test
  void concurrentDeletions_reportSuccessOnce() throws Exception {
    store.put(7, NOON, out -> out.write(ABC));
    assertThat(together(8, () -> store.delete(7))).containsOnlyOnce(true);
    assertThatThrownBy(() -> store.open(7)).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void sameContentStoredConcurrently_isKeptForEachId() throws Exception {
    byte[] content = new byte[300_000];
    List<Callable<Boolean>> puts = new ArrayList<>();
    for (long id = 100; id < 116; id++) {
      long own = id;
      puts.add(
          () -> {
            new DirectoryEvidenceStore(directory.resolve("evidence"))
                .put(own, NOON, out -> out.write(content));
            return true;
          });
    }
    assertThat(together(puts)).hasSize(16);
    assertThat(before(NOON.plusSeconds(1))).hasSize(16);
    assertThat(store.delete(100)).isTrue();
    assertThat(read(101)).isEqualTo(content);
  }

  @Test
  void files_areListedByTheirStoredTime() throws IOException {
    store.put(1, NOON.minus(Duration.ofDays(1)), out -> out.write(ABC));
    store.put(2, NOON, out -> out.write(ABC));
    store.put(3, NOON.plusSeconds(1), out -> out.write(ABC));
    assertThat(before(NOON)).containsExactly(1L);
    assertThat(before(NOON.plusNanos(1_000))).containsExactlyInAnyOrder(1L, 2L);
    assertThat(before(NOON.plusSeconds(2))).containsExactlyInAnyOrder(1L, 2L, 3L);
  }

  @Test
  void filesDeletedDuringAListing_doNotMakeItFail() throws IOException {
    for (long id = 1; id <= 50; id++) {
      store.put(id, NOON, out -> out.write(ABC));
    }
    List<Long> seen = new ArrayList<>();
    store.storedBefore(
        NOON.plusSeconds(1),
        id -> {
          seen.add(id);
          try {
            for (long each = 1; each <= 50; each++) {
              store.delete(each);
            }
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        });
    assertThat(seen).isNotEmpty();
  }

  @Test
  void unfinishedFiles_areDiscardedOnceOld() throws IOException {
    Path incoming = directory.resolve("evidence/incoming");
    Path old = Files.write(incoming.resolve("0000000000000007123.part"), ABC);
    Path young = Files.write(incoming.resolve("0000000000000008123.part"), ABC);
    Files.setLastModifiedTime(old, FileTime.from(NOON.minusSeconds(1)));
    Files.setLastModifiedTime(young, FileTime.from(NOON));
    assertThat(before(NOON.plusSeconds(100))).isEmpty();

    assertThat(store.discardUnfinished(NOON)).isEqualTo(1);
    assertThat(old).doesNotExist();
    assertThat(young).exists();
    assertThat(store.discardUnfinished(NOON)).isZero();
    store.put(7, NOON, out -> out.write(ABC));
    assertThat(read(7)).isEqualTo(ABC);
  }

  private byte[] read(long id) throws IOException {
    try (InputStream file = store.open(id)) {
      return file.readAllBytes();
    }
  }

  private List<Long> before(Instant instant) throws IOException {
    List<Long> ids = new ArrayList<>();
    store.storedBefore(instant, ids::add);
    return ids;
  }

  private static <T> List<T> together(int times, Callable<T> work) throws Exception {
    List<Callable<T>> all = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      all.add(work);
    }
    return together(all);
  }

  private static <T> List<T> together(List<Callable<T>> all) throws Exception {
    CountDownLatch ready = new CountDownLatch(all.size());
    List<T> results = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(all.size())) {
      List<Future<T>> running = new ArrayList<>();
      for (Callable<T> work : all) {
        running.add(
            threads.submit(
                () -> {
                  ready.countDown();
                  ready.await();
                  return work.call();
                }));
      }
      for (Future<T> each : running) {
        results.add(each.get());
      }
    }
    return results;
  }
}
