/**
 * The rights of people over the data stored about them: {@link org.microwish.rights.MeResource}
 * exports the data, {@link org.microwish.rights.Erasures} erases it, and {@link
 * org.microwish.rights.Holds} keeps it, without any use, while the law forbids erasing it. Without
 * a request, {@link org.microwish.rights.RetentionJob} erases values after their retention period,
 * and {@link org.microwish.rights.ErasureReplay} erases again the values that the restore of a
 * backup brought back. Beans of type {@link org.microwish.privacy.SubjectStore} give access to the
 * rows of subjects. Depends on {@code privacy}, {@code ledger}, {@code party} (division codes),
 * {@code platform}, {@code caller}, {@code problem}.
 */
package org.microwish.rights;
