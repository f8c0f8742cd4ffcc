/**
 * How the API speaks HTTP, the same in every resource.
 *
 * <p>{@code Edge} stands before everything: request ids, limits, CORS, security headers, and
 * problems for what never reaches a resource. {@code JsonBodyReader} reads bodies strictly, {@code
 * ParameterConverters} and {@code RequestParameters} do so for the rest of the request. A resource
 * looks like this:
 *
 * <pre>{@code
 * @Path("/api/v1/things")
 * @Tag(name = "things")
 * public class ThingResource {
 *
 *   @GET
 *   @Path("/{id}")
 *   @PermitAll
 *   @Operation(operationId = "getThing", summary = "Reads a thing")
 *   public Response get(@PathParam("id") Id id, @Context HttpHeaders headers) {
 *     Thing thing = things.get(id.value());               // NOT_FOUND from the service
 *     return Responses.ok(headers, ThingView.of(thing), ETag.of(thing.version));
 *   }
 *
 *   @GET
 *   @PermitAll
 *   @Operation(operationId = "listThings", summary = "Lists things")
 *   public Response list(
 *       @QueryParam("state") ThingState state, @BeanParam PageQuery page, @Context UriInfo uri) {
 *     Filters filters = Filters.of("state", state);
 *     long after = page.after(filters).map(cursor -> cursor.number(0)).orElse(0L);
 *     List<Thing> rows = things.list(state, after, page.fetch());  // one more than shown
 *     return Responses.page(
 *         uri, Page.of(rows, page, filters, ThingView::of, row -> Cursor.at(row.id)));
 *   }
 *
 *   @PUT
 *   @Path("/{id}")
 *   @RolesAllowed(Role.Name.OPERATOR)
 *   @Operation(operationId = "replaceThing", summary = "Replaces a thing")
 *   @Problems(ProblemType.STILL_IN_USE)                   // only what is special to it
 *   public Response replace(
 *       @PathParam("id") Id id, @Valid ThingRequest request, @Context HttpHeaders headers) {
 *     IfMatch version = IfMatch.required(headers);        // 428; the service answers 412
 *     return commands.run(caller.get(), "replaceThing", headers, request,
 *         () -> Answer.ok(things.replace(id.value(), version, request)));
 *   }
 * }
 *
 * record ThingRequest(@NotNull @Text(max = 100) String title, @Text(max = 2000, lines = true)
 *     String summary, @NotNull ThingState state) {}
 * }</pre>
 *
 * A body is required unless its parameter is {@link org.microwish.platform.http.OptionalBody}.
 * Fields are boxed types: a missing primitive would silently be 0. The service does not compress:
 * the gateway does, and a body compressed here would need another strong ETag.
 *
 * <p>Depends on {@code problem} and {@code platform}.
 */
package org.microwish.platform.http;
