package org.microwish.transfer;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.platform.Id;

/**
 * The response with an import and its progress.
 *
 * @param known the number of rows skipped because their external key was imported before
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
    name = "Import",
    description =
        "An import and its progress. `known` is the number of rows skipped because their key was"
            + " imported before.")
public record ImportView(
    Id id,
    ImportKind kind,
    ImportFormat format,
    boolean dryRun,
    ImportJob.State state,
    int rows,
    int done,
    int imported,
    int known,
    int failed,
    @Schema(
            description =
                "Imported rows that may be duplicates: a wish of the community has the same resident,"
                    + " telephone number or title. `listImportDuplicates` lists"
                    + " them")
        int similar,
    Instant createdAt,
    Instant finishedAt) {

  static ImportView of(ImportJob job) {
    return new ImportView(
        new Id(job.id),
        job.kind,
        job.format,
        job.dryRun,
        job.state,
        job.rowsTotal,
        job.rowsDone,
        job.rowsImported,
        job.rowsKnown,
        job.rowsFailed,
        job.rowsSimilar,
        job.createdAt,
        job.finishedAt);
  }
}
