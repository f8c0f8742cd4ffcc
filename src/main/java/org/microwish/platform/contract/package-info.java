/**
 * Completes the contract that SmallRye OpenAPI derives from the resources: {@link
 * org.microwish.platform.contract.ContractFilter} adds to every operation what holds for all of
 * them (problems, security, idempotency, examples), so that no resource has to repeat it. Runs at
 * build time. {@link org.microwish.platform.contract.ServedContract} serves what it made. Depends
 * on {@code problem} only.
 */
package org.microwish.platform.contract;
