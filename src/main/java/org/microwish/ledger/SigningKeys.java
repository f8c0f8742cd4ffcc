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
 * The keys this instance signs checkpoints with: those configured, or, beside the embedded database
 * only, one made on first use.
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

  /** The keys to sign with, all of them, the oldest first; empty when none is configured. */
  List<NoteSigner> signers() {
    return signers;
  }

  /**
   * Whether the key was not there before this start. Of two processes that start at once, both say
   * so, and the other may have signed with it.
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
