/**
 * Programs that exercise the packaged service under load, faults or random requests: {@code bench}
 * (figures against raw JDBC), {@code cluster} (a MySQL group), {@code faults} (kills and outages),
 * {@code fuzz} (requests made from the contract), {@code model} (histories against a model in
 * memory), {@code plan} (plans against greedy assignments). {@code ./mvnw verify} runs a quick
 * version of each but {@code bench} and {@code cluster}.
 */
package org.microwish.suites;
