/** Sections of what a system has inside, in the order in which they are shown. */
export const insideSections = ['machine', 'fd sets', 'chardevs', 'monitors', 'descriptors'] as const;
/** One of them. */
export type InsideSection = (typeof insideSections)[number];

/**
 * What a witness has inside, in words that model and engine share: for each section names and a line of text each. It is
 * looked at and never judged: verdicts come from outcomes alone.
 */
export type Inside = Readonly<Record<InsideSection, Readonly<Record<string, string>>>>;
