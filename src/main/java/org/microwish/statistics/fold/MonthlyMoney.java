package org.microwish.statistics.fold;

import java.time.YearMonth;

/** What one month's postings changed. Months are those of Asia/Shanghai. */
public record MonthlyMoney(YearMonth month, MoneyFen change) {}
