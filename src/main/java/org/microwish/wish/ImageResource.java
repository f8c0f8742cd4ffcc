package org.microwish.wish;

import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.microwish.evidence.ImageSize;
import org.microwish.lifecycle.attachment.ImageAddresses;
import org.microwish.platform.Id;
import org.microwish.problem.ProblemType;

/** HTTP resource for thumbnails at signed addresses. */
@Path(ImageAddresses.PATH)
@Tag(name = "evidence")
public class ImageResource {

  private final WishImages images;
  private final ImageAddresses addresses;

  ImageResource(WishImages images, ImageAddresses addresses) {
    this.images = images;
    this.addresses = addresses;
  }

  @GET
  @Path("/{id}/{size}")
  @PermitAll
  @Produces(ImageSize.MEDIA_TYPE)
  @Operation(
      operationId = "getImage",
      summary = "Reads a thumbnail of a photo at a signed address",
      description =
          "Needs no token, so that `<image src>` can show it. Take the whole address from an answer"
              + " (`SignedImage`). NOT_FOUND if the address was changed or has expired, and as soon"
              + " as the photo may not be shown any more: a consent was withdrawn, the photo was"
              + " rejected, or the wish was unpublished or erased.")
  @APIResponse(
      responseCode = "200",
      description = "The thumbnail, which caches of the device may keep until the address ends",
      content =
          @Content(
              mediaType = ImageSize.MEDIA_TYPE,
              schema = @Schema(implementation = EvidenceResource.Bytes.class)))
  public Response get(
      @PathParam("id") Id id,
      @PathParam("size") ImageSize size,
      @Parameter(description = "End of the address's life, in seconds since 1970")
          @QueryParam("until")
          Long until,
      @Parameter(description = "The signature of the address") @QueryParam("signature")
          String signature) {
    if (until == null
        || signature == null
        || !addresses.isSigned(id.value(), size, until, signature)) {
      throw ProblemType.NOT_FOUND.exception();
    }
    Duration left = addresses.left(until);
    if (!left.isPositive()) {
      throw ProblemType.NOT_FOUND.exception();
    }
    return Response.ok(images.thumbnail(id.value(), size), ImageSize.MEDIA_TYPE)
        .header(HttpHeaders.CACHE_CONTROL, "private, max-age=" + left.toSeconds())
        .build();
  }
}
