import { changeChardev, chardevOf } from './chardev.ts';
import { acceptStopsAtHub } from './defect.ts';
import { type FrontendKey, frontendOf } from './frontend.ts';
import { deliver, drainFocused } from './input.ts';
import { roomAt } from './room.ts';
import type { Turn } from './state.ts';

/** What a chardev keeps for its frontend goes there as it has room. Source: UDP-02, VC-02, MISC-01. */
export function giveKept(turn: Turn, label: string): void {
  for (;;) {
    const kept = turn.state.chardevs.get(label)?.kept ?? '';
    const room = kept === '' ? 0 : roomAt(turn.state, label);
    if (room <= 0) return;
    changeChardev(turn, label, { kept: kept.slice(room) });
    deliver(turn, label, kept.slice(0, room));
  }
}

/** The one offer that follows an answer: what does not find room waits for accept_input. Source: MISC-01. */
export function offerKept(turn: Turn, label: string): void {
  changeChardev(turn, label, { offers: false });
  giveKept(turn, label);
}

/** A frontend has room again. The main loop polls can_read anew by itself. Source: CHR-38, MUX-07. */
export function acceptInput(turn: Turn, key: FrontendKey): void {
  const label = frontendOf(turn.state, key)?.chardev;
  if (label != null && turn.state.chardevs.has(label)) acceptAt(turn, label);
}

/** The backend's accept_input hook: a mux has its own buffers, types that keep input go on. Source: CHR-38, HUB-11. */
function acceptAt(turn: Turn, label: string): void {
  const { mux, hub, type } = chardevOf(turn.state, label);
  if (mux !== null) drainFocused(turn, label);
  else if (hub !== null && !acceptStopsAtHub(turn.state)) for (const member of hub.members) acceptAt(turn, member);
  else if (type === 'vc' || type === 'msmouse' || type === 'wctablet') giveKept(turn, label);
}
