package org.microwish.group.lifecycle;

/** The kinds of groups. */
public enum GroupKind {
  /** A volunteer team (志愿服务队). */
  TEAM,
  /** A club (社团). */
  CLUB,
  /** A studio, usually named after its head (工作室). */
  STUDIO,
  /** An enterprise (企业). */
  ENTERPRISE,
  /** A partner of the community (社区合伙人). */
  PARTNER,
  /** An alliance of organisations (联盟). */
  ALLIANCE,
  /** A pool of experts (专家库). */
  EXPERT_POOL
}
