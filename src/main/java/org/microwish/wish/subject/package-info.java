/**
 * The people behind wishes and claims: whose wishes are whose, the contact in clear, export and
 * erasure. Entry points: {@link org.microwish.wish.subject.Residents} and {@link
 * org.microwish.wish.subject.WishSubject}. Depends on {@code wish}, which does not know it.
 */
package org.microwish.wish.subject;
