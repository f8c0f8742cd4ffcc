package org.microwish.webhook.contract;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;

/**
 * Adds the requests that this service sends to partners to the OpenAPI contract, as its {@code
 * webhooks} (OpenAPI 3.1).
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class WebhooksFilter implements OASFilter {

  private static final String CHANGE =
      """
      A change of the ledger that passes the webhook's filter. The type says what happened; ignore \
      types that you do not know. Verify `webhook-signature`, refuse a `webhook-timestamp` that is \
      more than five minutes off, and remember `webhook-id`: a change may come more than once, always \
      with the same id. Answer within 15 seconds and do the work later.\
      """;

  private static final String TEST = "What testWebhook sends, signed like a change.";

  @Override
  public void filterOpenAPI(OpenAPI contract) {
    add(contract, "change", "receiveChange", "Receives a change", CHANGE, "Change");
    add(contract, "test", "receiveWebhookTest", "Receives a test", TEST, "WebhookTest");
  }

  private static void add(
      OpenAPI contract,
      String name,
      String operationId,
      String summary,
      String description,
      String schema) {
    contract.addWebhook(
        name,
        OASFactory.createPathItem()
            .POST(
                OASFactory.createOperation()
                    .operationId(operationId)
                    .addTag("webhooks")
                    .summary(summary)
                    .description(description)
                    .security(List.of(OASFactory.createSecurityRequirement()))
                    .addParameter(
                        header(
                            "webhook-id",
                            "Id of the message, the same for all attempts and repeats",
                            "msg_0HZX3V8A6QK2M"))
                    .addParameter(
                        header(
                            "webhook-timestamp",
                            "When this attempt was made, in seconds since 1970",
                            "1796040000"))
                    .addParameter(
                        header(
                            "webhook-signature",
                            "`v1,` and the HMAC-SHA256, in base 64, of id, timestamp and body with"
                                + " dots between; one for each valid secret, separated by blanks",
                            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="))
                    .requestBody(
                        OASFactory.createRequestBody()
                            .required(true)
                            .description("The event, smaller than 20 kB")
                            .content(
                                OASFactory.createContent()
                                    .addMediaType(
                                        "application/json",
                                        OASFactory.createMediaType()
                                            .schema(OASFactory.createSchema().ref(schema))
                                            .example(example(operationId)))))
                    .responses(responses())));
  }

  private static Object example(String operationId) {
    String file = "openapi/examples/" + operationId + ".request.json";
    try (InputStream in =
        Thread.currentThread().getContextClassLoader().getResourceAsStream(file)) {
      return new ObjectMapper().readValue(in, Object.class);
    } catch (IOException unreadable) {
      throw new UncheckedIOException("example " + file, unreadable);
    }
  }

  private static Parameter header(String name, String description, String example) {
    return OASFactory.createParameter()
        .name(name)
        .in(Parameter.In.HEADER)
        .required(true)
        .description(description)
        .example(example)
        .schema(OASFactory.createSchema().addType(Schema.SchemaType.STRING));
  }

  private static APIResponses responses() {
    return OASFactory.createAPIResponses()
        .addAPIResponse("2XX", OASFactory.createAPIResponse().description("Received."))
        .addAPIResponse(
            "410",
            OASFactory.createAPIResponse()
                .description("Gone: the webhook is disabled, and nothing is sent any more."))
        .addAPIResponse(
            "429",
            OASFactory.createAPIResponse()
                .description(
                    "Too many requests: nothing is sent before the time in `Retry-After`, or for a"
                        + " minute without it; then this one is sent again."))
        .addAPIResponse(
            "default",
            OASFactory.createAPIResponse()
                .description(
                    "Not received: it is sent again after 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h,"
                        + " 20 h and 24 h. Redirects are not followed."));
  }
}
