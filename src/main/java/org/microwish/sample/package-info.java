/**
 * The sample street: a plan of divisions, organisations, members, check-ins, wishes and projects
 * that is modelled on a real street's published figures and invented in every row, and the loader
 * that puts it on record through the same services as the API. Entry points: {@link
 * org.microwish.sample.SampleStreet} is the plan, pure and the same on every machine; {@link
 * org.microwish.sample.SampleLoader} loads it. May depend on every feature; nothing depends on it.
 */
package org.microwish.sample;
