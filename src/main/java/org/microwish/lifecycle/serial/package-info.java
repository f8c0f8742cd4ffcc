/**
 * Serial numbers (编号). {@code SerialNumberProjection} assigns them in leaf order and stores them;
 * the views of aggregates read the stored rows. Entry points: {@link
 * org.microwish.lifecycle.serial.SerialNumberPump} runs the projection; {@link
 * org.microwish.lifecycle.serial.SerialNumberResource} lists all numbers for auditors. The rule is
 * in {@code numbering}, which depends on neither database nor HTTP. Depends on {@code ledger} and
 * {@code platform}.
 */
package org.microwish.lifecycle.serial;
