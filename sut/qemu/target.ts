import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { ProfileName } from '../../model/language/profile.ts';
import type { Opening, Session, Target } from '../target.ts';
import { makeHandles } from './client-handles.ts';
import { programWords } from './command-line.ts';
import { chooseQemu } from './find-qemu.ts';
import { loadLibc } from './libc.ts';
import { probeQemu, shortTemporaryFolder, writeHaltRom } from './probe.ts';
import { chooseProfile, isListed } from './profile-of-version.ts';
import { closeStrayDescriptorsOnExec } from './qemu-process.ts';
import { endSystem, type RunningSystem, type Surroundings } from './running-system.ts';
import { openSession } from './session.ts';
import { isReusable, type SharedProcess, startShared } from './shared-process.ts';
import { makeTranscript } from './transcript.ts';

/** How to find, call and judge a QEMU; everything has a default. */
export type QemuTargetOptions = {
  /** Path of the program; default: $CHARSIM_QEMU, $PATH, the install folders of install-qemu.sh. */
  readonly binary?: string;
  /** Further words on every command line, before those of the scenario. */
  readonly args?: readonly string[];
  /** Words before the program: it is run by them, e.g. a memory checker. They must exec it. */
  readonly wrapper?: readonly string[];
  /** The profile to judge by; one against the version needs `force`. Default: that of the version. */
  readonly profile?: ProfileName;
  readonly force?: boolean;
  /** Where sessions that end in a crash or hang leave their transcripts by themselves, one folder a scenario. */
  readonly artifactsDir?: string;
  /** How long an answer may take before QEMU is said to hang; under a wrapper that slows it down, as much longer. Default 5000. */
  readonly timeoutMs?: number;
};

const defaultTimeoutMs = 5000;
/** A QEMU without a wrapper greets within this time, also on a busy computer. */
const greetingUsualMs = 500;
const slownessMax = 20;

/** What a target keeps between sessions. */
type Keep = { shared: SharedProcess | undefined; sharedTaken: boolean; sessions: number };

/**
 * A real qemu-system-x86_64 as target. Linux only; needs `setpriv` (util-linux). Throws TargetFailure when there is no
 * usable binary. Source: RT families of the recipe for real targets.
 */
export async function createQemuTarget(options: QemuTargetOptions = {}): Promise<Target> {
  const libc = await loadLibc();
  const { path } = chooseQemu(options.binary);
  closeStrayDescriptorsOnExec(libc);
  const wrapper = options.wrapper ?? [];
  const extraWords = options.args ?? [];
  const probe = await probeQemu(path, { wrapper, args: extraWords });
  const chosen = chooseProfile(probe.version, options.profile, options.force === true);
  const unlisted = isListed(probe.version) ? {} : { unlisted: true };
  const root = shortTemporaryFolder();
  const removeRoot = (): void => rmSync(root, { recursive: true, force: true });
  process.once('exit', removeRoot); // whoever exits without shutdown leaves nothing either
  const romFile = join(root, 'halt.bin');
  writeHaltRom(romFile);
  const slowness = wrapper.length === 0 ? 1 : Math.min(slownessMax, Math.ceil(probe.greetedMs / greetingUsualMs));
  const around: Surroundings = {
    libc,
    program: programWords(wrapper, path),
    programName: basename(path),
    extraWords,
    romFile,
    timeoutMs: (options.timeoutMs ?? defaultTimeoutMs) * slowness,
    slowness,
  };
  const keep: Keep = { shared: undefined, sharedTaken: false, sessions: 0 };
  return {
    identity: { id: `qemu:${probe.versionText}`, name: 'qemu', version: probe.versionText, ...chosen, ...unlisted },
    capabilities: probe.capabilities,
    open: (opening) => open(around, root, keep, opening, options.artifactsDir),
    async shutdown() {
      if (keep.shared !== undefined) await endSystem(keep.shared.system);
      keep.shared = undefined;
      process.removeListener('exit', removeRoot);
      removeRoot();
    },
  };
}

function newFolder(root: string, keep: Keep): string {
  keep.sessions += 1;
  const folder = join(root, String(keep.sessions));
  mkdirSync(folder);
  return folder;
}

function emptyFolder(folder: string): void {
  for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true, force: true });
}

/** The process that management-only scenarios share, started when needed; undefined while another session has it. */
async function sharedFor(around: Surroundings, root: string, keep: Keep): Promise<SharedProcess | undefined> {
  if (keep.sharedTaken) return undefined;
  keep.sharedTaken = true;
  if (keep.shared !== undefined && keep.shared.system.qemu.end() !== undefined) {
    await endSystem(keep.shared.system);
    keep.shared = undefined;
  }
  try {
    keep.shared ??= await startShared(around, newFolder(root, keep));
    return keep.shared;
  } catch (error) {
    keep.sharedTaken = false;
    throw error;
  }
}

async function open(
  around: Surroundings,
  root: string,
  keep: Keep,
  opening: Opening,
  artifactsDir: string | undefined,
): Promise<Session> {
  const shared = opening.shareable ? await sharedFor(around, root, keep) : undefined;
  const folder = shared?.folder ?? newFolder(root, keep);
  const socketFolder = newFolder(root, keep);
  const giveBack = async (system: RunningSystem): Promise<boolean> =>
    shared !== undefined && system === shared.system && isReusable(around, shared);
  const session = openSession({
    around,
    opening,
    handles: makeHandles(around.libc, folder),
    socketFolder,
    transcript: shared?.transcript ?? makeTranscript(),
    takeShared: shared === undefined ? undefined : () => shared.system,
    giveBack,
    tidyUp(reusable) {
      rmSync(socketFolder, { recursive: true, force: true });
      if (shared === undefined) {
        rmSync(folder, { recursive: true, force: true });
        return;
      }
      keep.sharedTaken = false;
      if (reusable) emptyFolder(folder);
      else {
        keep.shared = undefined;
        rmSync(folder, { recursive: true, force: true });
      }
    },
  });
  return artifactsDir === undefined ? session : keepingArtifacts(session, join(artifactsDir, opening.scenario));
}

/** Saves transcripts of its own accord when closing finds something wrong; a session's process is gone by then, its words are not. */
function keepingArtifacts(session: Session, folder: string): Session {
  return {
    ...session,
    async close() {
      const problems = await session.close();
      if (problems.length > 0) session.saveArtifacts?.(folder);
      return problems;
    },
  };
}
