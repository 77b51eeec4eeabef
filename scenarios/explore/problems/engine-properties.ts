/** What can go wrong in a race on the engine itself, each with the guarantees that rule it out; none: a rule of another family. */
export const engineProperties = {
  'process dies': ['SAFE-01'],
  'use after close': ['SAFE-01'],
  'message after the end': ['SAFE-01', 'SAFE-15'],
  'bytes lost or doubled': ['SAFE-02', 'SAFE-03'],
  'OPENED twice': ['SAFE-05'],
  'CLOSED twice': ['SAFE-05'],
  'told otherwise': ['SAFE-05'],
  'input lost or doubled': ['SAFE-06'],
  'descriptor left over': ['SAFE-08'],
  'timer left over': ['SAFE-08'],
  'id lost': ['SAFE-08'],
  'set left over': ['SAFE-08'],
  'refusal shows': ['SAFE-10'],
  'handler of a former user': ['SAFE-11'],
  deadlock: ['SAFE-12'],
  'untrue answer': ['SAFE-14'],
  'cancelled late': ['SAFE-15'],
  'nobody listens': ['SAFE-19'],
  'answers differ': [],
  'answers torn': [],
  'dups miscounted': [],
} as const;

/** One of `engineProperties`. */
export type EngineProperty = keyof typeof engineProperties;
