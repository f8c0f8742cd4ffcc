package org.microwish.wish;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.multipart.MultipartFormDataInput;
import org.microwish.caller.Caller;
import org.microwish.caller.CurrentCaller;
import org.microwish.caller.Role;
import org.microwish.platform.Id;
import org.microwish.platform.contract.Problems;
import org.microwish.problem.ProblemType;

/** HTTP resource for evidence of the work on a claim. */
@Path("/api/v1/claims/{claimId}/evidence")
@Tag(name = "evidence")
@Produces(MediaType.APPLICATION_JSON)
@Problems({ProblemType.UNDER_LEGAL_HOLD, ProblemType.PERSONAL_DATA_ERASED})
public class ClaimEvidenceResource {

  private final EvidenceService service;
  private final EvidenceUpload upload;
  private final CurrentCaller caller;

  ClaimEvidenceResource(EvidenceService service, EvidenceUpload upload, CurrentCaller caller) {
    this.service = service;
    this.upload = upload;
    this.caller = caller;
  }

  @POST
  @Consumes(MediaType.MULTIPART_FORM_DATA)
  @RolesAllowed({
    Role.Name.RESIDENT,
    Role.Name.COLLECTOR,
    Role.Name.MEMBER,
    Role.Name.STEWARD,
    Role.Name.OPERATOR,
    Role.Name.PARTNER
  })
  @Operation(
      operationId = "addClaimEvidence",
      summary = "Uploads evidence of the work on a claim",
      description =
          "Allowed for the claimant and the participants of the claim, stewards of the claiming"
              + " member's organisation, the resident, the wish's partner, and collectors and operators of the wish's division. The claim must be"
              + " ACTIVE or COMPLETED. One file per request, as `wx.uploadFile` sends it. Metadata,"
              + " such as the place of a photo, is removed before the file is stored; a file from"
              + " which it cannot be removed is refused with FILE_MAY_TELL_PLACE.")
  @Problems({
    ProblemType.IDEMPOTENCY_KEY_REQUIRED,
    ProblemType.UNSUPPORTED_FILE_TYPE,
    ProblemType.DAMAGED_FILE,
    ProblemType.IMAGE_TOO_LARGE,
    ProblemType.FILE_MAY_TELL_PLACE,
    ProblemType.FILE_LIMIT_REACHED,
    ProblemType.EVIDENCE_NOT_STORED,
    ProblemType.WISH_STATE_CONFLICT,
    ProblemType.CLAIM_STATE_CONFLICT
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
      @PathParam("claimId") Id claimId, MultipartFormDataInput form, @Context HttpHeaders headers) {
    Caller who = caller.get();
    return upload.receive(
        who, "addClaimEvidence", service.wishOf(claimId.value()), claimId.value(), form, headers);
  }
}
