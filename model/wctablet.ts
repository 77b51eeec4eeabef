import type { ByteString } from './language/value.ts';

/** A tablet on a serial line: whether the line runs at 9600 bit/s, and the query that has arrived. Source: MISC-01. */
export type Tablet = { readonly atSpeed: boolean; readonly query: ByteString };

/** A tablet that nobody has spoken to, nor told a speed. Source: MISC-01, experiment with a mux between. */
export const freshTablet: Tablet = { atSpeed: false, query: '' };

/** Bytes of a query that are kept, and bytes of answers that wait for room. */
const [queryBytesMax, answerBytesMax] = [99, 512];
const model = '~#CT-0045R,V1.3-5,';
const settings = '96,N,8,0';
/** Where the pen is, told as reporting is switched on. */
const position = '\xe0\0\0\0\0\0\0';

/** One write to the tablet: the tablet after it and what it answers. Source: MISC-01, experiments on both releases. */
export function writeTablet(
  tablet: Tablet,
  bytes: ByteString,
): { readonly tablet: Tablet; readonly answer: ByteString } {
  if (!tablet.atSpeed) return { tablet, answer: '' };
  const query = (tablet.query + bytes).slice(0, queryBytesMax).replace(/^[@\r\n]+/, '');
  if (query.startsWith('~#')) return { tablet: { ...tablet, query: query.slice(2) }, answer: model };
  const text = query.split('\0')[0] ?? '';
  const carriageReturn = text.indexOf('\r');
  const end = carriageReturn >= 0 ? carriageReturn : text.indexOf('\n');
  if (end < 0) return { tablet: { ...tablet, query }, answer: '' };
  return { tablet: { ...tablet, query: query.slice(end + 1) }, answer: answerTo(query.slice(0, end)) };
}

function answerTo(line: ByteString): ByteString {
  if (line === 'RE') return settings;
  if (line === 'ST') return position;
  if (!line.startsWith('TS') || line.length !== 3) return '';
  const code = line.charCodeAt(2);
  return String.fromCharCode(0xa3, 0x7e | (code >> 7), (code & 0x7f) ^ 0x57, 3, 0x7f, 0x7f, 0);
}

/** What waits for room after one more answer: an answer that does not fit is dropped whole. */
export function queueAnswer(waiting: ByteString, answer: ByteString): ByteString {
  return waiting.length + answer.length > answerBytesMax ? waiting : waiting + answer;
}
