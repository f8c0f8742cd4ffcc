/**
 * Reports of published wishes and photos by anybody, and the desk's answers. Entry point: {@link
 * org.microwish.wish.report.ReportResource}. Depends on {@code wish} and {@code wish.subject}.
 */
package org.microwish.wish.report;
