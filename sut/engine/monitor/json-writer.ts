import { type JsonObject, type JsonValue, membersInOrder } from './json-value.ts';

const shortEscapes: ReadonlyMap<string, string> = new Map([
  ['"', '\\"'],
  ['\\', '\\\\'],
  ['\b', '\\b'],
  ['\f', '\\f'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);
const needsEscape: RegExp = /[^\x20\x21\x23-\x5b\x5d-\x7e]/;

function stringText(value: string): string {
  if (!needsEscape.test(value)) return `"${value}"`;
  let text = '"';
  for (let at = 0; at < value.length; at += 1) {
    const character = value.charAt(at);
    const code = value.charCodeAt(at);
    const short = shortEscapes.get(character);
    if (short !== undefined) text += short;
    else if (code >= 0x20 && code < 0x7f) text += character;
    else text += `\\u${code.toString(16).toUpperCase().padStart(4, '0')}`;
  }
  return `${text}"`;
}

/** As C's `%.17g`. */
function doubleText(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'nan' : value < 0 ? '-inf' : 'inf';
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  const [mantissa = '', power = '0'] = value.toExponential(16).split('e');
  const exponent = Number(power);
  if (exponent < -4 || exponent >= 17) {
    const digits = mantissa.includes('.') ? mantissa.replace(/\.?0+$/, '') : mantissa;
    return `${digits}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
  }
  const digits = mantissa.replace(/[-.]/g, '');
  const sign = value < 0 ? '-' : '';
  const point = exponent + 1;
  const whole = point > 0 ? digits.slice(0, point) : '0';
  const fraction = (point > 0 ? digits.slice(point) : '0'.repeat(-point) + digits).replace(/0+$/, '');
  return sign + whole + (fraction === '' ? '' : `.${fraction}`);
}

/** Depth of a value that goes on one line, with all that is in it. */
const onOneLine = -1;

/** What stands before what is in a value: four blanks a level. Source: experiment, both releases. */
function indentation(depth: number): string {
  return `\n${'    '.repeat(depth)}`;
}

/** One value on lines of its own, as a monitor with `pretty=on` prints it: four blanks a level, and an empty one has its
 * end on another line. Lines end with \n. Source: QMP-01, experiment on both releases. */
export function prettyJsonText(value: JsonValue): string {
  return laidOut(value, 0);
}

/**
 * One value on one line as QEMU prints it: ASCII, `\uXXXX` in upper case, `, ` and `: ` between members, members in the
 * order of QEMU's dictionaries. Source: QMP-03, QMP-08; both QEMUs.
 */
export function jsonText(value: JsonValue): string {
  return laidOut(value, onOneLine);
}

function laidOut(value: JsonValue, depth: number): string {
  switch (typeof value) {
    case 'string':
      return stringText(value);
    case 'bigint':
    case 'boolean':
      return String(value);
    case 'number':
      return doubleText(value);
    default:
      break;
  }
  if (value === null) return 'null';
  const isOnOne = depth === onOneLine;
  const inner = isOnOne ? depth : depth + 1;
  const first = isOnOne ? '' : indentation(inner);
  const next = isOnOne ? ', ' : `,${first}`;
  const end = isOnOne ? '' : indentation(depth);
  let inside = '';
  if (Array.isArray(value)) {
    for (const item of value as readonly JsonValue[])
      inside += `${inside === '' ? first : next}${laidOut(item, inner)}`;
    return `[${inside}${end}]`;
  }
  for (const [key, member] of membersInOrder(value as JsonObject))
    inside += `${inside === '' ? first : next}${stringText(key)}: ${laidOut(member, inner)}`;
  return `{${inside}${end}}`;
}
