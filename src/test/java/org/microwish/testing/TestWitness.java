package org.microwish.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.microwish.ledger.merkle.NoteKey;
import org.microwish.ledger.merkle.NoteSigner;
import org.microwish.platform.start.PrivateFiles;

/** The witness that the service under test trusts; its key is stored beside the test database. */
public final class TestWitness {

  private static final String NAME = "witness.example";
  private static final Path FILE = TestDatabase.DIRECTORY.resolve("witness-key.pem");

  private TestWitness() {}

  /** Returns the witness's signer. */
  public static NoteSigner signer() {
    NoteKey.Type type = NoteKey.Type.COSIGNATURE;
    try {
      String pem = PrivateFiles.kept(FILE, () -> NoteSigner.generate(NAME, type).pem());
      return NoteSigner.parse(NAME, type, pem);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
