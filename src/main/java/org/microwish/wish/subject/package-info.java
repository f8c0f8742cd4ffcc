/**
 * Personal data in wishes and claims: binding wishes to residents' accounts, reading unmasked
 * contact data, export and erasure. Entry points: {@link org.microwish.wish.subject.Residents} and
 * {@link org.microwish.wish.subject.WishSubject}. Depends on {@code wish}, which does not depend on
 * this package.
 */
package org.microwish.wish.subject;
