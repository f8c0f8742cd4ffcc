/**
 * Divisions, party organisations, their members, and check-ins (双报到). Entry points: {@link
 * org.microwish.party.Divisions}, {@link org.microwish.party.Organisations}, {@link
 * org.microwish.party.Members} (reads and locks members), {@link
 * org.microwish.party.MemberCommands} (changes members), {@link org.microwish.party.CheckIns}. The
 * resource classes only map HTTP to calls of these services. Depends on {@code ledger}, {@code
 * privacy}, {@code platform}, {@code problem}, {@code caller}.
 */
package org.microwish.party;
