import type { Scenario } from '../../scenario.ts';

/** How a word of the command line is split. Source: CHR-09. */
export const optionWords: readonly Scenario[] = [
  {
    id: 'chardev/option-words/doubled-comma',
    title: 'a doubled comma is a comma in the value',
    clauses: ['CHR-09'],
    launch: 'manual',
    steps: [
      [{ do: 'launch', args: ['-chardev', 'file,id=c,path=a,,b'] }, { see: 'launched' }],
      [
        { do: 'read-file', path: '{dir}/a,b' },
        { see: 'data', bytes: '', end: true },
      ],
      [
        { do: 'qmp', execute: 'query-chardev' },
        { see: 'return', value: [{ 'frontend-open': false, filename: 'file', label: 'c' }] },
      ],
    ],
  },
  {
    id: 'chardev/option-words/bare-switch',
    title: 'an option without value is switched on, with no in front off',
    clauses: ['CHR-09'],
    launch: 'manual',
    steps: [
      [{ do: 'write-file', path: '{dir}/f', bytes: 'old' }, { see: 'done' }],
      [{ do: 'write-file', path: '{dir}/g', bytes: 'old' }, { see: 'done' }],
      [
        { do: 'launch', args: ['-chardev', 'file,id=c,path=f,append', '-chardev', 'file,id=d,path=g,append,noappend'] },
        { see: 'launched' },
      ],
      [
        { do: 'read-file', path: '{dir}/f' },
        { see: 'data', bytes: 'old', end: true },
      ],
      [
        { do: 'read-file', path: '{dir}/g' },
        { see: 'data', bytes: '', end: true },
      ],
    ],
  },
];
