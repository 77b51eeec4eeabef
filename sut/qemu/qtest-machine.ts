import type { GuestMachine, PortWidth } from '../guest-driver/guest-machine.ts';
import type { Libc } from './libc.ts';
import { NoAnswer, type Qtest, qtestCommands } from './qtest.ts';

/**
 * A guest's accesses over qtest, each waited for at most `patienceMs`; `flush` sends the outputs and writes that still
 * wait. Throws NoAnswer.
 */
export type QtestMachine = GuestMachine & { patienceMs: number; flush(): void };

/** Outputs and writes wait until so many bytes of commands have come together, or an answer is needed. */
const pendingBytesMax = 32_768;
const widthLetter: { readonly [width in PortWidth]: string } = { 1: 'b', 2: 'w', 4: 'l' };

function hex(value: number): string {
  return `0x${value.toString(16)}`;
}

/** The accesses of one machine's guest. Source: RT-30, RT-37. */
export function makeQtestMachine(libc: Libc, qtest: Qtest, patienceMs: number): QtestMachine {
  let pending: string[] = [];
  let pendingBytes = 0;
  const ask = (commands: readonly string[]): string => {
    const result = qtestCommands(libc, qtest, commands, machine.patienceMs);
    if (typeof result === 'string') throw new NoAnswer(result);
    const refused = result.answers.find((answer) => !answer.startsWith('OK'));
    if (refused !== undefined) throw new Error(`qtest refuses an access of the guest: ${refused}`);
    return (result.answers.at(-1) ?? '').slice('OK '.length);
  };
  const flushWith = (commands: readonly string[]): string => {
    const all = [...pending, ...commands];
    pending = [];
    pendingBytes = 0;
    return all.length === 0 ? '' : ask(all);
  };
  const later = (command: string): void => {
    pending.push(command);
    pendingBytes += command.length;
    if (pendingBytes > pendingBytesMax) flushWith([]);
  };
  const machine: QtestMachine = {
    patienceMs,
    in: (width, port) => Number.parseInt(flushWith([`in${widthLetter[width]} ${hex(port)}`]), 16),
    out: (width, port, value) => later(`out${widthLetter[width]} ${hex(port)} ${hex(value)}`),
    read: (address, length) => {
      const answer = flushWith([`read ${hex(address)} ${hex(length)}`]);
      return Buffer.from(answer.slice('0x'.length), 'hex').toString('latin1');
    },
    write: (address, bytes) => {
      if (bytes === '') return;
      const base64 = Buffer.from(bytes, 'latin1').toString('base64');
      later(`b64write ${hex(address)} ${hex(bytes.length)} ${base64}`);
    },
    flush: () => void flushWith([]),
  };
  return machine;
}
