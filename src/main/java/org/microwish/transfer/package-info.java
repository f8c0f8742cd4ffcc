/**
 * Bulk transfer. In: imports of divisions, accounts, organisations, members, check-ins, groups,
 * memberships, wishes, claims and past ledgers from XLSX, CSV and NDJSON. A job is stored first;
 * any instance then imports its rows in small transactions, through the same services as the API; a
 * row's external key ensures that it is imported only once. Out: the ledger as a spreadsheet in the
 * office's columns, and the dossier of a wish, both streamed. Entry points: {@link
 * org.microwish.transfer.ImportResource}, {@link org.microwish.transfer.SpreadsheetResource} and
 * {@link org.microwish.transfer.DossierResource}. Depends on {@code party}, {@code login.staff},
 * {@code group}, {@code wish} with its packages, {@code lifecycle}, {@code statistics.fold}, {@code
 * ledger}, {@code privacy}, {@code caller}, {@code platform}, {@code problem}.
 */
package org.microwish.transfer;
