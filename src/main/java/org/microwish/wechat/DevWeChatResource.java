package org.microwish.wechat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.arc.profile.IfBuildProfile;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.microwish.problem.ProblemType;

/**
 * Stands in for WeChat's server API, so that a mini-program can be built and tried without WeChat.
 * Dev mode's configuration points the WeChat client to it. Exists in dev and test builds only.
 *
 * <p>Accepts every code of {@code wx.login}. A code such as {@code user-ann} logs in the user
 * {@code dev-ann}; the part after a tilde, as in {@code user-ann~2}, is ignored. All other codes
 * log in one and the same user. A code of the button getPhoneNumber that is a mobile number returns
 * that number; all other codes return {@link #PHONE}. Unlike WeChat's codes, these work any number
 * of times. Checks of texts and images are refused as NOT_RECENT, so the word list and operators
 * check them.
 */
@IfBuildProfile(anyOf = {"dev", "test"})
@Path("/api/v1/dev/wechat")
@PermitAll
@Produces(MediaType.TEXT_PLAIN)
@Consumes(MediaType.WILDCARD)
public class DevWeChatResource {

  /** An invented mobile number. */
  static final String PHONE = "13900000000";

  private static final Pattern USER = Pattern.compile("user-([A-Za-z0-9_-]{1,40})(?:~.*)?");
  private static final Pattern MOBILE = Pattern.compile("(1[0-9]{10})(?:~.*)?");
  private static final String NOT_RECENT = "{\"errcode\":61010,\"errmsg\":\"stand-in\"}";

  private final ObjectMapper json;
  private final WeChatConfig config;

  DevWeChatResource(ObjectMapper json, WeChatConfig config) {
    this.json = json;
    this.config = config;
  }

  @GET
  @Path("/sns/jscode2session")
  @Operation(hidden = true)
  public String session(
      @QueryParam("appid") String appId,
      @QueryParam("secret") String secret,
      @QueryParam("js_code") String code,
      @QueryParam("grant_type") String grantType) {
    Matcher user = USER.matcher(code == null ? "" : code);
    return json.createObjectNode()
        .put("openid", "dev-" + (user.matches() ? user.group(1) : "developer"))
        .put("session_key", "stand-in")
        .toString();
  }

  @POST
  @Path("/cgi-bin/stable_token")
  @Operation(hidden = true)
  public String token(String body) {
    return json.createObjectNode()
        .put("access_token", "stand-in")
        .put("expires_in", 7200)
        .toString();
  }

  @POST
  @Path("/wxa/business/getuserphonenumber")
  @Operation(hidden = true)
  public String phone(@QueryParam("access_token") String token, String body) {
    Matcher mobile = MOBILE.matcher(code(body));
    String number = mobile.matches() ? mobile.group(1) : PHONE;
    ObjectNode answer = json.createObjectNode().put("errcode", 0);
    answer
        .putObject("phone_info")
        .put("phoneNumber", number)
        .put("purePhoneNumber", number)
        .put("countryCode", "86")
        .putObject("watermark")
        .put("appid", config.appId().orElse(""));
    return answer.toString();
  }

  private String code(String body) {
    try {
      return json.readTree(body).path("code").asText();
    } catch (JsonProcessingException noJson) {
      throw ProblemType.MALFORMED_REQUEST.exception();
    }
  }

  @POST
  @Path("/wxa/msg_sec_check")
  @Operation(hidden = true)
  public String text(@QueryParam("access_token") String token, String body) {
    return NOT_RECENT;
  }

  @POST
  @Path("/wxa/media_check_async")
  @Operation(hidden = true)
  public String image(@QueryParam("access_token") String token, String body) {
    return NOT_RECENT;
  }

  @POST
  @Path("/cgi-bin/message/subscribe/send")
  @Operation(hidden = true)
  public String message(@QueryParam("access_token") String token, String body) {
    return "{\"errcode\":0,\"errmsg\":\"ok\"}";
  }
}
