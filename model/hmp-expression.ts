import type { Outcomed } from './state.ts';

/** The value of an integer expression at the front of a text, as a signed 64-bit number, and what is left. */
export type Expressed = { readonly value: bigint; readonly rest: string };

const wrap = (value: bigint): bigint => BigInt.asIntN(64, value);
const refuse = (text: string): Outcomed<never> => ({ ok: false, text });

/** Operators by rank: those that bind least come first. */
const ranks: readonly (readonly string[])[] = [
  ['+', '-'],
  ['&', '|', '^'],
  ['*', '/', '%'],
];

/** Reads an expression as HMP's number arguments are: numbers, signs, parentheses, operators. Source: HMP-06, experiment. */
export function readExpression(text: string): Outcomed<Expressed> {
  return ranked(text, 0);
}

function ranked(text: string, rank: number): Outcomed<Expressed> {
  const operators = ranks[rank];
  if (operators === undefined) return unary(text);
  let so = ranked(text, rank + 1);
  while (so.ok) {
    const rest = so.value.rest.trimStart();
    const operator = rest.slice(0, 1);
    if (operator === '' || !operators.includes(operator)) return so;
    const other = ranked(rest.slice(1), rank + 1);
    if (!other.ok) return other;
    const value = applied(operator, so.value.value, other.value.value);
    so =
      value === null ? refuse('division by zero') : { ok: true, value: { value: wrap(value), rest: other.value.rest } };
  }
  return so;
}

function applied(operator: string, one: bigint, other: bigint): bigint | null {
  switch (operator) {
    case '+':
      return one + other;
    case '-':
      return one - other;
    case '&':
      return one & other;
    case '|':
      return one | other;
    case '^':
      return one ^ other;
    case '*':
      return one * other;
    case '/':
      return other === 0n ? null : one / other;
    default:
      return other === 0n ? null : one % other;
  }
}

function unary(text: string): Outcomed<Expressed> {
  const line = text.trimStart();
  const first = line.slice(0, 1);
  const after = line.slice(1);
  switch (first) {
    case '':
      return refuse('unexpected end of expression');
    case '+':
      return unary(after);
    case '-':
    case '~': {
      const so = unary(after);
      if (!so.ok) return so;
      const { value, rest } = so.value;
      return { ok: true, value: { value: wrap(first === '-' ? -value : ~value), rest } };
    }
    case '(': {
      const so = readExpression(after);
      if (!so.ok) return so;
      const rest = so.value.rest.trimStart();
      return rest.startsWith(')') ? { ok: true, value: { ...so.value, rest: rest.slice(1) } } : refuse("')' expected");
    }
    case "'":
      if (after === '') return refuse('character constant expected');
      if (after[1] !== "'") return refuse("missing terminating ' character");
      return { ok: true, value: { value: BigInt(after.charCodeAt(0)), rest: after.slice(2) } };
    case '$':
      return refuse('unknown register');
    default:
      return literal(line);
  }
}

/** Hexadecimal, octal with a leading 0, or decimal; ends where its digits end. */
function literal(line: string): Outcomed<Expressed> {
  const digits = /^(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9][0-9]*)/.exec(line)?.[0];
  if (digits === undefined) return refuse(`invalid char '${line[0]}' in expression`);
  const value = BigInt(/^0[0-7]/.test(digits) ? `0o${digits.slice(1)}` : digits);
  if (value >= 2n ** 64n) return refuse('number too large');
  return { ok: true, value: { value: wrap(value), rest: line.slice(digits.length) } };
}
