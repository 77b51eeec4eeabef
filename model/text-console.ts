import { changeChardev, chardevOf } from './chardev.ts';
import { giveKept } from './kept-input.ts';
import type { ByteString } from './language/value.ts';
import { ModelLimit } from './limit.ts';
import type { Turn } from './state.ts';

/** Bytes of input that a text console keeps. Source: VC-02. */
const keptBytesMax = 16;

/** Keys typed into a vc chardev, one stroke each: what finds no place is dropped. Source: VC-02. */
export function typeKeys(turn: Turn, label: string, bytes: ByteString): void {
  if (turn.state.chardevs.get(label)?.type !== 'vc') throw new ModelLimit(`no text console ${label}`);
  for (const byte of bytes) {
    const { kept } = chardevOf(turn.state, label);
    if (kept.length < keptBytesMax) changeChardev(turn, label, { kept: kept + byte });
    giveKept(turn, label);
  }
}
