import { type Attempt, failure, success } from '../failure.ts';
import { humanErrors } from './error-text.ts';

/** An integer expression at the start of a text, and what comes after it. */
export type Expression = { readonly number: bigint; readonly rest: string };

const endOfExpression = failure(humanErrors.endOfExpression);
const int64 = (value: bigint): bigint => BigInt.asIntN(64, value);

function takeUnary(text: string): Attempt<Expression> {
  const line = text.trimStart();
  const sign = line.charAt(0);
  if (sign === '+' || sign === '-' || sign === '~') {
    const inner = takeUnary(line.slice(1));
    if (!inner.ok) return inner;
    const { number, rest } = inner.value;
    return success({ number: sign === '-' ? int64(-number) : sign === '~' ? ~number : number, rest });
  }
  if (sign === '(') {
    const inner = takeExpression(line.slice(1));
    if (!inner.ok) return inner;
    const rest = inner.value.rest.trimStart();
    if (!rest.startsWith(')')) return failure("')' expected");
    return success({ number: inner.value.number, rest: rest.slice(1) });
  }
  if (line === '') return endOfExpression;
  if (sign === "'") return takeCharacter(line.slice(1));
  if (sign === '$') return failure('unknown register');
  const digits = /^(0[xX][0-9a-fA-F]+|0[0-7]*|[0-9]+)/.exec(line)?.[0];
  if (digits === undefined) return failure(`invalid char '${sign}' in expression`);
  const octal = /^0[0-7]+$/.test(digits);
  if (BigInt(octal ? `0o${digits.slice(1)}` : digits) >= 1n << 64n) return failure('number too large');
  return success({ number: int64(BigInt(octal ? `0o${digits.slice(1)}` : digits)), rest: line.slice(digits.length) });
}

/** A character in quotes stands for its code. */
function takeCharacter(text: string): Attempt<Expression> {
  if (text === '') return failure('character constant expected');
  if (text.charAt(1) !== "'") return failure("missing terminating ' character");
  return success({ number: BigInt(text.charCodeAt(0)), rest: text.slice(2) });
}

function apply(operator: string, left: bigint, right: bigint): Attempt<bigint> {
  switch (operator) {
    case '*':
      return success(int64(left * right));
    case '/':
    case '%':
      if (right === 0n) return failure('division by zero');
      return success(operator === '/' ? left / right : left % right);
    case '&':
      return success(left & right);
    case '|':
      return success(left | right);
    case '^':
      return success(left ^ right);
    case '-':
      return success(int64(left - right));
    default:
      return success(int64(left + right));
  }
}

/** Operators of equal rank, from the left; the ranks are sums, then bit operations, then products. */
function takeRanked(text: string, rank: number): Attempt<Expression> {
  const operators = ['+-', '&|^', '*/%'][rank];
  if (operators === undefined) return takeUnary(text);
  let left = takeRanked(text, rank + 1);
  while (left.ok) {
    const { number, rest } = left.value;
    const line = rest.trimStart();
    const operator = line.charAt(0);
    if (operator === '' || !operators.includes(operator)) break;
    const right = takeRanked(line.slice(1), rank + 1);
    if (!right.ok) return right;
    const result = apply(operator, number, right.value.number);
    if (!result.ok) return result;
    left = success({ number: result.value, rest: right.value.rest });
  }
  return left;
}

/** Integers (decimal, 0x, 0) with signs, parentheses and the usual operators. Source: HMP-06; QEMU monitor/hmp.c. */
export function takeExpression(text: string): Attempt<Expression> {
  return takeRanked(text, 0);
}
