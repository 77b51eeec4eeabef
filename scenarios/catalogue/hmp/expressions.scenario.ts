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

/** Integer arguments of HMP are expressions. Source: HMP-06. */
export const expressions: readonly Scenario[] = [
  {
    id: 'hmp/expressions/sums-and-products',
    title: 'sums, products, quotients and remainders, bit operations between',
    clauses: ['HMP-06'],
    needs: ['hmp'],
    launch,
    steps: [
      [
        { do: 'qmp', execute: 'ringbuf-write', arguments: { device: 'r', data: 'abcdefghijklmnopqrstuvwxyz' } },
        { see: 'return', value: {} },
      ],
      line('ringbuf_read r 1+2*2', 'abcde'),
      line('ringbuf_read r 7/2', 'fgh'),
      line('ringbuf_read r 7%4', 'ijk'),
      line('ringbuf_read r 6-2-1', 'lmn'),
      line('ringbuf_read r 6&3', 'op'),
      line('ringbuf_read r 4|1', 'qrstu'),
      line('ringbuf_read r 5^4', 'v'),
    ],
  },
  {
    id: 'hmp/expressions/numbers',
    title: 'decimal, hexadecimal and octal numbers, and characters',
    clauses: ['HMP-06'],
    needs: ['hmp'],
    launch,
    steps: [
      [
        { do: 'qmp', execute: 'ringbuf-write', arguments: { device: 'r', data: 'abcdefghijklmnopqrstuvwxyz' } },
        { see: 'return', value: {} },
      ],
      line('ringbuf_read r 0x2', 'ab'),
      line('ringbuf_read r 0X3', 'cde'),
      line('ringbuf_read r 010', 'fghijklm'),
      line(
        'ringbuf_read r 08',
        'ringbuf_read: extraneous characters at the end of line\nTry "help ringbuf_read" for more information',
      ),
      line("ringbuf_read r 'a'-'^'", 'nop'),
      line(
        'ringbuf_read r 3z',
        'ringbuf_read: extraneous characters at the end of line\nTry "help ringbuf_read" for more information',
      ),
    ],
  },
  {
    id: 'hmp/expressions/signs',
    title: 'signs and complements',
    clauses: ['HMP-06'],
    needs: ['hmp'],
    launch,
    steps: [
      [
        { do: 'qmp', execute: 'ringbuf-write', arguments: { device: 'r', data: 'abcdefghijklmnopqrstuvwxyz' } },
        { see: 'return', value: {} },
      ],
      line('ringbuf_read r +2', 'ab'),
      line('ringbuf_read r -(-2)', 'cd'),
      line('ringbuf_read r ~(~2)', 'ef'),
      line('ringbuf_read r ~0-~2', 'gh'),
      line('ringbuf_read r --2', 'ij'),
      line('ringbuf_read r - 2 + 4', 'kl'),
    ],
  },
  {
    id: 'hmp/expressions/parentheses',
    title: 'parentheses group, with blanks inside',
    clauses: ['HMP-06'],
    needs: ['hmp'],
    launch,
    steps: [
      [
        { do: 'qmp', execute: 'ringbuf-write', arguments: { device: 'r', data: 'abcdefghijklmnopqrstuvwxyz' } },
        { see: 'return', value: {} },
      ],
      line('ringbuf_read r (1+2)*2', 'abcdef'),
      line('ringbuf_read r ( 1 + 2 )', 'ghi'),
      line('ringbuf_read r (1', '\')\' expected\nTry "help ringbuf_read" for more information'),
      line('ringbuf_read r (1 2)', '\')\' expected\nTry "help ringbuf_read" for more information'),
      line('ringbuf_read r )', 'invalid char \')\' in expression\nTry "help ringbuf_read" for more information'),
      line('ringbuf_read r ()', 'invalid char \')\' in expression\nTry "help ringbuf_read" for more information'),
    ],
  },
  {
    id: 'hmp/expressions/errors',
    title: 'what is no expression is told',
    clauses: ['HMP-06'],
    needs: ['hmp'],
    launch,
    steps: [
      [
        { do: 'qmp', execute: 'ringbuf-write', arguments: { device: 'r', data: 'abcdefghijklmnopqrstuvwxyz' } },
        { see: 'return', value: {} },
      ],
      line('ringbuf_read r 1/0', 'division by zero\nTry "help ringbuf_read" for more information'),
      line('ringbuf_read r 1%0', 'division by zero\nTry "help ringbuf_read" for more information'),
      line(
        'ringbuf_read r -1',
        '\'ringbuf_read\' has failed: integer is for 32-bit values\nTry "help ringbuf_read" for more information',
      ),
      line(
        'ringbuf_read r 4294967296',
        '\'ringbuf_read\' has failed: integer is for 32-bit values\nTry "help ringbuf_read" for more information',
      ),
      line('ringbuf_read r 0', 'Error: size must be greater than zero'),
      line('ringbuf_read r x', 'invalid char \'x\' in expression\nTry "help ringbuf_read" for more information'),
      line('ringbuf_read r $pc', 'unknown register\nTry "help ringbuf_read" for more information'),
      line("ringbuf_read r 'a", 'missing terminating \' character\nTry "help ringbuf_read" for more information'),
      line("ringbuf_read r '", 'character constant expected\nTry "help ringbuf_read" for more information'),
      line('ringbuf_read r 18446744073709551616', 'number too large\nTry "help ringbuf_read" for more information'),
      line('ringbuf_read r 1+', 'unexpected end of expression\nTry "help ringbuf_read" for more information'),
      line('ringbuf_read r -', 'unexpected end of expression\nTry "help ringbuf_read" for more information'),
      line(
        'ringbuf_read r 1 2',
        'ringbuf_read: extraneous characters at the end of line\nTry "help ringbuf_read" for more information',
      ),
    ],
  },
];
