/**
 * Statistics of wishes, claims, check-ins and groups: a projection of the ledger in leaf order.
 * Entry points: {@link org.microwish.statistics.StatisticsResource} answers queries; {@code
 * Projection} folds leaves into rows and {@code CurrentStatistics} holds the figures in memory;
 * {@link org.microwish.statistics.StatisticsPump} runs both in the background; {@link
 * org.microwish.statistics.LeaderboardSweep} freezes monthly boards; {@link
 * org.microwish.statistics.StatisticsProgress} reports how many leaves are counted. The figures
 * themselves are defined in {@code statistics.fold}, which uses neither database nor HTTP. Depends
 * on {@code ledger}, {@code party}, {@code privacy}, {@code platform}, {@code problem}, {@code
 * caller}.
 */
package org.microwish.statistics;
