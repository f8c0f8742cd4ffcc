package org.microwish.wish.lifecycle;

/** How a wish was collected (征集渠道). */
public enum Channel {
  /** Through the system in which organisations and members check in with communities (双报到). */
  CHECK_IN_SYSTEM,
  /** In a group chat of Party members (党员群). */
  PARTY_GROUP_CHAT,
  /** In a group chat of residents (居民群). */
  RESIDENTS_GROUP_CHAT,
  /** By a social work station (社工站). */
  SOCIAL_WORK_STATION,
  /** By a grid worker (网格员), who serves a part of a community. */
  GRID_WORKER,
  /** By the head of a building (楼长). */
  BUILDING_HEAD,
  /** On a visit to the resident's home (入户走访). */
  HOME_VISIT,
  /** On a visit to the place concerned (实地走访). */
  FIELD_VISIT,
  /** By the residents themselves (居民自助). */
  SELF_SERVICE,
  /** By the government's hotline (12345热线). */
  HOTLINE_12345,
  /** From the platform of the grid workers (网格平台). */
  GRID_PLATFORM,
  /** By the software of a partner organisation. */
  PARTNER,
  /** From an imported file. */
  IMPORT
}
