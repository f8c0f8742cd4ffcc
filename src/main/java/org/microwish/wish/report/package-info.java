/**
 * Reports of published wishes and photos, which anybody can send, and what operators did about
 * them. Entry point: {@link org.microwish.wish.report.ReportResource}. Depends on {@code wish} and
 * {@code wish.subject}.
 */
package org.microwish.wish.report;
