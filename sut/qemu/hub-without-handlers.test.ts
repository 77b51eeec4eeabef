import { describe, expect, test } from 'vitest';
import { inSession, qemusForTests } from './qemu-in-tests.ts';
import { createQemuTarget } from './target.ts';

const qemus = qemusForTests('a hub whose frontend installs no handlers');

/** Packets come in over a stream netdev, each with its length before it, and a filter copies them to a chardev. */
const network = [
  ...['-netdev', 'stream,id=net0,server=on,addr.type=unix,addr.path={dir}/net'],
  ...['-netdev', 'hubport,id=hp0,hubid=0,netdev=net0', '-netdev', 'hubport,id=hp1,hubid=0'],
];
const chardevs = ['-chardev', 'socket,id=s,path={dir}/s,server=on,wait=off', '-chardev', 'ringbuf,id=r,size=4096'];
const hub = ['-chardev', 'hub,id=h,chardevs.0=s,chardevs.1=r'];
const packet = (letter: string): string => `\0\0\0@${letter.repeat(64)}`;

describe.each(qemus)('a hub whose frontend installs no handlers, of $path', ({ path }) => {
  test.each([
    ['h', 'gives a member that connects after the first output nothing, ever (Q-HUB-11)', ''],
    ['s', 'is the cause: the member alone gets what is written from then on', packet('B') + packet('C')],
  ])('%s: %s', async (outdev, _rule, seen) => {
    const target = await createQemuTarget({ binary: path, timeoutMs: 3000 });
    try {
      if (!target.capabilities.has('hub') || !target.capabilities.has('virtio-serial')) {
        console.warn(`${path} has no hub or no machine for a network: the rule cannot be seen there`);
        expect(target.identity.profile).toBe('qemu-7.2');
        return;
      }
      await inSession(target, false, (perform) => {
        const filter = ['-object', `filter-mirror,id=f0,netdev=net0,queue=all,outdev=${outdev}`];
        const args = [...chardevs, ...(outdev === 'h' ? hub : []), ...network, ...filter];
        expect(perform({ do: 'launch', machine: 'virtio', args })).toEqual({ see: 'launched' });
        perform({ do: 'connect-socket', as: 'net', path: '{dir}/net' });
        perform({ do: 'write', to: 'net', bytes: packet('A') });
        perform({ do: 'connect-socket', as: 'late', path: '{dir}/s' });
        perform({ do: 'write', to: 'net', bytes: packet('B') });
        perform({ do: 'write', to: 'net', bytes: packet('C') });
        expect(perform({ do: 'read', from: 'late' })).toEqual({ see: 'data', bytes: seen, end: false });
        const reading = { device: 'r', size: 4096, format: 'base64' };
        const ring = Buffer.from(outdev === 'h' ? packet('A') + packet('B') + packet('C') : '', 'latin1');
        expect(perform({ do: 'qmp', execute: 'ringbuf-read', arguments: reading })).toEqual({
          see: 'return',
          value: ring.toString('base64'),
        });
      });
    } finally {
      await target.shutdown();
    }
  });
});
