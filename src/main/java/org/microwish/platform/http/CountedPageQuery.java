package org.microwish.platform.http;

import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/**
 * The query parameters that select a page of a list whose items can be counted. Operations with it
 * are {@code @Expensive(with = "count")}.
 */
public class CountedPageQuery extends PageQuery {

  @QueryParam("count")
  @Parameter(description = "true: `total` has the number of items on all pages, at most 10,000")
  Boolean count;

  @Override
  public boolean counts() {
    return Boolean.TRUE.equals(count);
  }
}
