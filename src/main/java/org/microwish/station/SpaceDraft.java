package org.microwish.station;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.platform.http.Text;
import org.microwish.station.lifecycle.Bookers;

/** Request body: a new space, or the new data of a space. */
@Schema(name = "SpaceRequest", description = "A space that can be booked by the half hour.")
public record SpaceDraft(
    @NotNull @Text(max = 100) @Schema(examples = "议事厅") String name,
    @Min(1) @Max(100_000) Integer seats,
    @Min(1) @Max(1_000_000) @Schema(description = "Square metres") Integer area,
    @Valid @Schema(description = "The open periods; without them, nobody can book") Hours hours,
    @NotNull Bookers bookers,
    @NotNull
        @Min(1)
        @Max(48)
        @Schema(description = "The maximum number of half hours of one booking")
        Integer longest,
    @Schema(description = "True if the host must approve each booking") Boolean approval,
    @Min(1)
        @Max(1488)
        @Schema(description = "The free half hours of a holder per month; no limit if omitted")
        Integer quota,
    Instant occurredAt) {}
