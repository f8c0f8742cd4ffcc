package org.microwish.platform.http;

import java.util.List;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * One page of a list.
 *
 * @param items the items of this page
 * @param nextCursor the cursor of the next page; null on the last page
 */
public record Page<T>(
    @Schema(required = true) List<T> items,
    @Schema(
            nullable = true,
            required = true,
            description = "The value of `cursor` for the next page; null on the last page")
        String nextCursor) {

  public Page {
    items = List.copyOf(items);
  }

  /** Returns a page with the view of each item and the same cursor. */
  public <V> Page<V> map(Function<T, V> view) {
    return new Page<>(items.stream().map(view).toList(), nextCursor);
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
