/**
 * Bulk transfer. In: imports of organisations, members, check-ins, groups, memberships and wishes
 * from CSV and NDJSON. A job is stored first; any instance then imports its rows in small
 * transactions, each row once by its external key and through the same services as the API. Out:
 * the ledger as a spreadsheet in the office's columns, streamed. Entry points: {@link
 * org.microwish.transfer.ImportResource} and {@link org.microwish.transfer.SpreadsheetResource}.
 * Depends on {@code party}, {@code group}, {@code wish}, {@code wish.money}, {@code ledger}, {@code
 * privacy}, {@code caller}, {@code platform}, {@code problem}.
 */
package org.microwish.transfer;
