package org.microwish.verify;

/**
 * An inconsistency in a log. One cause gives one finding: after a finding about an aggregate, the
 * rules are no longer checked for the later leaves of that aggregate.
 *
 * @param kind what is wrong
 * @param where the leaf, tile or file, followed by a sentence in English that describes the fault
 * @param chinese a sentence in Chinese that describes the fault
 */
public record Finding(Kind kind, String where, String chinese) {

  /** The kinds of faults. */
  public enum Kind {
    /** The checkpoint is ill-formed, or none of the given keys signed it. */
    SIGNATURE("检查点无效，或未经给定密钥签名"),
    /** Fewer of the given witnesses cosigned the checkpoint than the quorum requires. */
    WITNESS("见证方签名不足"),
    /** The log is smaller than when it was verified before. */
    TRUNCATED("台账比上次核验时短"),
    /** The log does not extend the tree that was verified before. */
    FORK("台账与上次核验的内容不一致，出现分叉"),
    /** A tile or entry bundle of the signed tree is missing or ill-formed. */
    MISSING("缺少已签名的内容，或内容无法读取"),
    /**
     * The hash of an entry differs from the hash in its tile, and nothing proves that the entry is
     * the signed one.
     */
    LEAF_HASH("条目被改动，与其哈希值不符"),
    /**
     * A tile differs from the hashes of the entries or tiles below it, and the entries are the
     * signed ones.
     */
    TILE_HASH("哈希块有误，条目无误"),
    /**
     * The entries do not give the signed root hash, and the hashes in the tiles do not give it
     * either.
     */
    ROOT("由条目算出的根哈希与签名的不符"),
    /** An entry does not follow the leaf schema. */
    ILL_FORMED("条目不符合格式"),
    /** Two leaves have the same entry id. */
    DUPLICATE("条目编号重复"),
    /** A version of an aggregate is missing, repeated or out of order. */
    VERSION_GAP("版本缺失、重复或次序颠倒"),
    /** An aggregate changed its state in a way that its transition table does not allow. */
    TRANSITION("状态变化不合流程"),
    /**
     * Somebody acted who was not allowed to: another person, another role, or a person involved in
     * the work.
     */
    ACTOR("操作人无此权限"),
    /** A claim that the rules refuse, or that does not exist, or whose state is wrong. */
    CLAIM("认领不合规则"),
    /** Something happened too early or too late, or a new deadline is too early. */
    DEADLINE("未到期或已逾期"),
    /** Facts change although they must not, contradict each other, or lack something required. */
    FACTS("条目内容自相矛盾或改动了不可改的内容"),
    /**
     * A posting is not an allowed movement, is in a leaf that is not about a wish, or has an amount
     * of 0 or less.
     */
    POSTING("过账的方向、对象或金额有误"),
    /**
     * A command's postings differ from those that the rules give, exceed what is committed, spent
     * or budgeted, or lack a required pledge.
     */
    BALANCE("资金不平，或超出承诺、支出或预算"),
    /**
     * A leaf names a member, organisation or group that no entry records, or a member or
     * organisation that has left or is dissolved.
     */
    UNKNOWN("引用了账上没有的党员、党组织或团体"),
    /**
     * A time is before that of the aggregate's previous leaf, is later than the recording, or lies
     * in the future.
     */
    TIME("时间倒退或晚于现在"),
    /** A frozen leaderboard differs from the one computed from the leaves. */
    LEADERBOARD("冻结的榜单与条目算出的不符"),
    /** A frozen record of duties differs from the one computed from the leaves. */
    DUTY("冻结的双报到服务记录与条目算出的不符"),
    /** A fact contains, or may contain, personal data. */
    PERSONAL_DATA("条目中有个人信息"),
    /** The published statistics differ from those computed from the leaves. */
    STATISTICS("公布的统计与条目算出的不符"),
    /** The published serial numbers differ from those computed from the leaves. */
    SERIAL_NUMBER("公布的编号与条目算出的不符");

    private final String chinese;

    Kind(String chinese) {
      this.chinese = chinese;
    }
  }

  /** Creates a finding that uses the general Chinese sentence of its kind. */
  public Finding(Kind kind, String where) {
    this(kind, where, kind.chinese);
  }

  /** Creates a finding about the leaf at this index. */
  static Finding in(Kind kind, long index, String english, String chinese) {
    return new Finding(
        kind, "leaf " + index + ": " + english, "第 %d 条：%s".formatted(index, chinese));
  }

  @Override
  public String toString() {
    return kind + ": " + where + " / " + chinese;
  }
}
