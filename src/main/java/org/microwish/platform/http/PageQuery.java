package org.microwish.platform.http;

import jakarta.ws.rs.QueryParam;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.microwish.problem.FieldError;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;

/**
 * The query parameters that select a page of a list; resources declare it as {@code @BeanParam}.
 */
public class PageQuery {

  static final String CURSOR = "cursor";

  private static final int DEFAULT_SIZE = 20;
  private static final int LARGEST_SIZE = 100;

  @QueryParam(CURSOR)
  @Parameter(description = "`nextCursor` of the previous page; the filters must be the same")
  String cursor;

  @QueryParam("limit")
  @Parameter(
      description = "Items per page; a value above 100 counts as 100",
      schema =
          @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "100", defaultValue = "20"))
  Long limit;

  /** Returns a query for the first page of a list, of this size. */
  public static PageQuery first(int size) {
    PageQuery query = new PageQuery();
    query.limit = (long) size;
    return query;
  }

  /** Returns this query, with this page size if the client names none. */
  public PageQuery orSize(int size) {
    limit = limit == null ? Long.valueOf(size) : limit;
    return this;
  }

  /**
   * Returns the page size: 1 to 100, by default 20.
   *
   * @throws ProblemException naming {@code limit} if it is less than 1
   */
  public int size() {
    if (limit == null) {
      return DEFAULT_SIZE;
    }
    if (limit < 1) {
      throw ProblemException.invalid(
          FieldError.query("limit", FieldFault.OUT_OF_RANGE).with("min", 1));
    }
    return (int) Math.min(limit, LARGEST_SIZE);
  }

  /** Returns whether the client asks for the number of items on all pages. */
  public boolean counts() {
    return false;
  }

  /**
   * Returns the number of rows to read: one more than the page size, because the additional row
   * shows that there is a next page.
   */
  public int fetch() {
    return size() + 1;
  }

  /**
   * Returns the cursor after which the page begins; empty for the first page.
   *
   * @throws ProblemException naming {@code cursor} if it is invalid or belongs to other filters
   */
  public Optional<Cursor> after(Filters filters) {
    return Optional.ofNullable(cursor).map(text -> Cursor.decode(text, filters));
  }
}
