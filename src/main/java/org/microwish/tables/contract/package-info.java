/**
 * Adds the transition tables to the OpenAPI contract at build time. Separate from {@code tables},
 * because the verifier uses that package without OpenAPI.
 */
package org.microwish.tables.contract;
