package org.microwish.report;

import org.microwish.statistics.fold.ReportBy;

/** The dimensions by which a report has lines. */
public enum ReportDimension {
  DIVISION("区划", ReportBy.DIVISION),
  KIND("心愿类型", ReportBy.KIND),
  CATEGORY("类别", ReportBy.CATEGORY),
  SUBCATEGORY("子类别", ReportBy.SUBCATEGORY),
  CHANNEL("征集渠道", ReportBy.CHANNEL),
  ORGANISATION("党组织", ReportBy.ORGANISATION),
  /** The months of a quarter or a year, each compared with the month before. */
  MONTH("月份", null);

  private final String label;
  private final ReportBy by;

  ReportDimension(String label, ReportBy by) {
    this.label = label;
    this.by = by;
  }

  /** Returns the Chinese name, which is also the heading of the spreadsheet's column. */
  String label() {
    return label;
  }

  ReportBy by() {
    return by;
  }
}
