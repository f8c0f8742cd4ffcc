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
 * HTTP resource that WeChat's servers call. WeChat defines the format, and no client of the API
 * uses the resource, so the API contract does not contain it.
 */
@Path("/api/v1/wechat")
public class WeChatPushResource {

  /** Maximum size of a push in characters; the largest expected push has about 2 KB. */
  private static final int MOST_CHARACTERS = 65_536;

  private final WeChatPushes pushes;
  private final WeChatImageAddresses addresses;
  private final EvidenceFiles evidence;

  WeChatPushResource(WeChatPushes pushes, WeChatImageAddresses addresses, EvidenceFiles evidence) {
    this.pushes = pushes;
    this.addresses = addresses;
    this.evidence = evidence;
  }

  /**
   * Answers WeChat's one-time verification of the callback URL; the response must repeat {@code
   * echostr}.
   */
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

  /** Receives a push. WeChat expects the response {@code success} within five seconds. */
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

  /** Serves an image to WeChat while its signed URL is valid. */
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
