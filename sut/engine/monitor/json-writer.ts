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

/** What stands between the pieces of a value: after each opening, after each comma, and before each closing. */
type Layout = { readonly open: string; readonly comma: string; readonly close: string };
const onOneLine = (): Layout => ({ open: '', comma: ', ', close: '' });
/** Source: experiment, both releases. */
const indented = (depth: number): Layout => {
  const inner = `\n${'    '.repeat(depth + 1)}`;
  return { open: inner, comma: `,${inner}`, close: `\n${'    '.repeat(depth)}` };
};

/** One value on lines of its own, as a monitor with `pretty=on` prints it: four blanks a level, and an empty one has its
 * end on another line. Lines end with \n. Source: QMP-01, experiment on both releases. */
export function prettyJsonText(value: JsonValue): string {
  return laidOut(value, indented, 0);
}

/**
 * One value on one line as QEMU prints it: ASCII, `\uXXXX` in upper case, `, ` and `: ` between members, members in the
 * order of QEMU's dictionaries. Source: QMP-03, QMP-08; both QEMUs.
 */
export function jsonText(value: JsonValue): string {
  return laidOut(value, onOneLine, 0);
}

function laidOut(value: JsonValue, layoutAt: (depth: number) => Layout, depth: number): string {
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
  const layout = layoutAt(depth);
  const text = (inner: JsonValue): string => laidOut(inner, layoutAt, depth + 1);
  const inside = (parts: readonly string[]): string =>
    (parts.length > 0 ? layout.open : '') + parts.join(layout.comma) + layout.close;
  if (Array.isArray(value)) return `[${inside(value.map(text))}]`;
  const members = membersInOrder(value as JsonObject).map(([key, member]) => `${stringText(key)}: ${text(member)}`);
  return `{${inside(members)}}`;
}
