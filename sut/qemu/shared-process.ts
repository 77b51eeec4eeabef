import type { LaunchOptions } from '../../model/language/action.ts';
import { TargetFailure } from '../target.ts';
import { type Baseline, isClean, takeBaseline } from './baseline.ts';
import { type ClientHandles, makeHandles } from './client-handles.ts';
import { endSystem, launchSystem, type RunningSystem, type Surroundings } from './running-system.ts';
import { settle } from './settle.ts';
import { makeTranscript, type Transcript } from './transcript.ts';

/** One process that management-only scenarios use in turn, with its folder. Source: RT-13, RT-17. */
export type SharedProcess = {
  readonly system: RunningSystem;
  readonly folder: string;
  readonly transcript: Transcript;
  readonly baseline: Baseline;
};

const defaultOptions: LaunchOptions = {};

/** Starts a process on default options and notes what it looks like when fresh. Throws TargetFailure. */
export async function startShared(around: Surroundings, folder: string): Promise<SharedProcess> {
  const handles: ClientHandles = makeHandles(around.libc, folder);
  const transcript = makeTranscript();
  const { system, outcome } = launchSystem(around, handles, defaultOptions, folder, transcript);
  const { qemu, qtest, control } = system;
  if (outcome.see === 'launched') {
    settle(around.libc, { qemu, qtest, control }, false);
    const baseline = takeBaseline(around.libc, system);
    if (baseline !== undefined) return { system, folder, transcript, baseline };
  }
  const stderr = qemu.stderr().trim();
  await endSystem(system);
  throw new TargetFailure(
    `QEMU with \`-machine none\` did not come up (${outcome.see})${stderr === '' ? '' : `: ${stderr}`}`,
  );
}

/** Whether the next scenario may have it: otherwise it is to be ended. */
export function isReusable(around: Surroundings, shared: SharedProcess): boolean {
  const { system } = shared;
  settle(around.libc, { qemu: system.qemu, qtest: system.qtest, control: system.control }, false);
  if (system.qemu.end() !== undefined || !isClean(around.libc, system, shared.baseline)) return false;
  system.stderrFrom = system.qemu.stderr().length;
  shared.transcript.clear();
  return true;
}
