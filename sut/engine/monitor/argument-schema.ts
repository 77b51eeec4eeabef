import { argumentErrors } from './error-text.ts';
import { isObject, type JsonObject, type JsonValue, membersInOrder } from './json-value.ts';
import { unaskedKey } from './unasked-key.ts';

/** The shape of an argument. A union's members depend on the value of its tag; branches add their own after the common ones. */
export type ArgumentType =
  | { readonly kind: 'string' | 'integer' | 'uint16' | 'boolean' | 'anything' }
  | { readonly kind: 'enum'; readonly values: readonly string[] }
  | { readonly kind: 'array'; readonly of: ArgumentType }
  /** `open`: members beyond these are nobody's business here. */
  | { readonly kind: 'struct'; readonly members: readonly Member[]; readonly open?: true }
  | {
      readonly kind: 'union';
      readonly tag: string;
      readonly common: readonly Member[];
      readonly branches: Readonly<Record<string, readonly Member[]>>;
    };
/** One member of an object: what it is called and what it must be. */
export type Member = { readonly name: string; readonly type: ArgumentType; readonly optional?: true };

/** Any string. */
export const text: ArgumentType = { kind: 'string' };
/** A whole number of 64 bits, signed. */
export const integer: ArgumentType = { kind: 'integer' };
/** A whole number of 16 bits, unsigned. */
export const shortInteger: ArgumentType = { kind: 'uint16' };
/** true or false. */
export const boolean: ArgumentType = { kind: 'boolean' };

/** A member that must be there. */
export function needed(name: string, type: ArgumentType): Member {
  return { name, type };
}

/** A member that may be left out. */
export function optional(name: string, type: ArgumentType): Member {
  return { name, type, optional: true };
}

const int64Min = -(2n ** 63n);
const int64Max = 2n ** 63n - 1n;
const uint16Max = 65_535n;
const inside = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);

function checkEnum(value: JsonValue, path: string, name: string | null, values: readonly string[]): string | null {
  if (typeof value !== 'string') return argumentErrors.wrongType(path, 'string');
  return values.includes(value) ? null : argumentErrors.notAccepted(name ?? 'null', value);
}

function checkMembers(value: JsonObject, path: string, members: readonly Member[]): string | null {
  for (const member of members) {
    const given = value.get(member.name);
    if (given === undefined) {
      if (member.optional) continue;
      return argumentErrors.missing(inside(path, member.name));
    }
    const error = checkType(given, inside(path, member.name), member.name, member.type);
    if (error !== null) return error;
  }
  return null;
}

function checkKnown(
  value: JsonObject,
  path: string,
  members: readonly Member[],
  others: readonly Member[] = [],
): string | null {
  let unknown: string | null = null;
  let count = 0;
  for (const key of value.keys()) {
    if (isNamed(members, key) || isNamed(others, key)) continue;
    unknown ??= key;
    count += 1;
  }
  if (unknown === null) return null;
  if (count === 1) return argumentErrors.unexpected(inside(path, unknown));
  const keys = membersInOrder(value).map(([key]) => key);
  const asked = [...members, ...others].map(({ name }) => name).filter((name) => value.has(name));
  return argumentErrors.unexpected(inside(path, unaskedKey(keys, asked) ?? unknown));
}

function isNamed(members: readonly Member[], name: string): boolean {
  for (const member of members) if (member.name === name) return true;
  return false;
}

function checkUnion(value: JsonObject, path: string, type: Extract<ArgumentType, { kind: 'union' }>): string | null {
  const common = checkMembers(value, path, type.common);
  if (common !== null) return common;
  const tag = value.get(type.tag);
  const branch = (typeof tag === 'string' ? type.branches[tag] : undefined) ?? [];
  return checkMembers(value, path, branch) ?? checkKnown(value, path, type.common, branch);
}

function checkType(value: JsonValue, path: string, name: string | null, type: ArgumentType): string | null {
  switch (type.kind) {
    case 'anything':
      return null;
    case 'string':
      return typeof value === 'string' ? null : argumentErrors.wrongType(path, 'string');
    case 'boolean':
      return typeof value === 'boolean' ? null : argumentErrors.wrongType(path, 'boolean');
    case 'integer': {
      const fits = typeof value === 'bigint' && value >= int64Min && value <= int64Max;
      return fits ? null : argumentErrors.wrongType(path, 'integer');
    }
    case 'uint16':
      if (typeof value !== 'bigint') return argumentErrors.notUint64(path);
      return value >= 0n && value <= uint16Max ? null : argumentErrors.notUint16(name ?? 'null');
    case 'enum':
      return checkEnum(value, path, name, type.values);
    case 'array':
      if (!Array.isArray(value)) return argumentErrors.wrongType(path, 'array');
      for (const [at, item] of value.entries()) {
        const error = checkType(item, `${path}[${at}]`, null, type.of);
        if (error !== null) return error;
      }
      return null;
    case 'struct':
      if (!isObject(value)) return argumentErrors.wrongType(path, 'object');
      return checkMembers(value, path, type.members) ?? (type.open ? null : checkKnown(value, path, type.members));
    case 'union':
      if (!isObject(value)) return argumentErrors.wrongType(path, 'object');
      return checkUnion(value, path, type);
  }
}

/** The first error of a command's arguments, or null: members in schema order, unexpected ones last. Source: QMP-06. */
export function checkArguments(value: JsonObject, type: ArgumentType): string | null {
  return checkType(value, '', null, type);
}

/** The string of a checked argument. Throws, as all of these, on what the schema does not let through. */
export function textAt(value: JsonObject, name: string): string {
  const found = value.get(name);
  if (typeof found !== 'string') throw new Error(`argument ${name} was not checked`);
  return found;
}

/** The strings of an array. */
export function textsAt(value: JsonObject, name: string): readonly string[] {
  const found = value.get(name);
  if (!Array.isArray(found)) throw new Error(`argument ${name} was not checked`);
  return found.map((item) => (typeof item === 'string' ? item : ''));
}

/** The string, or null when it was left out. */
export function optionalText(value: JsonObject, name: string): string | null {
  return value.has(name) ? textAt(value, name) : null;
}

/** The integer. */
export function integerAt(value: JsonObject, name: string): bigint {
  const found = value.get(name);
  if (typeof found !== 'bigint') throw new Error(`argument ${name} was not checked`);
  return found;
}

/** The integer, or null when it was left out. */
export function optionalInteger(value: JsonObject, name: string): bigint | null {
  return value.has(name) ? integerAt(value, name) : null;
}

/** The boolean, or `otherwise` when it was left out. */
export function flagAt(value: JsonObject, name: string, otherwise: boolean): boolean {
  const found = value.get(name) ?? otherwise;
  if (typeof found !== 'boolean') throw new Error(`argument ${name} was not checked`);
  return found;
}

/** The object. */
export function objectAt(value: JsonObject, name: string): JsonObject {
  const found = value.get(name);
  if (!isObject(found)) throw new Error(`argument ${name} was not checked`);
  return found;
}
