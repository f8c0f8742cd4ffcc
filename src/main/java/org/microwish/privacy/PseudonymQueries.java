package org.microwish.privacy;

import java.util.Collection;
import java.util.List;
import org.hibernate.annotations.processing.HQL;
import org.hibernate.annotations.processing.SQL;

/** Queries for pseudonyms. */
interface PseudonymQueries {

  /** A pseudonym and the key of its owner: the text of an id, or the code of a division. */
  record Named(String subjectKey, String pseudonym) {}

  @HQL(
      """
      select subjectKey, pseudonym from VaultPseudonym
      where subjectType = :type and scope = :scope and subjectKey in :keys
      """)
  List<Named> of(VaultPseudonym.Owner type, long scope, Collection<String> keys);

  @HQL(
      """
      select subjectKey, pseudonym from VaultPseudonym
      where subjectType = :type and pseudonym in :pseudonyms
      """)
  List<Named> resolve(VaultPseudonym.Owner type, Collection<String> pseudonyms);

  @HQL("select count(*) from VaultPseudonym where subjectType = :type and subjectKey = :key")
  long count(VaultPseudonym.Owner type, String key);

  @HQL("delete from VaultPseudonym where subjectType = :type and subjectKey = :key")
  void delete(VaultPseudonym.Owner type, String key);

  @HQL("delete from VaultPseudonym where subjectType = :type and scope = :scope")
  void delete(VaultPseudonym.Owner type, long scope);

  /**
   * Deletes the pseudonym of an account, but not for accounts with another role than RESIDENT,
   * because staff stay accountable for their actions.
   */
  @SQL(
      """
      DELETE FROM vault_pseudonym WHERE subject_type = 'ACCOUNT' AND subject_key = :key
        AND NOT EXISTS (SELECT id FROM account WHERE id = :id AND role <> 'RESIDENT')
      """)
  void deleteUnlessStaff(String key, long id);
}
