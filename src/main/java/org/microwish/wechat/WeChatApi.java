package org.microwish.wechat;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import java.io.Closeable;
import java.util.Map;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * REST client of WeChat's server API. WeChat sends its JSON responses as {@code text/plain}, so
 * they are read as text and parsed into the records here. URLs and records contain secrets and
 * personal data: nothing here may be logged.
 */
@Path("/")
@Consumes(MediaType.APPLICATION_JSON)
interface WeChatApi extends Closeable {

  @GET
  @Path("/sns/jscode2session")
  Uni<RestResponse<String>> code2Session(
      @RestQuery String appid,
      @RestQuery String secret,
      @RestQuery("js_code") String code,
      @RestQuery("grant_type") String grantType);

  @POST
  @Path("/cgi-bin/stable_token")
  Uni<RestResponse<String>> stableToken(TokenRequest request);

  @POST
  @Path("/wxa/business/getuserphonenumber")
  Uni<RestResponse<String>> phoneNumber(
      @RestQuery("access_token") String token, PhoneRequest request);

  @POST
  @Path("/wxa/msg_sec_check")
  Uni<RestResponse<String>> checkText(@RestQuery("access_token") String token, TextRequest request);

  @POST
  @Path("/wxa/media_check_async")
  Uni<RestResponse<String>> checkMedia(
      @RestQuery("access_token") String token, MediaRequest request);

  @POST
  @Path("/cgi-bin/message/subscribe/send")
  Uni<RestResponse<String>> send(@RestQuery("access_token") String token, MessageRequest request);

  @Override
  void close();

  @JsonNaming(SnakeCaseStrategy.class)
  record TokenRequest(String grantType, String appid, String secret, boolean forceRefresh) {

    /** Hides the secret. */
    @Override
    public String toString() {
      return "TokenRequest";
    }
  }

  record PhoneRequest(String code) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record TextRequest(String content, int version, int scene, String openid, String title) {

    /** Hides author and text. */
    @Override
    public String toString() {
      return "TextRequest";
    }
  }

  @JsonNaming(SnakeCaseStrategy.class)
  record MediaRequest(String mediaUrl, int mediaType, int version, int scene, String openid) {

    /** Hides uploader and URL. */
    @Override
    public String toString() {
      return "MediaRequest";
    }
  }

  @JsonNaming(SnakeCaseStrategy.class)
  record MessageRequest(
      String touser,
      String templateId,
      String page,
      Map<String, Value> data,
      String miniprogramState,
      String lang) {

    /** Hides the recipient and the content. */
    @Override
    public String toString() {
      return "MessageRequest";
    }
  }

  record Value(String value) {}

  record MessageAnswer(int errcode) implements Answer {}

  /** The member that all responses of WeChat have. */
  interface Answer {
    /** WeChat's error code. 0 means success; WeChat may omit it then. */
    int errcode();
  }

  record LoginAnswer(int errcode, String openid, String unionid) implements Answer {

    /** Hides the ids. */
    @Override
    public String toString() {
      return "LoginAnswer";
    }
  }

  /**
   * The mini-program's access token.
   *
   * @param expiresIn remaining lifetime in seconds
   */
  @JsonNaming(SnakeCaseStrategy.class)
  record TokenAnswer(int errcode, String accessToken, long expiresIn) implements Answer {

    /** Hides the token. */
    @Override
    public String toString() {
      return "TokenAnswer";
    }
  }

  @JsonNaming(SnakeCaseStrategy.class)
  record PhoneAnswer(int errcode, Phone phoneInfo) implements Answer {

    /** Hides the number. */
    @Override
    public String toString() {
      return "PhoneAnswer";
    }
  }

  /**
   * A telephone number.
   *
   * @param purePhoneNumber without the country code
   * @param watermark the mini-program to which the number was given
   */
  record Phone(String purePhoneNumber, String countryCode, Watermark watermark) {

    /** Hides the number. */
    @Override
    public String toString() {
      return "Phone";
    }
  }

  record Watermark(String appid) {}

  @JsonNaming(SnakeCaseStrategy.class)
  record TextAnswer(int errcode, TextResult result, String traceId) implements Answer {}

  /**
   * WeChat's verdict on a text.
   *
   * @param suggest pass, review or risky
   * @param label WeChat's number of the category
   */
  record TextResult(String suggest, int label) {}

  @JsonNaming(SnakeCaseStrategy.class)
  record MediaAnswer(int errcode, String traceId) implements Answer {}
}
