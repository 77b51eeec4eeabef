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

const ownPatienceMs = 1000;
const owedPatienceMs = 100;

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
  if (!transmit(libc, qtest.channel, `${command}\n`, [], patienceMs)) return 'gone';
  qtest.owed += 1;
  let answer = '';
  const waited = awaitArrival(libc, qtest.channel, patienceMs, () => {
    while (qtest.owed > 0) {
      const line = takeLine(qtest.channel);
      if (line === undefined) return false;
      if (isIrq(line)) continue;
      qtest.owed -= 1;
      answer = line;
    }
    return true;
  });
  return waited === 'arrived' ? { answer: answer.trimEnd() } : waited;
}

/** One round trip for settling; sends nothing while an earlier answer is owed. */
export function qtestRoundTrip(libc: Libc, qemu: QemuProcess, qtest: Qtest): 'answered' | 'silent' | 'gone' {
  const wasOwed = qtest.owed > 0;
  if (!wasOwed) {
    if (!transmit(libc, qtest.channel, 'inb 0x80\n', [], ownPatienceMs)) return 'gone';
    qtest.owed = 1;
  }
  while (qtest.owed > 0) {
    const waited = awaitOwnLine(libc, qemu, qtest.channel, wasOwed ? owedPatienceMs : ownPatienceMs);
    if (waited === 'silent' || waited === 'gone') return waited;
    if (!isIrq(waited.line)) qtest.owed -= 1;
  }
  return 'answered';
}
