package org.microwish.pages;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.annotation.security.PermitAll;
import jakarta.validation.Valid;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.microwish.party.Division;
import org.microwish.party.DivisionCode;
import org.microwish.platform.Id;
import org.microwish.platform.QrCodes;
import org.microwish.platform.http.PageQuery;
import org.microwish.platform.http.PublicAddress;
import org.microwish.platform.http.Text;
import org.microwish.platform.sql.Transactions;
import org.microwish.problem.Language;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;
import org.microwish.statistics.OverviewView;
import org.microwish.statistics.Overviews;
import org.microwish.wish.lifecycle.WishTransition;
import org.microwish.wish.wall.PublicReadCache;
import org.microwish.wish.wall.WallQuery;

/** HTTP resource for the pages that everybody may open. They are no part of the API's contract. */
@Path("/")
@PermitAll
@Produces(PageResource.HTML)
public class PageResource {

  static final String HTML = "text/html;charset=UTF-8";

  /** The path of the wall; that of a wish is below it. */
  private static final String WALL = "/wall";

  private static final String WINDOW = "/wall/window";

  private final WallPages wall;
  private final Streets streets;
  private final Overviews overviews;
  private final PublicReadCache kept;
  private final PagesConfig config;
  private final PublicAddress addresses;
  private final Transactions transactions;
  private final ObjectMapper json;

  PageResource(
      WallPages wall,
      Streets streets,
      Overviews overviews,
      PublicReadCache kept,
      PagesConfig config,
      PublicAddress addresses,
      Transactions transactions,
      ObjectMapper json) {
    this.wall = wall;
    this.streets = streets;
    this.overviews = overviews;
    this.kept = kept;
    this.config = config;
    this.addresses = addresses;
    this.transactions = transactions;
    this.json = json;
  }

  @GET
  @Operation(hidden = true)
  public Response home(
      @BeanParam Visit visit,
      @QueryParam("street") @Text(max = DivisionCode.MAX_LENGTH) String street) {
    return visit.answer(
        transactions.call(
            () -> {
              Division shown = streets.shown(street);
              return visit.render(Templates.home(shown, streets.choice(), figures(shown)));
            }));
  }

  /** The figures of a street; the page is shown without them if the statistics are not ready. */
  private OverviewView figures(Division street) {
    try {
      return overviews.of(street == null ? null : street.path);
    } catch (ProblemException notReady) {
      return null;
    }
  }

  @GET
  @Path(WALL)
  @Operation(hidden = true)
  public Response wall(
      @BeanParam Visit visit, @BeanParam @Valid WallQuery query, @BeanParam PageQuery page) {
    Language language = visit.language();
    Optional<Long> treeSize = kept.treeSize();
    return cached(
        visit,
        () -> {
          WallPages.Cards found = wall.cards(query, language, page);
          return body(
              visit.render(
                  Templates.wall(
                      found.cards(),
                      visit.asked(),
                      wall.options(),
                      next(WALL, visit, found),
                      treeSize.orElse(null))),
              found.complete());
        });
  }

  @GET
  @Path(WALL + "/{id}")
  @Operation(hidden = true)
  public Response wish(@BeanParam Visit visit, @PathParam("id") Id id) {
    Language language = visit.language();
    Optional<Long> treeSize = kept.treeSize();
    return cached(
        visit,
        () -> {
          WallPages.WishPage shown = wall.wish(id.value(), language);
          return body(
              visit.render(Templates.wish(shown, treeSize.orElse(null))),
              shown.card().wish().number() != null);
        });
  }

  @GET
  @Path(WALL + "/{id}/qr.svg")
  @Produces("image/svg+xml")
  @Operation(hidden = true)
  public Response code(@PathParam("id") Id id, @Context UriInfo uri) {
    transactions.run(() -> wall.card(id.value(), Language.ZH));
    return Response.ok(QrCodes.svg(addresses.of(WALL + "/" + id, uri).toString()))
        .header(HttpHeaders.CACHE_CONTROL, "private, max-age=3600")
        .build();
  }

  @GET
  @Path(WINDOW)
  @Operation(hidden = true)
  public Response window(
      @BeanParam Visit visit, @BeanParam @Valid WallQuery query, @BeanParam PageQuery page) {
    Language language = visit.language();
    Optional<Long> treeSize = kept.treeSize();
    return cached(
        visit,
        () -> {
          Division street = streets.shown(null);
          WallPages.Cards found = wall.window(street, language, query, page);
          String next = next(WINDOW, visit, found);
          return body(
              visit.render(
                  Templates.window(
                      found.cards(),
                      street,
                      next == null ? first(WINDOW, visit) : next,
                      config.turn(),
                      treeSize.orElse(null))),
              found.complete());
        });
  }

  @GET
  @Path("/print/poster/{id}")
  @Operation(hidden = true)
  public Response poster(@BeanParam Visit visit, @PathParam("id") Id id) {
    return visit.answer(
        transactions.call(
            () -> visit.render(Templates.poster(wall.card(id.value(), visit.language())))));
  }

