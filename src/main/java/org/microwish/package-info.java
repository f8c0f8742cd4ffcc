/** The micro-wish service. */
package org.microwish;
