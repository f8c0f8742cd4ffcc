/**
 * Serial numbers (编号): a projection assigns them in leaf order, and views of aggregates read them
 * from its rows. Entry points: {@link org.microwish.lifecycle.serial.SerialNumberPump} runs {@code
 * SerialNumberProjection}; {@link org.microwish.lifecycle.serial.SerialNumberResource} lists all
 * numbers for auditors. The rule itself is in {@code numbering}, which depends on neither database
 * nor HTTP. Depends on {@code ledger} and {@code platform}.
 */
package org.microwish.lifecycle.serial;
