package org.microwish.transfer;

import com.fasterxml.jackson.annotation.JsonIgnore;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * An error in a row of an import, as shown to the caller. It does not repeat the row's values,
 * which are personal.
 *
 * @param row the number of the row, from 1, not counting the header
 * @param seq the number of the error within the row, for paging
 * @param column the name of the column; null if the row as a whole is refused
 * @param code the name of a field fault or a problem type, or {@link
 *     ImportError#POSSIBLE_DUPLICATE}
 */
@Schema(
    name = "ImportError",
    description =
        "An error in a row of an import. `column` is null if the row as a whole is refused. `code`"
            + " is the code of a field error or of a problem, or POSSIBLE_DUPLICATE for a row that was"
            + " imported.")
public record RowFault(int row, @JsonIgnore int seq, String column, String code) {}
