package org.microwish.home;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.microwish.party.Division;
import org.microwish.party.DivisionCode;
import org.microwish.party.DivisionLevel;
import org.microwish.party.Divisions;
import org.microwish.platform.Labels;
import org.microwish.platform.contract.Conditional;
import org.microwish.platform.http.ETag;
import org.microwish.platform.http.Responses;
import org.microwish.platform.http.WellFormed;
import org.microwish.platform.sql.Transactions;
import org.microwish.problem.FieldError;
import org.microwish.problem.FieldFault;
import org.microwish.problem.Language;
import org.microwish.problem.ProblemException;
import org.microwish.wish.category.Subcategories;
import org.microwish.wish.lifecycle.Category;

/** HTTP resource for the dictionary of labels. */
@Path("/api/v1/dictionary")
@Tag(name = "home")
@Produces(MediaType.APPLICATION_JSON)
public class DictionaryResource {

  /**
   * How long clients may cache the dictionary. Labels change only with a release, and categories
   * and divisions change seldom.
   */
  private static final Duration MAX_AGE = Duration.ofMinutes(10);

  private static final List<EnumView> ENUMS = Constants.ALL.stream().map(EnumView::of).toList();

  private final Subcategories subcategories;
  private final Divisions divisions;
  private final Transactions transactions;
  private final ObjectMapper json;

  DictionaryResource(
      Subcategories subcategories,
      Divisions divisions,
      Transactions transactions,
      ObjectMapper json) {
    this.subcategories = subcategories;
    this.divisions = divisions;
    this.transactions = transactions;
    this.json = json;
  }

  /** The labels of all codes that a screen shows as words. */
  @Schema(
      name = "Dictionary",
      description = "The labels of everything that the API shows as a code.")
  public record DictionaryView(
      @Schema(required = true, description = "The enums of this contract") List<EnumView> enums,
      @Schema(required = true, description = "The categories of wishes")
          List<CategoryLabels> categories,
      @Schema(
              required = true,
              description = "The street and its communities; empty without `division`")
          List<DivisionLabel> divisions) {}

  /** The labels of the values of an enum. */
  @Schema(name = "EnumLabels", description = "The labels of an enum.")
  public record EnumView(
      @Schema(required = true, description = "The name of its schema", examples = "WishState")
          String name,
      @Schema(required = true) List<CodeLabel> values) {

    static EnumView of(Class<? extends Enum<?>> type) {
      return new EnumView(
          Constants.name(type),
          Arrays.stream(type.getEnumConstants())
              .map(
                  one ->
                      new CodeLabel(
                          one.name(), Labels.of(one, Language.ZH), Labels.of(one, Language.EN)))
              .toList());
    }
  }

  /** The labels of a code in both languages. */
  @Schema(name = "CodeLabel", description = "The labels of a code in both languages.")
  public record CodeLabel(
      @Schema(required = true, examples = "OPEN") String code,
      @Schema(required = true, examples = "待认领") String zh,
      @Schema(required = true, examples = "Open") String en) {}

  /** The labels of a category and of its subcategories that new wishes may have. */
  @Schema(
      name = "CategoryLabels",
      description = "The labels of a category, and of its subcategories that new wishes may have.")
  public record CategoryLabels(
      @Schema(required = true) Category code,
      @Schema(required = true, examples = "便民服务") String zh,
      @Schema(required = true, examples = "Services") String en,
      @Schema(required = true) List<CodeLabel> subcategories) {}

  /** The name of a division. */
  @Schema(name = "DivisionLabel", description = "The name of a division.")
  public record DivisionLabel(
      @Schema(required = true, examples = "440104013001") String code,
      @Schema(required = true, examples = "样例社区") String name,
      @Schema(required = true) DivisionLevel level) {}

  @GET
  @PermitAll
  @Conditional
  @Operation(
      operationId = "getDictionary",
      summary = "Reads the labels of all codes in both languages",
      description =
          "Public. The labels of all enums of this contract that people see, the categories with"
              + " their subcategories, and, with `division`, the names of a street and its"
              + " communities. Cache it: it changes seldom, and `If-None-Match` costs little. Show a"
              + " code that is not in it as it is.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = DictionaryView.class)))
  public Response get(
      @QueryParam("division")
          @WellFormed(DivisionCode.Form.class)
          @Parameter(description = "Code of a street", example = "440104013000")
          String division,
      @Context HttpHeaders headers) {
    DictionaryView view =
        transactions.call(() -> new DictionaryView(ENUMS, categories(), divisions(division)));
    byte[] body = text(view);
    return Responses.shared(
        headers, () -> body, ETag.hash(new String(body, StandardCharsets.UTF_8)), MAX_AGE);
  }

  private List<CategoryLabels> categories() {
    return Arrays.stream(Category.values())
        .map(
            category ->
                new CategoryLabels(
                    category,
                    Labels.of(category, Language.ZH),
                    Labels.of(category, Language.EN),
                    subcategories.below(category).stream()
                        .filter(Subcategories.Subcategory::active)
                        .map(one -> new CodeLabel(one.code(), one.nameZh(), one.nameEn()))
                        .toList()))
        .toList();
  }

  private List<DivisionLabel> divisions(String code) {
    if (code == null) {
      return List.of();
    }
    Division street = divisions.require(code, FieldError.In.QUERY, "division");
    if (street.level != DivisionLevel.STREET) {
      throw ProblemException.invalid(FieldError.query("division", FieldFault.NOT_ALLOWED));
    }
    return divisions.communities(street).stream()
        .map(one -> new DivisionLabel(one.code, one.name, one.level))
        .toList();
  }

  private byte[] text(DictionaryView view) {
    try {
      return json.writeValueAsBytes(view);
    } catch (JsonProcessingException notWritable) {
      throw new IllegalStateException(notWritable);
    }
  }
}
