import type { MonitorStart } from '../../../sut/engine/start.ts';
import type { Process } from '../../../sut/host/process.ts';
import { got } from './got.ts';

/** One connection to a QMP monitor, as its client sees it. */
export type QmpClient = {
  /** A command as text, with descriptors that go along. */
  send(text: string, fds?: readonly number[]): void;
  /** Lines received so far, in their order. */
  lines(): readonly string[];
  close(): void;
};

/** Where the monitor of this number listens. */
export function monitorPath(at: number): string {
  return `/tmp/qmp${at}`;
}

/** Listening sockets for `count` monitors, made in the engine's own process before it starts. */
export function listenFor(qemu: Process, count: number): readonly MonitorStart[] {
  return Array.from({ length: count }, (_, at): MonitorStart => {
    const listener = got(qemu.socket('stream', { closeOnExec: true }));
    got(qemu.bind(listener, monitorPath(at)));
    got(qemu.listen(listener, 16));
    return { id: `m${at}`, label: `compat_monitor${at}`, mode: 'qmp', connection: -1, listener };
  });
}

/** Connects and does nothing more. */
export function connectRaw(client: Process, path: string): QmpClient {
  const fd = got(client.socket('stream'));
  got(client.connect(fd, path));
  got(client.setStatusFlags(fd, ['nonblock'])); // a read that sleeps would keep it open
  let text = '';
  return {
    send: (line, fds = []) => void client.sendmsg(fd, new TextEncoder().encode(`${line}\r\n`), fds),
    lines(): readonly string[] {
      for (let read = client.read(fd, 65536); read.ok && read.value.length > 0; read = client.read(fd, 65536)) {
        text += String.fromCharCode(...read.value);
      }
      return text.split('\r\n').filter((line) => line !== '');
    },
    close: () => void client.close(fd),
  };
}

/** Connects, and has negotiated when it returns. `settle`: the engine does what it has to do. */
export function connectQmp(client: Process, path: string, settle: () => void, oob: boolean): QmpClient {
  const connection = connectRaw(client, path);
  settle();
  connection.send(`{"execute":"qmp_capabilities"${oob ? ',"arguments":{"enable":["oob"]}' : ''}}`);
  settle();
  const { length } = connection.lines();
  return { ...connection, lines: () => connection.lines().slice(length) };
}
