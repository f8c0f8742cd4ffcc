package org.microwish.lifecycle.attachment;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The addresses of an image's thumbnails.
 *
 * @param small path and query of the thumbnail of at most 320 by 320 pixels
 * @param large path and query of the thumbnail of at most 960 by 960 pixels
 * @param until when the addresses expire
 */
@Schema(
    name = "SignedImage",
    description =
        "Addresses of the two thumbnails of an image, which an `<image src>` can load without a"
            + " header: path and query, to be appended to the address of the service. `small` is at"
            + " most 320 pixels wide and high, `large` 960. The addresses are signed and valid for"
            + " 10 to 20 minutes, until `until`; read the list or the wish again for new ones."
            + " Whoever has such an address can read the image.")
public record SignedImage(String small, String large, Instant until) {}
