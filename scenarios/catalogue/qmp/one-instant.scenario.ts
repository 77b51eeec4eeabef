import type { LaunchOptions } from '../../../model/language/action.ts';
import type { ExpectedOutcome, Scenario } from '../../scenario.ts';
import { done } from '../../steps.ts';

const launch: LaunchOptions = {
  monitors: [
    { id: 'qmp', mode: 'qmp', via: 'pair' },
    { id: 'other', mode: 'qmp', via: 'pair' },
  ],
};

const refused = { error: { class: 'GenericError', desc: "Parameter 'x' is unexpected" } };
const eitherWay: { readonly oneOf: readonly ExpectedOutcome[] } = {
  oneOf: [
    { see: 'messages', messages: [refused, { event: 'STOP' }] },
    { see: 'messages', messages: [{ event: 'STOP' }, refused] },
  ],
};

/**
 * Two clients speak in one instant. Each is read a byte at a time: a short command behind an answer of its own may still be
 * through first, and a descriptor takes its number with the first byte of its message, while others go on. Source: FDSET-01, QMP-09.
 */
export const oneInstant: readonly Scenario[] = [
  {
    id: 'qmp/one-instant/behind-answer',
    title: 'a second message may be executed before another client has its first one through',
    clauses: ['QMP-09', 'QMP-10'],
    launch,
    steps: [
      [{ do: 'hold' }, done],
      [{ do: 'qmp', on: 'other', execute: 'query-chardev-backends', arguments: { x: 1 } }],
      [{ do: 'send', on: 'qmp', bytes: '{"exec-oob":"add-fd","id":2}' }],
      [{ do: 'qmp', execute: 'stop' }],
      [{ do: 'release' }, done],
      [{ do: 'receive', on: 'other' }, eitherWay],
    ],
  },
  {
    id: 'qmp/one-instant/descriptors',
    title: 'descriptors of two clients take their numbers in any order, before or after what the other one asks for',
    clauses: ['FDSET-01', 'QMP-09'],
    launch,
    steps: [
      [{ do: 'pipe', as: 'p' }, done],
      [{ do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['p.read'] }],
      [{ do: 'hold' }, done],
      [{ do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 2 }, fds: ['p.read'] }],
      [{ do: 'send', on: 'other', bytes: '{', fds: ['p.read'] }],
      [{ do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1 } }],
      [{ do: 'release' }, done],
      [{ do: 'receive' }],
      [{ do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 3 }, fds: ['p.read'] }],
      [{ do: 'send', on: 'other', bytes: '"execute":"add-fd","arguments":{"fdset-id":4}}' }],
      [{ do: 'qmp', execute: 'query-fdsets' }],
    ],
  },
  {
    id: 'qmp/one-instant/negotiation-counts',
    title: 'who has just negotiated was served: of two clients that both wait the other one has its turn',
    clauses: ['QMP-09'],
    launch: {
      monitors: [
        { id: 'qmp', mode: 'qmp', via: 'pair' },
        { id: 'm', mode: 'qmp', via: 'listen' },
      ],
    },
    needs: ['listening-monitors'],
    steps: [
      [{ do: 'qmp', execute: 'query-fdsets' }],
      [{ do: 'connect', monitor: 'm', as: 'other' }],
      [{ do: 'hold' }, done],
      [{ do: 'send', on: 'other', bytes: '{"execute":"stop"}{"execute":"cont"}' }],
      [{ do: 'send', bytes: '{"execute":"query-fdsets","arguments":{}}{"execute":"query-fdsets"}' }],
      [{ do: 'release' }, done],
      [{ do: 'receive' }],
      [{ do: 'receive', on: 'other' }],
    ],
  },
];
