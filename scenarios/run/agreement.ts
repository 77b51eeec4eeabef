import type { Outcome } from '../../model/language/outcome.ts';
import { numberMark } from '../../model/language/value.ts';
import { type DescriptorNumbers, pairNumbers } from './descriptor-numbers.ts';
import { excerpt, partingOf } from './excerpt.ts';
import { sameData } from './same-data.ts';

/** Where model and target part: a path into the outcome (`value[0].fds`) and both sides in words. */
export type Parting = { readonly path: string; readonly text: string; readonly numbers: boolean };
/** Agreement carries the number pairs seen so far; disagreement where the two part. */
export type Agreement =
  | { readonly agree: true; readonly numbers: DescriptorNumbers }
  | { readonly agree: false; readonly parting: Parting };

type Walk = { numbers: DescriptorNumbers };

/**
 * Compares the model's outcome with the target's, member by member, whole. The model's `{ $fd }` values and `⟦fd:n⟧`
 * marks pair with the target's plain numbers; an agreement carries the pairs seen so far.
 */
export function agreementOf(model: Outcome, target: Outcome, numbers: DescriptorNumbers): Agreement {
  if (model.see === 'unknown' || sameData(model, target)) return { agree: true, numbers };
  const walk: Walk = { numbers };
  if (model.see !== target.see) {
    const text = `the model says ${excerpt(model)}, the target ${excerpt(target)}`;
    return { agree: false, parting: { path: 'see', text, numbers: false } };
  }
  const parting = valuesPart(model, target, '', walk);
  return parting === undefined ? { agree: true, numbers: walk.numbers } : { agree: false, parting };
}

function valuesPart(model: unknown, target: unknown, path: string, walk: Walk): Parting | undefined {
  const number = modelNumberOf(model);
  if (number !== undefined) return numberParts(number, target, path, walk);
  if (typeof model === 'string' && typeof target === 'string') return textsPart(model, target, path, walk);
  if (Array.isArray(model) && Array.isArray(target)) {
    if (model.length !== target.length) {
      const text = `the model has ${model.length} items ${excerpt(model)}, the target ${target.length} ${excerpt(target)}`;
      return { path, text, numbers: false };
    }
    for (const [index, item] of model.entries()) {
      const parting = valuesPart(item, target[index], `${path}[${index}]`, walk);
      if (parting !== undefined) return parting;
    }
    return undefined;
  }
  if (isRecord(model) && isRecord(target)) return membersPart(model, target, path, walk);
  if (model === target) return undefined;
  return { path, text: `the model says ${excerpt(model)}, the target ${excerpt(target)}`, numbers: false };
}

function membersPart(
  model: Readonly<Record<string, unknown>>,
  target: Readonly<Record<string, unknown>>,
  path: string,
  walk: Walk,
): Parting | undefined {
  for (const side of [model, target]) {
    for (const name of Object.keys(side)) {
      if (side === target && Object.hasOwn(model, name)) continue;
      const [one, other] = [model[name], target[name]];
      if (one === other && typeof one !== 'object') continue; // most are: no path need be made up
      const parting = valuesPart(one, other, path === '' ? name : `${path}.${name}`, walk);
      if (parting !== undefined) return parting;
    }
  }
  return undefined;
}

function numberParts(model: number, target: unknown, path: string, walk: Walk): Parting | undefined {
  if (typeof target !== 'number') {
    return { path, text: `the model says a descriptor number, the target ${excerpt(target)}`, numbers: false };
  }
  const paired = pairNumbers(walk.numbers, model, target);
  if (typeof paired === 'string') return { path, text: paired, numbers: true };
  walk.numbers = paired;
  return undefined;
}

function textsPart(model: string, target: string, path: string, walk: Walk): Parting | undefined {
  if (model === target) return undefined;
  const pieces = model.split(numberMark.open);
  const different: Parting = { path, text: `model / target: ${partingOf(model, target)}`, numbers: false };
  let rest = target;
  for (const [index, piece] of pieces.entries()) {
    if (index === 0) {
      if (!rest.startsWith(piece)) return different;
      rest = rest.slice(piece.length);
      continue;
    }
    const close = piece.indexOf(numberMark.close);
    const digits = /^-?\d+/.exec(rest)?.[0];
    const after = piece.slice(close + numberMark.close.length);
    if (close < 0 || digits === undefined || !rest.slice(digits.length).startsWith(after)) return different;
    const parting = numberParts(Number(piece.slice(0, close)), Number(digits), path, walk);
    if (parting !== undefined) return parting;
    rest = rest.slice(digits.length + after.length);
  }
  return rest === '' ? undefined : different;
}

/** The model's own number in `{ $fd: n }`; undefined for everything else. */
export function modelNumberOf(value: unknown): number | undefined {
  if (!isRecord(value)) return undefined;
  const number = value['$fd'];
  return typeof number === 'number' ? number : undefined;
}

/** True for an object that is neither null nor an array. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
