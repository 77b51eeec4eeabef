import type { Action } from '../../model/language/action.ts';
import type { CharEvent } from '../../model/language/char-event.ts';
import type { Outcome } from '../../model/language/outcome.ts';
import type { ProfileName } from '../../model/language/profile.ts';
import { byteTaken, counting, logPath, ownLog } from '../char-log.ts';
import { actorOf, emptySha256, lineBytesMax, sessionFormat, sessionVersion } from './record.ts';
import type { Traffic, TrafficEvent } from './rr-traffic.ts';
import type { SessionWriter } from './writer.ts';

/** What the session says of itself. */
export type ImportOptions = {
  /** Version of charsim. */
  readonly version: string;
  readonly profile: ProfileName;
  /** Name of the log, and the SHA-256 of its bytes. */
  readonly name: string;
  readonly sha: string;
};

/** What became of a log. */
export type Imported = {
  readonly writes: number;
  readonly failedWrites: number;
  readonly bytesOut: number;
  readonly bytesIn: number;
  readonly syncReads: number;
  readonly drivers: number;
};

const done: Outcome = { see: 'done' };
/** Stands for bytes that were written: a log has only their number. */
const unknownByte = '?';

function frontend(driver: number): string {
  return `driver${driver}`;
}

/** How many drivers there were at least. */
function driversOf(events: readonly TrafficEvent[]): number {
  return events.reduce((most, { event }) => ('driver' in event ? Math.max(most, event.driver + 1) : most), 1);
}

/**
 * Writes the session that a log's character events make: the system replays a log of them alone, on bare frontends, one
 * for each driver. Each write has the result that was recorded, each input comes where it came. The first driver does all
 * writes: a log does not say whose they were, nor what they were. Source: RR-03, RR-04, RR-06, SLOG-13.
 */
export function importTraffic(traffic: Traffic, writer: SessionWriter, options: ImportOptions): Imported {
  const { events } = traffic;
  const drivers = driversOf(events);
  const logged = events.map(({ event }) => event).filter((event) => 'write' in event || 'input' in event);
  const [first] = logged;
  // input at the very beginning would come before anybody listens: a write of ours goes first
  const played: readonly CharEvent[] = first !== undefined && 'input' in first ? [byteTaken, ...logged] : logged;
  let at = -1;
  let nowNs = 0n;
  const act = (a: Action, o: Outcome): void => {
    at += 1;
    writer.write(nowNs, { k: 'act', th: actorOf(a), at, a });
    writer.write(nowNs, { k: 'see', at, o });
  };
  writeHead(traffic, writer, options);
  act(
    {
      do: 'write-file',
      path: logPath,
      bytes: ownLog(played),
    },
    done,
  );
  act(
    {
      do: 'launch',
      args: [...counting('replay'), ...chardevWords(drivers)],
      ports: Array.from({ length: drivers }, (_, index) => {
        return { id: frontend(index), kind: 'witness', chardev: `char${index}` } as const;
      }),
    },
    { see: 'launched' },
  );
  for (let index = 0; index < drivers; index += 1)
    act({ do: 'witness-handlers', port: frontend(index), listening: true }, done);
  if (played.length > logged.length) writeOne(act, byteTaken);
  const counts = { writes: 0, failedWrites: 0, bytesOut: 0, bytesIn: 0, syncReads: 0 };
  const heard = new Map<number, string>();
  const tell = (): void => {
    for (const [index, read] of [...heard].sort(([one], [other]) => one - other))
      act({ do: 'witness-records', port: frontend(index) }, { see: 'records', records: [{ read }] });
    heard.clear();
  };
  for (const { event, tNs } of events) {
    nowNs = tNs;
    if ('input' in event) {
      counts.bytesIn += event.input.length;
      if (event.input !== '') heard.set(event.driver, (heard.get(event.driver) ?? '') + event.input);
      continue;
    }
    tell();
    if ('write' in event) {
      counts.writes += 1;
      counts.failedWrites += event.write < 0 ? 1 : 0;
      counts.bytesOut += event.offset;
      writeOne(act, event);
      continue;
    }
    counts.syncReads += 1;
    writer.write(nowNs, { k: 'note', text: syncReadText(event) });
  }
  tell();
  nowNs = traffic.lastNs;
  if (traffic.end !== 'cut') writer.end(nowNs, { result: 'pass', state: '' });
  return { ...counts, drivers };
}

function writeOne(act: (action: Action, seen: Outcome) => void, event: Extract<CharEvent, { write: number }>): void {
  const bytes = unknownByte.repeat(Math.max(1, event.offset));
  const seen: Outcome = event.write < 0 ? { see: 'errno', errno: 'EINVAL' } : { see: 'accepted', count: event.write };
  act({ do: 'witness-write', port: frontend(0), bytes }, seen);
}

function syncReadText(event: Extract<CharEvent, { readAll: string } | { readAllError: number }>): string {
  if ('readAllError' in event) return `a synchronous read failed: ${event.readAllError}`;
  return `a synchronous read of ${event.readAll.length} bytes: ${JSON.stringify(event.readAll).slice(0, 1000)}`;
}

function chardevWords(drivers: number): readonly string[] {
  return Array.from({ length: drivers }, (_, index) => [
    ...['-chardev', `null,id=char${index}`, '-serial', `chardev:char${index}`],
  ]).flat();
}

function writeHead(traffic: Traffic, writer: SessionWriter, { version, profile, name, sha }: ImportOptions): void {
  writer.write(0n, {
    k: 'head',
    fmt: sessionFormat,
    ver: sessionVersion,
    engine: { name: 'charsim', version },
    variant: profile,
    seed: '0'.repeat(16),
    t0: String(traffic.t0 < 0n ? 0n : traffic.t0),
    fs: emptySha256,
    scenario: { name: `record/replay log ${name}`, sha },
    limits: { line: lineBytesMax },
    need: ['actions'],
    obs: true,
    target: { id: 'the QEMU that wrote the log', name: 'qemu', version: 'unknown' },
    title: `character events of the record/replay log ${name}`,
    clauses: ['RR-03', 'RR-04', 'RR-06'],
  });
  writer.write(0n, {
    k: 'note',
    text: `imported: ${traffic.eventCount} events, ${traffic.events.length} of them about characters, ${traffic.instructions} instructions. The log says how much each write took, not what and on which chardev: ${unknownByte} stands for every byte, the first driver for all`,
  });
}
