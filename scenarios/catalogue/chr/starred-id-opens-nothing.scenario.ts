import type { Scenario } from '../../scenario.ts';

export const starredIdOpensNothing: Scenario = {
  id: 'chr/starred-id-opens-nothing',
  title: 'an id that ends in [*] is refused before anything is opened, where it is refused',
  clauses: ['CHR-07', 'Q-CORE-3'],
  steps: [
    [{ do: 'write-file', path: '{dir}/b', bytes: 'kept' }, { see: 'done' }],
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: { id: 'c[*]', backend: { type: 'file', data: { out: '{dir}/b', in: '{dir}/a' } } },
      },
      {
        byProfile: {
          design: {
            see: 'error',
            class: 'GenericError',
            desc: "Failed to add chardev 'c[*]': Parameter 'id' expects an identifier",
          },
          else: {
            see: 'error',
            class: 'GenericError',
            desc: "Failed to add chardev 'c[*]': Could not open '{dir}/a': No such file or directory",
          },
        },
      },
    ],
    [
      { do: 'read-file', path: '{dir}/b' },
      { byProfile: { design: { see: 'data', bytes: 'kept', end: true }, else: { see: 'data', bytes: '', end: true } } },
    ],
  ],
};
