package org.microwish.suites.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.ProtectionDomain;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/**
 * Java agent that gives a packaged instance a wrong clock: the results of {@code Instant.now()} and
 * {@code System.currentTimeMillis()} in the service and its libraries are shifted by the seconds in
 * a file, which may change at runtime. The JDK's own code, and so all waiting, uses the correct
 * time, as on a machine whose wall clock is set. The agent redirects the method references in the
 * constant pool of each loaded class to the methods below.
 */
public final class ShiftedClock implements ClassFileTransformer {

  private static final String SELF = "org/microwish/suites/faults/ShiftedClock";
  private static final long LOOK_NANOS = 50_000_000;

  /** Tags of the relevant constants (Java Virtual Machine Specification, 4.4). */
  private static final int UTF8 = 1;

  private static final int LONG = 5;
  private static final int DOUBLE = 6;
  private static final int METHOD = 10;

  /** Bytes of a constant after its tag, by tag; a UTF8 constant contains its own length. */
  private static final int[] SIZES = {
    0, 0, 0, 4, 4, 8, 8, 2, 2, 4, 4, 4, 4, 0, 0, 3, 2, 4, 4, 2, 2
  };

  private static volatile long millis;

  private ShiftedClock() {}

  /** Replaces {@link Instant#now()}. */
  public static Instant now() {
    return Instant.now().plusMillis(millis);
  }

  /** Replaces {@link System#currentTimeMillis()}. */
  public static long currentTimeMillis() {
    return System.currentTimeMillis() + millis;
  }

  /**
   * Called by the JVM before the program starts, with the path of the file that contains the shift.
   */
  public static void premain(String file, Instrumentation instrumentation) {
    Path offset = Path.of(file);
    Thread.ofPlatform()
        .daemon()
        .name("shifted-clock")
        .start(
            () -> {
              while (true) {
                try {
                  millis = Long.parseLong(Files.readString(offset).strip()) * 1_000;
                } catch (IOException | NumberFormatException beingWritten) {
                  // The file is being written; the next read gets the whole value.
                }
                LockSupport.parkNanos(LOOK_NANOS);
              }
            });
    instrumentation.addTransformer(new ShiftedClock());
  }

  /** Writes the agent's JAR file, which contains only this class. */
  static void pack(Path jar) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Premain-Class", ShiftedClock.class.getName());
    // Makes the class visible to all class loaders.
    manifest.getMainAttributes().putValue("Boot-Class-Path", jar.toAbsolutePath().toString());
    try (InputStream self =
            ShiftedClock.class.getClassLoader().getResourceAsStream(SELF + ".class");
        OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file, manifest)) {
      out.putNextEntry(new JarEntry(SELF + ".class"));
      self.transferTo(out);
      out.closeEntry();
    }
  }

  @Override
  public byte[] transform(
      ClassLoader loader,
      String name,
      Class<?> redefined,
      ProtectionDomain domain,
      byte[] classFile) {
    return loader == null || name == null || name.startsWith("java/") || name.equals(SELF)
        ? null
        : renamed(classFile);
  }

  /**
   * Returns the class file with its calls of {@link Instant#now()} and {@link
   * System#currentTimeMillis()} redirected; null if the class calls neither method.
   */
  private static byte[] renamed(byte[] classFile) {
    ByteBuffer in = ByteBuffer.wrap(classFile);
    int count = Short.toUnsignedInt(in.getShort(8));
    int[] at = new int[count];
    int next = 10;
    for (int i = 1; i < count; i++) {
      at[i] = next;
      int tag = classFile[next];
      next += 1 + (tag == UTF8 ? 2 + unsigned(in, next + 1) : size(tag));
      if (tag == LONG || tag == DOUBLE) {
        i++;
      }
    }
    Set<Integer> changed = new HashSet<>();
    for (int i = 1; i < count; i++) {
      if (at[i] != 0 && classFile[at[i]] == METHOD && isClock(in, at, at[i])) {
        changed.add(at[i] + 1);
      }
    }
    if (changed.isEmpty() || count + 2 > 0xffff) {
      return null;
    }
    byte[] self = SELF.getBytes(StandardCharsets.US_ASCII);
    ByteBuffer out = ByteBuffer.allocate(classFile.length + 3 + self.length + 3);
    out.put(classFile, 0, next);
    changed.forEach(where -> out.putShort(where, (short) (count + 1)));
    out.putShort(8, (short) (count + 2));
    out.put((byte) UTF8).putShort((short) self.length).put(self);
    out.put((byte) 7).putShort((short) count);
    out.put(classFile, next, classFile.length - next);
    return out.array();
  }

  private static boolean isClock(ByteBuffer in, int[] at, int method) {
    String owner = text(in, at, unsigned(in, at[unsigned(in, method + 1)] + 1));
    int nameAndType = at[unsigned(in, method + 3)];
    String name = text(in, at, unsigned(in, nameAndType + 1));
    String type = text(in, at, unsigned(in, nameAndType + 3));
    return (owner.equals("java/time/Instant")
            && name.equals("now")
            && type.equals("()Ljava/time/Instant;"))
        || (owner.equals("java/lang/System") && name.equals("currentTimeMillis"));
  }

  private static String text(ByteBuffer in, int[] at, int utf8) {
    byte[] bytes = new byte[unsigned(in, at[utf8] + 1)];
    in.get(at[utf8] + 3, bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static int unsigned(ByteBuffer in, int where) {
    return Short.toUnsignedInt(in.getShort(where));
  }

  private static int size(int tag) {
    return SIZES[tag];
  }
}
