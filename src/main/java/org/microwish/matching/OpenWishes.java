package org.microwish.matching;

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
 * changes, so readers need no lock.
 */
@SuppressWarnings("EnumOrdinal") // A byte a wish; ordinals leave the process nowhere.
final class OpenWishes {

  static final OpenWishes NONE = new OpenWishes(0);

  private static final Category[] CATEGORIES = Category.values();
  private static final WishKind[] KINDS = WishKind.values();
  private static final Channel[] CHANNELS = Channel.values();
  private static final ClaimableBy[] CLAIMABLE_BY = ClaimableBy.values();
  private static final ClaimableFrom[] CLAIMABLE_FROM = ClaimableFrom.values();

  private int size;
  private boolean anywhere;
  private final long[] ids;
  private final String[] paths;
  private final String[] skills;
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

  private OpenWishes(int capacity) {
    ids = new long[capacity];
    paths = new String[capacity];
    skills = new String[capacity];
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

  static OpenWishes of(Collection<OpenWish> wishes) {
    Map<Long, OpenWish> changes = new HashMap<>();
    wishes.forEach(wish -> changes.put(wish.id(), wish));
    return NONE.with(changes);
  }

  int size() {
    return size;
  }

  /** Whether claimants of any street may claim some of the wishes. */
  boolean anywhere() {
    return anywhere;
  }

  /**
   * Returns a copy with changes.
   *
   * @param changes the wishes by id; null for a wish that is no longer open
   */
  OpenWishes with(Map<Long, OpenWish> changes) {
    long[] changed = changes.keySet().stream().mapToLong(id -> id).sorted().toArray();
    OpenWishes next = new OpenWishes(size + changed.length);
    int mine = 0;
    for (long id : changed) {
      while (mine < size && ids[mine] < id) {
        next.copy(this, mine++);
      }
      if (mine < size && ids[mine] == id) {
        mine++;
      }
      OpenWish wish = changes.get(id);
      if (wish != null) {
        next.add(wish);
      }
    }
    while (mine < size) {
      next.copy(this, mine++);
    }
    return next;
  }

  private void copy(OpenWishes from, int i) {
    ids[size] = from.ids[i];
    paths[size] = from.paths[i];
    skills[size] = from.skills[i];
    needed[size] = from.needed[i];
    published[size] = from.published[i];
    claimBy[size] = from.claimBy[i];
    missed[size] = from.missed[i];
    categories[size] = from.categories[i];
    kinds[size] = from.kinds[i];
    channels[size] = from.channels[i];
    claimableBy[size] = from.claimableBy[i];
    claimableFrom[size] = from.claimableFrom[i];
    byAmount[size] = from.byAmount[i];
    unclaimed[size] = from.unclaimed[i];
    anywhere |= CLAIMABLE_FROM[claimableFrom[size]] == ClaimableFrom.ANYWHERE;
    size++;
  }

  private void add(OpenWish wish) {
    WishFacts facts = wish.facts();
    ids[size] = wish.id();
    // Many wishes share a path or a skill.
    paths[size] = facts.path().intern();
    skills[size] = facts.skill() == null ? null : facts.skill().intern();
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
    anywhere |= wish.claimableFrom() == ClaimableFrom.ANYWHERE;
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

    @Override
    public String path() {
      return paths[at];
    }

    @Override
    public Category category() {
      return CATEGORIES[categories[at]];
    }

    @Override
    public String skill() {
      return skills[at];
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
