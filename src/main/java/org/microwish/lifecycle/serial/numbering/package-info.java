/**
 * The rule by which ledger leaves assign serial numbers (编号). Entry point: {@link
 * org.microwish.lifecycle.serial.numbering.Numbering}. The service's projection and the offline
 * verifier run the same code, so it depends only on the JDK and {@code ledger.leaf}.
 */
package org.microwish.lifecycle.serial.numbering;
