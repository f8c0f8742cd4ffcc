package org.microwish.demand.lifecycle;

/** The subject of a demand. */
public enum DemandCategory {
  /** Cleanliness, noise, plants and air (环境). */
  ENVIRONMENT,
  /** Fire safety, traffic and public order (安全). */
  SAFETY,
  /** Buildings, roads, water, electricity and lifts (设施). */
  FACILITIES,
  /** Life with neighbours (邻里). */
  NEIGHBOURS,
  /** Care, culture and other services (服务). */
  SERVICES,
  /** Shops and enterprises (营商). */
  BUSINESS,
  /** Policies and procedures (政策). */
  POLICY,
  /** Any other subject. */
  OTHER
}
