package org.microwish.pages;

import io.quarkus.qute.TemplateInstance;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.microwish.problem.Language;

/**
 * What all pages need of a request: the language, which {@code lang} chooses before the browser
 * does, and the address, for the links of the page.
 */
public class Visit {

  /** The query parameter that chooses the language; links keep it, so no cookie is needed. */
  static final String LANG = "lang";

  @QueryParam(LANG)
  String lang;

  @HeaderParam(HttpHeaders.ACCEPT_LANGUAGE)
  String accepted;

  @Context UriInfo uri;

  /** Returns the language of the page. An unknown {@code lang} counts as none. */
  Language language() {
    return language(lang, accepted);
  }

  static Language language(String lang, String accepted) {
    return isKnown(lang) ? Language.of(lang) : Language.of(accepted);
  }

  private static boolean isKnown(String lang) {
    return lang != null && (lang.equals(Language.ZH.tag()) || lang.equals(Language.EN.tag()));
  }

  /** Returns the page with the texts of this language. */
  static TemplateInstance in(TemplateInstance page, String lang, String accepted, String other) {
    page.setAttribute(PageTexts.LANGUAGE, language(lang, accepted));
    if (isKnown(lang)) {
      page.setAttribute(PageTexts.CHOSEN, lang);
    }
    return page.data("other", other);
  }

  /** Returns the page as HTML. */
  String render(TemplateInstance page) {
    return in(page, lang, accepted, other()).render();
  }

  /** Returns the response with a page, which a browser may keep but must ask for again. */
  Response answer(Object html) {
    return Response.ok(html)
        .header(HttpHeaders.CACHE_CONTROL, "no-cache")
        .header(HttpHeaders.CONTENT_LANGUAGE, language().tag())
        .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_LANGUAGE)
        .build();
  }

  /** Returns the address of this page in the other language. */
  private String other() {
    Map<String, String> query = asked();
    query.put(LANG, (language() == Language.ZH ? Language.EN : Language.ZH).tag());
    return path(uri.getPath(), query);
  }

  /** Returns the query parameters but the language; of several values the first. */
  Map<String, String> asked() {
    Map<String, String> query = new TreeMap<>();
    for (Map.Entry<String, List<String>> one : uri.getQueryParameters().entrySet()) {
      if (!one.getKey().equals(LANG) && !one.getValue().getFirst().isBlank()) {
        query.put(one.getKey(), one.getValue().getFirst());
      }
    }
    return query;
  }

  /** Returns a path with a query. */
  static String path(String path, Map<String, String> query) {
    StringJoiner joined = new StringJoiner("&");
    query.forEach(
        (name, value) ->
            joined.add(
                URLEncoder.encode(name, StandardCharsets.UTF_8)
                    + "="
                    + URLEncoder.encode(value, StandardCharsets.UTF_8)));
    return joined.length() == 0 ? path : path + "?" + joined;
  }
}
