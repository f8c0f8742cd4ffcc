package org.microwish.lifecycle.attachment;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The addresses of an image's thumbnails.
 *
 * @param small path and query of the thumbnail of at most 320 by 320 pixels
 * @param large path and query of the thumbnail of at most 960 by 960 pixels
 * @param until the addresses are good until then
 */
@Schema(
    name = "SignedImage",
    description =
        "Addresses of the two thumbnails of an image, to which an `<image src>` needs no header:"
            + " path and query, to be put behind the address of the service. `small` is at most 320"
            + " pixels wide and high, `large` 960. They are signed and good for 10 to 20 minutes,"
            + " until `until`; read the list or the wish again for fresh ones. Whoever has such an"
            + " address can read the image.")
public record SignedImage(String small, String large, Instant until) {}
