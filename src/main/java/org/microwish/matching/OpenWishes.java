package org.microwish.matching;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.microwish.matching.score.Score;
import org.microwish.matching.score.WishFacts;
import org.microwish.wish.lifecycle.Category;
import org.microwish.wish.lifecycle.Channel;
import org.microwish.wish.lifecycle.ClaimableBy;
import org.microwish.wish.lifecycle.ClaimableFrom;
import org.microwish.wish.lifecycle.WishKind;

/**
 * Open wishes of one street in columns, about 40 bytes each, in the order of their ids. Immutable,
 * so readers need no lock. The values that many wishes have in common are stored once, in a {@link
 * Shape}.
 */
final class OpenWishes {

  private int size;
  private int shapeCount;
  private boolean anywhere;
  private final Shapes shapes;
  private final long[] ids;
  private final int[] shapeNumbers;
  private final long[] needed;
  private final int[] published;
  private final int[] claimBy;
  private final int[] missed;
  private final boolean[] unclaimed;
  private volatile Times times;

  private OpenWishes(int capacity, Shapes shapes) {
    this.shapes = shapes;
    ids = new long[capacity];
    shapeNumbers = new int[capacity];
    needed = new long[capacity];
    published = new int[capacity];
    claimBy = new int[capacity];
    missed = new int[capacity];
    unclaimed = new boolean[capacity];
  }

  /**
   * Values that many wishes have in common.
   *
   * @param skill as in {@link WishFacts#skill}
   */
  record Shape(
      String path,
      String skill,
      Category category,
      WishKind kind,
      Channel channel,
      ClaimableBy claimableBy,
      ClaimableFrom claimableFrom,
      boolean byAmount) {}

  /** All shapes by number. Shapes are only added, and only by the thread that adds wishes. */
  private static final class Shapes {
    private final Map<Shape, Integer> numbers = new HashMap<>();
    private volatile Shape[] all = new Shape[8];

    int number(Shape shape) {
      Integer known = numbers.get(shape);
      if (known != null) {
        return known;
      }
      int number = numbers.size();
      if (number == all.length) {
        all = Arrays.copyOf(all, 2 * number);
      }
      all[number] = shape;
      numbers.put(shape, number);
      return number;
    }
  }

  /** The points of the terms about time, by the index of the wish. */
  private record Times(int day, long weightsVersion, int[] points) {}

  static OpenWishes none() {
    return new OpenWishes(0, new Shapes());
  }

  static OpenWishes of(Collection<OpenWish> wishes) {
    Map<Long, OpenWish> changes = new HashMap<>();
    wishes.forEach(wish -> changes.put(wish.id(), wish));
    return none().with(changes);
  }

  int size() {
    return size;
  }

  /** Returns true if claimants of any street may claim some of the wishes. */
  boolean anywhere() {
    return anywhere;
  }

  /** Returns the number of shapes; every {@link #shapeNumber} is less than this number. */
  int shapes() {
    return shapeCount;
  }

  Shape shape(int number) {
    return shapes.all[number];
  }

  int shapeNumber(int index) {
    return shapeNumbers[index];
  }

  long id(int index) {
    return ids[index];
  }

  int claimByDay(int index) {
    return claimBy[index];
  }

  /**
   * Returns {@link Score#ofTime} of each wish by index. The points are the same for all claimants
   * on one day, so they are computed once for a day and a version of the weights.
   */
  int[] times(Score score, int day, long weightsVersion) {
    Times known = times;
    if (known == null || known.day() != day || known.weightsVersion() != weightsVersion) {
      int[] points = new int[size];
      for (int i = 0; i < size; i++) {
        points[i] = score.ofTime(new Row(i));
      }
      known = new Times(day, weightsVersion, points);
      times = known;
    }
    return known.points();
  }

  /**
   * Returns a copy with changes. Only one thread at a time may call this on wishes of one street
   * and on copies of them, because they share the shapes.
   *
   * @param changes the wishes by id; null for a wish that is no longer open
   */
  OpenWishes with(Map<Long, OpenWish> changes) {
    long[] changed = changes.keySet().stream().mapToLong(id -> id).sorted().toArray();
    OpenWishes next = new OpenWishes(size + changed.length, shapes);
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
    next.shapeCount = shapes.numbers.size();
    for (int i = 0; i < next.size && !next.anywhere; i++) {
      next.anywhere = shapes.all[next.shapeNumbers[i]].claimableFrom() == ClaimableFrom.ANYWHERE;
    }
    return next;
  }

  private void copy(OpenWishes from, int begin, int end) {
    int length = end - begin;
    System.arraycopy(from.ids, begin, ids, size, length);
    System.arraycopy(from.shapeNumbers, begin, shapeNumbers, size, length);
    System.arraycopy(from.needed, begin, needed, size, length);
    System.arraycopy(from.published, begin, published, size, length);
    System.arraycopy(from.claimBy, begin, claimBy, size, length);
    System.arraycopy(from.missed, begin, missed, size, length);
    System.arraycopy(from.unclaimed, begin, unclaimed, size, length);
    size += length;
  }

  private void add(OpenWish wish) {
    WishFacts facts = wish.facts();
    ids[size] = wish.id();
    shapeNumbers[size] =
        shapes.number(
            new Shape(
                facts.path(),
                facts.skill(),
                wish.category(),
                wish.kind(),
                wish.channel(),
                wish.claimableBy(),
                wish.claimableFrom(),
                facts.byAmount()));
    needed[size] = facts.neededFen();
    published[size] = facts.publishedDay();
    claimBy[size] = facts.claimByDay();
    missed[size] = facts.missedRounds();
    unclaimed[size] = facts.unclaimed();
    size++;
  }

  /** Returns the facts of a wish. */
  WishFacts facts(int index) {
    return new Row(index);
  }

  /** A view of the wish at an index of the columns. */
  private final class Row implements WishFacts {
    private final int at;

    Row(int at) {
      this.at = at;
    }

    private Shape shape() {
      return shapes.all[shapeNumbers[at]];
    }

    @Override
    public String path() {
      return shape().path();
    }

    @Override
    public Category category() {
      return shape().category();
    }

    @Override
    public String skill() {
      return shape().skill();
    }

    @Override
    public boolean byAmount() {
      return shape().byAmount();
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
