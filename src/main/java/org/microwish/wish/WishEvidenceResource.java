package org.microwish.wish;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.multipart.MultipartFormDataInput;
import org.microwish.caller.CurrentCaller;
import org.microwish.caller.Role;
import org.microwish.platform.Id;
import org.microwish.platform.contract.Problems;
import org.microwish.platform.http.PageQuery;
import org.microwish.platform.http.Responses;
import org.microwish.problem.ProblemType;

/** HTTP resource for evidence of the wish itself, and for the list of all evidence of a wish. */
@Path("/api/v1/wishes/{wishId}/evidence")
@Tag(name = "evidence", description = "Photos, receipts and notes that show the need or the work")
@Produces(MediaType.APPLICATION_JSON)
@Problems({ProblemType.UNDER_LEGAL_HOLD, ProblemType.PERSONAL_DATA_ERASED})
public class WishEvidenceResource {

  private final EvidenceReads reads;
  private final EvidenceUpload upload;
  private final CurrentCaller caller;

  WishEvidenceResource(EvidenceReads reads, EvidenceUpload upload, CurrentCaller caller) {
    this.reads = reads;
    this.upload = upload;
    this.caller = caller;
  }

  @POST
  @Consumes(MediaType.MULTIPART_FORM_DATA)
  @RolesAllowed({Role.Name.RESIDENT, Role.Name.COLLECTOR, Role.Name.OPERATOR, Role.Name.PARTNER})
  @Operation(
      operationId = "addWishEvidence",
      summary = "Uploads evidence of the wish itself",
      description =
          "Allowed for the resident, the wish's partner, and collectors and operators of the wish's"
              + " division. For example a photo of the place before the work, or the resident's"
              + " written statement, which a confirmation by proxy can refer to. One file per"
              + " request; files are cleaned and refused as in `addClaimEvidence`.")
  @Problems({
    ProblemType.IDEMPOTENCY_KEY_REQUIRED,
    ProblemType.UNSUPPORTED_FILE_TYPE,
    ProblemType.DAMAGED_FILE,
    ProblemType.IMAGE_TOO_LARGE,
    ProblemType.FILE_MAY_TELL_PLACE,
    ProblemType.FILE_LIMIT_REACHED,
    ProblemType.EVIDENCE_NOT_STORED,
    ProblemType.WISH_STATE_CONFLICT,
  })
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = MediaType.MULTIPART_FORM_DATA,
              schema = @Schema(implementation = EvidenceForm.Contract.class)))
  @APIResponse(
      responseCode = "201",
      description = "The evidence is stored; `item` is its id",
      content = @Content(schema = @Schema(implementation = WishReceipt.class)))
  public Response add(
      @PathParam("wishId") Id wishId, MultipartFormDataInput form, @Context HttpHeaders headers) {
    return upload.receive(caller.get(), "addWishEvidence", wishId.value(), null, form, headers);
  }

  @GET
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
      operationId = "listWishEvidence",
      summary = "Lists the evidence of a wish, oldest first",
      description =
          "The resident and the collectors, operators and auditors of the wish's division see all"
              + " evidence, claimants and participants that of their own claims, and the wish's"
              + " partner what it uploaded itself. An image that was not checked yet, that waits"
              + " for an operator's review, or that was rejected, is visible only to its uploader,"
              + " operators and auditors.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = EvidencePage.class)))
  public Response list(
      @PathParam("wishId") Id wishId, @BeanParam PageQuery page, @Context UriInfo uri) {
    return Responses.page(
        uri, reads.list(caller.get(), wishId.value(), page).map(EvidenceView::of));
  }

  /** Describes a page of evidence in the API contract. */
  record EvidencePage(List<EvidenceView> items, String nextCursor) {}
}
