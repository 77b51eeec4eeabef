import type { Chardev } from '../chardev/chardev.ts';
import { type Attempt, failure, success } from '../failure.ts';
import type { Machine } from '../machine.ts';
import { type OptionList, type OptionSyntax, parseOptions } from '../option-list.ts';
import { startPlaying } from './play.ts';
import { startRecording } from './record.ts';

const syntax: OptionSyntax = {
  group: 'icount',
  impliedKey: 'shift',
  kinds: { shift: 'string', align: 'bool', sleep: 'bool', rr: 'string', rrfile: 'string' },
};
const noIoctl = 'Replay: ioctl is not supported for serial devices yet';
/** Types that a device can ask about the line's other end. Source: RR-11, both QEMUs. */
const askable: ReadonlySet<string> = new Set(['serial', 'parallel', 'msmouse', 'wctablet']);

/** The word of -icount. Source: RR-01. */
export function parseCounting(word: string): Attempt<OptionList> {
  return parseOptions(word, syntax);
}

/** Starts record or replay, if the word asks for it; texts are whole lines. Source: RR-01, RR-15, both QEMUs. */
export function startTape(machine: Machine, word: string, options: OptionList): Attempt<void> {
  const mode = options.text('rr');
  if (mode === null) return success(undefined);
  const told = `-icount ${word}: `;
  if (mode !== 'record' && mode !== 'replay') return failure(`${told}Invalid icount rr option: ${mode}`);
  const path = options.text('rrfile');
  if (path === null) return failure(`${told}File name not specified for replay`);
  const tape = mode === 'record' ? startRecording(machine, path) : startPlaying(machine, path, told);
  if (!tape.ok) return tape;
  machine.tape = tape.value;
  return options.text('shift') === null ? failure('Please enable icount to use record/replay') : success(undefined);
}

/**
 * A chardev that a legacy word gives to a device is logged from now on. `own`: the word made it. Source: RR-08, RR-11.
 */
export function logTraffic(machine: Machine, chardev: Chardev, own: boolean, told: string): Attempt<void> {
  const { tape } = machine;
  if (tape === null || chardev.logged !== null) return success(undefined);
  if (askable.has(chardev.type)) {
    if (machine.profile.replayIoctl === 'left-out') return own ? success(undefined) : failure(noIoctl);
    machine.stderr.push(`${machine.speaker}${told}: ${noIoctl}`);
  }
  const index = tape.drivers.length;
  tape.drivers.push(chardev);
  chardev.logged = (bytes) => tape.heard(index, bytes);
  return success(undefined);
}
