import { keysAsWalked } from './dictionary.ts';
import { fitsInt64, toBigint } from './integer.ts';
import { firstNotAskedFor } from './key-table.ts';
import type { Value } from './language/value.ts';
import { ModelLimit } from './limit.ts';

/** What a member of a command's arguments may be. `union`: a struct chosen by the tag `type`. */
export type Shape =
  | { readonly is: 'string' | 'integer' | 'uint16' | 'boolean' | 'any' }
  | { readonly is: 'enum'; readonly words: readonly string[] }
  | { readonly is: 'struct'; readonly members: readonly Member[] }
  | { readonly is: 'union'; readonly branches: Readonly<Record<string, readonly Member[] | null>> }
  /** A struct whose members beside the tag are chosen by it. */
  | {
      readonly is: 'flat-union';
      readonly tag: string;
      readonly branches: Readonly<Record<string, readonly Member[]>>;
    }
  | { readonly is: 'array'; readonly of: Shape };

/** One member in schema order. */
export type Member = { readonly name: string; readonly shape: Shape; readonly optional?: boolean };

/** A JSON object. */
export type JsonRecord = { readonly [key: string]: Value };

/** The value as a JSON object; `null` for anything else, and for a number in disguise. */
export function asRecord(value: Value | undefined): JsonRecord | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  for (const key in value) if (key.startsWith('$') && disguises.has(key)) return null;
  return value as JsonRecord;
}

/** Members of a number in disguise. Source: Value in language/value.ts. */
const disguises: ReadonlySet<string> = new Set(['$fd', '$int', '$float', '$', '$port']);

/** The text of the first thing wrong with the arguments, `null` if they fit. Source: QMP-06, FDSET-17, CHR-04. */
export function argumentError(members: readonly Member[], value: Value, path = ''): string | null {
  const record = asRecord(value);
  if (record === null) return typeError(path, 'object');
  for (const member of members) {
    const given = record[member.name];
    const name = path === '' ? member.name : `${path}.${member.name}`;
    if (given === undefined) {
      if (!member.optional) return `Parameter '${name}' is missing`;
      continue;
    }
    const error = shapeError(member.shape, given, name, member.name);
    if (error !== null) return error;
  }
  let foreign: string | undefined;
  let isAnother = false;
  for (const key in record)
    if (!members.some(({ name }) => name === key)) {
      isAnother ||= foreign !== undefined;
      foreign ??= key;
    }
  if (isAnother) {
    const asked = members.flatMap(({ name }) => (record[name] === undefined ? [] : [name]));
    foreign = firstNotAskedFor(keysAsWalked(record), asked);
  }
  if (foreign === undefined) return null;
  return `Parameter '${path === '' ? foreign : `${path}.${foreign}`}' is unexpected`;
}

function typeError(name: string, expected: string): string {
  return `Invalid parameter type for '${name}', expected: ${expected}`;
}

function shapeError(shape: Shape, value: Value, path: string, name: string): string | null {
  switch (shape.is) {
    case 'any':
      return null;
    case 'string':
      return typeof value === 'string' ? null : typeError(path, 'string');
    case 'boolean':
      return typeof value === 'boolean' ? null : typeError(path, 'boolean');
    case 'integer': {
      const integer = toBigint(value);
      return integer !== null && fitsInt64(integer) ? null : typeError(path, 'integer');
    }
    case 'uint16': {
      if (typeof value === 'object' && value !== null && '$port' in value) return null;
      const integer = toBigint(value);
      if (integer === null || !fitsInt64(integer)) return `Parameter '${path}' expects uint64`;
      return integer >= 0n && integer <= 65535n ? null : `Parameter '${name}' expects uint16_t`;
    }
    case 'enum':
      if (typeof value !== 'string') return typeError(path, 'string');
      return shape.words.includes(value) ? null : `Parameter '${name}' does not accept value '${value}'`;
    case 'struct':
      return argumentError(shape.members, value, path);
    case 'union':
      return unionError(shape.branches, value, path);
    case 'flat-union':
      return flatUnionError(shape, value, path);
    case 'array':
      if (!Array.isArray(value)) return typeError(path, 'array');
      for (const [index, item] of value.entries()) {
        const error = shapeError(shape.of, item, `${path}[${index}]`, name);
        if (error !== null) return error;
      }
      return null;
  }
}

/** `{type, data}`: the tag first, then its data, then what is too much. */
function unionError(
  branches: Readonly<Record<string, readonly Member[] | null>>,
  value: Value,
  path: string,
): string | null {
  const record = asRecord(value);
  if (record === null) return typeError(path, 'object');
  const tag = record['type'];
  if (tag === undefined) return `Parameter '${path}.type' is missing`;
  if (typeof tag !== 'string') return typeError(`${path}.type`, 'string');
  if (!Object.hasOwn(branches, tag)) return `Parameter 'type' does not accept value '${tag}'`;
  const members = branches[tag];
  if (!members && record['data'] === undefined) return `Parameter '${path}.data' is missing`;
  if (!members) throw new ModelLimit(`the members of ${tag}`);
  const data: Member = { name: 'data', shape: { is: 'struct', members } };
  return argumentError([{ name: 'type', shape: { is: 'any' } }, data], value, path);
}

function flatUnionError(
  { tag, branches }: Extract<Shape, { is: 'flat-union' }>,
  value: Value,
  path: string,
): string | null {
  const given = asRecord(value);
  if (given === null) return typeError(path, 'object');
  const word = given[tag];
  if (word === undefined) return `Parameter '${path}.${tag}' is missing`;
  if (typeof word !== 'string') return typeError(`${path}.${tag}`, 'string');
  if (!Object.hasOwn(branches, word)) return `Parameter '${tag}' does not accept value '${word}'`;
  return argumentError([{ name: tag, shape: { is: 'any' } }, ...(branches[word] ?? [])], value, path);
}
