import type { Task } from '../../runtime/task.ts';
import { byteString, bytesOf } from '../bytes.ts';
import { immediate } from '../immediate.ts';
import type { Backend, Chardev } from './chardev.ts';
import { createHeldInput, type HeldInput } from './held-input.ts';

/** The only speed at which it listens, in baud. */
const ownSpeed = 9600;
const heldMax = 512;
const queryMax = 100;
const model = '~#CT-0045R,V1.3-5,';
const configuration = '96,N,8,0';
/** What is there to be fetched before anybody has told it the line's speed, or asked. Seen through virtio ports. */
const plugAndPlay = '\\96,N,8,1(\x01$WAC0045\\\\PEN\\WAC0000\\Tablet\r\nCT-0045R,V1.3-5\r\nE7)';
const restingPen = '\xe0\x00\x00\x00\x00\x00\x00';

/** The answer to one whole line; nothing for a line that it does not know. Source: MISC-01, both QEMUs. */
function answerTo(line: string): string {
  if (line === 'RE') return configuration;
  if (line === 'ST') return restingPen;
  if (line.length !== 3 || !line.startsWith('TS')) return '';
  const code = line.charCodeAt(2);
  return String.fromCharCode(0xa3, 0x7e | (code >> 7), (code & 0x7f) ^ 0x57, 0x03, 0x7f, 0x7f, 0);
}

/** What the whole beginning of a query asks for, and what is left of it; null: more has to come. */
function takeCommand(query: string): { readonly answer: string; readonly rest: string } | null {
  if (query.startsWith('~#')) return { answer: model, rest: query.slice(2) };
  const end = /[\r\n]/.exec(query)?.index;
  return end === undefined ? null : { answer: answerTo(query.slice(0, end)), rest: query.slice(end + 1) };
}

function* offered(held: HeldInput, count: number): Task<number> {
  yield* held.offer();
  return count;
}

/** A pen tablet that no pen touches. Source: MISC-01. */
export function createTabletBackend(chardev: Chardev): Backend {
  const held = createHeldInput(chardev, heldMax);
  let speed = 0;
  let query = '';
  held.push(bytesOf(plugAndPlay));
  return {
    filename: () => 'wctablet',
    /** One command at most is served a write. */
    write(bytes: Uint8Array): Task<number> {
      if (speed !== ownSpeed) return immediate(bytes.length);
      query = (query + byteString(bytes)).slice(0, queryMax).replace(/^[@\r\n]+/, '');
      const command = takeCommand(query);
      if (command === null) return immediate(bytes.length);
      query = command.rest;
      held.push(bytesOf(command.answer));
      return offered(held, bytes.length);
    },
    watchOutput: () => null,
    frontendChanged: () => immediate(undefined),
    close: () => {},
    acceptInput: () => held.offer(),
    setSpeed(baud: number): void {
      if (baud === speed) return;
      speed = baud;
      query = '';
      held.clear();
    },
  };
}
