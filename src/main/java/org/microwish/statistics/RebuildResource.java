package org.microwish.statistics;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.microwish.caller.Caller;
import org.microwish.caller.CurrentCaller;
import org.microwish.caller.Role;
import org.microwish.platform.Id;
import org.microwish.platform.contract.Problems;
import org.microwish.platform.idempotency.Answer;
import org.microwish.platform.idempotency.Commands;
import org.microwish.problem.ProblemType;
import org.microwish.statistics.Rebuilds.Rebuild;

/**
 * Lets administrators rebuild all statistics from the ledger. A rebuild writes no ledger entry,
 * because it changes no aggregate.
 */
@Path("/api/v1/statistics/rebuilds")
@Tag(name = "statistics")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Role.Name.ADMINISTRATOR)
public class RebuildResource {

  private final DataSource database;
  private final Rebuilds rebuilds;
  private final StatisticsPump pump;
  private final Commands commands;
  private final CurrentCaller caller;

  RebuildResource(
      DataSource database,
      Rebuilds rebuilds,
      StatisticsPump pump,
      Commands commands,
      CurrentCaller caller) {
    this.database = database;
    this.rebuilds = rebuilds;
    this.pump = pump;
    this.commands = commands;
    this.caller = caller;
  }

  @POST
  @Problems(ProblemType.IDEMPOTENCY_KEY_REQUIRED)
  @Operation(
      operationId = "startStatisticsRebuild",
      summary = "Starts a rebuild of all statistics from the ledger",
      description =
          "Allowed for administrators. Queries use the existing figures until the new ones have"
              + " counted the same leaves. If a rebuild is already running, that one is returned.")
  @APIResponseSchema(
      value = RebuildView.class,
      responseCode = "202",
      responseDescription = "The rebuild is running; Location is the address of its progress")
  public Response start(@Context HttpHeaders headers) {
    Caller administrator = caller.get();
    // Calls Commands instead of using @Creates, because the pump must be woken after the commit.
    Response answer =
        commands.create(
            administrator,
            "startStatisticsRebuild",
            headers,
            "",
            () -> {
              Rebuild rebuild = start(administrator);
              return Answer.accepted(
                  "/statistics/rebuilds/" + Id.text(rebuild.id()), RebuildView.of(rebuild));
            });
    pump.hurry();
    return answer;
  }

  private Rebuild start(Caller administrator) {
    try (Connection connection = database.getConnection()) {
      return rebuilds.start(connection, administrator.account());
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  @GET
  @Path("/{id}")
  @Operation(
      operationId = "getStatisticsRebuild",
      summary = "Reads the progress of a rebuild",
      description = "Allowed for administrators.")
  public RebuildView get(@PathParam("id") Id id) {
    try {
      return rebuilds
          .find(id.value())
          .map(RebuildView::of)
          .orElseThrow(ProblemType.NOT_FOUND::exception);
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }
}
