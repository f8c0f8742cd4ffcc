/**
 * The HTTP conventions that all resources share.
 *
 * <p>{@code GlobalHandlers} runs first: request ids, limits, CORS, security headers, and problems
 * for requests that never reach a resource. {@code JsonBodyReader} parses bodies strictly; {@code
 * ParameterConverters} and {@code RequestParameters} parse and check parameters just as strictly.
 * {@code ReadAnswers} adds the headers of pages and tagged views. The methods of a resource class
 * declare paths and roles and call a service:
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
 *   @Problems(ProblemType.ALREADY_EXISTS)                 // only its specific problems
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
 * A command passes, from outside to inside: role check, Bean Validation, retries, transaction,
 * idempotency key, resource method. The contract's statuses, headers, schemas and common problems
 * are derived from annotations and types.
 *
 * <p>A body is required unless its parameter is {@link org.microwish.platform.http.OptionalBody}.
 * Fields of request records are boxed types, so that a missing value is null and not 0. The service
 * compresses the texts of reads ({@link org.microwish.platform.http.Compression}).
 *
 * <p>Depends on {@code problem}, {@code caller} and {@code platform}.
 */
package org.microwish.platform.http;
