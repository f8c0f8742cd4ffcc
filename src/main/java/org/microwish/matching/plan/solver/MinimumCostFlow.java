package org.microwish.matching.plan.solver;

import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;

/**
 * Finds a circulation of minimum cost in a network with capacities, by cost scaling with push and
 * relabel operations (Goldberg and Tarjan, Finding minimum-cost circulations by successive
 * approximation, 1990), with the look-ahead and the global price updates of Goldberg, An efficient
 * implementation of a scaling minimum-cost flow algorithm, 1997.
 *
 * <p>Each phase turns a circulation that is optimal except for an error of epsilon per arc into one
 * with a smaller epsilon. Costs are multiplied by the number of nodes plus one, so that a
 * circulation with an epsilon of one is optimal. All numbers are integers: results are exact and
 * the same on every machine.
 *
 * <p>Arcs must be added before {@link #solve} is called, once. Longer than 400 lines because all
 * phases of the algorithm work on the same arrays.
 */
final class MinimumCostFlow {

  /** The divisor of epsilon from phase to phase. Measurements with 4 to 16 hardly differ. */
  private static final long SHRINK = 8;

  /** Number of relabel operations between two checks whether the time is over. */
  private static final int RELABELS_BETWEEN_LOOKS = 1_024;

  /** Number of price corrections between two checks whether the time is over. */
  private static final int CORRECTIONS_BETWEEN_LOOKS = 65_536;

  private final int nodes;

  // The arcs in the order in which they were added.
  private int arcs;
  private int[] tails;
  private int[] heads;
  private long[] capacities;
  private long[] costs;

  // The residual network: an arc and its reverse arc for each arc, grouped by their tails.
  /** The index of each node's first residual arc; node v's arcs end before {@code first[v + 1]}. */
  private int[] first;

  /** The index of the residual arc that corresponds to each arc. */
  private int[] forward;

  private int[] head;
  private int[] reverse;
  private long[] residual;

  /** The scaled cost of each residual arc. */
  private long[] cost;

  private final long[] excess;
  private final long[] price;

  /** For each node, the first of its residual arcs that may be admissible. */
  private final int[] current;

  // A circular queue of the nodes with excess.
  private final int[] queue;
  private int queueStart;
  private int queued;

  /** The costs are rounded down to multiples of this unit; 1 unless the costs are very large. */
  private long unit = 1;

  private long epsilon;
  private int relabels;

  // The residual capacities of the last finished phase, and the prices in units of the costs.
  private long[] kept;
  private long[] exact;

  /**
   * Creates a network without arcs.
   *
   * @param nodes the number of nodes, which are numbered from 0
   * @param expected the approximate number of arcs that will be added
   */
  MinimumCostFlow(int nodes, int expected) {
    this.nodes = nodes;
    int room = Math.max(16, expected);
    tails = new int[room];
    heads = new int[room];
    capacities = new long[room];
    costs = new long[room];
    excess = new long[nodes];
    price = new long[nodes];
    current = new int[nodes];
    queue = new int[nodes];
  }

  /**
   * Adds an arc and returns its number.
   *
   * @param capacity the largest flow, not negative
   * @param unitCost the cost of one unit of flow; negative for a gain
   */
  int add(int tail, int head, long capacity, long unitCost) {
    if (arcs == tails.length) {
      int room = arcs + (arcs >> 1);
      tails = Arrays.copyOf(tails, room);
      heads = Arrays.copyOf(heads, room);
      capacities = Arrays.copyOf(capacities, room);
      costs = Arrays.copyOf(costs, room);
    }
    tails[arcs] = tail;
    heads[arcs] = head;
    capacities[arcs] = capacity;
    costs[arcs] = unitCost;
    return arcs++;
  }

  /**
   * Finds a circulation of minimum cost.
   *
   * @param stopped returns true if the time is over; the result is then the circulation of the last
   *     finished phase, or one without flow if no phase is finished
   * @return true if the circulation is proven to be optimal. If the costs had to be rounded, this
   *     is true only if the prices prove the optimum for the exact costs.
   */
  boolean solve(BooleanSupplier stopped) {
    exact = new long[nodes];
    boolean settled = settle(stopped);
    for (int node = 0; node < nodes; node++) {
      exact[node] *= unit;
    }
    return settled && (unit == 1 || totalCost() == lowerBound());
  }