  @GET
  @Path("/ledger")
  @Operation(hidden = true)
  public Response ledger(
      @BeanParam Visit visit,
      @QueryParam("wish") @Text(max = 40) String wish,
      @QueryParam("entry") @Text(max = 40) String entry) {
    return visit.answer(visit.render(Templates.ledger(wish, entry)));
  }

  /** Checks a printed certificate or record: what it says follows the {@code #} of the address. */
  @GET
  @Path("/check")
  @Operation(hidden = true)
  public Response check(@BeanParam Visit visit) {
    return visit.answer(visit.render(Templates.check()));
  }

  @GET
  @Path("/screen")
  @Operation(hidden = true)
  public Response screen(
      @BeanParam Visit visit,
      @QueryParam("street") @Text(max = DivisionCode.MAX_LENGTH) String street) {
    return visit.answer(
        transactions.call(() -> visit.render(Templates.screen(streets.shown(street)))));
  }

  @GET
  @Path("/district")
  @Operation(hidden = true)
  public Response district(@BeanParam Visit visit) {
    return visit.answer(visit.render(Templates.district()));
  }

  @GET
  @Path("/desk")
  @Operation(hidden = true)
  public Response desk(@BeanParam Visit visit) {
    return visit.answer(visit.render(Templates.desk("")));
  }

  @GET
  @Path("/desk/report")
  @Operation(hidden = true)
  public Response deskReport(@BeanParam Visit visit) {
    return visit.answer(visit.render(Templates.desk("report")));
  }

  @GET
  @Path("/my")
  @Operation(hidden = true)
  public Response my(@BeanParam Visit visit) {
    return visit.answer(visit.render(Templates.my()));
  }

  @GET
  @Path("/setup")
  @Operation(hidden = true)
  public Response setup(@BeanParam Visit visit) {
    return visit.answer(visit.render(Templates.setup()));
  }

  @GET
  @Path("/print/acceptance/{id}")
  @Operation(hidden = true)
  public Response acceptance(@BeanParam Visit visit, @PathParam("id") Id id) {
    return visit.answer(
        transactions.call(
            () -> visit.render(Templates.acceptance(wall.card(id.value(), visit.language())))));
  }

  /** The documentation is a page of files, which refer to each other below this path. */
  @GET
  @Path("/docs")
  @Operation(hidden = true)
  public Response documentation() {
    return Response.status(Response.Status.MOVED_PERMANENTLY)
        .location(URI.create("/docs/"))
        .build();
  }

  /** The texts of the scripts, as a module. */
  @GET
  @Path("/texts/{language}.js")
  @Produces("text/javascript;charset=UTF-8")
  @Operation(hidden = true)
  public Response texts(@PathParam("language") String language) {
    for (Language one : Language.values()) {
      if (one.tag().equals(language)) {
        return script(PageTexts.ofScripts(one));
      }
    }
    throw ProblemType.NOT_FOUND.exception();
  }

  /** The transition table of a wish, as a module: from it the desk knows what can be done. */
  @GET
  @Path("/texts/transitions.js")
  @Produces("text/javascript;charset=UTF-8")
  @Operation(hidden = true)
  public Response transitions() {
    Map<String, Map<String, Object>> rows = new TreeMap<>();
    for (WishTransition row : WishTransition.values()) {
      rows.put(
          row.name(),
          Map.of(
              "from",
              row.sources(),
              "by",
              row.roles(),
              "on",
              row.parts(),
              "late",
              row.isRecordedForOthers()));
    }
    return script(rows);
  }

  private Response script(Map<String, ?> values) {
    return Response.ok("export default " + json(values) + ";\n")
        .header(HttpHeaders.CACHE_CONTROL, "public, max-age=300")
        .build();
  }

  private String json(Map<String, ?> values) {
    try {
      return json.writeValueAsString(values);
    } catch (JsonProcessingException notWritable) {
      throw new IllegalStateException(notWritable);
    }
  }

  /** Answers with a page that depends only on the ledger, the address and the language. */
  private Response cached(Visit visit, Supplier<PublicReadCache.Body> page) {
    URI asked = visit.uri.getRequestUri();
    String address = asked.getRawPath() + "?" + asked.getRawQuery();
    return visit.answer(
        kept.page(address, visit.language(), () -> transactions.call(page)).bytes());
  }

  private static PublicReadCache.Body body(String html, boolean complete) {
    return new PublicReadCache.Body(html.getBytes(StandardCharsets.UTF_8), null, null, complete);
  }

  private static String next(String path, Visit visit, WallPages.Cards found) {
    if (found.nextCursor() == null) {
      return null;
    }
    Map<String, String> query = visit.asked();
    query.put("cursor", found.nextCursor());
    return Visit.path(path, query);
  }

  private static String first(String path, Visit visit) {
    Map<String, String> query = new TreeMap<>(visit.asked());
    query.remove("cursor");
    return Visit.path(path, query);
  }
}
