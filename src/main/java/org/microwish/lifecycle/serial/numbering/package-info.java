/**
 * The rule by which ledger leaves assign serial numbers (编号). Entry point: {@link
 * org.microwish.lifecycle.serial.numbering.Numbering}. The service and the offline verifier both
 * run this code, so it depends only on the JDK and {@code ledger.leaf}.
 */
package org.microwish.lifecycle.serial.numbering;
