package org.microwish.evidence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.microwish.evidence.Sanitized.Clean;
import org.microwish.evidence.Sanitized.Reason;
import org.microwish.evidence.Sanitized.Refused;

/**
 * Makes an uploaded file fit to be stored: finds out what it is, and makes a copy that shows the
 * same and carries nothing else.
 *
 * <p>One file at a time, because decoded pixels and parsed PDFs are large: a call holds up to
 * {@link #MOST_PIXEL_BYTES} twice, or about as much for a PDF.
 */
public final class EvidenceSanitizer {

  /** A photo of 26 megapixels. */
  private static final long MOST_PIXEL_BYTES = 80_000_000;

  /** A large photo takes about two seconds; who waits longer had better come back later. */
  private static final long WAIT_SECONDS = 20;

  private final EvidenceLimits limits;
  private final Semaphore turn = new Semaphore(1, true);

  public EvidenceSanitizer(EvidenceLimits limits) {
    this.limits = limits;
  }

  /**
   * Examines a file.
   *
   * @param upload stays as it is
   * @throws IOException if the upload cannot be read; never for what it contains
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
        return new Refused(Reason.BUSY, "Other files are being cleaned");
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return new Refused(Reason.BUSY, "The service stops");
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
        ? new Clean(type, PdfCleaner.clean(file, limits))
        : ImageCleaner.clean(type, file, limits, MOST_PIXEL_BYTES);
  }
}
