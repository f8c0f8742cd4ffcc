/**
 * Who is calling and what they may do: the {@link org.microwish.caller.Caller} read from the bearer
 * token, and the roles. A resource says who may call it with {@code @PermitAll} or
 * {@code @RolesAllowed(Role.Name.X)}; one that says nothing is for nobody. What a role may do where
 * is for the services to decide, which ask {@link org.microwish.caller.CurrentCaller}. Depends on
 * {@code problem} only.
 */
package org.microwish.caller;
