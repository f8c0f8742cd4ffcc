package org.microwish.wish.evidence;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.mime.MimeTypes;
import org.microwish.wish.evidence.Sanitized.Clean;
import org.microwish.wish.evidence.Sanitized.Reason;
import org.microwish.wish.evidence.Sanitized.Refused;

/**
 * Makes an uploaded file fit to be stored: finds out what it is, and takes out where it was made.
 *
 * <p>The upload is mapped, not read into memory, and what is kept of it is named by place; a call
 * holds some hundred kilobytes, for a PDF at most the largest file's size.
 */
public final class EvidenceSanitizer {

  /** Tika's patterns lie within this many bytes. */
  private static final int PREFIX = 64 * 1024;

  private final EvidenceLimits limits;
  private final MimeTypes mimeTypes = MimeTypes.getDefaultMimeTypes();

  public EvidenceSanitizer(EvidenceLimits limits) {
    this.limits = limits;
  }

  /**
   * Examines a file.
   *
   * @param upload stays as it is, and must stay until the clean copy has been written
   * @throws IOException if the upload cannot be read; never for what it contains
   */
  public Sanitized sanitize(Path upload) throws IOException {
    long size = Files.size(upload);
    if (size == 0) {
      return new Refused(Reason.EMPTY, "The file has no bytes");
    }
    if (size > limits.maxBytes()) {
      return new Refused(
          Reason.TOO_LARGE, "%d bytes are more than %d".formatted(size, limits.maxBytes()));
    }
    try (Arena arena = Arena.ofConfined();
        FileChannel channel = FileChannel.open(upload, StandardOpenOption.READ)) {
      ByteView file = new ByteView(channel.map(FileChannel.MapMode.READ_ONLY, 0, size, arena));
      String mediaType = mediaType(file);
      Optional<EvidenceType> type = EvidenceType.ofMediaType(mediaType);
      if (type.isEmpty()) {
        return new Refused(Reason.UNSUPPORTED_TYPE, mediaType);
      }
      CleanCopy copy =
          switch (type.get()) {
            case JPEG -> JpegCleaner.clean(file, limits);
            case PNG -> PngCleaner.clean(file, limits);
            case WEBP -> WebpCleaner.clean(file, limits);
            case PDF -> PdfInspection.inspect(file, limits);
          };
      return new Clean(type.get(), copy.of(upload));
    } catch (UnacceptableFile unacceptable) {
      return unacceptable.refusal();
    }
  }

  private String mediaType(ByteView file) throws IOException, UnacceptableFile {
    byte[] prefix = file.copy(0, Math.min(PREFIX, file.size()));
    return mimeTypes.detect(new ByteArrayInputStream(prefix), new Metadata()).toString();
  }
}
