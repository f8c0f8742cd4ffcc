/**
 * The rule by which leaves give serial numbers (编号). Entry point: {@link
 * org.microwish.lifecycle.serial.numbering.Numbering}. The service's projection and the offline
 * verifier run the same code, so it uses nothing but the JDK and {@code ledger.leaf}.
 */
package org.microwish.lifecycle.serial.numbering;
