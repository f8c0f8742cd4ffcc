package org.microwish.wish;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.lifecycle.attachment.Evidence;
import org.microwish.lifecycle.attachment.SignedImage;
import org.microwish.platform.Confidential;
import org.microwish.platform.Id;

/**
 * A piece of evidence without the bytes of its file.
 *
 * @param claimId the claim whose work the file shows; missing when it shows the wish itself
 * @param stage the stage of the work that the file shows; missing when not given
 * @param mediaType the media type of the file
 * @param bytes size of the stored file in bytes
 * @param sha256 SHA-256 of the stored file, 64 hex digits; missing after erasure
 * @param note the uploader's note; missing when there is none, and after erasure
 * @param image addresses of the thumbnails of a photo; missing unless everybody whom the photo may
 *     show consents
 * @param entryId the ledger entry that commits to the hash
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
    name = "Evidence",
    description =
        "A file that shows the need or the work. `claimId` is missing if it shows the wish"
            + " itself. `sha256` (64 hexadecimal digits) and `note` are missing once they are"
            + " erased. `image` has the addresses of a photo's thumbnails, while everybody whom"
            + " the photo may show consents: the resident and, if it shows the work on a claim,"
            + " the members who take or took part in the claim.")
public record EvidenceView(
    Id id,
    Id wishId,
    Id claimId,
    Evidence.Kind kind,
    Evidence.Stage stage,
    String mediaType,
    long bytes,
    String sha256,
    Instant uploadedAt,
    Confidential note,
    SignedImage image,
    Id entryId) {

  static EvidenceView of(EvidenceReads.Shown shown) {
    Evidence evidence = shown.evidence();
    return new EvidenceView(
        new Id(evidence.id),
        new Id(evidence.aggregateId),
        evidence.partId == null ? null : new Id(evidence.partId),
        evidence.kind,
        evidence.stage,
        evidence.type.mediaType(),
        evidence.sizeBytes,
        shown.sha256(),
        evidence.uploadedAt,
        shown.note(),
        shown.image(),
        new Id(evidence.entryId));
  }
}
