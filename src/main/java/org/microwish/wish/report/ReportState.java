package org.microwish.wish.report;

/** A filter for the list of reports. */
public enum ReportState {
  OPEN,
  CLOSED
}
