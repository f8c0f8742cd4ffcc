package org.microwish.statistics;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.microwish.party.Members;
import org.microwish.party.Organisations;
import org.microwish.platform.Id;
import org.microwish.privacy.Pseudonyms;

/**
 * Looks up the names of organisations and members that ledger leaves mention. Callers must not
 * cache the names, because names can be erased.
 */
@ApplicationScoped
class LeafNames {

  private final Organisations organisations;
  private final Members members;
  private final Pseudonyms pseudonyms;

  LeafNames(Organisations organisations, Members members, Pseudonyms pseudonyms) {
    this.organisations = organisations;
    this.members = members;
    this.pseudonyms = pseudonyms;
  }

  /** Returns the names of organisations by the id that a leaf contains. */
  Map<String, String> ofOrganisations(Collection<String> ids) {
    Map<Long, String> keys = new HashMap<>();
    for (String id : ids) {
      try {
        keys.put(Id.fromString(id).value(), id);
      } catch (IllegalArgumentException notOurs) {
        // Not an id of this database: the organisation has no name in the result.
      }
    }
    Map<String, String> names = new HashMap<>();
    organisations.names(keys.keySet()).forEach((key, name) -> names.put(keys.get(key), name));
    return names;
  }

  /**
   * Returns the names of members by the pseudonym that a leaf contains.
   *
   * @param consenting pseudonyms of members; the caller must pass only those who consented to
   *     appear by name
   */
  Map<String, String> ofMembers(Collection<String> consenting) {
    Map<String, Long> byPseudonym = pseudonyms.members(consenting);
    Map<Long, String> known = members.names(byPseudonym.values());
    Map<String, String> names = new HashMap<>();
    byPseudonym.forEach(
        (pseudonym, member) -> {
          String name = known.get(member);
          if (name != null) {
            names.put(pseudonym, name);
          }
        });
    return names;
  }
}
