package org.microwish.privacy;

import jakarta.annotation.Nullable;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.hibernate.annotations.processing.HQL;
import org.hibernate.annotations.processing.SQL;
import org.microwish.ledger.LedgerEntry;
import org.microwish.privacy.crypto.Suite;

/** Queries for the vault's keys, values and openings. */
interface VaultQueries {

  // Queries for current values.

  @HQL(
      """
      select new org.microwish.privacy.SealedValue(
        v.subjectType, v.subjectId, v.field, v.content, k.keyId, k.suite, k.masterId, k.wrapped)
      from VaultValue v join VaultKey k on k.keyId = v.keyId
      where v.subjectType = :type and v.subjectId in :ids
      """)
  List<SealedValue> values(SubjectType type, Collection<Long> ids);

  /**
   * Reads the values of some fields only. The function {@code concat} prevents the database server
   * from using the field column of the index, that is, one look-up per field and subject.
   */
  @HQL(
      """
      select new org.microwish.privacy.SealedValue(
        v.subjectType, v.subjectId, v.field, v.content, k.keyId, k.suite, k.masterId, k.wrapped)
      from VaultValue v join VaultKey k on k.keyId = v.keyId
      where v.subjectType = :type and v.subjectId in :ids and concat(v.field, '') in :fields
      """)
  List<SealedValue> values(SubjectType type, Collection<Long> ids, Collection<String> fields);

  @HQL(
      """
      select new org.microwish.privacy.SealedValue(
        v.subjectType, v.subjectId, v.field, v.content, k.keyId, k.suite, k.masterId, k.wrapped)
      from VaultValue v join VaultKey k on k.keyId = v.keyId
      where v.lookupKey = :lookupKey and v.lookup = :lookup
        and v.subjectType = :type and v.field = :field
      """)
  List<SealedValue> tagged(long lookupKey, byte[] lookup, SubjectType type, String field);

  @HQL(
      """
      select new org.microwish.privacy.SealedValue(
        v.subjectType, v.subjectId, v.field, v.content, k.keyId, k.suite, k.masterId, k.wrapped)
      from VaultValue v join VaultKey k on k.keyId = v.keyId
      where v.lookupKey = :lookupKey limit :limit
      """)
  List<SealedValue> tagged(long lookupKey, int limit);

  /** Reads the subjects with a tag, the highest ids first. */
  @HQL(
      """
      select v.subjectId from VaultValue v
      where v.lookupKey = :lookupKey and v.lookup = :lookup
        and v.subjectType = :type and v.field = :field
      order by v.subjectId desc limit :limit
      """)
  List<Long> ids(long lookupKey, byte[] lookup, SubjectType type, String field, int limit);

  /** Reads the subjects that have, in one of the given fields, a value without a tag. */
  @HQL(
      """
      select distinct v.subjectId from VaultValue v
      where v.subjectType = :type and v.subjectId > :after and v.lookupKey is null
        and concat(v.field, '') in :fields
      order by v.subjectId limit :limit
      """)
  List<Long> untagged(SubjectType type, long after, Collection<String> fields, int limit);

  @HQL(
      """
      update VaultValue set lookupKey = :newKey, lookup = :lookup
      where subjectType = :type and subjectId = :id and field = :field
        and lookupKey is null and content = :content
      """)
  int tag(SubjectType type, long id, String field, byte[] content, long newKey, byte[] lookup);

  @HQL(
      """
      update VaultValue set lookupKey = :newKey, lookup = :lookup
      where subjectType = :type and subjectId = :id and field = :field
        and lookupKey = :oldKey and content = :content
      """)
  int retag(
      SubjectType type,
      long id,
      String field,
      long oldKey,
      byte[] content,
      long newKey,
      byte[] lookup);

  @HQL("delete from VaultValue where subjectType = :type and subjectId = :id and field = :field")
  void deleteValue(SubjectType type, long id, String field);

  @HQL("delete from VaultValue where subjectType = :type and subjectId = :id")
  void deleteValues(SubjectType type, long id);

  // Queries for ledger entries and the openings of their commitments.

  @HQL("from LedgerEntry where entryId in :entryIds order by entryId")
  List<LedgerEntry> entries(Collection<Long> entryIds);

