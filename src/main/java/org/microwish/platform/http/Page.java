package org.microwish.platform.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * One page of a list.
 *
 * @param items the items of this page
 * @param nextCursor the cursor of the next page; null on the last page
 * @param total the number of items on all pages, at most {@value #MOST}; null if the request does
 *     not ask for it
 */
public record Page<T>(
    @Schema(required = true) List<T> items,
    @Schema(
            nullable = true,
            required = true,
            description = "The value of `cursor` for the next page; null on the last page")
        String nextCursor,
    @JsonInclude(JsonInclude.Include.NON_NULL)
        @Schema(
            description =
                "With `count=true`: the number of items on all pages. Counting stops at 10,000",
            examples = "271")
        Long total) {

  /** The number of items at which counting stops. */
  public static final int MOST = 10_000;

  public Page {
    items = List.copyOf(items);
  }

  /** Creates a page without the number of all items. */
  public Page(List<T> items, String nextCursor) {
    this(items, nextCursor, null);
  }

  /** Returns a page with other items, but the same cursor and total. */
  public <V> Page<V> with(List<V> views) {
    return new Page<>(views, nextCursor, total);
  }

  /** Returns a page with the view of each item, and the same cursor and total. */
  public <V> Page<V> map(Function<T, V> view) {
    return with(items.stream().map(view).toList());
  }

  /**
   * Builds a page from rows that were read with the limit {@link PageQuery#fetch}, that is with one
   * row more than the page shows, if there is one.
   *
   * @param place returns the sort keys of a row
   */
  public static <R> Page<R> of(
      List<R> rows, PageQuery query, Filters filters, Function<R, Cursor> place) {
    return of(rows, query, filters, Function.identity(), place);
  }

  /**
   * Builds a page from rows that were read with the limit {@link PageQuery#fetch}, that is with one
   * row more than the page shows, if there is one.
   *
   * @param view maps a row to its view
   * @param place returns the sort keys of a row
   */
  public static <R, T> Page<T> of(
      List<R> rows,
      PageQuery query,
      Filters filters,
      Function<R, T> view,
      Function<R, Cursor> place) {
    int size = query.size();
    List<R> shown = rows.size() > size ? rows.subList(0, size) : rows;
    return new Page<>(
        shown.stream().map(view).toList(),
        rows.size() > size ? place.apply(shown.getLast()).encode(filters) : null);
  }
}
