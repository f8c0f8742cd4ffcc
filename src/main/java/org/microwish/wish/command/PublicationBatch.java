package org.microwish.wish.command;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.platform.Id;
import org.microwish.platform.idempotency.Batches;

/** Request body to publish several wishes. */
@Schema(description = "Wishes to publish, each with its publication as in `publishWish`.")
public record PublicationBatch(
    @NotNull @Size(min = 1, max = Batches.MOST) List<@NotNull @Valid Item> items) {

  /** A wish and its publication. */
  @Schema(name = "PublicationBatchItem")
  public record Item(@NotNull Id wishId, @NotNull @Valid Publication publication) {}
}
