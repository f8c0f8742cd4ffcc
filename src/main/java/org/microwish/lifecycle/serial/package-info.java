/**
 * Serial numbers (编号): a projection gives them in leaf order, and whoever shows an aggregate reads
 * them from its rows. Entry points: {@link org.microwish.lifecycle.serial.SerialNumberPump} drives
 * {@code SerialNumberProjection}; {@link org.microwish.lifecycle.serial.SerialNumberResource} lists
 * all numbers for auditors. The rule itself is in {@code numbering}, which knows neither database
 * nor HTTP. Depends on {@code ledger} and {@code platform}.
 */
package org.microwish.lifecycle.serial;
