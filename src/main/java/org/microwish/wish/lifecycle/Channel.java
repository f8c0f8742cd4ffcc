package org.microwish.wish.lifecycle;

/** How a wish was collected (征集渠道). */
public enum Channel {
  /** 双报到 system. */
  CHECK_IN_SYSTEM,
  /** 党员群. */
  PARTY_GROUP_CHAT,
  /** 居民群. */
  RESIDENTS_GROUP_CHAT,
  /** 社工站. */
  SOCIAL_WORK_STATION,
  /** 网格员. */
  GRID_WORKER,
  /** 楼长. */
  BUILDING_HEAD,
  /** 入户走访. */
  HOME_VISIT,
  /** 实地走访. */
  FIELD_VISIT,
  /** 居民自助. */
  SELF_SERVICE,
  /** A partner organisation's program. */
  PARTNER,
  /** An imported file. */
  IMPORT
}
