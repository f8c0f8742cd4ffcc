/**
 * Bulk traffic. In: imports of organisations, members, check-ins and wishes from CSV and NDJSON; a
 * job is stored first and worked off in small transactions by any instance, and each row comes in
 * once by its own external key, through the same services as the API. Out: the ledger as a
 * spreadsheet in the office's columns, streamed. Entry points: {@link
 * org.microwish.transfer.ImportResource} and {@link org.microwish.transfer.SpreadsheetResource}.
 * Depends on {@code party}, {@code wish}, {@code wish.money}, {@code ledger}, {@code privacy},
 * {@code identity}, {@code platform}, {@code problem}.
 */
package org.microwish.transfer;
