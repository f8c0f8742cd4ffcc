package org.microwish.matching;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.microwish.matching.score.WishFacts;
import org.microwish.wish.lifecycle.Category;
import org.microwish.wish.lifecycle.Channel;
import org.microwish.wish.lifecycle.ClaimableBy;
import org.microwish.wish.lifecycle.ClaimableFrom;
import org.microwish.wish.lifecycle.WishKind;

/**
 * Open wishes of one street in columns, about 60 bytes each, in the order of their ids. Never
 * changes, so readers need no lock. Equal paths and equal skills have the same number.
 */
@SuppressWarnings("EnumOrdinal") // A byte a wish; ordinals leave the process nowhere.
final class OpenWishes {

  private static final Category[] CATEGORIES = Category.values();
  private static final WishKind[] KINDS = WishKind.values();
  private static final Channel[] CHANNELS = Channel.values();
  private static final ClaimableBy[] CLAIMABLE_BY = ClaimableBy.values();
  private static final ClaimableFrom[] CLAIMABLE_FROM = ClaimableFrom.values();

  private int size;
  private int pathCount;
  private int skillCount;
  private boolean anywhere;
  private final Words paths;
  private final Words skills;
  private final long[] ids;
  private final int[] pathNumbers;
  private final int[] skillNumbers;
  private final long[] needed;
  private final int[] published;
  private final int[] claimBy;
  private final int[] missed;
  private final byte[] categories;
  private final byte[] kinds;
  private final byte[] channels;
  private final byte[] claimableBy;
  private final byte[] claimableFrom;
  private final boolean[] byAmount;
  private final boolean[] unclaimed;

  private OpenWishes(int capacity, Words paths, Words skills) {
    this.paths = paths;
    this.skills = skills;
    ids = new long[capacity];
    pathNumbers = new int[capacity];
    skillNumbers = new int[capacity];
    needed = new long[capacity];
    published = new int[capacity];
    claimBy = new int[capacity];
    missed = new int[capacity];
    categories = new byte[capacity];
    kinds = new byte[capacity];
    channels = new byte[capacity];
    claimableBy = new byte[capacity];
    claimableFrom = new byte[capacity];
    byAmount = new boolean[capacity];
    unclaimed = new boolean[capacity];
  }

  /** Different texts with their numbers; only grows, and only in the thread that adds wishes. */
  private static final class Words {
    private final Map<String, Integer> numbers = new HashMap<>();
    private volatile String[] texts = new String[8];

    int number(String text) {
      return numbers.computeIfAbsent(text, this::add);
    }

    private int add(String text) {
      int number = numbers.size();
      if (number == texts.length) {
        texts = Arrays.copyOf(texts, 2 * number);
      }
      texts[number] = text;
      return number;
    }

    String text(int number) {
      return texts[number];
    }

    int size() {
      return numbers.size();
    }
  }

  static OpenWishes none() {
    return new OpenWishes(0, new Words(), new Words());
  }

  static OpenWishes of(Collection<OpenWish> wishes) {
    Map<Long, OpenWish> changes = new HashMap<>();
    wishes.forEach(wish -> changes.put(wish.id(), wish));
    return none().with(changes);
  }

  int size() {
    return size;
  }

  /** Whether claimants of any street may claim some of the wishes. */
  boolean anywhere() {
    return anywhere;
  }

  /** Returns the number of different paths: each {@link Row#pathNumber} is smaller. */
  int paths() {
    return pathCount;
  }

  /** Returns the number of different skills: each {@link Row#skillNumber} is at most that. */
  int skills() {
    return skillCount;
  }

  /**
   * Returns a copy with changes. Only one thread may call this on copies of the same wishes.
   *
   * @param changes the wishes by id; null for a wish that is no longer open
   */
  OpenWishes with(Map<Long, OpenWish> changes) {
    long[] changed = changes.keySet().stream().mapToLong(id -> id).sorted().toArray();
    OpenWishes next = new OpenWishes(size + changed.length, paths, skills);
    int mine = 0;
    for (long id : changed) {
      int found = Arrays.binarySearch(ids, mine, size, id);
      int end = found < 0 ? -found - 1 : found;
      next.copy(this, mine, end);
      mine = found < 0 ? end : end + 1;
      OpenWish wish = changes.get(id);
      if (wish != null) {
        next.add(wish);
      }
    }
    next.copy(this, mine, size);
    for (int i = 0; i < next.size && !next.anywhere; i++) {
      next.anywhere = CLAIMABLE_FROM[next.claimableFrom[i]] == ClaimableFrom.ANYWHERE;
    }
    next.pathCount = paths.size();
    next.skillCount = skills.size();
    return next;
  }

