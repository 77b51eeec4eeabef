import type { BackendSpec, LoggedSpec } from '../../../sut/engine/chardev/backend-spec.ts';
import type { Serial16550 } from '../../../sut/engine/frontend/serial-16550.ts';
import type { Witness } from '../../../sut/engine/frontend/witness.ts';
import type { Process } from '../../../sut/host/process.ts';
import { atOnce, type Task } from '../../../sut/runtime/task.ts';
import type { EngineStage } from './engine-stage.ts';
import { got } from './got.ts';

/** COM1 on chardev c. */
export const com1 = { id: 'com1', kind: '16550', chardev: 'c' } as const;
/** A witness on chardev c. */
export const witness = { id: 'w', kind: 'witness', chardev: 'c' } as const;
/** What writers write, one each. */
export const letters = 'abcdefgh';
/** A listening socket. */
export const server: BackendSpec = {
  type: 'socket',
  address: { kind: 'path', path: '/tmp/s', abstract: false, tight: null },
  ...{ server: true, wait: false, reconnectSeconds: null, reconnectMs: null },
  ...{ tlsCredentials: null, tlsAuthorization: null, websocket: false, telnet: false, tn3270: false },
};
/** Without a log. */
export const logged = (backend: BackendSpec): LoggedSpec => ({ backend, logfile: null, logappend: false });
/** A ring buffer. */
export const ring: LoggedSpec = logged({ type: 'ringbuf', size: null });
/** A file of its own. */
export const file: LoggedSpec = logged({ type: 'file', out: '/tmp/new', in: null, append: true });

/** COM1. Throws where there is none. */
export function serialOf({ running }: EngineStage): Serial16550 {
  const serial = running.ports.get('com1');
  if (serial === undefined) throw new Error('there is no com1');
  return serial;
}

/** A witness by its id. Throws where there is none. */
export function witnessOf({ running }: EngineStage, id = 'w'): Witness {
  const found = running.witnesses.get(id);
  if (found === undefined) throw new Error('there is no witness');
  return found;
}

/** The witness, which some time sets its handlers, and answers changes in this way. */
export function listener(stage: EngineStage, answer: Parameters<Witness['answerChanges']>[0]): Witness {
  const witness = witnessOf(stage);
  stage.acts('device', () => witness.setHandlers(true));
  witness.answerChanges(answer);
  return witness;
}

/** Each writes its own letter to the port, once. */
export function writers(stage: EngineStage): void {
  const serial = serialOf(stage);
  for (const letter of letters.slice(0, stage.writers)) stage.acts(letter, () => serial.write(0, letter.charCodeAt(0)));
}

/** A connection to the server, as a descriptor of the client. */
export function connects(client: Process, path = '/tmp/s'): number {
  const socket = got(client.socket('stream'));
  got(client.connect(socket, path));
  got(client.setStatusFlags(socket, ['nonblock'])); // a read that sleeps would keep it open
  return socket;
}

/** What can be read now. */
export function readAll(process: Process, fd: number): string {
  let text = '';
  for (;;) {
    const read = process.read(fd, 4096);
    if (!read.ok || read.value.length === 0) return text;
    text += String.fromCharCode(...read.value);
  }
}

/** What a file holds; nothing where there is none. */
export function readFile(process: Process, path: string): string {
  const opened = process.open(path, { access: 'r' });
  return opened.ok ? readAll(process, opened.value) : '';
}

/** Every letter went to exactly one far end. Source: SAFE-02, SAFE-03. */
export function judgeBytes({ writers: count, violate }: EngineStage, seen: string): void {
  const sorted = [...seen].sort().join('');
  if (sorted !== letters.slice(0, count))
    violate('bytes lost or doubled', `all far ends together have '${seen}'`, ['SAFE-02']);
}

/** Nothing is open but what the chardevs that are there hold. Source: SAFE-08. */
export function judgeDescriptors({ qemu, violate }: EngineStage, most: number): void {
  const open = qemu.descriptors().length - 3;
  if (open > most)
    violate('descriptor left over', `${open} descriptors are open, ${most} belong to somebody`, ['SAFE-08']);
}

/** OPENED and CLOSED take turns, and the last is true. Source: SAFE-05. */
export function judgeTold({ machine, violate }: EngineStage, told: ReturnType<Witness['takeRecords']>): void {
  let open = false;
  for (const record of told) {
    if (!('event' in record) || (record.event !== 'opened' && record.event !== 'closed')) continue;
    if ((record.event === 'opened') === open) {
      violate(record.event === 'opened' ? 'OPENED twice' : 'CLOSED twice', `the frontend hears ${record.event} again`, [
        'SAFE-05',
      ]);
      return;
    }
    open = !open;
  }
  const chardev = machine.chardevs.get('c');
  if (chardev !== undefined && chardev.open !== open)
    violate('told otherwise', `the frontend was told ${open ? 'OPENED' : 'CLOSED'} last`, ['SAFE-05']);
}

/** Each byte that came was heard by one frontend. Source: SAFE-06, MUX-06. */
export function judgeInput({ violate }: EngineStage, frontends: readonly Witness[], sent: string): void {
  const heard = frontends.flatMap((each) => each.takeRecords().map((told) => ('read' in told ? [...told.read] : [])));
  const text = String.fromCharCode(...heard.flat().sort());
  if (text !== sent) violate('input lost or doubled', `of '${sent}' the frontends heard '${text}'`, ['SAFE-06']);
}

/** Whether somebody could connect to the server. */
export function reconnect(client: Process): boolean {
  return client.connect(got(client.socket('stream')), '/tmp/s').ok;
}

/** Somebody begins to listen where a client connects to. */
export function listens(client: Process, room = 1): void {
  const socket = got(client.socket('stream'));
  got(client.bind(socket, '/tmp/far'));
  got(client.listen(socket, room));
}

/** It takes nine bytes, and hears. */
export function listening(each: Witness): () => Task<void> {
  return function* (): Task<void> {
    yield* each.setRoom(9);
    yield* each.setHandlers(true);
  };
}

/** To whatever is `c` now. */
export function attaching({ machine }: EngineStage, device: Witness): () => Task<void> {
  return () =>
    atOnce(() => {
      const chardev = machine.chardevs.get('c');
      if (chardev !== undefined) device.attach(chardev);
    });
}

/** No timer is set any more: all belonged to a chardev that is gone. Source: SAFE-08, ENG-27. */
export function judgeTimers({ machine, violate }: EngineStage): void {
  if (machine.clock.nextDueNs() !== null)
    violate('timer left over', 'a timer of a chardev that is gone is set', ['SAFE-08', 'ENG-27']);
}

/** Descriptor 0 of the client listens, and its queue is full: who connects now waits. */
export function listensWithFullQueue(client: Process): void {
  listens(client, 0);
  const first = got(client.socket('stream'));
  got(client.connect(first, '/tmp/far'));
}
