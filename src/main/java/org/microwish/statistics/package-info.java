/**
 * What was asked, claimed and done, in numbers: a projection of the ledger in leaf order. Entry
 * points: {@link org.microwish.statistics.StatisticsResource} answers; {@code Projection} folds
 * leaves into rows and {@code CurrentStatistics} holds the rows ready, both driven by {@link
 * org.microwish.statistics.StatisticsPump}; {@link org.microwish.statistics.LeaderboardSweep}
 * freezes monthly boards; {@link org.microwish.statistics.StatisticsProgress} says how far all of
 * this is. The numbers themselves are defined in {@code statistics.fold}, which knows neither
 * database nor HTTP. Depends on {@code ledger}, {@code party}, {@code privacy}, {@code platform},
 * {@code problem}, {@code caller}.
 */
package org.microwish.statistics;