  private boolean settle(BooleanSupplier stopped) {
    epsilon = largestCost();
    build();
    kept = residual.clone();
    if (epsilon == 0) {
      return true;
    }
    boolean more = true;
    while (more) {
      epsilon = Math.max(1, epsilon / SHRINK);
      more = epsilon > 1;
      if (!refine(stopped)) {
        residual = kept;
        return false;
      }
      kept = residual.clone();
      // Often the circulation is optimal long before epsilon is small enough to prove this. If
      // exact prices exist, they prove it now; if not, the attempt to find them ends soon.
      if (settlePrices(more ? 2L * nodes : Long.MAX_VALUE, stopped)) {
        raisePrices();
        return true;
      }
    }
    return false;
  }

  /** Returns the flow through an arc. */
  long flow(int arc) {
    return capacities[arc] - residual[forward[arc]];
  }

  /**
   * Returns the price of a node in units of the costs, relative to the price of node 0. If the
   * circulation is optimal, the cost of an arc from u to v is at least price(v) - price(u) if the
   * arc has unused capacity, and at most price(v) - price(u) if the arc has flow. Of all prices
   * with this property, the largest are returned.
   */
  long price(int node) {
    return exact[node] - exact[0];
  }

  /** Returns the cost of the circulation. */
  long totalCost() {
    long total = 0;
    for (int arc = 0; arc < arcs; arc++) {
      total += flow(arc) * costs[arc];
    }
    return total;
  }

  /**
   * Returns a lower bound of the cost of every circulation, which follows from the prices alone
   * (weak duality). The bound equals the cost of the circulation if and only if the prices prove
   * that the circulation is optimal.
   */
  long lowerBound() {
    long bound = 0;
    for (int arc = 0; arc < arcs; arc++) {
      long saving = -Math.min(0, costs[arc] + exact[tails[arc]] - exact[heads[arc]]);
      if (saving > 0 && capacities[arc] > (Long.MAX_VALUE + bound) / saving) {
        // The product would overflow, as with prices of an unfinished search: return no bound.
        return -Long.MAX_VALUE;
      }
      bound -= capacities[arc] * saving;
    }
    return bound;
  }

  private void build() {
    first = new int[nodes + 1];
    for (int arc = 0; arc < arcs; arc++) {
      first[tails[arc] + 1]++;
      first[heads[arc] + 1]++;
    }
    for (int node = 0; node < nodes; node++) {
      first[node + 1] += first[node];
    }
    System.arraycopy(first, 0, current, 0, nodes);
    forward = new int[arcs];
    head = new int[2 * arcs];
    reverse = new int[2 * arcs];
    residual = new long[2 * arcs];
    cost = new long[2 * arcs];
    for (int arc = 0; arc < arcs; arc++) {
      int there = current[tails[arc]]++;
      int back = current[heads[arc]]++;
      forward[arc] = there;
      head[there] = heads[arc];
      head[back] = tails[arc];
      reverse[there] = back;
      reverse[back] = there;
      residual[there] = capacities[arc];
      cost[there] = Math.floorDiv(costs[arc], unit) * (nodes + 1);
      cost[back] = -cost[there];
    }
  }

  /**
   * Returns the largest scaled cost. Also sets the unit of the costs: greater than 1 if the costs
   * are so large that prices could overflow.
   */
  private long largestCost() {
    long largest = 0;
    for (int arc = 0; arc < arcs; arc++) {
      largest = Math.max(largest, Math.abs(costs[arc]));
    }
    // A phase changes a price by at most 3 * nodes * epsilon. With all phases together, the factor
    // is less than 4 for the first epsilon.
    long most = Long.MAX_VALUE / 8 / (nodes + 1) / (nodes + 1);
    unit = largest <= most ? 1 : largest / most + 1;
    return ((largest + unit - 1) / unit) * (nodes + 1);
  }

  /** Makes the circulation optimal except for an error of epsilon per arc; false if stopped. */
  private boolean refine(BooleanSupplier stopped) {
    saturate();
    int untilUpdate = 0;
    int untilLook = 0;
    while (queued > 0) {
      if (relabels >= untilLook) {
        if (stopped.getAsBoolean()) {
          return false;
        }
        untilLook = relabels + RELABELS_BETWEEN_LOOKS;
      }
      if (relabels >= untilUpdate) {
        updatePrices();
        untilUpdate = relabels + nodes;
      }
      int node = queue[queueStart];
      queueStart = queueStart + 1 == nodes ? 0 : queueStart + 1;
      queued--;
      discharge(node);
    }
    return true;
  }

