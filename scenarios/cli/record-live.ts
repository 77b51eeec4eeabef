import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { loadLibc } from '../../sut/qemu/libc.ts';
import { SystemError } from '../../sut/qemu/system-error.ts';
import { recordLive } from '../session/live-recorder.ts';
import { createWriter, fileSink } from '../session/writer.ts';
import { exitCodes, UsageError } from './command.ts';
import { catchInterrupt } from './interrupt.ts';
import type { Io } from './io.ts';
import { packageVersion } from './package-info.ts';
import type { LiveRequest } from './record-options.ts';
import { shellWord } from './words.ts';
import { openOut } from './writable.ts';

/** `charsim record --listen`: until Ctrl-C or the last of so many connections. Throws UsageError when it cannot listen. */
export async function recordLiveSession(request: LiveRequest, io: Io): Promise<number> {
  if (existsSync(request.listen)) throw new UsageError(`--listen ${request.listen}: there is something of that name`);
  if (!existsSync(request.qemu)) throw new UsageError(`--qemu ${request.qemu}: there is no such socket`);
  openOut(request.out, []);
  const libc = await loadLibc();
  const file = freeLive(request.out);
  const writer = createWriter(fileSink(file, true));
  if (!request.redact && !request.quiet) {
    io.err('charsim: a session of a real system can hold secrets; --redact leaves payloads out');
  }
  const interrupt = catchInterrupt(io);
  let count: number;
  try {
    count = await recordLive(libc, writer, {
      listen: request.listen,
      qemu: request.qemu,
      version: packageVersion(),
      redact: request.redact,
      signal: interrupt.signal,
      onReady: () => io.err(`charsim: recording into ${file}; clients connect to ${request.listen}`),
      ...(request.launch === undefined ? {} : { launch: request.launch }),
      ...(request.connections === undefined ? {} : { connections: request.connections }),
    });
  } catch (error) {
    if (error instanceof SystemError) throw new UsageError(`--listen ${request.listen}: ${error.message}`);
    throw error;
  } finally {
    interrupt.release();
    writer.close();
  }
  io.out(`${count} connection${count === 1 ? '' : 's'} recorded`);
  io.out(`npx charsim replay ${shellWord(file)}`);
  return exitCodes.conforms;
}

function freeLive(folder: string): string {
  for (let number = 1; ; number += 1) {
    const path = join(folder, `live${number === 1 ? '' : `-${number}`}.session.jsonl`);
    if (!existsSync(path)) return path;
  }
}
