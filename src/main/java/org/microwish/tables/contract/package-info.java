/**
 * Adds the transition tables to the OpenAPI contract at build time. This package is separate from
 * {@code tables}, because the verifier uses {@code tables} without OpenAPI.
 */
package org.microwish.tables.contract;
