import type { ClauseFamily } from '../clause.ts';

/** Q-MUX: real defects of the multiplexer. */
export const qMux: ClauseFamily = {
  id: 'Q-MUX',
  title: 'real defects of the multiplexer',
  area: 'chardevs',
  section: 'real defects',
  profiles: ['qemu-7.2', 'qemu-10.0'],
  clauses: [
    {
      id: 'Q-MUX-1',
      rule: 'Timestamps with a slow peer: lost bytes count negatively, output is duplicated and reordered.',
      observable: 'not stated',
      variants: 'all',
      source: 'experiment',
      checked: 'both',
      reproducer:
        'mux on socket, monitor, `C-a t`, eight `info qtree` without reading: stamp-stripped text differs from the plain one from byte 275 on ("ps2-mouseps2-mouse")',
      repair: 'stop at the first refused byte',
    },
    {
      id: 'Q-MUX-2',
      rule: 'Stamps use write_all: an unread peer freezes the process (QMP included) until it reads.',
      observable: 'not stated',
      variants: 'all',
      source: 'experiment',
      checked: 'both',
      reproducer: '`C-a t`, guest writes lines, peer does not read',
      repair: 'buffer the stamp',
    },
    {
      id: 'Q-MUX-3',
      rule: 'Input buffered for a slot is stranded when the focus leaves, and after it returns until another input byte or accept_input.',
      observable: 'not stated',
      variants: 'all',
      source: 'experiment',
      checked: 'both',
      reproducer:
        'two UARTs; send 0123456789, `C-a c`, HELLO: first UART gets 0 only; `C-a c` back: nothing; one more byte: 123456789 and it',
      repair: 'drain on focus change',
    },
    {
      id: 'Q-MUX-4',
      rule: 'With the focus on an unplugged frontend, 32 buffered bytes block the base: `C-a c` is never seen. 31 still work.',
      observable: 'not stated',
      variants: 'all',
      source: 'experiment',
      checked: 'both',
      reproducer: 'usb-serial unplugged while focused, send 32 × x, `C-a c`',
      repair: 'discard input for an empty slot, or move the focus',
    },
    {
      id: 'Q-MUX-5',
      rule: 'A frontend attaching to a mux on a disconnected socket gets OPENED.',
      observable: 'not stated',
      variants: 'all',
      source: 'experiment',
      checked: 'both',
      reproducer: 'usb-serial on mux[socket without client]: attached=true (plain: false)',
      repair: 'follow the base',
    },
    {
      id: 'Q-MUX-6',
      rule: 'A frontend attached and detached without set_handlers (a device_add failing after its chardev property) leaves the mux reading with focus −1: the next input byte kills the process (SIGSEGV).',
      observable: 'not stated',
      variants: 'all',
      source: 'experiment',
      checked: 'both',
      reproducer: 'socket mux=on, xhci; `device_add usb-serial,chardev=h,port=99` fails; peer sends one byte',
      repair: 'no focus ⇒ room 0',
    },
  ],
};
