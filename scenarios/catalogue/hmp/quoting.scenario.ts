import type { LaunchOptions } from '../../../model/language/action.ts';
import type { Scenario, Step } from '../../scenario.ts';

const line = (text: string, printed: string): Step => [
  { do: 'hmp', on: 'hmp', line: text },
  { see: 'text', text: printed },
];
const launch: LaunchOptions = {
  monitors: [
    { id: 'qmp', mode: 'qmp', via: 'pair' },
    { id: 'hmp', mode: 'hmp', via: 'pair' },
  ],
  args: ['-chardev', 'ringbuf,id=r,size=32'],
};

/** Quoted words of HMP. Source: HMP-06, HMP-07. */
export const quoting: readonly Scenario[] = [
  {
    id: 'hmp/quoting/escapes',
    title: 'inside double quotes a backslash escapes newline, return, quotes and itself',
    clauses: ['HMP-06'],
    needs: ['hmp'],
    launch,
    steps: [
      line('closefd "a\\"b"', "Error: File descriptor named 'a\"b' not found"),
      line('closefd "a\\\\b"', "Error: File descriptor named 'a\\b' not found"),
      line('closefd "a\\nb"', "Error: File descriptor named 'a\nb' not found"),
      line('closefd "a\\\'b"', "Error: File descriptor named 'a'b' not found"),
      line('closefd "a\\xb"', 'closefd: string expected\nTry "help closefd" for more information'),
      line('closefd "ab', 'closefd: string expected\nTry "help closefd" for more information'),
      line('closefd "ab\\', 'closefd: string expected\nTry "help closefd" for more information'),
      line('closefd ""', "Error: File descriptor named '' not found"),
      line(
        'closefd "a"b',
        'closefd: extraneous characters at the end of line\nTry "help closefd" for more information',
      ),
      line('closefd a"b', "Error: File descriptor named 'a\"b' not found"),
    ],
  },
  {
    id: 'hmp/quoting/data',
    title: 'ringbuf_write takes quoted data',
    clauses: ['HMP-06', 'HMP-07'],
    needs: ['hmp'],
    launch,
    steps: [
      line('ringbuf_write r "a b\\n\\"c\\""', ''),
      [
        { do: 'qmp', execute: 'ringbuf-read', arguments: { device: 'r', size: 100 } },
        { see: 'return', value: 'a b\n"c"' },
      ],
      line('ringbuf_write r a\\nb', ''),
      [
        { do: 'qmp', execute: 'ringbuf-read', arguments: { device: 'r', size: 100 } },
        { see: 'return', value: 'a\\nb' },
      ],
    ],
  },
];
