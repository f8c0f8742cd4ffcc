package org.microwish.evidence;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.microwish.platform.start.StartConfig;
import org.microwish.platform.start.StartRefusedException;

/** Produces the evidence store and the sanitizer from the configuration. */
@Dependent
public class EvidenceDirectory {

  private static final String KEY = "microwish.evidence.directory";

  /**
   * Checks the configured directory before a production start and creates missing directories.
   *
   * @return the directory
   * @throws StartRefusedException if no directory is configured or the directory is not writable
   */
  public static Path check(StartConfig config) {
    String configured =
        config
            .text(KEY)
            .orElseThrow(
                () ->
                    new StartRefusedException(
                        "MICROWISH_EVIDENCE_DIRECTORY is not set. Production needs a directory for evidence files, the same for all instances."));
    try {
      Path directory = Path.of(configured);
      var _ = new DirectoryEvidenceStore(directory);
      return directory;
    } catch (IOException | InvalidPathException e) {
      throw new StartRefusedException(
          "MICROWISH_EVIDENCE_DIRECTORY cannot be written to: " + e.getMessage());
    }
  }

  @Produces
  @Singleton
  EvidenceStore store(EvidenceConfig config) throws IOException {
    return new DirectoryEvidenceStore(
        config.directory().orElseThrow(() -> new IllegalStateException(KEY + " is not set")));
  }

  @Produces
  @Singleton
  EvidenceSanitizer sanitizer(EvidenceConfig config) {
    return new EvidenceSanitizer(new EvidenceLimits(config.maxBytes(), config.maxPixels()));
  }
}
