/**
 * External references (来源编号): the numbers that other systems give to an aggregate. Entry point:
 * {@link org.microwish.lifecycle.reference.ExternalReferences}. A number may be personal, such as a
 * telephone number, so the vault keeps it, and the table only a keyed digest that makes it unique
 * and finds it. Depends on {@code ledger.leaf}, {@code problem} and {@code platform}.
 */
package org.microwish.lifecycle.reference;
