/**
 * Completes the contract that SmallRye OpenAPI derives from the resources. At build time, {@link
 * org.microwish.platform.contract.ContractFilter} adds what is common to all operations (problems,
 * security, idempotency, examples), so that resources need not repeat it. At run time, {@link
 * org.microwish.platform.contract.ServedContract} serves the result. Depends on {@code problem}
 * only.
 */
package org.microwish.platform.contract;
