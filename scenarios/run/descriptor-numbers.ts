import type { Capability } from '../../model/language/capability.ts';

/**
 * Which of the target's descriptor numbers stands for which of the model's, as seen so far in one process: a bijection.
 * Model and target both hand out the lowest free number, so a pair once seen holds as long as the process lives; that
 * is how re-use of numbers is checked (FDSET-26, FDSET-48, DEF-01, DEF-04).
 */
export type DescriptorNumbers = {
  readonly targetOf: ReadonlyMap<number, number>;
  readonly modelOf: ReadonlyMap<number, number>;
  /**
   * Up to this number a system's start gives its own descriptors, members and chardevs their numbers in an order of its
   * own: which of two that are free again comes first says nothing. Absent: no such numbers.
   */
  readonly startUpTo?: number;
};

const streams: readonly (readonly [number, number])[] = [
  [0, 0],
  [1, 1],
  [2, 2],
];

/** What is known before anything was seen: the standard streams have the same numbers everywhere. */
export const standardStreams: DescriptorNumbers = { targetOf: new Map(streams), modelOf: new Map(streams) };

/** The same of a real system, which has every number up to this in use before it is asked anything (experiment: 10 to 13). */
export const realStandardStreams: DescriptorNumbers = { ...standardStreams, startUpTo: 9 };

/** What is known of the numbers of a target that can do this much, when a process starts. */
export function numbersAtStart(capabilities: ReadonlySet<Capability>): DescriptorNumbers {
  return capabilities.has('virtual-time') ? standardStreams : realStandardStreams;
}

/** Between the standard streams and what comes after the start. */
function isOfTheStart({ startUpTo = 0 }: DescriptorNumbers, target: number | undefined): boolean {
  return target !== undefined && target > 2 && target <= startUpTo;
}

/** The numbers with this pair added; a text that says which earlier pair it contradicts otherwise. */
export function pairNumbers(numbers: DescriptorNumbers, model: number, target: number): DescriptorNumbers | string {
  const targetKnown = numbers.targetOf.get(model);
  const modelKnown = numbers.modelOf.get(target);
  if (targetKnown === target) return numbers;
  if (isOfTheStart(numbers, target) || isOfTheStart(numbers, targetKnown))
    return {
      ...numbers,
      targetOf: new Map([...numbers.targetOf].filter(([, other]) => other !== target)).set(model, target),
      modelOf: new Map([...numbers.modelOf].filter(([, other]) => other !== model)).set(target, model),
    };
  if (targetKnown !== undefined) {
    return `the model names the descriptor that the target called ${targetKnown} before; the target now says ${target}`;
  }
  if (modelKnown !== undefined) {
    return `the target re-uses its number ${target}, where the model has a descriptor of its own (its ${model}, not its ${modelKnown})`;
  }
  return {
    ...numbers,
    targetOf: new Map(numbers.targetOf).set(model, target),
    modelOf: new Map(numbers.modelOf).set(target, model),
  };
}
