import type { ClauseId } from '../clause-id.ts';
import type { ProfileName } from '../profile.ts';

/** One way of handing a log pipe to the system, as weighed in 2015, and what comes of it. */
export type PassingOption = {
  readonly id: ClauseId;
  readonly option: string;
  /** By system; `design` does as 10.0 does. */
  readonly verdict: Readonly<Record<Exclude<ProfileName, 'design'>, 'works' | 'works by QMP only' | 'refused'>>;
  /** How a refusal reads, where a clause fixes it. */
  readonly text?: string;
};

/** The options of the S0 family as data. Source: S0-1 to S0-8. */
export const passingOptions: readonly PassingOption[] = [
  {
    id: 'S0-1',
    option: 'file over a set with a pipe write end, append off',
    verdict: { 'qemu-7.2': 'refused', 'qemu-10.0': 'refused', 'qemu-11.1': 'refused' },
    text: "Could not open '{path}': Invalid argument",
  },
  {
    id: 'S0-2',
    option: 'the same with append on',
    verdict: { 'qemu-7.2': 'works', 'qemu-10.0': 'works', 'qemu-11.1': 'works' },
  },
  {
    id: 'S0-3',
    option: 'pipe over one end of a socketpair',
    verdict: { 'qemu-7.2': 'works', 'qemu-10.0': 'works', 'qemu-11.1': 'works' },
  },
  {
    id: 'S0-4',
    option: 'two one-way pipes in two sets through pipe',
    verdict: { 'qemu-7.2': 'refused', 'qemu-10.0': 'refused', 'qemu-11.1': 'refused' },
  },
  {
    id: 'S0-5',
    option: 'two one-way pipes through file with `in` and `out`, append on',
    verdict: { 'qemu-7.2': 'works by QMP only', 'qemu-10.0': 'works', 'qemu-11.1': 'works' },
    text: "Invalid parameter 'input-path'",
  },
  {
    id: 'S0-6',
    option: 'a chardev type of its own: fd',
    verdict: { 'qemu-7.2': 'refused', 'qemu-10.0': 'refused', 'qemu-11.1': 'refused' },
    text: "Parameter 'driver' expects a non-abstract device type",
  },
  {
    id: 'S0-7',
    option: 'socket with an inherited or named descriptor (sockets only)',
    verdict: { 'qemu-7.2': 'works', 'qemu-10.0': 'works', 'qemu-11.1': 'works' },
  },
  {
    id: 'S0-8',
    option: 'several chardevs behind one: multiplex in the proposal, hub in reality',
    verdict: { 'qemu-7.2': 'refused', 'qemu-10.0': 'works', 'qemu-11.1': 'works' },
    text: "Invalid parameter 'muxA'",
  },
];
