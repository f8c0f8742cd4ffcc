package org.microwish.wish;

import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.microwish.caller.CurrentCaller;
import org.microwish.caller.Role;
import org.microwish.ledger.LedgerReceipt;
import org.microwish.platform.http.Text;
import org.microwish.platform.idempotency.Answer;
import org.microwish.platform.idempotency.Commands;
import org.microwish.platform.sql.Transactions;
import org.microwish.wish.lifecycle.Category;

/**
 * The categories of wishes. The first level is the ledger's and fixed; the second is this
 * installation's to configure. It names things and changes no wish, so it has no ledger entry.
 */
@Path("/api/v1/categories")
@Tag(name = "wishes")
@Produces(MediaType.APPLICATION_JSON)
public class CategoryResource {

  @Inject CurrentCaller caller;
  @Inject Commands commands;
  @Inject Transactions transactions;
  @Inject Subcategories subcategories;
  @Context HttpHeaders headers;

  /** A category of the first level with those below it. */
  @Schema(name = "Category")
  public record CategoryView(Category category, List<SubcategoryView> subcategories) {}

  /**
   * A category of the second level.
   *
   * @param active whether new wishes may name it
   */
  @Schema(name = "Subcategory")
  public record SubcategoryView(String code, String nameZh, String nameEn, boolean active) {
    static SubcategoryView of(Subcategories.Subcategory one) {
      return new SubcategoryView(one.code(), one.nameZh(), one.nameEn(), one.active());
    }
  }

  /** What configuring one answers. */
  public record SubcategoryReceipt(SubcategoryView subcategory, LedgerReceipt ledger) {}

  /** All categories. */
  public record CategoryList(List<CategoryView> items) {}

  /** What is to be known of a category of the second level. */
  @Schema(name = "SubcategoryDraft")
  public record SubcategoryDraft(
      @NotNull @Text(max = 60) String nameZh,
      @NotNull @Text(max = 60) String nameEn,
      @NotNull Boolean active) {}

  @GET
  @PermitAll
  @Operation(operationId = "listCategories", summary = "Lists the categories, both levels")
  public CategoryList list() {
    return transactions.call(
        () -> {
          List<CategoryView> categories = new ArrayList<>();
          for (Category category : Category.values()) {
            categories.add(
                new CategoryView(
                    category,
                    subcategories.below(category).stream().map(SubcategoryView::of).toList()));
          }
          return new CategoryList(categories);
        });
  }

  @PUT
  @Path("/{category}/subcategories/{code}")
  @Consumes(MediaType.APPLICATION_JSON)
  @RolesAllowed(Role.Name.ADMINISTRATOR)
  @Operation(
      operationId = "configureSubcategory",
      summary = "Adds a category of the second level, or changes its names",
      description = "An inactive one stays on the wishes that have it; new ones cannot name it.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = SubcategoryReceipt.class)))
  public Response configure(
      @PathParam("category") Category category,
      @PathParam("code") @Pattern(regexp = "[A-Z][A-Z0-9_]{1,39}") String code,
      @NotNull @Valid SubcategoryDraft body) {
    return commands.run(
        caller.get(),
        "configureSubcategory",
        headers,
        List.of(category, code, body),
        () -> {
          Subcategories.Subcategory one =
              new Subcategories.Subcategory(
                  code, category, body.nameZh(), body.nameEn(), body.active());
          LedgerReceipt receipt = subcategories.configure(caller.get(), one, null);
          return Answer.ok(new SubcategoryReceipt(SubcategoryView.of(one), receipt));
        });
  }
}
