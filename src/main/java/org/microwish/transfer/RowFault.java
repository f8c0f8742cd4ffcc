package org.microwish.transfer;

import com.fasterxml.jackson.annotation.JsonIgnore;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What is wrong with a row; its values are not repeated, they are personal.
 *
 * @param row from 1, the header not counted
 * @param seq which of the row's faults it is, for paging
 * @param column the column, or null where the row as such is refused
 * @param code a field fault or a problem's code
 */
@Schema(name = "ImportError", description = "What is wrong with a row of an import.")
public record RowFault(int row, @JsonIgnore int seq, String column, String code) {}
