/**
 * The benchmark: the packaged program under load, against controls that run in the same minutes on
 * the same machine and the same database server. {@code ./mvnw verify -Pslow -Dit.test=Benchmark}
 * runs it and writes {@code target/bench/report.md} and {@code report.json}; how to read them is in
 * {@code src/docs/benchmark.md}. Entry point: {@link org.microwish.suites.bench.Benchmark}.
 */
package org.microwish.suites.bench;
