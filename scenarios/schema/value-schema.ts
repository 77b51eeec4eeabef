import * as v from 'valibot';
import type { Value } from '../../model/language/value.ts';

/** A name of a handle, monitor, port or chardev. */
export const name: v.GenericSchema<unknown, string> = v.pipe(v.string(), v.nonEmpty('a name, not empty'));
/** An integer from 0. */
export const count: v.GenericSchema<unknown, number> = v.pipe(
  v.number(),
  v.safeInteger('an integer'),
  v.minValue(0, 'an integer from 0'),
);
/** Bytes: one character 0..255 each. */
export const byteString: v.GenericSchema<unknown, string> = v.pipe(
  v.string(),
  v.check((text) => [...text].every((character) => character.charCodeAt(0) <= 255), 'bytes: characters 0..255 only'),
);
/** An integer from 0 to a limit. */
export function countTo(max: number): v.GenericSchema<unknown, number> {
  return v.pipe(count, v.maxValue(max, `an integer from 0 to ${max}`));
}
/** Levels of a JSON value at most; deeper ones are sent as bytes. */
const depthMax = 100;
/** Whatever JSON can hold, not nested too deeply; so that it is no circle either. */
export const jsonValue: v.GenericSchema<unknown, Value> = v.custom<Value>(
  (value) => isJson(value, depthMax),
  `a JSON value of at most ${depthMax} levels`,
);

function isJson(value: unknown, depth: number): boolean {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || depth === 0) return false;
  return Object.values(value).every((each) => isJson(each, depth - 1));
}

/** A closed union of objects, told apart by one member: an unknown tag is told with all that there are. */
export function lookedUp<const Schemas extends Readonly<Record<string, v.GenericSchema>>>(
  tag: string,
  schemas: Schemas,
): v.GenericSchema<unknown, v.InferOutput<Schemas[keyof Schemas]>> {
  const tags = Object.keys(schemas);
  const unknownTag = v.looseObject({ [tag]: v.picklist(tags) });
  return v.lazy((input) => {
    const value = typeof input === 'object' && input !== null ? (input as Readonly<Record<string, unknown>>)[tag] : '';
    return (
      typeof value === 'string' && Object.hasOwn(schemas, value) ? schemas[value] : unknownTag
    ) as v.GenericSchema<unknown, v.InferOutput<Schemas[keyof Schemas]>>;
  });
}
