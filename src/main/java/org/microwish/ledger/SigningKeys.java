package org.microwish.ledger;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.microwish.ledger.merkle.NoteKey;
import org.microwish.ledger.merkle.NoteSigner;
import org.microwish.platform.start.PrivateFiles;

/**
 * The keys with which this instance signs checkpoints: the configured keys. If none is configured
 * and the embedded database is used, a key is generated at the first start and kept in a file.
 */
@ApplicationScoped
class SigningKeys {

  private static final String FILE = "log-key.pem";

  private final List<NoteSigner> signers;
  private final boolean isNew;

  SigningKeys(LedgerConfig config) {
    String origin = config.origin();
    List<NoteSigner> read = new ArrayList<>();
    boolean made = false;
    for (String textOrPath : config.checkpoint().signingKeys().orElse(List.of())) {
      read.add(NoteSigner.parse(origin, NoteKey.Type.ED25519, pem(textOrPath.strip())));
    }
    if (read.isEmpty() && config.embeddedDirectory().isPresent()) {
      Path file = config.embeddedDirectory().get().resolve(FILE);
      made = !Files.exists(file);
      read.add(NoteSigner.parse(origin, NoteKey.Type.ED25519, kept(origin, file)));
    }
    this.signers = List.copyOf(read);
    this.isNew = made;
  }

  /**
   * Returns all keys with which to sign, in the configured order; empty if this instance has none.
   */
  List<NoteSigner> signers() {
    return signers;
  }

  /**
   * Returns true if this instance signs with the generated key and the key's file did not exist
   * when the instance started. If two processes start at the same time, this is true in both,
   * although the other process may have signed with the key already.
   */
  boolean isNew() {
    return isNew;
  }

  private static String pem(String textOrPath) {
    if (textOrPath.startsWith("-----BEGIN")) {
      return textOrPath;
    }
    try {
      return Files.readString(Path.of(textOrPath));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(
          "microwish.ledger.checkpoint.signing-keys: neither PEM text nor a file that can be read",
          unreadable);
    }
  }

  private static String kept(String origin, Path file) {
    try {
      return PrivateFiles.kept(file, () -> NoteSigner.generate(origin, NoteKey.Type.ED25519).pem());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
