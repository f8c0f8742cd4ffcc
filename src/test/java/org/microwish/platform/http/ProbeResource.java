package org.microwish.platform.http;

import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.multipart.FileUpload;
import org.microwish.caller.CurrentCaller;
import org.microwish.caller.Role;
import org.microwish.platform.Id;
import org.microwish.platform.limits.Expensive;
import org.microwish.problem.FieldError;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemType;
import org.microwish.wish.money.Money;

/** Sample resource for tests: one operation for each API convention. */
@Path("/api/v1/probe")
@Produces(MediaType.APPLICATION_JSON)
public class ProbeResource {

  @Inject CurrentCaller caller;

  /** A colour. */
  public enum Colour {
    RED,
    GREEN
  }

  /** An element of a list. */
  public record Part(@NotNull @Text(max = 10) String name, @Min(1) @Max(9) Integer count) {}

  /** A request body with all types that requests use. */
  public record Thing(
      @NotNull @Text(max = 20) String title,
      @Text(max = 200, lines = true) String summary,
      Colour colour,
      Money budget,
      Id owner,
      Integer count,
      Long many,
      Boolean done,
      Instant at,
      LocalDate on,
      @Size(max = 3) List<@Valid Part> parts,
      List<Colour> colours,
      Map<String, String> labels) {}

  @POST
  @PermitAll
  @Operation(hidden = true)
  public Thing echo(@Valid Thing thing) {
    return thing;
  }

  @POST
  @Path("/optional")
  @PermitAll
  @Operation(hidden = true)
  public Map<String, Boolean> optional(@OptionalBody @Valid Thing thing)
      throws InterruptedException {
    work();
    return Map.of("given", thing != null);
  }

  @POST
  @Path("/upload")
  @Consumes(MediaType.MULTIPART_FORM_DATA)
  @PermitAll
  @Operation(hidden = true)
  public Map<String, Long> upload(@RestForm("file") FileUpload file) {
    return Map.of("size", file == null ? -1 : file.size());
  }

  @POST
  @Path("/lines")
  @Consumes("text/csv")
  @PermitAll
  @Operation(hidden = true)
  public Map<String, Integer> lines(InputStream body) throws IOException, InterruptedException {
    int size = body.readAllBytes().length;
    work();
    return Map.of("size", size);
  }

  @GET
  @Path("/items/{id}")
  @PermitAll
  @Operation(hidden = true)
  public Response item(@PathParam("id") Id id, @Context HttpHeaders headers) {
    return Responses.ok(headers, Map.of("id", id), ETag.of(7));
  }

  @PUT
  @Path("/items/{id}")
  @PermitAll
  @Operation(hidden = true)
  public Part edit(
      @PathParam("id") Id id,
      @HeaderParam(HttpHeaders.IF_MATCH) IfMatch version,
      @Valid Part part) {
    if (version == null) {
      throw IfMatch.missing();
    }
    version.require(7);
    return part;
  }

  @GET
  @Path("/items")
  @PermitAll
  @Operation(hidden = true)
  public Response items(
      @QueryParam("colour") Colour colour,
      @QueryParam("from") LocalDate from,
      @QueryParam("since") Instant since,
      @QueryParam("owner") Id owner,
      @QueryParam("open") Boolean open,
      @QueryParam("word") @Size(max = 5) String word,
      @QueryParam("tag") List<String> tags,
      @BeanParam PageQuery page,
      @Context UriInfo uri) {
    Filters filters = Filters.of("colour", colour, "word", word, "tag", tags);
    long after = page.after(filters).map(cursor -> cursor.number(0)).orElse(0L);
    List<Long> rows = LongStream.rangeClosed(after + 1, 250).limit(page.fetch()).boxed().toList();
    return Responses.page(uri, Page.of(rows, page, filters, row -> row, Cursor::at));
  }

  /**
   * The number of endless responses that are being written at the moment; each occupies one thread.
   */
  static final AtomicInteger WRITING = new AtomicInteger();

