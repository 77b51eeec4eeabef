import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { FoundQemu } from '../../sut/qemu/find-qemu.ts';
import { type Libc, pollBit } from '../../sut/qemu/libc.ts';
import { cutObjects } from '../session/json-cut.ts';
import { checkSession } from '../session/session-file.ts';

const launcher = fileURLToPath(new URL('./charsim.mjs', import.meta.url));

/** A running QEMU, a recorder before it, the socket for clients, the folder of the session. */
export type Rig = {
  readonly a: string;
  readonly qemu: ChildProcess;
  readonly recorder: ChildProcess;
  readonly out: string;
};

/** Waits until something holds, at most 20 s. */
export async function until(what: string, holds: () => boolean): Promise<void> {
  for (let waited = 0; !holds(); waited += 1) {
    if (waited > 2000) throw new Error(`waited for ${what} in vain`);
    await pause(10);
  }
}

/** A socket's file is there before anybody listens: who connects in between is refused. Source: proc(5), /proc/net/unix. */
function isListening(path: string): boolean {
  const accepts = '00010000';
  const lines = readFileSync('/proc/net/unix', 'utf8').split('\n');
  return lines.some((line) => line.endsWith(` ${path}`) && line.split(' ')[3] === accepts);
}

/** A recorder between two sockets. */
export function recorderOn(a: string, b: string, out: string): ChildProcess {
  const words = ['record', '--listen', a, '--qemu', b, '--out', out, '--quiet', '--launch', '{"machine":"none"}'];
  return spawn(process.execPath, [launcher, ...words], { stdio: 'ignore' });
}

/** QEMU with a monitor on a socket, and a recorder before it. `mon`: words for the monitor. */
export async function rigOf({ path }: FoundQemu, folder: string, name: string, mon = 'mode=control'): Promise<Rig> {
  const [a, b, out] = ['a', 'b', 'out'].map((each) => join(folder, `${name}.${each}`)) as [string, string, string];
  const socket = ['-chardev', `socket,id=mon,path=${b},server=on,wait=off`, '-mon', `chardev=mon,${mon}`];
  const machine = ['-machine', 'none', '-nodefaults', '-display', 'none', ...socket];
  const qemu = spawn('setpriv', ['--pdeathsig', 'KILL', '--', path, ...machine], { stdio: 'ignore' });
  await until('the socket of QEMU', () => isListening(b));
  const recorder = recorderOn(a, b, out);
  await until('the socket of the recorder', () => isListening(a));
  return { a, qemu, recorder, out };
}

/** Waits for the end of a child. */
export async function ended(child: ChildProcess): Promise<void> {
  await until('the end of a child', () => child.exitCode !== null || child.signalCode !== null);
}

/** A small management client. Events are passed over where a reply is waited for. */
export type SmallClient = {
  readonly greeting: Promise<string>;
  /** Bytes as they are, with these descriptors. */
  send(text: string, fds?: readonly number[]): void;
  /** The next reply, as text. */
  reply(): Promise<string>;
  /** One command, one reply. */
  say(command: object, fds?: readonly number[]): Promise<string>;
  /** What has come when it first fits. */
  heard(wanted: RegExp): Promise<string>;
  close(): void;
};

/** Connects to a socket. Every wait ends after ten seconds with an error. */
export function clientOf(libc: Libc, path: string): SmallClient {
  const fd = libc.connect(path);
  let text = '';
  const taken = async <Found>(take: () => Found | undefined): Promise<Found> => {
    for (let waited = 0; waited < 1000; waited += 1) {
      const found = take();
      if (found !== undefined) return found;
      if (libc.poll(fd, pollBit.in, 0) === 0) {
        await pause(waited < 20 ? 0 : 10);
        continue;
      }
      const { bytes } = libc.receiveMessage(fd);
      if (bytes.length === 0) throw new Error('the connection is closed');
      text += bytes.toString('latin1');
    }
    throw new Error(`no answer; heard ${JSON.stringify(text)}`);
  };
  const reply = (): Promise<string> =>
    taken(() => {
      const { objects, rest } = cutObjects(text);
      const at = objects.findIndex((each) => !each.includes('"event"'));
      if (at < 0) return undefined;
      text = [...objects.slice(at + 1), rest].join('\r\n');
      return objects[at];
    });
  const send = (words: string, fds: readonly number[] = []): void => {
    libc.sendMessage(fd, Buffer.from(words), fds);
  };
  let greeting: Promise<string> | undefined;
  return {
    get greeting() {
      greeting ??= reply();
      return greeting;
    },
    send,
    reply,
    say(command, fds = []) {
      send(`${JSON.stringify(command)}\n`, fds);
      return reply();
    },
    heard: (wanted) => taken(() => (wanted.test(text) ? text : undefined)),
    close: () => closeSync(fd),
  };
}

/** What a client had heard of a recorder that was killed in the middle of it, and what the session has. */
export type Killed = { readonly heard: readonly string[]; readonly file: string };

/**
 * A recorder before the QEMU at `b` is killed `afterMs` after the first reply, while a client asks and asks. `name` is for
 * its files.
 */
export async function killedRecorder(
  libc: Libc,
  b: string,
  folder: string,
  name: string,
  afterMs: number,
): Promise<Killed> {
  const [a, out] = [join(folder, `${name}.a`), join(folder, `${name}.out`)];
  const recorder = recorderOn(a, b, out);
  await until('the socket of the recorder', () => isListening(a));
  const client = clientOf(libc, a);
  const heard: string[] = [await client.greeting, await client.say({ execute: 'qmp_capabilities' })];
  const over = new Promise((resolve) => recorder.once('exit', resolve));
  setTimeout(() => recorder.kill('SIGKILL'), afterMs);
  try {
    for (let id = 0; recorder.exitCode === null && recorder.signalCode === null; id += 1) {
      heard.push(await Promise.race([client.say({ execute: 'query-status', id }), over.then(() => '')]));
      await new Promise((resolve) => setImmediate(resolve));
    }
  } catch {
    // the connection broke, as it must
  }
  await over;
  client.close();
  return { heard: heard.filter((each) => each !== ''), file: join(out, 'live.session.jsonl') };
}

/** Bytes that passed in a record of a session. */
export function wire(line: string): string {
  return Buffer.from((JSON.parse(line) as { b: string }).b, 'base64').toString('latin1');
}

/** What of `heard` the session lacks, or why it cannot be read as a truncated one; undefined when all is as promised. */
export function lossOf({ heard, file }: Killed): string | undefined {
  const text = readFileSync(file, 'utf8');
  const whole = text.slice(0, text.lastIndexOf('\n') + 1).split('\n');
  const passed = whole.filter((line) => line.includes('"k":"tx"')).map(wire);
  const missing = heard.find((each) => !passed.join('').includes(each));
  if (missing !== undefined) return `a reply that the client had is not recorded: ${missing}`;
  const { end } = checkSession(file);
  return end.kind === 'truncated' ? undefined : 'it has an end';
}
