/**
 * Divisions, party organisations, their members, and check-ins (双报到). Entry points: {@link
 * org.microwish.party.Divisions}, {@link org.microwish.party.Organisations}, {@link
 * org.microwish.party.Members} (reads and locks), {@link org.microwish.party.MemberCommands},
 * {@link org.microwish.party.CheckIns}; the resources only map HTTP. Depends on {@code ledger},
 * {@code privacy}, {@code platform}, {@code problem}, {@code caller}.
 */
package org.microwish.party;