  /**
   * Fills every residual arc that has a negative reduced cost. No such arc then remains, but nodes
   * get excess and deficits, which the pushes remove.
   */
  private void saturate() {
    relabels = 0;
    queued = 0;
    for (int node = 0; node < nodes; node++) {
      current[node] = first[node];
      for (int arc = first[node]; arc < first[node + 1]; arc++) {
        if (residual[arc] > 0 && cost[arc] + price[node] - price[head[arc]] < 0) {
          excess[head[arc]] += residual[arc];
          excess[node] -= residual[arc];
          residual[reverse[arc]] += residual[arc];
          residual[arc] = 0;
        }
      }
    }
    for (int node = 0; node < nodes; node++) {
      if (excess[node] > 0) {
        enqueue(node);
      }
    }
  }

  private void enqueue(int node) {
    int end = queueStart + queued++;
    queue[end >= nodes ? end - nodes : end] = node;
  }

  /** Pushes the excess of a node on, along arcs with negative reduced costs. */
  private void discharge(int node) {
    while (true) {
      for (int arc = current[node]; arc < first[node + 1]; arc++) {
        if (residual[arc] > 0 && leadsDown(arc, node)) {
          int next = head[arc];
          // A node without an admissible arc would only push the excess back: relabel it first.
          if (excess[next] >= 0 && !hasAdmissibleArc(next)) {
            relabel(next);
            if (!leadsDown(arc, node)) {
              continue;
            }
          }
          long pushed = Math.min(excess[node], residual[arc]);
          residual[arc] -= pushed;
          residual[reverse[arc]] += pushed;
          excess[node] -= pushed;
          boolean idle = excess[next] <= 0;
          excess[next] += pushed;
          if (idle && excess[next] > 0) {
            enqueue(next);
          }
          if (excess[node] == 0) {
            current[node] = arc;
            return;
          }
        }
      }
      relabel(node);
    }
  }

  private boolean leadsDown(int arc, int node) {
    return cost[arc] + price[node] - price[head[arc]] < 0;
  }

  private boolean hasAdmissibleArc(int node) {
    for (int arc = current[node]; arc < first[node + 1]; arc++) {
      if (residual[arc] > 0 && leadsDown(arc, node)) {
        current[node] = arc;
        return true;
      }
    }
    current[node] = first[node + 1];
    return false;
  }

  /** Lowers the price of a node as far as an error of epsilon per arc permits. */
  private void relabel(int node) {
    long highest = Long.MIN_VALUE;
    for (int arc = first[node]; arc < first[node + 1]; arc++) {
      if (residual[arc] > 0) {
        highest = Math.max(highest, price[head[arc]] - cost[arc]);
      }
    }
    // A node without residual arcs has no excess, and its price affects no other price.
    price[node] = (highest == Long.MIN_VALUE ? price[node] : highest) - epsilon;
    current[node] = first[node];
    relabels++;
  }

  /**
   * Lowers each node's price by its distance to the nearest node with a deficit, so that excess
   * flows there directly. The length of an arc is its reduced cost in units of epsilon, plus one.
   * Distances are computed with Dial's buckets up to a limit; nodes that are farther away get the
   * largest distance reached.
   */
  private void updatePrices() {
    int limit = 4 * nodes;
    int[] bucket = new int[limit + 1];
    Arrays.fill(bucket, -1);
    int[] next = new int[nodes];
    int[] before = new int[nodes];
    int[] distance = new int[nodes];
    int waiting = 0;
    for (int node = 0; node < nodes; node++) {
      distance[node] = limit;
      if (excess[node] < 0) {
        distance[node] = 0;
        insert(node, 0, bucket, next, before);
      } else if (excess[node] > 0) {
        waiting++;
      }
    }
    boolean[] done = new boolean[nodes];
    int reached = 0;
    for (; reached < limit && waiting > 0; reached++) {
      while (bucket[reached] >= 0) {
        int node = bucket[reached];
        remove(node, reached, bucket, next, before);
        done[node] = true;
        if (excess[node] > 0) {
          waiting--;
        }
        for (int arc = first[node]; arc < first[node + 1]; arc++) {
          int from = head[arc];
          if (!done[from] && residual[reverse[arc]] > 0) {
            long length = (price[from] - price[node] - cost[arc] + epsilon) / epsilon;
            if (reached + length < distance[from]) {
              if (distance[from] < limit) {
                remove(from, distance[from], bucket, next, before);
              }
              distance[from] = (int) (reached + length);
              insert(from, distance[from], bucket, next, before);
            }
          }
        }
      }
    }
    for (int node = 0; node < nodes; node++) {
      price[node] -= epsilon * (done[node] ? distance[node] : reached);
      current[node] = first[node];
    }
  }

