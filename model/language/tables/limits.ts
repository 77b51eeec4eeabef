import type { ClauseId } from '../clause-id.ts';

/** A number that a rule fixes, with the rule. */
export type Limit = {
  readonly name: string;
  /** In decimal, since some are beyond what a double holds. */
  readonly value: string;
  readonly unit: 'descriptors' | 'commands' | 'levels' | 'bytes' | 'set id' | 'descriptor number' | 'port' | 'µs';
  readonly clause: ClauseId;
  readonly meaning: string;
};

/** The limits of monitors and sets. Source: the clause that each names. */
export const limits: readonly Limit[] = [
  {
    name: 'descriptorsPerMessageMax',
    value: '16',
    unit: 'descriptors',
    clause: 'FDSET-04',
    meaning: 'more in one message are dropped without a word',
  },
  {
    name: 'queuedCommandsMax',
    value: '8',
    unit: 'commands',
    clause: 'QMP-12',
    meaning: 'with oob negotiated, reading stops at so many queued in-band commands',
  },
  {
    name: 'commandsInFlightWithoutOobMax',
    value: '1',
    unit: 'commands',
    clause: 'QMP-09',
    meaning: 'without oob, reading stops while a command is queued',
  },
  { name: 'jsonNestingMax', value: '1024', unit: 'levels', clause: 'QMP-07', meaning: 'deeper is a parse error' },
  {
    name: 'fdsetIdMax',
    value: '9223372036854775807',
    unit: 'set id',
    clause: 'FDSET-19',
    meaning: 'greatest id that add-fd takes',
  },
  {
    name: 'fdsetPathIdMax',
    value: '2147483647',
    unit: 'set id',
    clause: 'OPEN-03',
    meaning: 'greatest id that a path can name',
  },
  {
    name: 'standardDescriptorMax',
    value: '2',
    unit: 'descriptor number',
    clause: 'FDSET-40',
    meaning: '-add-fd refuses numbers up to this one as standard streams',
  },
  {
    name: 'addFdNumberModulus',
    value: '4294967296',
    unit: 'descriptor number',
    clause: 'FDSET-42',
    meaning: '-add-fd takes numbers modulo this (a real defect)',
  },
  {
    name: 'ringbufSizeDefault',
    value: '65536',
    unit: 'bytes',
    clause: 'RB-01',
    meaning: 'size of a ring buffer when none is given; sizes are powers of two',
  },
  {
    name: 'logRetryDelay',
    value: '100',
    unit: 'µs',
    clause: 'LOG-03',
    meaning: 'sleep between two tries of a non-blocking log that is full',
  },
];
