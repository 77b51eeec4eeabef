import type { Scenario, Step } from '../../scenario.ts';
import { closes, connects, peerGets, peerSends } from '../../steps.ts';

const path = '{dir}/m';
const prompt = '(qemu) ';
const unknown = (word: string): string => `\r\nunknown command: '${word}'\r\n${prompt}`;
const left = (count: number): string => '\x1b[D'.repeat(count);
const right = (count: number): string => '\x1b[C'.repeat(count);
const rest = '\x1b[K';
const [up, down] = ['\x1b[A', '\x1b[B'];
const types = (bytes: string, echo: string): readonly Step[] => [peerSends('c', bytes), peerGets('c', echo)];
const greeted = (as: string): readonly Step[] => [connects(as, path), [{ do: 'read', from: as }]];
const row = (id: string, title: string, ...steps: readonly (readonly Step[])[]): Scenario => ({
  id: `monitor/line-keys/${id}`,
  title,
  clauses: ['HMP-06', 'MISC-02'],
  launch: { args: ['-chardev', `socket,id=m,path=${path},server=on,wait=off`, '-mon', 'chardev=m,mode=readline'] },
  steps: [...greeted('c'), ...steps.flat()],
});
const sinceTen = (bytes: string, echo: string): readonly Step[] => [
  peerSends('c', bytes),
  [
    { do: 'read', from: 'c' },
    {
      byProfile: {
        'qemu-7.2': { see: 'data', bytes: '', end: false },
        else: { see: 'data', bytes: echo, end: false },
      },
    },
  ],
];
const first = types('a\n', `a${rest}${unknown('a')}`);
const second = types('b\n', `b${rest}${unknown('b')}`);

/** The keys of a human monitor's line, byte by byte, as both releases draw them. */
export const lineKeys: readonly Scenario[] = [
  row(
    'no-character',
    'bytes that are no character are echoed and named as they are',
    types('\xfe\n', `\xfe${rest}${unknown('\xfe')}`),
  ),
  row(
    'numbered',
    'a numbered key that means nothing is passed over, whatever its digits',
    types('ab', `a${rest}${left(1)}ab${rest}`),
    types('\x1b[10~', ''),
    types('\x1b[19~', ''),
    types('\x1b[01~', left(2)),
    types('\x1b[4~', right(2)),
  ),
  row(
    'history',
    'cursor up and down walk through earlier lines, each known once; behind the last is an empty one',
    first,
    second,
    first,
    types(up, `a${rest}`),
    types(up, `${left(1)}b${rest}`),
    types(up, ''),
    types(down, `${left(1)}a${rest}`),
    types(down, `${left(1)}${rest}`),
    types(down, ''),
    types('\x1b[F', `a${rest}`),
    types('\x1b[E', `${left(1)}${rest}`),
  ),
  row(
    'history-of-earlier-clients',
    'the next client finds the history, and the place in it, of those before it',
    first,
    second,
    types(up, `b${rest}`),
    [closes('c'), connects('d', path), [{ do: 'read', from: 'd' }], peerSends('d', up), peerGets('d', `a${rest}`)],
  ),
  row(
    'control-keys-of-history',
    'C-p, C-n and C-u are keys since 10.0',
    first,
    sinceTen('\x10', `a${rest}`),
    sinceTen('\x0e', `${left(1)}${rest}`),
    sinceTen('\x10', `a${rest}`),
    sinceTen('\x15', `${left(1)}${rest}`),
  ),
  row(
    'cursor',
    'cursor keys, home, end and delete in their usual sequences; C-b, C-f and C-k are no keys',
    types('ab', `a${rest}${left(1)}ab${rest}`),
    types('\x1b[D\x9bD\x1b[D', left(2)),
    types('\x1b[C', right(1)),
    types('\x1b[1~', left(1)),
    types('\x1b[4~', right(2)),
    types('\x1bOH', left(2)),
    types('\x1bOF', right(2)),
    types('\x1b[5D', left(1)),
    types('\x02\x06\x0b\x00', ''),
    types('\x1b[3~', `${left(1)}a${rest}`),
    types('\x1b[3~', ''),
  ),
  row(
    'unfinished-sequences',
    'whatever ends an escape sequence is eaten with it, a newline too',
    types('\x1b\n\x1b[;\x1b[12~\x1bOx\x1bq', ''),
    types('\x1b[\x1b[D', `[${rest}${left(1)}[D${rest}`),
  ),
  row(
    'words',
    'C-w takes back a word and the blanks behind it, and a blank that begins the line',
    types('a b\x17', `a${rest}${left(1)}a ${rest}${left(2)}a b${rest}${left(3)}a ${rest}`),
    types('\x17', `${left(2)}${rest}`),
    types('\x17', ''),
    types(' a\x17', ` ${rest}${left(1)} a${rest}${left(2)}${rest}`),
  ),
  row(
    'clear-screen',
    'C-l clears the screen and draws prompt, line and cursor anew',
    types('\x0c', `\x1b[2J\x1b[1;1H${prompt}`),
    types('ab\x01\x0c', `a${rest}${left(1)}ab${rest}${left(2)}\x1b[2J\x1b[1;1H${prompt}ab${rest}${left(2)}`),
  ),
  row(
    'beyond-ascii',
    'bytes beyond ASCII are typed as they are, each on its own',
    types('h\xc3\xa9\n', `h${rest}${left(1)}h\xc3${rest}${left(2)}h\xc3\xa9${rest}${unknown('h\xc3\xa9')}`),
  ),
];
