import { closeSync, unlinkSync } from 'node:fs';
import { type Libc, pollBit } from '../../sut/qemu/libc.ts';
import { errnoOf } from '../../sut/qemu/system-error.ts';
import { crc32c, hex8 } from './check-value.ts';
import { objectNumbers, passedDescriptor } from './descriptor-kind.ts';
import { makeWay, sendPending, takePieces, type Way, wantedOf } from './live-link.ts';
import { emptySha256, lineBytesMax, sessionFormat, sessionVersion, type WireRecord } from './record.ts';
import type { SessionWriter } from './writer.ts';

/** Where to sit, and what to write. */
export type LiveOptions = {
  /** Path of the socket that is made for clients. */
  readonly listen: string;
  /** Path of the QMP socket of a running QEMU. */
  readonly qemu: string;
  readonly version: string;
  readonly redact: boolean;
  /** How that QEMU was started, for the replay; words as in a scenario's launch. */
  readonly launch?: Readonly<Record<string, unknown>>;
  /** Ends after so many connections are over; default never. */
  readonly connections?: number;
  readonly signal: AbortSignal;
  readonly onReady: () => void;
};

/** One client with the connection to QEMU that stands for it. */
type Link = {
  readonly name: string;
  readonly client: number;
  readonly qemu: number;
  readonly ways: readonly [Way, Way];
};

const pollMs = 50;

/**
 * Sits between QMP clients and a running QEMU until it is aborted: passes every byte and every descriptor on, after it was
 * recorded. Bytes keep their order and descriptors their place. Returns how many connections there were. Throws
 * SystemError when it cannot listen. Source: SLOG-06, SLOG-13.
 */
export async function recordLive(libc: Libc, writer: SessionWriter, options: LiveOptions): Promise<number> {
  const startedAt = process.hrtime.bigint();
  const now = (): bigint => process.hrtime.bigint() - startedAt;
  const t0 = BigInt(Date.now()) * 1_000_000n;
  const objectOf = objectNumbers();
  const listening = libc.listen(options.listen);
  const links: Link[] = [];
  let count = 0;
  let over = 0;
  writeHead(writer, options, t0);
  const record = (
    k: 'rx' | 'tx',
    link: Pick<Link, 'name'>,
    bytes: Buffer,
    fds: readonly number[],
    eof: boolean,
  ): void => {
    const passed = fds.map((fd) => passedDescriptor(fd, libc.statusFlags(fd), objectOf(fd)));
    const body: Pick<WireRecord, 'b' | 'crc'> = options.redact
      ? { crc: hex8(crc32c(bytes)) }
      : { b: bytes.toString('base64') };
    writer.write(now(), { k, mon: link.name, n: bytes.length, ...body, fds: passed, eof });
  };
  const accept = (): void => {
    const client = libc.accept(listening);
    count += 1;
    const name = `c${count}`;
    try {
      const qemu = libc.connect(options.qemu);
      record('rx', { name }, Buffer.alloc(0), [], false);
      links.push({ name, client, qemu, ways: [makeWay(client, qemu), makeWay(qemu, client)] });
    } catch (error) {
      writer.write(now(), { k: 'note', text: `${name}: QEMU takes no connection: ${errnoOf(error) ?? String(error)}` });
      closeSync(client);
      over += 1;
    }
  };
  try {
    options.onReady();
    while (!options.signal.aborted && over < (options.connections ?? Number.POSITIVE_INFINITY)) {
      const wanted = links.flatMap(({ ways }) => ways.flatMap((way) => wantedOf(way) ?? []));
      const [atDoor = 0] = libc.pollAll([{ fd: listening, events: pollBit.in }, ...wanted], pollMs);
      for (const link of [...links]) {
        if (moveAlong(libc, link, record)) continue;
        links.splice(links.indexOf(link), 1);
        over += 1;
      }
      if (atDoor !== 0) accept();
      await new Promise((resolve) => setImmediate(resolve)); // lets signals in
    }
  } finally {
    for (const { client, qemu } of links) for (const fd of [client, qemu]) closeSync(fd);
    closeSync(listening);
    unlinkSync(options.listen);
  }
  writer.end(now(), { result: 'stopped', state: '' });
  return count;
}

type Recording = (k: 'rx' | 'tx', link: Link, bytes: Buffer, fds: readonly number[], eof: boolean) => void;

/** Whatever can be moved on this connection now. False when it is over, and closed. */
function moveAlong(libc: Libc, link: Link, record: Recording): boolean {
  for (const [at, way] of link.ways.entries()) {
    const wanted = wantedOf(way);
    if (wanted === undefined || libc.poll(wanted.fd, wanted.events, 0) === 0) continue;
    if (way.pending === undefined) {
      const kind = at === 0 ? 'rx' : 'tx';
      const pieces = takePieces(libc, way);
      for (const { bytes, fds } of pieces ?? []) record(kind, link, bytes, fds, false);
      if (pieces === undefined) {
        record(kind, link, Buffer.alloc(0), [], true);
        way.end = true;
        half(libc, way.to);
      } else [way.pending, way.next] = pieces;
    }
    if (!sendPending(libc, way)) way.end = true;
  }
  const [up, down] = link.ways;
  const isOver = (up.end && down.end) || (down.end && down.pending === undefined && isHungUp(libc, link.client));
  if (!isOver) return true;
  closeSync(link.client);
  closeSync(link.qemu);
  return false;
}

function isHungUp(libc: Libc, fd: number): boolean {
  return (libc.poll(fd, 0, 0) & pollBit.hangUp) !== 0;
}

function half(libc: Libc, fd: number): void {
  try {
    libc.shutdown(fd, 'w');
  } catch {
    // ENOTCONN: the other end has gone already
  }
}

function writeHead(writer: SessionWriter, { version, redact, launch, qemu }: LiveOptions, t0: bigint): void {
  writer.write(0n, {
    k: 'head',
    fmt: sessionFormat,
    ver: sessionVersion,
    engine: { name: 'charsim', version },
    variant: 'unknown',
    seed: '0'.repeat(16),
    t0: String(t0),
    fs: emptySha256,
    scenario: { name: 'live', sha: emptySha256 },
    limits: { line: lineBytesMax },
    need: redact ? ['live', 'redacted'] : ['live'],
    obs: true,
    ...(redact ? {} : { target: { id: `qemu at ${qemu}`, name: 'qemu', version: 'unknown' } }),
    ...(launch === undefined ? {} : { launch }),
  });
}
