package org.microwish.platform.contract;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.microwish.problem.FieldFault;
import org.microwish.problem.Language;
import org.microwish.problem.ProblemType;

/** The schemas of problem details (RFC 9457) with the members that this API adds to them. */
final class ProblemSchema {

  /** The name of the problem schema in the contract. */
  static final String NAME = "Problem";

  private static final String TYPES = "ProblemType";
  private static final String FIELD = "FieldError";
  private static final String FAULTS = "FieldFault";

  private ProblemSchema() {}

  static void addTo(Components components) {
    components
        .addSchema(NAME, problem())
        .addSchema(FIELD, field())
        .addSchema(TYPES, text().enumeration(names(ProblemType.values())))
        .addSchema(FAULTS, text().enumeration(names(FieldFault.values())));
  }

  /** Returns the Chinese and the English title of a problem, as one text. */
  static String summary(ProblemType type) {
    return type.title(Language.ZH) + " · " + type.title(Language.EN);
  }

  private static List<Object> names(Enum<?>[] constants) {
    return Stream.of(constants).<Object>map(Enum::name).toList();
  }

  private static Schema problem() {
    Map<String, Schema> members = new LinkedHashMap<>();
    members.put(
        "type",
        text()
            .format("uri")
            .description("Identifies the type of the problem; it cannot be opened."));
    members.put("title", text().description("The type of the problem in a few words."));
    members.put(
        "status", integer().description("The HTTP status, for clients that do not see it."));
    members.put("detail", text().description("What is wrong, as a sentence for the user."));
    members.put("instance", text().description("The path of the request."));
    members.put("code", ref(TYPES).description("The type of the problem, for programs."));
    members.put("requestId", text().description("The value of the header Request-ID."));
    members.put("errors", list(ref(FIELD)).description("The invalid fields, all at once."));
    members.put(
        "error",
        text().description("The error code of RFC 6749 section 5.2; only of the token endpoint."));
    members.put("reason", text().description("Which of the causes of this code it is."));
    members.put("state", text().description("The state that does not allow the operation."));
    members.put("allowed", list(text()).description("The HTTP methods that the path has."));
    members.put("supported", list(text()).description("The media types that are accepted."));
    members.put("limit", integer().description("The limit that would be exceeded."));
    members.put("maxPixels", integer().description("The largest image, in pixels."));
    members.put("maxAge", integer().description("How old, in seconds, the second factor may be."));
    members.put("line", integer().description("The line where the body cannot be read."));
    members.put("column", integer().description("The column where the body cannot be read."));
    members.put("free", text().description("The amount in CNY that is still free."));
    members.put("form", text().description("The form of money that `free` is about."));
    members.put("matches", text().description("Where to find other wishes that suit."));
    members.put("claimableBy", text().description("Who may claim the wish."));
    members.put("claimableFrom", text().description("From where the wish may be claimed."));
    members.put("held", integer().description("Places that are held for invited claimants."));
    members.put("consentOf", text().description("Whose consent is missing."));
    members.put("hostId", text().description("The other host that the group has."));
    members.put("parentId", text().description("The other parent that the group has."));
    members.put("loginName", text().description("The login name that is taken."));
    members.put("creditCode", text().description("The credit code that is taken."));
    members.put("organisationId", text().description("The organisation that has it."));
    for (String open :
        List.of(
            "accounts",
            "checkIns",
            "claims",
            "demands",
            "divisions",
            "groups",
            "members",
            "memberships",
            "organisations",
            "wishes")) {
      members.put(open, any().description("Those that stand in the way: their ids or number."));
    }
    members.put("wishId", text().description("The wish that has the external reference."));
    members.put("demandId", text().description("The demand that has the external reference."));
    members.put("route", integer().description("The present route number of the demand."));
    members.put("externalReference", text().description("The external reference that is taken."));
    members.put("checkInId", text().description("The check-in that is live."));
    return object(
            members, List.of("type", "title", "status", "detail", "instance", "code", "requestId"))
        .description(
            "Problem details (RFC 9457). `code` never changes its meaning and is for programs; the"
                + " members after `errors` depend on it, and there may be further ones. The texts"
                + " are in Chinese, or in English if Accept-Language prefers English.");
  }

  private static Schema field() {
    Map<String, Schema> members = new LinkedHashMap<>();
    members.put(
        "pointer", text().description("JSON Pointer (RFC 6901) to the invalid field of the body."));
    members.put("parameter", text().description("Name of the invalid query or path parameter."));
    members.put("header", text().description("Name of the invalid header."));
    members.put(
        "name", text().description("Name of the field for people, in the language of the texts."));
    members.put("code", ref(FAULTS).description("What is wrong, for programs."));
    members.put("detail", text().description("What is wrong, as a sentence for the user."));
    members.put(
        "min", any().description("The least allowed value or length: a number, amount or day."));
    members.put(
        "max", any().description("The greatest allowed value or length: a number, amount or day."));
    members.put("allowed", list(text()).description("The allowed values or names."));
    members.put("expected", text().description("The type of JSON value that is expected."));
    members.put("example", text().description("A valid value."));
    members.put("reason", text().description("Why the value is not allowed."));
    members.put("kind", text().description("The kind of personal data that was found."));
    members.put("start", integer().description("Where in the text it begins, from 0."));
    members.put("end", integer().description("The index after its end in the text."));
    members.put("successor", text().description("The division that took the place of this one."));
    members.put("missing", list(text()).description("The items that are missing."));
    return object(members, List.of("code", "detail"))
        .description(
            "An invalid field, parameter or header of a request: one of `pointer`, `parameter` and"
                + " `header` says which. Members after `detail` depend on `code`.");
  }

  private static Schema object(Map<String, Schema> members, List<String> required) {
    return OASFactory.createSchema()
        .addType(Schema.SchemaType.OBJECT)
        .properties(members)
        .required(required);
  }

  private static Schema any() {
    return OASFactory.createSchema();
  }

  private static Schema text() {
    return OASFactory.createSchema().addType(Schema.SchemaType.STRING);
  }

  private static Schema integer() {
    return OASFactory.createSchema().addType(Schema.SchemaType.INTEGER);
  }

  private static Schema list(Schema items) {
    return OASFactory.createSchema().addType(Schema.SchemaType.ARRAY).items(items);
  }

  private static Schema ref(String name) {
    return OASFactory.createSchema().ref("#/components/schemas/" + name);
  }
}
