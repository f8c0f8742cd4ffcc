package org.microwish.statistics.fold;

import java.time.YearMonth;

/** The changes by one month's postings. Months are in Asia/Shanghai. */
public record MonthlyMoney(YearMonth month, MoneyFen change) {}
