package org.microwish.lifecycle.serial;

import java.util.List;
import org.hibernate.annotations.processing.SQL;

/** Queries on the progress of {@link SerialNumberProjection}. */
interface SerialNumberQueries {

  @SQL("SELECT MIN(position) FROM ledger_cursor WHERE consumer IN (:consumers)")
  long position(List<String> consumers);
}