  private void copy(OpenWishes from, int begin, int end) {
    int length = end - begin;
    System.arraycopy(from.ids, begin, ids, size, length);
    System.arraycopy(from.pathNumbers, begin, pathNumbers, size, length);
    System.arraycopy(from.skillNumbers, begin, skillNumbers, size, length);
    System.arraycopy(from.needed, begin, needed, size, length);
    System.arraycopy(from.published, begin, published, size, length);
    System.arraycopy(from.claimBy, begin, claimBy, size, length);
    System.arraycopy(from.missed, begin, missed, size, length);
    System.arraycopy(from.categories, begin, categories, size, length);
    System.arraycopy(from.kinds, begin, kinds, size, length);
    System.arraycopy(from.channels, begin, channels, size, length);
    System.arraycopy(from.claimableBy, begin, claimableBy, size, length);
    System.arraycopy(from.claimableFrom, begin, claimableFrom, size, length);
    System.arraycopy(from.byAmount, begin, byAmount, size, length);
    System.arraycopy(from.unclaimed, begin, unclaimed, size, length);
    size += length;
  }

  private void add(OpenWish wish) {
    WishFacts facts = wish.facts();
    ids[size] = wish.id();
    pathNumbers[size] = paths.number(facts.path());
    skillNumbers[size] = facts.skill() == null ? 0 : 1 + skills.number(facts.skill());
    needed[size] = facts.neededFen();
    published[size] = facts.publishedDay();
    claimBy[size] = facts.claimByDay();
    missed[size] = facts.missedRounds();
    categories[size] = (byte) wish.category().ordinal();
    kinds[size] = (byte) wish.kind().ordinal();
    channels[size] = (byte) wish.channel().ordinal();
    claimableBy[size] = (byte) wish.claimableBy().ordinal();
    claimableFrom[size] = (byte) wish.claimableFrom().ordinal();
    byAmount[size] = facts.byAmount();
    unclaimed[size] = facts.unclaimed();
    size++;
  }

  /** Returns a view that can be moved from wish to wish. */
  Row row() {
    return new Row();
  }

  /** One wish of the columns. */
  final class Row implements WishFacts {
    private int at;

    Row at(int index) {
      at = index;
      return this;
    }

    long id() {
      return ids[at];
    }

    int categoryNumber() {
      return categories[at];
    }

    int claimableFromNumber() {
      return claimableFrom[at];
    }

    WishKind kind() {
      return KINDS[kinds[at]];
    }

    Channel channel() {
      return CHANNELS[channels[at]];
    }

    ClaimableBy claimableBy() {
      return CLAIMABLE_BY[claimableBy[at]];
    }

    ClaimableFrom claimableFrom() {
      return CLAIMABLE_FROM[claimableFrom[at]];
    }

    int pathNumber() {
      return pathNumbers[at];
    }

    /** Returns 0 for a wish that needs no skill. */
    int skillNumber() {
      return skillNumbers[at];
    }

    @Override
    public String path() {
      return paths.text(pathNumbers[at]);
    }

    @Override
    public Category category() {
      return CATEGORIES[categories[at]];
    }

    @Override
    public String skill() {
      return skillNumbers[at] == 0 ? null : skills.text(skillNumbers[at] - 1);
    }

    @Override
    public boolean byAmount() {
      return byAmount[at];
    }

    @Override
    public long neededFen() {
      return needed[at];
    }

    @Override
    public int publishedDay() {
      return published[at];
    }

    @Override
    public int claimByDay() {
      return claimBy[at];
    }

    @Override
    public boolean unclaimed() {
      return unclaimed[at];
    }

    @Override
    public int missedRounds() {
      return missed[at];
    }
  }
}
