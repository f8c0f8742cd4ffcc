/**
 * Puts the transition tables into the OpenAPI contract, when the program is built. Apart from
 * {@code tables}, because the verifier has those and no OpenAPI.
 */
package org.microwish.tables.contract;
