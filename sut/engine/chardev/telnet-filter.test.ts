import fc from 'fast-check';
import { expect, test } from 'vitest';
import { byteString, bytesOf, joined } from '../bytes.ts';
import { createTelnetFilter } from './telnet-filter.ts';

const dialect = fc.constantFrom('telnet' as const, 'tn3270' as const);
const chunks = fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 8 });

test('how a client cuts its bytes into pieces makes no difference', () => {
  fc.assert(
    fc.property(dialect, chunks, (spoken, pieces) => {
      const cut = createTelnetFilter(spoken);
      const whole = createTelnetFilter(spoken);
      const fed = pieces.map((piece) => cut.feed(piece));
      const once = whole.feed(joined(pieces));
      expect(joined(fed.map(({ bytes }) => bytes))).toEqual(once.bytes);
      expect(fed.reduce((sum, { breaks }) => sum + breaks, 0)).toBe(once.breaks);
    }),
  );
});

test('no filter gives more bytes than it was fed', () => {
  fc.assert(
    fc.property(dialect, fc.uint8Array({ maxLength: 200 }), (spoken, bytes) => {
      expect(createTelnetFilter(spoken).feed(bytes).bytes.length).toBeLessThanOrEqual(bytes.length);
    }),
  );
});

test('text without commands passes as it is', () => {
  const filter = createTelnetFilter('telnet');
  expect(byteString(filter.feed(bytesOf('plain \xfe text')).bytes)).toBe('plain \xfe text');
});

test('a client that has come anew finds a filter between commands', () => {
  const filter = createTelnetFilter('telnet');
  filter.feed(bytesOf('\xff\xfb'));
  filter.reset();
  expect(byteString(filter.feed(bytesOf('ABCD')).bytes)).toBe('ABCD');
});
