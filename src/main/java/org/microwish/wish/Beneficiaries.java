package org.microwish.wish;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/** How many buildings, households and people benefit from a wish (受益人数); null where not given. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Beneficiaries(
    @Min(0) @Max(100_000) Integer buildings,
    @Min(0) @Max(1_000_000) Integer households,
    @Min(0) @Max(10_000_000) Integer people) {}
