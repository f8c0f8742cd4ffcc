package org.microwish.pages;

import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.microwish.platform.http.PageQuery;
import org.microwish.wish.wall.WallQuery;

/**
 * Leaves out of the address of a list what the visitor did not fill in: browsers send every field
 * of a form, and an empty filter is no value of the API's parameters. Also leaves out what other
 * programs append to shared links, such as WeChat's {@code from=singlemessage}, so that each page
 * is cached once.
 */
class CleanAddresses {

  /** WeChat's values of {@code from}, which the wall has as a date. */
  private static final Pattern SHARED = Pattern.compile("[a-z]+");

  private static final Set<String> KNOWN =
      Stream.of(WallQuery.class, PageQuery.class, Visit.class)
          .flatMap(type -> Arrays.stream(type.getDeclaredFields()))
          .map(field -> field.getAnnotation(QueryParam.class))
          .filter(Objects::nonNull)
          .map(QueryParam::value)
          .collect(Collectors.toUnmodifiableSet());

  @ServerRequestFilter(preMatching = true, nonBlocking = true)
  Response clean(ContainerRequestContext request) {
    UriInfo uri = request.getUriInfo();
    if (!uri.getPath().startsWith("/wall")
        || uri.getQueryParameters().entrySet().stream().noneMatch(CleanAddresses::isSuperfluous)) {
      return null;
    }
    Map<String, String> filled = new TreeMap<>();
    uri.getQueryParameters().entrySet().stream()
        .filter(one -> !isSuperfluous(one))
        .forEach(one -> filled.put(one.getKey(), one.getValue().getFirst()));
    return Response.seeOther(URI.create(Visit.path(uri.getRequestUri().getRawPath(), filled)))
        .build();
  }

  private static boolean isSuperfluous(Map.Entry<String, List<String>> parameter) {
    String value = parameter.getValue().getFirst();
    return value.isBlank()
        || !KNOWN.contains(parameter.getKey())
        || (parameter.getKey().equals("from") && SHARED.matcher(value).matches());
  }
}
