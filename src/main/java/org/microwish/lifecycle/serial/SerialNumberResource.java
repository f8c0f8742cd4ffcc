package org.microwish.lifecycle.serial;

import jakarta.annotation.security.PermitAll;
import jakarta.persistence.EntityManager;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.lifecycle.serial.numbering.Numbering;
import org.microwish.lifecycle.serial.numbering.SerialNumber;
import org.microwish.platform.Id;
import org.microwish.platform.http.Page;
import org.microwish.platform.http.PageQuery;
import org.microwish.platform.http.Responses;
import org.microwish.platform.sql.Listing;
import org.microwish.platform.sql.Transactions;

/**
 * HTTP resource that lists all serial numbers, so that auditors can compare them with the leaves.
 */
@Path("/api/v1/ledger/serial-numbers")
@Tag(name = "ledger")
@Produces(MediaType.APPLICATION_JSON)
public class SerialNumberResource {

  private final SerialNumberQueries queries;
  private final EntityManager entities;
  private final Transactions transactions;

  SerialNumberResource(
      SerialNumberQueries queries, EntityManager entities, Transactions transactions) {
    this.queries = queries;
    this.entities = entities;
    this.transactions = transactions;
  }

  /** A serial number and the aggregate that has it. */
  @Schema(name = "SerialNumber", description = "A serial number and the wish or group that has it.")
  record Given(
      @Schema(required = true, examples = SerialNumber.EXAMPLE) String number,
      @Schema(required = true) AggregateType aggregateType,
      @Schema(required = true) Id aggregateId,
      @Schema(
              required = true,
              description = "Index of the leaf of the first submission or the proposal")
          long leafIndex) {

    static Given of(NumberedAggregate row) {
      return new Given(row.number, row.aggregateType, new Id(row.aggregateId), row.leafIndex);
    }
  }

  /** A page of serial numbers. */
  @Schema(name = "SerialNumberPage", description = "A page of serial numbers in leaf order.")
  record GivenPage(
      @Schema(
              required = true,
              description = "The numbers of all leaves with an index below this are assigned")
          long treeSize,
      @Schema(required = true) List<Given> items,
      @Schema(
              required = true,
              nullable = true,
              description = "Cursor of the next page; null on the last page")
          String nextCursor) {}

  @GET
  @PermitAll
  @Operation(
      operationId = "listSerialNumbers",
      summary = "Lists all serial numbers (编号) in leaf order",
      description =
          "Public, because the numbers follow from the ledger's leaves alone: the first submission"
              + " of a wish and the proposal of a group take the next number of their street, kind"
              + " (`W` wish, `P` micro-project, `G` group) and year of recording (Asia/Shanghai).")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = GivenPage.class)))
  public Response list(@BeanParam PageQuery page, @Context UriInfo uri) {
    GivenPage given = transactions.call(() -> read(page));
    return Responses.page(uri, given, given.nextCursor());
  }

  private GivenPage read(PageQuery page) {
    // Read the size before the rows. Rows are only added, so the page cannot lack a number of a
    // leaf below this size.
    long treeSize =
        queries.position(
            Numbering.SUBMISSIONS.keySet().stream().map(SerialNumberProjection::consumer).toList());
    Page<Given> given =
        new Listing<>(NumberedAggregate.class, "from NumberedAggregate n")
            .ascending("n.leafIndex", row -> row.leafIndex)
            .page(entities, page)
            .map(Given::of);
    return new GivenPage(treeSize, given.items(), given.nextCursor());
  }
}
