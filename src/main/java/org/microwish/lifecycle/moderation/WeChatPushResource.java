package org.microwish.lifecycle.moderation;

import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.microwish.lifecycle.attachment.Evidence;
import org.microwish.lifecycle.attachment.EvidenceFiles;
import org.microwish.platform.Id;
import org.microwish.problem.FieldError;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;

/**
 * What WeChat's servers call. Its shape is WeChat's and no client's business, so it is not part of
 * the contract.
 */
@Path("/api/v1/wechat")
public class WeChatPushResource {

  /** The largest push of ours has some 2 KB. */
  private static final int MOST_CHARACTERS = 65_536;

  private final WeChatPushes pushes;
  private final ImageAddresses addresses;
  private final EvidenceFiles evidence;

  WeChatPushResource(WeChatPushes pushes, ImageAddresses addresses, EvidenceFiles evidence) {
    this.pushes = pushes;
    this.addresses = addresses;
    this.evidence = evidence;
  }

  /** WeChat asks once whether this is its address, and is told what it said. */
  @GET
  @Path("/callback")
  @PermitAll
  @Produces(MediaType.TEXT_PLAIN)
  @Operation(hidden = true)
  public String verify(
      @QueryParam("signature") String signature,
      @QueryParam("timestamp") String timestamp,
      @QueryParam("nonce") String nonce,
      @QueryParam("echostr") String echo) {
    pushes.require(signature, timestamp, nonce);
    if (echo == null || !echo.matches("[A-Za-z0-9_-]{1,64}")) {
      throw ProblemException.invalid(FieldError.query("echostr", FieldFault.INVALID_FORMAT));
    }
    return echo;
  }

  /** WeChat pushes an event; it wants the word success within five seconds. */
  @POST
  @Path("/callback")
  @PermitAll
  @Consumes(MediaType.WILDCARD)
  @Produces(MediaType.TEXT_PLAIN)
  @Operation(hidden = true)
  public String take(
      @QueryParam("signature") String signature,
      @QueryParam("timestamp") String timestamp,
      @QueryParam("nonce") String nonce,
      @QueryParam("openid") String openid,
      @QueryParam("encrypt_type") String encryption,
      @QueryParam("msg_signature") String messageSignature,
      String body) {
    pushes.require(signature, timestamp, nonce);
    if (body == null || body.length() > MOST_CHARACTERS) {
      throw ProblemType.MALFORMED_REQUEST.exception();
    }
    pushes.take(signature, body);
    return "success";
  }

  /** An image for WeChat to look at, as long as its address is good. */
  @GET
  @Path("/images/{id}")
  @PermitAll
  @Operation(hidden = true)
  public Response image(
      @PathParam("id") Id id,
      @QueryParam("until") Long until,
      @QueryParam("signature") String signature) {
    if (until == null || signature == null || !addresses.isGood(id.value(), until, signature)) {
      throw ProblemType.NOT_FOUND.exception();
    }
    EvidenceFiles.Legible legible = evidence.find(id.value());
    Evidence image = legible.evidence();
    return Response.ok(evidence.open(legible), image.type.mediaType())
        .header(HttpHeaders.CONTENT_LENGTH, image.sizeBytes)
        .header(HttpHeaders.CONTENT_DISPOSITION, "attachment")
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .build();
  }
}
