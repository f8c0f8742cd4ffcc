/**
 * Reports for offices, organisations and members: what happened in a month, a quarter or a year,
 * the statement of an organisation, the duties of its members, which are frozen after each quarter,
 * and the totals and the certificate of a member, as JSON, as a workbook or as a page for print.
 * All figures come from {@code statistics.fold}, and each document names the tree size and the root
 * hash of the leaves that it counts, so that anybody can recompute it. Entry points: {@link
 * org.microwish.report.ReportResource}, {@link org.microwish.report.StatementResource}, {@link
 * org.microwish.report.MyWorkResource}, {@link org.microwish.report.DutyResource}. Depends on
 * {@code statistics}, {@code transfer} (labels), {@code wish}, {@code party}, {@code ledger},
 * {@code privacy} (pseudonyms), {@code platform}, {@code caller}, {@code problem}.
 */
package org.microwish.report;
