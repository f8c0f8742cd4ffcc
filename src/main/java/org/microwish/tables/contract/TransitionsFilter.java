package org.microwish.tables.contract;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.microwish.lifecycle.table.TransitionRow;
import org.microwish.lifecycle.table.TransitionTable;
import org.microwish.tables.TransitionTables;

/**
 * Adds each transition table to the OpenAPI contract, as {@code x-transitions} in the schema of the
 * aggregate's states. The value of {@code x-transitions} is a list of objects with {@code command},
 * {@code from}, {@code to} (empty when the state does not change), {@code by} (the caller's roles
 * on the aggregate), {@code part} (the states of the part, such as a claim; only for commands on a
 * part) and {@code entry} (type of the ledger entry).
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class TransitionsFilter implements OASFilter {

  @Override
  public void filterOpenAPI(OpenAPI contract) {
    Map<String, Schema> schemas = contract.getComponents().getSchemas();
    for (TransitionTable table : TransitionTables.ALL) {
      Schema states = schemas.get(table.states().getFirst().getDeclaringClass().getSimpleName());
      states.addExtension(
          "x-transitions", table.rows().stream().map(TransitionsFilter::row).toList());
    }
  }

  private static Map<String, Object> row(TransitionRow row) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("command", row.name());
    shown.put("from", names(row.sources()));
    shown.put("to", names(row.targets()));
    shown.put("by", names(row.roles()));
    if (row.isOnPart()) {
      shown.put("part", names(row.parts()));
    }
    shown.put("entry", row.shownAs().entryType().name());
    return shown;
  }

  private static List<String> names(Collection<? extends Enum<?>> values) {
    return values.stream().<String>map(Enum::name).toList();
  }
}