  @HQL(
      """
      select new org.microwish.privacy.SealedOpening(
        v.entryId, v.field, v.content, k.keyId, k.suite, k.masterId, k.wrapped,
        v.subjectType, v.subjectId)
      from VaultOpening v join VaultKey k on k.keyId = v.keyId
      where v.entryId in :entryIds order by v.entryId, v.field
      """)
  List<SealedOpening> openings(Collection<Long> entryIds);

  @HQL(
      """
      select new org.microwish.privacy.SealedOpening(
        v.entryId, v.field, v.content, k.keyId, k.suite, k.masterId, k.wrapped,
        v.subjectType, v.subjectId)
      from VaultOpening v join VaultKey k on k.keyId = v.keyId
      where v.entryId in :entryIds and v.field = :field
      """)
  List<SealedOpening> openings(Collection<Long> entryIds, String field);

  @Nullable
  @HQL(
      """
      select new org.microwish.privacy.SealedOpening(
        v.entryId, v.field, v.content, k.keyId, k.suite, k.masterId, k.wrapped,
        v.subjectType, v.subjectId)
      from VaultOpening v join VaultKey k on k.keyId = v.keyId
      where v.subjectType = :type and v.subjectId = :id and v.field = :field
      order by v.entryId desc limit 1
      """)
  SealedOpening lastOpening(SubjectType type, long id, String field);

  @HQL("select distinct subjectType, subjectId from VaultOpening where entryId in :entryIds")
  List<Subject> subjectsOf(Collection<Long> entryIds);

  @HQL("select distinct field from VaultOpening where entryId in :entryIds")
  List<String> fieldsOf(Collection<Long> entryIds);

  @HQL("delete from VaultOpening where subjectType = :type and subjectId = :id")
  void deleteOpenings(SubjectType type, long id);

  /** Deletes all parts of the sealed file of an import. */
  @SQL("DELETE FROM vault_import WHERE job_id = :jobId")
  void deleteImport(long jobId);

  // Queries for data keys.

  @HQL(
      """
      select new org.microwish.privacy.WrappedKey(
        keyId, suite, masterId, wrapped, subjectType, subjectId)
      from VaultKey
      where keyId = :keyId
      """)
  Optional<WrappedKey> key(long keyId);

  /** Reads all keys of a subject type, the highest subject ids first. */
  @HQL(
      """
      select new org.microwish.privacy.WrappedKey(
        keyId, suite, masterId, wrapped, subjectType, subjectId)
      from VaultKey
      where subjectType = :type order by subjectId desc, suite
      """)
  List<WrappedKey> keys(SubjectType type);

  @HQL(
      """
      select new org.microwish.privacy.WrappedKey(
        keyId, suite, masterId, wrapped, subjectType, subjectId)
      from VaultKey
      where subjectType = :type and subjectId in :ids and suite = :suite
      """)
  List<WrappedKey> keys(SubjectType type, Collection<Long> ids, Suite suite);

  @HQL("select keyId from VaultKey where keyId in :keyIds")
  List<Long> living(Collection<Long> keyIds);

  @HQL("delete from VaultKey where subjectType = :type and subjectId = :id")
  void deleteKeys(SubjectType type, long id);

  @HQL("select distinct masterId from VaultKey")
  List<String> masterIds();

  @HQL(
      """
      select new org.microwish.privacy.WrappedKey(
        keyId, suite, masterId, wrapped, subjectType, subjectId)
      from VaultKey
      where masterId = :masterId order by keyId limit :limit
      """)
  List<WrappedKey> under(String masterId, int limit);

  /** Reads, for each master key, the oldest data key that is wrapped under it. */
  @HQL(
      """
      select new org.microwish.privacy.WrappedKey(
        keyId, suite, masterId, wrapped, subjectType, subjectId)
      from VaultKey
      where keyId in (select min(o.keyId) from VaultKey o group by o.masterId)
      """)
  List<WrappedKey> oldest();

  @HQL(
      """
      update VaultKey set masterId = :newMaster, wrapped = :wrapped
      where keyId = :keyId and masterId = :oldMaster
      """)
  int rewrap(long keyId, String oldMaster, String newMaster, byte[] wrapped);
}
