import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { TargetFailure } from '../target.ts';

/** Where a binary was found. */
export type FoundQemu = {
  readonly path: string;
  readonly from: '--qemu' | '$CHARSIM_QEMU' | '$PATH' | 'installed by install-qemu.sh';
};

const programName = 'qemu-system-x86_64';

/** The folder into which install-qemu.sh installs that release by default. */
export function installFolder(environment: NodeJS.ProcessEnv = process.env, release: '10.0' | '11.1' = '10.0'): string {
  return join(environment['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'charsim', `qemu-${release}`);
}

function isExecutableFile(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** Every QEMU of this machine, first the one that is used when none is named: $CHARSIM_QEMU, $PATH, the install folder. */
export function findQemus(environment: NodeJS.ProcessEnv = process.env): readonly FoundQemu[] {
  const found: FoundQemu[] = [];
  const add = (path: string, from: FoundQemu['from']): void => {
    if (isExecutableFile(path) && !found.some((each) => each.path === path)) found.push({ path, from });
  };
  const named = environment['CHARSIM_QEMU'];
  if (named !== undefined && named !== '') add(resolve(named), '$CHARSIM_QEMU');
  const inPath = (environment['PATH'] ?? '').split(delimiter).map((folder) => join(folder || '.', programName));
  const first = inPath.find(isExecutableFile);
  if (first !== undefined) add(resolve(first), '$PATH');
  for (const release of ['10.0', '11.1'] as const)
    add(join(installFolder(environment, release), programName), 'installed by install-qemu.sh');
  return found;
}

/** The binary to use: the one named, else the first that is found. Throws TargetFailure, saying what to do. */
export function chooseQemu(named: string | undefined, environment: NodeJS.ProcessEnv = process.env): FoundQemu {
  const wanted = named ?? environment['CHARSIM_QEMU'];
  if (wanted !== undefined && wanted !== '') {
    checkBinary(resolve(wanted), named === undefined ? '$CHARSIM_QEMU' : '--qemu');
    return { path: resolve(wanted), from: named === undefined ? '$CHARSIM_QEMU' : '--qemu' };
  }
  const [first] = findQemus(environment);
  if (first !== undefined) return first;
  throw new TargetFailure(
    `no ${programName} found: not in $PATH, and not in ${installFolder(environment)}; ` +
      'install the package qemu-system-x86, run sut/qemu/install-qemu.sh, or name one with --qemu PATH',
  );
}

function checkBinary(path: string, from: string): void {
  const wanted = `${from} should name an executable ${programName}`;
  if (!existsSync(path)) {
    throw new TargetFailure(`${wanted}; there is no file ${path}. Check the path, or see \`charsim doctor\``);
  }
  if (!statSync(path).isFile()) throw new TargetFailure(`${wanted}; ${path} is not a file. Name the program itself`);
  if (!isExecutableFile(path)) {
    throw new TargetFailure(`${wanted}; ${path} is not executable. Make it so with chmod +x, or name another`);
  }
}
