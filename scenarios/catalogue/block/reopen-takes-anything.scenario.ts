import type { Scenario } from '../../scenario.ts';
import { command, done } from '../../steps.ts';

const node = (readOnly: boolean): { readonly [name: string]: string | boolean } => ({
  driver: 'file',
  'node-name': 'node',
  filename: '/dev/fdset/1',
  'read-only': readOnly,
});

/** That a file is a regular one is asked of new nodes alone. Source: OPEN-19, OPEN-20, experiment on all releases. */
export const reopenTakesAnything: Scenario = {
  id: 'block/reopen-takes-anything',
  title: 'a node that is reopened takes a member of the set that is no regular file, which a new one would be refused',
  clauses: ['OPEN-19', 'OPEN-05'],
  needs: ['block'],
  steps: [
    [{ do: 'write-file', path: '{dir}/image', bytes: 'image' }, done],
    [{ do: 'open', as: 'ro', path: '{dir}/image', access: 'r' }, done],
    [{ do: 'eventfd', as: 'e' }, done],
    [{ do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['ro'] }, { see: 'return' }],
    command('blockdev-add', node(true)),
    [{ do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['e'] }, { see: 'return' }],
    command('blockdev-reopen', { options: [node(false)] }),
    command('blockdev-del', { 'node-name': 'node' }),
    command('blockdev-add', node(false), {
      see: 'error',
      class: 'GenericError',
      desc: "'file' driver requires '/dev/fdset/1' to be a regular file",
    }),
  ],
};
