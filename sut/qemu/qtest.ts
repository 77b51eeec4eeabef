import { type Channel, takeLine, transmit } from './channel.ts';
import type { Libc } from './libc.ts';
import type { QemuProcess } from './qemu-process.ts';
import { awaitArrival, awaitOwnLine } from './reply.ts';

/** The qtest server: one line out, one line back. Asynchronous `IRQ` lines are dropped. Source: RT-2, RT-30, RT-35. */
export type Qtest = {
  readonly channel: Channel;
  /** Commands whose answer has not come yet, since the main loop is held up. */
  owed: number;
};

/** Raised when QEMU does not answer an access of the guest: its main loop is held up, or it is gone. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
  readonly why: 'silent' | 'gone';
  constructor(why: 'silent' | 'gone') {
    super(`no answer to an access of the guest: ${why}`);
    this.why = why;
  }
}

const ownPatienceMs = 1000;
const owedPatienceMs = 100;
/** As many bytes as the qtest server takes in one call. */
const batchBytesMax = 1024;

function isIrq(line: string): boolean {
  return line.startsWith('IRQ');
}

/** Sends one command and gives its answer without line end, or why there is none. */
export function qtestCommand(
  libc: Libc,
  qtest: Qtest,
  command: string,
  patienceMs: number,
): { readonly answer: string } | 'silent' | 'gone' {
  const batch = qtestBatch(libc, qtest, [command], patienceMs);
  return typeof batch === 'string' ? batch : { answer: batch.answers[0] ?? '' };
}

/**
 * Sends commands of at most 1,024 bytes in one write: QEMU works them off within one turn of its main loop, so nothing
 * else happens between them. Their answers in order, without line ends, or why there are none. Source: RT-36.
 */
export function qtestBatch(
  libc: Libc,
  qtest: Qtest,
  commands: readonly string[],
  patienceMs: number,
): { readonly answers: readonly string[] } | 'silent' | 'gone' {
  const bytes = commands.reduce((sum, command) => sum + command.length + 1, 0);
  if (bytes > batchBytesMax) throw new Error(`a qtest batch of ${bytes} bytes: want <= ${batchBytesMax}`);
  return qtestCommands(libc, qtest, commands, patienceMs);
}

/** Sends commands of any length in one go, without the promise that nothing else happens between them. */
export function qtestCommands(
  libc: Libc,
  qtest: Qtest,
  commands: readonly string[],
  patienceMs: number,
): { readonly answers: readonly string[] } | 'silent' | 'gone' {
  const lines = commands.map((command) => `${command}\n`).join('');
  if (!transmit(libc, qtest.channel, lines, [], patienceMs)) return 'gone';
  qtest.owed += commands.length;
  const answers: string[] = [];
  const waited = awaitArrival(libc, qtest.channel, patienceMs, () => {
    while (qtest.owed > 0) {
      const line = takeLine(qtest.channel);
      if (line === undefined) return false;
      if (isIrq(line)) continue;
      qtest.owed -= 1;
      if (qtest.owed < commands.length) answers.push(line.trimEnd());
    }
    return true;
  });
  return waited === 'arrived' ? { answers } : waited;
}

/** One round trip for settling; sends nothing while an earlier answer is owed. */
export function qtestRoundTrip(libc: Libc, qemu: QemuProcess, qtest: Qtest): 'answered' | 'silent' | 'gone' {
  const wasOwed = qtest.owed > 0;
  if (!wasOwed) {
    if (!transmit(libc, qtest.channel, 'inb 0x80\n', [], ownPatienceMs)) return 'gone';
    qtest.owed = 1;
  }
  while (qtest.owed > 0) {
    const patienceMs = (wasOwed ? owedPatienceMs : ownPatienceMs) * qemu.slowness;
    const waited = awaitOwnLine(libc, qemu, qtest.channel, patienceMs);
    if (waited === 'silent' || waited === 'gone') return waited;
    if (!isIrq(waited.line)) qtest.owed -= 1;
  }
  return 'answered';
}
