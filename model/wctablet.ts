import type { ByteString } from './language/value.ts';

/** A tablet on a serial line: the line's speed in bit/s, 0 before it was told one, and the query that has arrived. Source: MISC-01. */
export type Tablet = { readonly speed: number; readonly query: ByteString };

/** A tablet that nobody has spoken to, nor told a speed. Source: MISC-01, experiment with a mux between. */
export const freshTablet: Tablet = { speed: 0, query: '' };
/** What a fresh one has to say as soon as it is told that there is room. Source: MISC-01, experiment with a virtio port. */
export const introduction: ByteString = '\\96,N,8,1(\x01$WAC0045\\\\PEN\\WAC0000\\Tablet\r\nCT-0045R,V1.3-5\r\nE7)';
const ownSpeed = 9600;

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
  if (tablet.speed !== ownSpeed) return { tablet, answer: '' };
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
