// The purposes in the order of every chart and legend; the engine's series are in this order.

export const PURPOSES = [
  'advertising', 'social_media', 'analytics', 'functional', 'necessary', 'security', 'unclassified',
] as const;

export type Purpose = (typeof PURPOSES)[number];
