package org.microwish.wish.category;

import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.microwish.caller.CurrentCaller;
import org.microwish.caller.Role;
import org.microwish.ledger.LedgerReceipt;
import org.microwish.platform.http.Text;
import org.microwish.platform.idempotency.Idempotent;
import org.microwish.wish.lifecycle.Category;

/**
 * HTTP resource for the categories of wishes. The first level is fixed; administrators configure
 * the second level per installation, with a ledger entry for each change.
 */
@Path("/api/v1/categories")
@Tag(name = "wishes")
@Produces(MediaType.APPLICATION_JSON)
public class CategoryResource {

  private final Subcategories subcategories;
  private final CurrentCaller caller;

  CategoryResource(Subcategories subcategories, CurrentCaller caller) {
    this.subcategories = subcategories;
    this.caller = caller;
  }

  /** A first-level category with its subcategories. */
  @Schema(name = "CategoryWithSubcategories")
  public record CategoryView(Category category, List<SubcategoryView> subcategories) {}

  /**
   * A second-level category.
   *
   * @param active whether new wishes may use this subcategory
   */
  @Schema(name = "Subcategory")
  public record SubcategoryView(String code, String nameZh, String nameEn, boolean active) {
    static SubcategoryView of(Subcategories.Subcategory one) {
      return new SubcategoryView(one.code(), one.nameZh(), one.nameEn(), one.active());
    }
  }

  /** The result of configuring a subcategory. */
  public record SubcategoryReceipt(SubcategoryView subcategory, LedgerReceipt ledger) {}

  /** All categories. */
  public record CategoryList(List<CategoryView> items) {}

  /** Request body to configure a second-level category. */
  @Schema(name = "SubcategoryDraft")
  public record SubcategoryDraft(
      @NotNull @Text(max = 60) String nameZh,
      @NotNull @Text(max = 60) String nameEn,
      @NotNull Boolean active) {
    Subcategories.Subcategory below(Category category, String code) {
      return new Subcategories.Subcategory(code, category, nameZh, nameEn, active);
    }
  }

  @GET
  @PermitAll
  @Operation(
      operationId = "listCategories",
      summary = "Lists the categories and their subcategories")
  public CategoryList list() {
    return new CategoryList(
        Arrays.stream(Category.values())
            .map(
                category ->
                    new CategoryView(
                        category,
                        subcategories.below(category).stream().map(SubcategoryView::of).toList()))
            .toList());
  }

  @PUT
  @Path("/{category}/subcategories/{code}")
  @Consumes(MediaType.APPLICATION_JSON)
  @RolesAllowed(Role.Name.ADMINISTRATOR)
  @Idempotent
  @Operation(
      operationId = "configureSubcategory",
      summary = "Adds or changes a subcategory",
      description =
          "Allowed for administrators. Sets the names and whether the subcategory is active. Wishes"
              + " keep a subcategory that becomes inactive, but no wish can be created or edited"
              + " with it.")
  public SubcategoryReceipt configure(
      @PathParam("category") Category category,
      @PathParam("code") @Pattern(regexp = "[A-Z][A-Z0-9_]{1,39}") String code,
      @NotNull @Valid SubcategoryDraft body) {
    return new SubcategoryReceipt(
        new SubcategoryView(code, body.nameZh(), body.nameEn(), body.active()),
        subcategories.configure(caller.get(), body.below(category, code), null));
  }
}
