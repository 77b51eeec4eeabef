import { fork } from 'node:child_process';
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { FromJob, ToJob } from './job-messages.ts';

/** A line to one worker thread or child process. `ended` resolves with how it ended, whoever ended it. */
export type JobChannel = {
  send(message: ToJob): void;
  /** From now on; whoever listened before hears no more. */
  listen(receive: (message: FromJob) => void): void;
  readonly ended: Promise<string>;
  /** Ends it at once. */
  kill(): void;
};

/** In a checkout the boot file registers tsx; the built package runs JavaScript as it is. */
const jobFile = new URL(import.meta.url.endsWith('.ts') ? './job-boot.mjs' : './job.js', import.meta.url);

/** What is done for the child processes that are left as this process exits. */
const leaving = new Set<() => void>();
process.once('exit', () => {
  for (const leave of leaving) leave();
});

/** A worker thread of this process: for targets without native code. */
export function threadChannel(): JobChannel {
  const worker = new Worker(jobFile, { execArgv: [] });
  const ended = new Promise<string>((resolve) => {
    worker.on('error', (error) => resolve(`the worker thread broke down: ${error.stack ?? error.message}`));
    worker.on('exit', (code) => resolve(`the worker thread ended with code ${code}`));
  });
  return {
    send: (message) => worker.postMessage(message),
    listen: (receive) => void worker.removeAllListeners('message').on('message', receive),
    ended,
    kill: () => void worker.terminate(),
  };
}

/**
 * A child process, for targets that block: in a session of its own (the terminal's Ctrl-C is the coordinator's alone),
 * and killed by the kernel when this process dies, whatever it is doing (setpriv, where there is one).
 */
export function processChannel(): JobChannel {
  const file = fileURLToPath(jobFile);
  const setpriv = onPath('setpriv');
  // temporary files of its own, so that nothing stays when it is killed; short, since sockets are made in it
  const temporary = mkdtempSync(join(tmpdir().length > 30 ? '/tmp' : tmpdir(), 'charsim-'));
  const child = fork(file, [], {
    detached: true,
    env: { ...process.env, TMPDIR: temporary },
    stdio: ['ignore', 2, 2, 'ipc'],
    serialization: 'advanced', // as between threads: what is left out and large integers come through
    ...(setpriv === undefined
      ? { execArgv: [] }
      : { execPath: setpriv, execArgv: ['--pdeathsig', 'KILL', process.execPath] }),
  });
  const ended = new Promise<string>((resolve) => {
    child.on('error', (error) => resolve(`the child process broke down: ${error.message}`));
    child.on('exit', (code, signal) => resolve(`the child process ended with ${signal ?? `status ${code}`}`));
  });
  const tidy = (): void => rmSync(temporary, { recursive: true, force: true });
  const leave = (): void => {
    child.kill('SIGKILL');
    tidy();
  };
  leaving.add(leave);
  void ended.then(() => {
    leaving.delete(leave);
    tidy();
  });
  return {
    send: (message) => {
      if (child.connected) child.send(message, () => undefined); // a child that is gone is told by `ended`
    },
    listen: (receive) =>
      void child.removeAllListeners('message').on('message', (message) => receive(message as FromJob)),
    ended,
    kill: () => void child.kill('SIGKILL'),
  };
}

function onPath(program: string): string | undefined {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const path = join(folder, program);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // not in this folder
    }
  }
  return undefined;
}
