package org.microwish.verify;

/**
 * The entry ids of a log, each with the number of the aggregate that the entry belongs to. Millions
 * of strings would take most of the verifier's memory, so only a 64-bit hash of each id is kept:
 * the probability that two of ten million ids have the same hash is less than 1 in 300,000.
 */
final class EntryIds {

  private static final int FIRST_SIZE = 1 << 12;

  private long[] keys = new long[FIRST_SIZE];
  private int[] aggregates = new int[FIRST_SIZE];
  private int size;

  /**
   * Adds an entry id.
   *
   * @param aggregate the number of the aggregate that the entry belongs to
   * @return false if the id was already added
   */
  boolean add(String id, int aggregate) {
    if (2 * size >= keys.length) {
      grow();
    }
    return put(key(id), aggregate);
  }

  /** Returns true if the id was added with this aggregate. */
  boolean belongs(String id, int aggregate) {
    long key = key(id);
    int place = place(key);
    while (keys[place] != 0) {
      if (keys[place] == key) {
        return aggregates[place] == aggregate;
      }
      place = (place + 1) & (keys.length - 1);
    }
    return false;
  }

  private boolean put(long key, int aggregate) {
    int place = place(key);
    while (keys[place] != 0) {
      if (keys[place] == key) {
        return false;
      }
      place = (place + 1) & (keys.length - 1);
    }
    keys[place] = key;
    aggregates[place] = aggregate;
    size++;
    return true;
  }

  private void grow() {
    long[] before = keys;
    int[] owners = aggregates;
    keys = new long[2 * before.length];
    aggregates = new int[keys.length];
    size = 0;
    for (int i = 0; i < before.length; i++) {
      if (before[i] != 0) {
        put(before[i], owners[i]);
      }
    }
  }

  private int place(long key) {
    return (int) (key >>> 32) & (keys.length - 1);
  }

  /** Returns a 64-bit hash of an id, never 0; the last steps are those of SplitMix64. */
  private static long key(String id) {
    long hash = id.length();
    for (int i = 0; i < id.length(); i++) {
      hash = hash * 0x9E3779B97F4A7C15L + id.charAt(i);
    }
    hash = (hash ^ (hash >>> 30)) * 0xBF58476D1CE4E5B9L;
    hash = (hash ^ (hash >>> 27)) * 0x94D049BB133111EBL;
    hash ^= hash >>> 31;
    return hash == 0 ? 1 : hash;
  }
}
