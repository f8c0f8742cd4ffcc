/**
 * What people add to an aggregate of any type, keyed by its type and id: notes. Depends on the
 * ledger's types and the platform only.
 */
package org.microwish.lifecycle.attachment;
