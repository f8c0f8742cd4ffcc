package org.microwish.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import org.microwish.ledger.LogSchema.Entry;
import org.microwish.platform.Time;
import org.microwish.platform.start.DatabaseSettings;

/**
 * Process that {@link SequencerCrashTest} starts and kills: writers that print each committed entry
 * id to standard output, and a sequencer, both running until the process ends.
 */
public final class CrashingInstance {

  private static final int WRITERS = 4;

  private CrashingInstance() {}

  /** Arguments: the database's URL, user and password, and the first id of a range. */
  public static void main(String... arguments) throws Exception {
    LogSchema schema =
        LogSchema.of(
            new DatabaseSettings(
                arguments[0], arguments[1], arguments[2], arguments[1], arguments[2], false));
    long base = Long.parseLong(arguments[3]);
    for (int i = 0; i < WRITERS; i++) {
      int writer = i;
      Thread.ofPlatform().start(() -> write(schema, base, writer));
    }
    Sequencer sequencer = new Sequencer(schema.database, new Time());
    while (true) {
      sequencer.sequence(20);
    }
  }

  private static void write(LogSchema schema, long base, int writer) {
    try (Connection connection = schema.database.getConnection()) {
      connection.setAutoCommit(false);
      for (long version = 1; ; version++) {
        Entry entry =
            new Entry(
                base + version * WRITERS + writer,
                "crash" + base + "." + writer,
                version,
                "{\"version\":" + version + ",\"writer\":\"" + base + "." + writer + "\"}");
        LogSchema.insert(connection, entry, entry.id());
        connection.commit();
        synchronized (System.out) {
          System.out.println(entry.id());
          System.out.flush();
        }
      }
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }
}
