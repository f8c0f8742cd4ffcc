/**
 * Authentication and authorisation: the {@link org.microwish.caller.Caller} read from the bearer
 * token, roles and scopes. A resource method declares who may call it with {@code @PermitAll} or
 * {@code @RolesAllowed(Role.Name.X)}; a method without either is denied to everyone. Services
 * decide which objects a role may access, using {@link org.microwish.caller.CurrentCaller}. Depends
 * on {@code problem} only.
 */
package org.microwish.caller;
