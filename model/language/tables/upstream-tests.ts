/** One test of QEMU's unit test for chardevs. `outOfReach`: why no scenario can be its counterpart. */
export type UpstreamTest = { readonly path: string; readonly checks: string; readonly outOfReach?: string };

/** All of them, grouped by what they check. Source: QEMU tests/unit/test-char.c, 10.0. */
export const upstreamTests: readonly UpstreamTest[] = [
  {
    path: '/char/null',
    checks:
      'not found before, found after creation; no FD_PASS or RECONNECTABLE; second attach fails; detach and re-attach; handlers with a null opaque; write of 4 returns 4',
  },
  { path: '/char/invalid', checks: 'unknown legacy word gives no chardev' },
  {
    path: '/char/ringbuf',
    checks: 'size 5 refused; size 2 keeps the last two of four bytes; second read empty; `memory` alias with size 2',
  },
  {
    path: '/char/mux',
    checks:
      "mux=on chardev without frontends: mux then base removable; two frontends, explicit take_focus; 6 bytes reach only the focused one; an event on the base reaches both; an event on the mux reaches the focused one; `\\1b` BREAK to the focused one only; `\\1c` MUX_OUT/MUX_IN; input follows; `\\1?` help lands in the base; both see be_open; clearing handlers gives no event; setting them again gives exactly one OPENED each; base CLOSED+OPENED counts two more; no repeated state; cleared handlers in focus: bytes reach nobody; after `\\1c` the other gets only new bytes; one of two detached: `Chardev 'mux-label' is busy`; both detached: removable",
  },
  {
    path: '/char/hub',
    checks:
      "no list; member with mux=on; member `-base` in use; ten keys: fifth is `Invalid parameter 'chardevs.4'`; two ringbufs; second attach fails; input from each reaches the frontend; 6 bytes out reach both; member and hub busy; removal order frontend, hub, members; ringbufs + pipe: no watch when nothing blocks; 8-byte writes until -1/EAGAIN; one byte more also EAGAIN; watch ≠ 0; after draining the repeated 8 bytes go to the pipe only, the next 16 to all",
  },
  { path: '/char/stdio', checks: 'write reaches stdout; detach with delete' },
  { path: '/char/console', checks: 'same for the Windows console', outOfReach: 'Windows only' },
  {
    path: '/char/pipe',
    checks: '`.in`/`.out` FIFOs: output readable, data written before handlers are set is delivered after',
  },
  { path: '/char/file', checks: 'generated id; write_all 6 bytes land in the file' },
  {
    path: '/char/file-fifo',
    checks: 'input from a FIFO; send-break to an unknown id does nothing, to the chardev gives BREAK; data delivered',
  },
  {
    path: '/char/socket/server/mainloop/tcp',
    checks:
      'not connected at first and no event; client connects (by loop, or synchronous wait; listening fd passed or not): OPENED, connected true; ping out with write_all; new handlers repeat OPENED; pong in; peer leaves: CLOSED, connected false; the whole round a second time',
  },
  {
    path: '/char/socket/server/mainloop/unix',
    checks:
      'not connected at first and no event; client connects (by loop, or synchronous wait; listening fd passed or not): OPENED, connected true; ping out with write_all; new handlers repeat OPENED; pong in; peer leaves: CLOSED, connected false; the whole round a second time',
  },
  {
    path: '/char/socket/server/wait-conn/tcp',
    checks:
      'not connected at first and no event; client connects (by loop, or synchronous wait; listening fd passed or not): OPENED, connected true; ping out with write_all; new handlers repeat OPENED; pong in; peer leaves: CLOSED, connected false; the whole round a second time',
  },
  {
    path: '/char/socket/server/wait-conn/unix',
    checks:
      'not connected at first and no event; client connects (by loop, or synchronous wait; listening fd passed or not): OPENED, connected true; ping out with write_all; new handlers repeat OPENED; pong in; peer leaves: CLOSED, connected false; the whole round a second time',
  },
  {
    path: '/char/socket/server/mainloop-fdpass/tcp',
    checks:
      'not connected at first and no event; client connects (by loop, or synchronous wait; listening fd passed or not): OPENED, connected true; ping out with write_all; new handlers repeat OPENED; pong in; peer leaves: CLOSED, connected false; the whole round a second time',
  },
  {
    path: '/char/socket/server/mainloop-fdpass/unix',
    checks:
      'not connected at first and no event; client connects (by loop, or synchronous wait; listening fd passed or not): OPENED, connected true; ping out with write_all; new handlers repeat OPENED; pong in; peer leaves: CLOSED, connected false; the whole round a second time',
  },
  {
    path: '/char/socket/server/wait-conn-fdpass/tcp',
    checks:
      'not connected at first and no event; client connects (by loop, or synchronous wait; listening fd passed or not): OPENED, connected true; ping out with write_all; new handlers repeat OPENED; pong in; peer leaves: CLOSED, connected false; the whole round a second time',
  },
  {
    path: '/char/socket/server/wait-conn-fdpass/unix',
    checks:
      'not connected at first and no event; client connects (by loop, or synchronous wait; listening fd passed or not): OPENED, connected true; ping out with write_all; new handlers repeat OPENED; pong in; peer leaves: CLOSED, connected false; the whole round a second time',
  },
  {
    path: '/char/socket/server/two-clients/tcp',
    checks:
      'second client queued while the first is served, chardev moved to another context; both closes seen, one after the other',
  },
  {
    path: '/char/socket/server/two-clients/unix',
    checks:
      'second client queued while the first is served, chardev moved to another context; both closes seen, one after the other',
  },
  {
    path: '/char/socket/client/mainloop/tcp',
    checks: 'synchronous connect: connected at once, OPENED at set_handlers; ping-pong; CLOSED',
  },
  {
    path: '/char/socket/client/mainloop/unix',
    checks: 'synchronous connect: connected at once, OPENED at set_handlers; ping-pong; CLOSED',
  },
  {
    path: '/char/socket/client/wait-conn/tcp',
    checks: 'synchronous connect: connected at once, OPENED at set_handlers; ping-pong; CLOSED',
  },
  {
    path: '/char/socket/client/wait-conn/unix',
    checks: 'synchronous connect: connected at once, OPENED at set_handlers; ping-pong; CLOSED',
  },
  {
    path: '/char/socket/client/mainloop-reconnect/tcp',
    checks:
      'reconnect-ms=1000: not connected right after creation, no event; OPENED later; after CLOSED connects again',
  },
  {
    path: '/char/socket/client/mainloop-reconnect/unix',
    checks:
      'reconnect-ms=1000: not connected right after creation, no event; OPENED later; after CLOSED connects again',
  },
  {
    path: '/char/socket/client/wait-conn-reconnect/tcp',
    checks:
      'reconnect-ms=1000: not connected right after creation, no event; OPENED later; after CLOSED connects again',
  },
  {
    path: '/char/socket/client/wait-conn-reconnect/unix',
    checks:
      'reconnect-ms=1000: not connected right after creation, no event; OPENED later; after CLOSED connects again',
  },
  { path: '/char/socket/client/mainloop-fdpass/tcp', checks: 'connected fd passed by number' },
  { path: '/char/socket/client/mainloop-fdpass/unix', checks: 'connected fd passed by number' },
  { path: '/char/socket/client/wait-conn-fdpass/tcp', checks: 'connected fd passed by number' },
  { path: '/char/socket/client/wait-conn-fdpass/unix', checks: 'connected fd passed by number' },
  {
    path: '/char/socket/client/reconnect-error/tcp',
    checks: 'frontend disconnects inside its first OPENED; the next attempt works',
  },
  {
    path: '/char/socket/client/reconnect-error/unix',
    checks: 'frontend disconnects inside its first OPENED; the next attempt works',
  },
  {
    path: '/char/socket/client/dupid-reconnect/tcp',
    checks: 'same id twice: second creation fails cleanly while the first is connected',
  },
  {
    path: '/char/socket/client/dupid-reconnect/unix',
    checks: 'same id twice: second creation fails cleanly while the first is connected',
  },
  { path: '/char/udp', checks: 'datagram out and echoed back' },
  { path: '/char/serial', checks: '/dev/null accepted' },
  { path: '/char/parallel', checks: '/dev/null refused on Linux' },
  { path: '/char/hotswap', checks: 'udp → file refused by the frontend (old one keeps working), then accepted' },
  {
    path: '/char/websocket',
    checks: 'handshake reply headers; ping→pong; binary in; close frame answered with "peer requested close"',
  },
];