  private static void insert(int node, int at, int[] bucket, int[] next, int[] before) {
    next[node] = bucket[at];
    before[node] = -1;
    if (bucket[at] >= 0) {
      before[bucket[at]] = node;
    }
    bucket[at] = node;
  }

  private static void remove(int node, int at, int[] bucket, int[] next, int[] before) {
    if (before[node] >= 0) {
      next[before[node]] = next[node];
    } else {
      bucket[at] = next[node];
    }
    if (next[node] >= 0) {
      before[next[node]] = before[node];
    }
  }

  /**
   * Searches for exact prices, with which no residual arc has a negative reduced cost. Begins with
   * the current prices and corrects them (Bellman and Ford). Exact prices exist if and only if the
   * circulation is optimal.
   *
   * @param most the maximum number of corrections
   * @return true if exact prices were found; if false, the prices so far are stored
   */
  private boolean settlePrices(long most, BooleanSupplier stopped) {
    for (int node = 0; node < nodes; node++) {
      exact[node] = Math.floorDiv(price[node], nodes + 1L);
    }
    boolean[] waits = new boolean[nodes];
    Arrays.fill(waits, true);
    int[] line = new int[nodes];
    Arrays.setAll(line, node -> node);
    int[] times = new int[nodes];
    int start = 0;
    int length = nodes;
    for (long steps = 0; length > 0; steps++) {
      int node = line[start];
      start = start + 1 == nodes ? 0 : start + 1;
      length--;
      waits[node] = false;
      // A node is corrected more often than there are nodes only if a cycle has a negative cost.
      if (steps > most
          || ++times[node] > nodes + 1
          || (steps % CORRECTIONS_BETWEEN_LOOKS == CORRECTIONS_BETWEEN_LOOKS - 1
              && stopped.getAsBoolean())) {
        return false;
      }
      for (int arc = first[node]; arc < first[node + 1]; arc++) {
        int to = head[arc];
        long reach = exact[node] + cost[arc] / (nodes + 1);
        if (residual[arc] > 0 && reach < exact[to]) {
          exact[to] = reach;
          if (!waits[to]) {
            waits[to] = true;
            int end = start + length++;
            line[end >= nodes ? end - nodes : end] = to;
          }
        }
      }
    }
    return true;
  }

  /**
   * Raises the prices of an optimal circulation as far as they still prove the optimum. Prices are
   * not unique; the largest ones state what one more unit at a node is worth. The raise of a node
   * is its distance from node 0, with the reduced costs as lengths (Dijkstra).
   */
  private void raisePrices() {
    long[] raise = new long[nodes];
    Arrays.fill(raise, Long.MAX_VALUE);
    boolean[] done = new boolean[nodes];
    PriorityQueue<Reached> next = new PriorityQueue<>(Comparator.comparingLong(Reached::raise));
    raise[0] = 0;
    next.add(new Reached(0, 0));
    long farthest = 0;
    while (!next.isEmpty()) {
      int node = next.poll().node();
      if (done[node]) {
        continue;
      }
      done[node] = true;
      farthest = raise[node];
      for (int arc = first[node]; arc < first[node + 1]; arc++) {
        int to = head[arc];
        if (residual[arc] > 0 && !done[to]) {
          long length = cost[arc] / (nodes + 1) + exact[node] - exact[to];
          if (raise[node] + length < raise[to]) {
            raise[to] = raise[node] + length;
            next.add(new Reached(to, raise[to]));
          }
        }
      }
    }
    for (int node = 0; node < nodes; node++) {
      exact[node] += done[node] ? raise[node] : farthest;
    }
  }

  /** A node that {@link #raisePrices} has reached, and its distance from node 0. */
  private record Reached(int node, long raise) {}
}
