package org.microwish.wish;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.microwish.caller.CurrentCaller;
import org.microwish.caller.Role;
import org.microwish.lifecycle.attachment.Evidence;
import org.microwish.lifecycle.attachment.EvidenceFiles;
import org.microwish.platform.Id;
import org.microwish.platform.contract.Conditional;
import org.microwish.platform.contract.Problems;
import org.microwish.platform.limits.Expensive;
import org.microwish.problem.ProblemType;

/** HTTP resource for the bytes of evidence. */
@Path("/api/v1/evidence")
@Tag(name = "evidence")
@Problems({ProblemType.UNDER_LEGAL_HOLD, ProblemType.PERSONAL_DATA_ERASED})
public class EvidenceResource {

  private final EvidenceReads reads;
  private final EvidenceFiles files;
  private final CurrentCaller caller;

  EvidenceResource(EvidenceReads reads, EvidenceFiles files, CurrentCaller caller) {
    this.reads = reads;
    this.files = files;
    this.caller = caller;
  }

  @GET
  @Expensive(Expensive.Kind.DOWNLOAD)
  @Path("/{id}/content")
  @Conditional
  @RolesAllowed({
    Role.Name.RESIDENT,
    Role.Name.COLLECTOR,
    Role.Name.MEMBER,
    Role.Name.STEWARD,
    Role.Name.OPERATOR,
    Role.Name.AUDITOR,
    Role.Name.PARTNER
  })
  @Operation(
      operationId = "getEvidenceContent",
      summary = "Downloads a file of evidence",
      description =
          "Allowed for the callers who see the file in `listWishEvidence`. Send the access token in"
              + " the Authorization header, also with `wx.downloadFile`. Caches must not store the"
              + " file (`Cache-Control: no-store`). A WebP upload is returned as JPEG.")
  @APIResponse(
      responseCode = "200",
      description = "The file. It never changes; its ETag is the evidence's id",
      content = {
        @Content(mediaType = "image/jpeg", schema = @Schema(implementation = Bytes.class)),
        @Content(mediaType = "image/png", schema = @Schema(implementation = Bytes.class)),
        @Content(mediaType = "application/pdf", schema = @Schema(implementation = Bytes.class))
      })
  public Response content(@PathParam("id") Id id, @Context Request request) {
    EvidenceFiles.Legible legible = reads.require(caller.get(), id.value());
    Evidence evidence = legible.evidence();
    // A file never changes, so its id can be the ETag.
    EntityTag tag = new EntityTag(id.toString());
    Response.ResponseBuilder unchanged = request.evaluatePreconditions(tag);
    Response.ResponseBuilder answer =
        unchanged != null
            ? unchanged
            : Response.ok(
                    stream(files.open(legible), request.getMethod()), evidence.type.mediaType())
                .header(HttpHeaders.CONTENT_LENGTH, evidence.sizeBytes)
                .header(
                    HttpHeaders.CONTENT_DISPOSITION,
                    "attachment; filename=\"evidence-%s.%s\""
                        .formatted(id, evidence.type.extension()));
    return answer
        .tag(tag)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .header("X-Content-Type-Options", "nosniff")
        .build();
  }

  /**
   * Returns a stream that sends the file and then closes it, even if the client does not receive
   * all of it. For HEAD, closes the file at once, because the stream is never read.
   */
  private static StreamingOutput stream(InputStream file, String method) {
    if (method.equals(HttpMethod.HEAD)) {
      try {
        file.close();
      } catch (IOException broken) {
        throw new UncheckedIOException(broken);
      }
    }
    return out -> {
      try (file) {
        file.transferTo(out);
      }
    };
  }

  /** Describes a file's bytes in the API contract. */
  @Schema(name = "FileContent", type = SchemaType.STRING, format = "binary")
  interface Bytes {}
}
