package org.microwish.statistics.fold;

import java.time.YearMonth;

/** The changes of a wish's accounts by all postings of one month, in Asia/Shanghai. */
public record MonthlyMoney(YearMonth month, MoneyFen change) {}
