import type { Action } from '../../../model/language/action.ts';
import type { ExpectedOutcome, Scenario, Step, TextPattern } from '../../scenario.ts';
import { type ErrorCase, type ErrorUser, errorCases } from './error-cases.ts';

/** The command by which a user opens `path`. */
function attempt(user: ErrorUser, path: string): Action {
  const chardev = (backend: { readonly type: string; readonly data: { readonly [key: string]: string } }): Action => ({
    do: 'qmp',
    execute: 'chardev-add',
    arguments: { id: 'c', backend },
  });
  switch (user) {
    case 'file':
      return chardev({ type: 'file', data: { out: path } });
    case 'file-in':
      return chardev({ type: 'file', data: { out: '/dev/null', in: path } });
    case 'pipe':
      return chardev({ type: 'pipe', data: { device: path } });
    case 'serial':
      return chardev({ type: 'serial', data: { device: path } });
    case 'logfile':
      return chardev({ type: 'null', data: { logfile: path } });
    case 'block':
      return {
        do: 'qmp',
        execute: 'blockdev-add',
        arguments: { driver: 'file', 'node-name': 'node', filename: path },
      };
    case 'rng':
      return {
        do: 'qmp',
        execute: 'object-add',
        arguments: { 'qom-type': 'rng-random', id: 'rng', filename: path },
      };
  }
}

const error = (desc: TextPattern): ExpectedOutcome => ({ see: 'error', class: 'GenericError', desc });

function scenario(row: ErrorCase): Scenario {
  const wanted =
    'text' in row ? error(row.text) : { byProfile: { 'qemu-7.2': error(row.old), else: error(row.recent) } };
  const steps: readonly Step[] = [
    ...(row.before ?? []),
    [attempt(row.user, row.path), wanted],
    ...(row.after ?? []),
    [
      { do: 'qmp', execute: 'query-chardev' },
      { see: 'return', value: [] },
    ],
  ];
  return {
    id: `open/error-text/${row.name}`,
    title: row.title,
    clauses: row.clauses,
    ...(row.profiles === undefined ? {} : { profiles: row.profiles }),
    ...(row.ownProcess === true
      ? { launch: { machine: 'none', monitors: [{ id: 'qmp', mode: 'qmp', via: 'pair' }] } }
      : {}),
    steps,
  };
}

/** Every row of the error table of the spec's section 2, for each user that can meet it. */
export const errorTexts: readonly Scenario[] = errorCases.map(scenario);
