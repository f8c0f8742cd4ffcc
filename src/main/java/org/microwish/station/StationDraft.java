package org.microwish.station;

import com.fasterxml.jackson.annotation.JsonIgnore;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.platform.Id;
import org.microwish.platform.http.Distinct;
import org.microwish.platform.http.Text;
import org.microwish.station.lifecycle.StationKind;
import org.microwish.station.lifecycle.StationOrigin;

/** Request body: a station to be planned, or the new data of a station. */
@Schema(name = "StationRequest", description = "A station to plan, or the new data of a station.")
public record StationDraft(
    @NotNull StationKind kind,
    @NotNull StationOrigin origin,
    @Schema(description = "True for a virtual hall; only allowed for the kind HALL")
        Boolean virtual,
    @NotNull @Text(max = 100) @Schema(examples = "西村党群服务站") String name,
    @NotNull
        @Schema(description = "Code or path of the station's division", examples = "440104013001")
        String division,
    @Text(max = 200) @Schema(description = "Where the station is; public") String location,
    @Text(max = 200) @Schema(description = "Whom the station serves") String serves,
    @Size(max = 20) @Schema(description = "The organisations that host the station")
        List<@NotNull Id> hostIds,
    @Valid Hours hours,
    @Min(1) @Max(1_000_000) @Schema(description = "Square metres") Integer area,
    @Size(max = 40) @Distinct List<@NotNull @Text(max = 40) String> functions,
    @Size(max = 40) @Distinct List<@NotNull @Text(max = 40) String> equipment,
    @Schema(description = "When it happened, if it is recorded later. Default: now")
        Instant occurredAt) {

  @JsonIgnore
  boolean isOnline() {
    return Boolean.TRUE.equals(virtual);
  }

  List<Long> hosts() {
    return hostIds == null ? List.of() : hostIds.stream().map(Id::value).toList();
  }

  /** Returns the public texts by the names of their vault fields; a missing text is null. */
  @JsonIgnore
  Map<String, String> publicWords() {
    Map<String, String> words = new LinkedHashMap<>();
    words.put("name", name);
    words.put("location", location);
    words.put("serves", serves);
    words.put("functions", lines(functions));
    words.put("equipment", lines(equipment));
    return words;
  }

  private static String lines(List<String> values) {
    return values == null || values.isEmpty() ? null : String.join("\n", values);
  }
}
