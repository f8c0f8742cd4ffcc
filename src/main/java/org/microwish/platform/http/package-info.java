/**
 * How the API speaks HTTP, the same in every resource.
 *
 * <p>{@code GlobalHandlers} comes before everything: request ids, limits, CORS, security headers,
 * and problems for what never reaches a resource. {@code JsonBodyReader} reads bodies strictly,
 * {@code ParameterConverters} and {@code RequestParameters} do so for the rest of the request.
 * {@code ReadAnswers} adds the headers of pages and tagged views. A command is its path, its roles
 * and one line:
 *
 * <pre>{@code
 * @Path("/api/v1/things")
 * @Tag(name = "things")
 * @Produces(MediaType.APPLICATION_JSON)
 * @Consumes(MediaType.APPLICATION_JSON)
 * public class ThingResource {
 *
 *   @GET
 *   @Path("/{id}")
 *   @PermitAll
 *   @Operation(operationId = "getThing", summary = "Reads a thing")
 *   public ThingView get(@PathParam("id") Id id) {        // Tagged: ETag and 304
 *     return ThingView.of(things.get(id.value()));        // NOT_FOUND from the service
 *   }
 *
 *   @GET
 *   @PermitAll
 *   @Operation(operationId = "listThings", summary = "Lists things")
 *   public Page<ThingView> list(@QueryParam("state") ThingState state, @BeanParam PageQuery page) {
 *     Filters filters = Filters.of("state", state);
 *     long after = page.after(filters).map(cursor -> cursor.number(0)).orElse(0L);
 *     List<Thing> rows = things.list(state, after, page.fetch());  // one more than shown
 *     return Page.of(rows, page, filters, ThingView::of, row -> Cursor.at(row.id));
 *   }
 *
 *   @POST
 *   @RolesAllowed(Role.Name.OPERATOR)
 *   @Creates("/things/{id}")                              // 201, Location, the key is required
 *   @Operation(operationId = "recordThing", summary = "Records a thing")
 *   @Problems(ProblemType.ALREADY_EXISTS)                 // only what is special to it
 *   public ThingReceipt record(@Valid ThingRequest request) {
 *     return ThingReceipt.of(things.record(caller.get(), request.draft()));
 *   }
 *
 *   @PUT
 *   @Path("/{id}")
 *   @RolesAllowed(Role.Name.OPERATOR)
 *   @Idempotent
 *   @Operation(operationId = "replaceThing", summary = "Replaces a thing")
 *   public ThingReceipt replace(
 *       @PathParam("id") Id id,
 *       @HeaderParam(HttpHeaders.IF_MATCH) IfMatch version,  // 428; the service answers 412
 *       @Valid ThingRequest request) {
 *     return ThingReceipt.of(things.replace(caller.get(), id.value(), version, request.draft()));
 *   }
 * }
 *
 * record ThingRequest(@NotNull @Text(max = 100) String title, @Text(max = 2000, lines = true)
 *     String summary, @NotNull ThingState state) {}
 * }</pre>
 *
 * Order of a command: roles, Bean Validation, retries; inside them the transaction, in it the key,
 * in that the method. The contract's statuses, headers, schemas and usual problems follow from the
 * annotations and types.
 *
 * <p>A body is required unless its parameter is {@link org.microwish.platform.http.OptionalBody}.
 * Fields are boxed types: a missing primitive would silently be 0. The service does not compress:
 * the gateway does, and a body compressed here would need another strong ETag.
 *
 * <p>Depends on {@code problem} and {@code platform}.
 */
package org.microwish.platform.http;
