import fc, { type Arbitrary } from 'fast-check';
import type { ByteString, Value } from '../../model/language/value.ts';

const lengths = [0, 1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 100];
const wideLengths = [125, 126, 127, 128, 255, 256];
const pages = [1000, 4095, 4096, 4097];
/** More than a pipe or a socket takes. */
const floods = [8192, 9000, 30_000, 65_535, 65_536, 65_537];

const alphabet = 'abcdefghijklmnopqrstuvwxyz';
const longest: ByteString = alphabet.repeat(Math.ceil(Math.max(...floods) / alphabet.length));

/** Text of one length, told apart by its place: what is lost, doubled or swapped shows. */
function counted(length: number): ByteString {
  return longest.slice(0, length);
}

const short: Arbitrary<ByteString> = fc.string({ unit: fc.constantFrom(...'abcXYZ019 -_'), maxLength: 12 });
const special: Arbitrary<ByteString> = fc.constantFrom(
  '\x01c',
  '\x01b',
  '\x01h',
  '\x01t',
  '\x01\x01',
  '\x01',
  'x\x01cy',
  'a\r\n',
  '\n',
  '\0',
  '\x7f',
  '\xff',
  '\xc3\xa9',
  '\xfe\xff',
);

/** Where a websocket's frame gets a longer head, and where a byte is full. Source: WS-02. */
export const wide: Arbitrary<ByteString> = fc.constantFrom(...wideLengths).map(counted);

/** What goes through a chardev: mostly short, sometimes escape sequences, lengths at an edge, and a page or more. */
export const payload: Arbitrary<ByteString> = fc.oneof(
  { weight: 20, arbitrary: short },
  { weight: 8, arbitrary: special },
  { weight: 8, arbitrary: fc.constantFrom(...lengths).map(counted) },
  { weight: 1, arbitrary: wide },
  { weight: 1, arbitrary: fc.constantFrom(...pages).map(counted) },
);
/** The same, up to more than the kernel takes at once. */
export const flood: Arbitrary<ByteString> = fc.constantFrom(...pages, ...floods).map(counted);

/** Ids that chardevs and nodes may have. */
export const goodIds: readonly string[] = ['c0', 'c1', 'c2', 'c3', 'c4'];
/** Ids, mostly good. */
export const chardevId: Arbitrary<string> = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom(...goodIds) },
  { weight: 1, arbitrary: fc.constantFrom('', '1x', 'a b', 'a-base', 'x.y', 'c0[*]', 'x'.repeat(130), '-', 'c0,x') },
);

/** Ids of fd sets: free ones, edges of what can be opened, of what fits, and beyond. */
export const setId: Arbitrary<Value> = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom(0, 1, 2, 3) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Value>(-1, 2147483647, 2147483648, 4294967295, { $int: '9223372036854775807' }),
  },
  { weight: 1, arbitrary: fc.constantFrom<Value>('1', null, true, 1.5, [], {}) },
);

/** JSON where something else is wanted. */
export const junk: Arbitrary<Value> = fc.oneof(
  fc.constantFrom<Value>(null, true, false, 0, -1, 1.5, '', 'x', [], {}, { $int: '9223372036854775807' }),
  fc.string({ unit: fc.constantFrom(...'ab"\\/{}'), maxLength: 6 }),
  fc.integer({ min: -3, max: 70000 }),
);

/** Ring buffer sizes: powers of two, neighbours, nothing, too much. */
export const ringSize: Arbitrary<number> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(1, 2, 4, 8, 16, 64, 4096, 65536) },
  { weight: 1, arbitrary: fc.constantFrom(0, 3, 5, 100, -1) },
);

/** Files in the scenario's folder, and what is none. */
export const filePath: Arbitrary<string> = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom('{dir}/f0', '{dir}/f1', '{dir}/f2', 'f1') },
  { weight: 1, arbitrary: fc.constantFrom('/dev/null', '/nonexistent/x', '{dir}', '', '{dir}/f0/x', '{dir}/none') },
);

/** Paths that name fd sets, also wrongly. */
export const setPath: Arbitrary<string> = fc.oneof(
  { weight: 10, arbitrary: fc.constantFrom('/dev/fdset/0', '/dev/fdset/1', '/dev/fdset/2', '/dev/fdset/3') },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '/dev/fdset/',
      '/dev/fdset/01',
      '/dev/fdset/-1',
      '/dev/fdset/1x',
      '/dev/fdset/99',
      '/dev/fdset/2147483647',
      '/dev/fdset/2147483648',
      '//dev/fdset/1',
    ),
  },
);

/** base64 of binary strings, and texts that are none. */
export const base64: Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: short.map((text) => Buffer.from(text, 'latin1').toString('base64')) },
  { weight: 1, arbitrary: fc.constantFrom('YQ', 'Y', '====', 'YQ==YQ==', 'Y Q=', 'YWJj\n') },
);

/** Errnos that calls of the system end with when a fault is planted. */
export const errnos: readonly string[] = ['EAGAIN', 'EPIPE', 'ENOSPC', 'EMFILE', 'EINTR', 'EIO', 'EBADF', 'ENOENT'];
