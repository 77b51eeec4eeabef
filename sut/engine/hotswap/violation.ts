/** What can go wrong with a hotswap, each with the clauses that rule it out. Source: SAFE-01 to SAFE-18. */
export const properties = {
  'use after free': ['SAFE-01'],
  'lock used before it exists': ['SAFE-01'],
  'lock used after its end': ['SAFE-01'],
  'lock destroyed while held': ['SAFE-01'],
  'lock made again while held': ['SAFE-01'],
  'lock given back by another': ['SAFE-01'],
  'nothing called': ['SAFE-01', 'SAFE-15'],
  'nothing dereferenced': ['SAFE-01', 'SAFE-15'],
  'deleted twice': ['SAFE-01', 'SAFE-08'],
  'count differs': ['SAFE-02'],
  'bytes out of order': ['SAFE-03'],
  'call straddles': ['SAFE-04'],
  'calls mixed': ['SAFE-03'],
  'OPENED twice': ['SAFE-05'],
  'CLOSED twice': ['SAFE-05'],
  'told otherwise': ['SAFE-05'],
  'event of another': ['SAFE-06'],
  'lost wake-up': ['SAFE-07'],
  'chardev left over': ['SAFE-08'],
  'name left over': ['SAFE-08'],
  'attached to nobody': ['SAFE-08', 'SAFE-11'],
  'cancelled late': ['SAFE-15'],
  'left reserved': ['SAFE-10', 'SAFE-17'],
  'descriptors lost': ['SAFE-09'],
  'process aborts': ['SAFE-10'],
  'refusal detaches': ['SAFE-10'],
  'refusal forgets fe_open': ['SAFE-10'],
  'refusal forgets handlers': ['SAFE-10'],
  'refusal shows': ['SAFE-10'],
  'chardev lost': ['SAFE-10'],
  'change of others': ['SAFE-11'],
  'handler of a former user': ['SAFE-11'],
  deadlock: ['SAFE-12'],
  'stalled change': ['SAFE-13'],
  'untrue answer': ['SAFE-14'],
  'internal id shows': ['SAFE-16'],
  'refused for nothing': ['SAFE-16', 'SAFE-17'],
  'fe_open lost': ['SAFE-18'],
  'swap not logged': ['SAFE-20'],
} as const;

/** One of `properties`. */
export type Property = keyof typeof properties;

/** A property that does not hold. `object`: what it is about, as steps name it. */
export type Violation = {
  readonly property: Property;
  readonly clauses: readonly string[];
  readonly text: string;
  readonly object?: string;
};

/** A violation with the clauses of its property. */
export function violationOf(property: Property, text: string, object?: string): Violation {
  const clauses = properties[property];
  return object === undefined ? { property, clauses, text } : { property, clauses, text, object };
}
