import type { Scenario } from '../../scenario.ts';
import { done, guestSends, peerGets } from '../../steps.ts';

/** A daemon that is replaced by a newer one of itself, in the middle of a log. Source: E2E-02, VLOG-30. */
export const upgrade: Scenario = {
  id: 'e2e/log-daemon-upgrade',
  title: 'a log daemon that starts itself anew keeps the read end: the stream has no gap, and it cuts it as it likes',
  clauses: ['E2E-02'],
  needs: ['serial'],
  launch: 'manual',
  steps: [
    [{ do: 'pipe', as: 'old' }, done],
    [
      {
        do: 'launch',
        args: ['-add-fd', 'fd={fd:old.write},set=1', '-chardev', 'file,id=c,path=/dev/fdset/1,append=on'],
        ports: [{ id: 'com1', kind: '16550', chardev: 'c' }],
      },
      { see: 'launched' },
    ],
    [{ do: 'close', handle: 'old.write' }, done],
    guestSends('com1', lines(0, 10)),
    // 5000 bytes are in the pipe while nobody has it open but the program that is becoming the next one.
    [{ do: 'dup', as: 'new', of: 'old.read' }, done],
    [{ do: 'close', handle: 'old.read' }, done],
    guestSends('com1', lines(10, 17)),
    [
      { do: 'read', from: 'new', max: 8192 },
      { see: 'data', bytes: lines(0, 17).slice(0, 8192), end: false },
    ],
    guestSends('com1', lines(17, 34)),
    [
      { do: 'read', from: 'new', max: 8192 },
      { see: 'data', bytes: lines(0, 34).slice(8192, 16_384), end: false },
    ],
    [{ do: 'dup', as: 'newest', of: 'new' }, done],
    [{ do: 'close', handle: 'new' }, done],
    guestSends('com1', lines(34, 60)),
    [
      { do: 'read', from: 'newest', max: 8116 },
      { see: 'data', bytes: lines(0, 60).slice(16_384, 24_500), end: false },
    ],
    peerGets('newest', lines(0, 60).slice(24_500)),
  ],
};

/** Lines of 500 bytes, each told by its number. */
function lines(from: number, to: number): string {
  return Array.from({ length: to - from }, (_, index) => `${from + index}`.padEnd(499, '.').concat('\n')).join('');
}
