/**
 * What people may demand of the data stored about them: to see it ({@link
 * org.microwish.rights.MeResource}), to have it erased ({@link org.microwish.rights.Erasures}), and
 * to have it kept untouched while the law requires that ({@link org.microwish.rights.Holds}); and
 * what the service must do unasked: {@link org.microwish.rights.RetentionJob} erases values after
 * their retention period, and {@link org.microwish.rights.ErasureReplay} erases again what a
 * restored backup has brought back. Beans of type {@link org.microwish.privacy.SubjectStore} give
 * access to the rows concerned. Depends on {@code privacy}, {@code ledger}, {@code party} (division
 * codes), {@code platform}, {@code caller}, {@code problem}.
 */
package org.microwish.rights;
