package org.microwish.evidence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.microwish.evidence.Sanitized.Clean;
import org.microwish.evidence.Sanitized.Reason;
import org.microwish.evidence.Sanitized.Refused;

/**
 * Detects the type of an uploaded file and creates a clean copy to store: the same visible content
 * without metadata or anything else hidden in the file.
 *
 * <p>Cleans one file at a time, because decoded pixels and parsed PDFs are large: a call needs up
 * to twice {@link #MOST_PIXEL_BYTES}, or about as much for a PDF.
 */
public final class EvidenceSanitizer {

  /** The maximum memory for decoded pixels, in bytes: enough for a photo of 26 megapixels. */
  private static final long MOST_PIXEL_BYTES = 80_000_000;

  /**
   * How long an upload waits until other files are cleaned, before {@link Reason#BUSY} is returned.
   * Cleaning a large photo takes about two seconds.
   */
  private static final long WAIT_SECONDS = 20;

  private final EvidenceLimits limits;
  private final Semaphore turn = new Semaphore(1, true);

  public EvidenceSanitizer(EvidenceLimits limits) {
    this.limits = limits;
  }

  /**
   * Returns a clean copy of a file, or the reason why the file is refused.
   *
   * @param upload the uploaded file; it is not changed
   * @throws IOException if the upload cannot be read; damaged content is refused instead
   */
  public Sanitized sanitize(Path upload) throws IOException {
    long size = Files.size(upload);
    if (size == 0) {
      return new Refused(Reason.EMPTY, "The file has no bytes");
    }
    if (size > limits.maxBytes()) {
      return new Refused(
          Reason.TOO_LARGE,
          "%d bytes are more than %d".formatted(size, limits.maxBytes()),
          limits.maxBytes());
    }
    try {
      if (!turn.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS)) {
        return new Refused(Reason.BUSY, "Another file is being cleaned");
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return new Refused(Reason.BUSY, "The service is stopping");
    }
    try {
      return clean(Files.readAllBytes(upload));
    } catch (UnacceptableFile unacceptable) {
      return unacceptable.refusal();
    } finally {
      turn.release();
    }
  }

  private Clean clean(byte[] file) {
    EvidenceType type =
        EvidenceType.of(file)
            .orElseThrow(() -> UnacceptableFile.unsupported("The file begins as no known type"));
    return type == EvidenceType.PDF
        ? new Clean(type, PdfCleaner.clean(file, limits), Map.of())
        : ImageCleaner.clean(type, file, limits, MOST_PIXEL_BYTES);
  }
}
