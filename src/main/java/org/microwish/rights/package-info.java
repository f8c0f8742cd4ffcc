/**
 * What people may demand of what is kept about them: to see it ({@link
 * org.microwish.rights.MeResource}), to have it erased ({@link org.microwish.rights.Erasures}), and
 * that the law keeps it untouched for a while ({@link org.microwish.rights.Holds}); and what is
 * owed to them unasked: {@link org.microwish.rights.RetentionJob} erases what is no longer needed,
 * and {@link org.microwish.rights.ErasureReplay} what a restored backup has brought back. Whose
 * rows are concerned it learns from {@link org.microwish.privacy.SubjectStore}. Depends on {@code
 * privacy}, {@code ledger}, {@code party} (division codes), {@code platform}, {@code caller},
 * {@code problem}.
 */
package org.microwish.rights;