  @GET
  @Path("/endless")
  @PermitAll
  @Operation(hidden = true)
  public StreamingOutput endless() {
    return out -> {
      WRITING.incrementAndGet();
      try {
        while (true) {
          out.write(new byte[8192]);
        }
      } finally {
        WRITING.decrementAndGet();
      }
    };
  }

  @GET
  @Path("/export")
  @Expensive(Expensive.Kind.PUBLIC_EXPORT)
  @PermitAll
  @Operation(hidden = true)
  public StreamingOutput export() {
    return endless();
  }

  /**
   * Expensive reads, audited operations and some operations with bodies wait for this latch, until
   * a test releases it.
   */
  static volatile CountDownLatch held = new CountDownLatch(0);

  /** The number of operations that wait for {@link #held} at the moment. */
  static final AtomicInteger WORKING = new AtomicInteger();

  private static void work() throws InterruptedException {
    WORKING.incrementAndGet();
    try {
      held.await();
    } finally {
      WORKING.decrementAndGet();
    }
  }

  @GET
  @Path("/expensive")
  @Expensive(with = "q")
  @PermitAll
  @Operation(hidden = true)
  public Map<String, String> expensive(@QueryParam("q") String text) throws InterruptedException {
    if (text != null) {
      work();
    }
    return Map.of();
  }

  @POST
  @Path("/audited")
  @Audited(SecurityEvent.UNMASKING)
  @RolesAllowed(Role.Name.OPERATOR)
  @Operation(hidden = true)
  public Response audited() throws InterruptedException {
    work();
    return Response.status(201).entity(Map.of()).build();
  }

  @GET
  @Path("/caller")
  @PermitAll
  @Operation(hidden = true)
  public Map<String, String> caller() {
    Map<String, String> answer = new HashMap<>();
    caller
        .find()
        .ifPresent(
            found -> {
              answer.put("account", found.account());
              answer.put("role", found.role().name());
              answer.put("memberId", Id.text(found.memberId()));
              answer.put("organisationId", Id.text(found.organisationId()));
              answer.put("divisionPath", found.divisionPath());
            });
    return answer;
  }

  @GET
  @Path("/closed")
  @RolesAllowed(Role.Name.OPERATOR)
  @Operation(hidden = true)
  public Map<String, String> closed() {
    return Map.of();
  }

  @GET
  @Path("/confirmed")
  @RolesAllowed({Role.Name.OPERATOR, Role.Name.RESIDENT, Role.Name.PARTNER})
  @StepUp
  @Operation(hidden = true)
  public Map<String, String> confirmed() {
    return Map.of();
  }

  @GET
  @Path("/unannotated")
  @Operation(hidden = true)
  public Map<String, String> unannotated() {
    return Map.of();
  }

  @GET
  @Path("/fails/{how}")
  @PermitAll
  @Operation(hidden = true)
  public Response fail(@PathParam("how") String how) throws Exception {
    return switch (how) {
      case "full" ->
          throw ProblemType.WISH_FULL
              .exception()
              .with("places", 3)
              .field(FieldError.body("/participants", FieldFault.NOT_ALLOWED));
      case "bug" -> throw new IllegalStateException("secret of the house");
      case "error" -> throw new StackOverflowError();
      case "checked" -> throw new IOException("secret of the house");
      case "web" -> throw new BadRequestException("secret of the house");
      case "body" ->
          throw new WebApplicationException(
              Response.status(409).entity("secret of the house").type("text/plain").build());
      case "bare" -> Response.status(404).build();
      case "connection" ->
          throw new RuntimeException(new SQLNonTransientConnectionException("gone", "08S01"));
      case "pool" ->
          throw new RuntimeException(
              new SQLException("Acquisition timeout while waiting for new connection"));
      case "deadlock" -> throw new RuntimeException(new SQLException("again", "40001", 1213));
      default -> throw new IllegalArgumentException(how);
    };
  }
}
