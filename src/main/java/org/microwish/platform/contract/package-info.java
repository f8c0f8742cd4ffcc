/**
 * Completes the contract that SmallRye OpenAPI derives from the resource classes. At build time,
 * {@link org.microwish.platform.contract.ContractFilter} adds what is common to all operations
 * (problems, security, idempotency, examples), so that resource classes need not repeat it. At run
 * time, {@link org.microwish.platform.contract.ServedContract} serves the completed contract.
 * Depends on {@code problem} and {@code platform}.
 */
package org.microwish.platform.contract;
