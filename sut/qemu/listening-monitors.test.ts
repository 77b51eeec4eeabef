import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LaunchOptions } from '../../model/language/action.ts';
import type { Target } from '../target.ts';
import { inSession, qemusForTests } from './qemu-in-tests.ts';
import { createQemuTarget } from './target.ts';

const qemus = qemusForTests('listening monitors of a real QEMU');
const rounds = 100;
const listening: LaunchOptions = {
  monitors: [
    { id: 'm', mode: 'qmp', via: 'listen' },
    { id: 'h', mode: 'hmp', via: 'listen' },
  ],
};

describe.each(qemus)('listening monitors of $path', ({ path }) => {
  let target: Target;
  beforeAll(async () => {
    target = await createQemuTarget({ binary: path, timeoutMs: 3000 });
  });
  afterAll(() => target?.shutdown());

  test(`the last monitor's leaving is seen as the profile has it, ${rounds} times out of ${rounds}`, async () => {
    const survives = target.identity.profile !== 'qemu-7.2';
    await inSession(target, false, (perform) => {
      expect(perform({ do: 'launch', ...listening })).toEqual({ see: 'launched' });
      for (let round = 0; round < rounds; round += 1) {
        perform({ do: 'memfd', as: 'm' });
        expect(perform({ do: 'connect', monitor: 'm', as: 'first' })).toEqual({
          see: 'greeting',
          capabilities: ['oob'],
        });
        const add = { do: 'qmp', on: 'first', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['m'] } as const;
        expect(perform(add).see).toBe('return');
        perform({ do: 'disconnect', on: 'first' });
        const seen = perform({ do: 'observe', what: 'descriptors' });
        expect(seen.see === 'descriptors' && seen.held.length, `round ${round}`).toBe(survives ? 1 : 0);
        perform({ do: 'connect', monitor: 'm', as: 'second' });
        const sets = perform({ do: 'qmp', on: 'second', execute: 'query-fdsets' });
        expect(sets, `round ${round}`).toMatchObject({ see: 'return', value: survives ? [{ 'fdset-id': 1 }] : [] });
        perform({ do: 'qmp', on: 'second', execute: 'remove-fd', arguments: { 'fdset-id': 1 } });
        perform({ do: 'disconnect', on: 'second' });
        perform({ do: 'close', handle: 'm' });
      }
    });
  });

  test("an inherited monitor's leaving is the last one's, though the harness had its own", async () => {
    const survives = target.identity.profile !== 'qemu-7.2';
    await inSession(target, false, (perform) => {
      const monitors = [
        { id: 'qmp', mode: 'qmp', via: 'pair' },
        { id: 'm', mode: 'qmp', via: 'listen' },
      ] as const;
      perform({ do: 'launch', monitors });
      perform({ do: 'eventfd', as: 'e' });
      perform({ do: 'qmp', execute: 'add-fd', fds: ['e'] });
      perform({ do: 'disconnect', on: 'qmp' });
      perform({ do: 'connect', monitor: 'm', as: 'later' });
      const sets = perform({ do: 'qmp', on: 'later', execute: 'query-fdsets' });
      expect(sets).toMatchObject({ see: 'return', value: survives ? [{ 'fdset-id': 0 }] : [] });
    });
  });

  test('messages sent between hold and release are all there at once when QEMU goes on', async () => {
    await inSession(target, false, (perform) => {
      perform({ do: 'launch' });
      perform({ do: 'hold' });
      for (let id = 0; id < 12; id += 1) {
        const bytes = `{"execute":"query-fdsets","id":${id}}`;
        expect(perform({ do: 'send', bytes })).toEqual({ see: 'messages', messages: [] });
      }
      perform({ do: 'release' });
      const messages = Array.from({ length: 12 }, (_, id) => ({ return: [], id }));
      expect(perform({ do: 'receive' })).toEqual({ see: 'messages', messages });
    });
  });

  test('a second client waits in silence and is greeted when the first leaves', async () => {
    await inSession(target, false, (perform) => {
      perform({ do: 'launch', ...listening });
      perform({ do: 'connect', monitor: 'm', as: 'first' });
      expect(perform({ do: 'connect', monitor: 'm', as: 'second' })).toEqual({ see: 'silent' });
      expect(perform({ do: 'receive', on: 'second' })).toEqual({ see: 'messages', messages: [] });
      perform({ do: 'disconnect', on: 'first' });
      expect(perform({ do: 'receive', on: 'second' })).toEqual({
        see: 'messages',
        messages: [{ greeting: { capabilities: ['oob'] } }],
      });
    });
  });

  test('an HMP line gives what it prints, without echo and prompt, and takes a descriptor', async () => {
    await inSession(target, false, (perform) => {
      perform({ do: 'launch', ...listening });
      expect(perform({ do: 'connect', monitor: 'h', as: 'hmp' })).toEqual({ see: 'done' });
      perform({ do: 'eventfd', as: 'e' });
      const line = (text: string, fds: readonly string[] = []) => perform({ do: 'hmp', on: 'hmp', line: text, fds });
      expect(line('getfd x')).toEqual({
        see: 'text',
        text: 'Error: No file descriptor supplied via SCM_RIGHTS',
      });
      expect(line('getfd x', ['e'])).toEqual({ see: 'text', text: '' });
      expect(line('closefd x')).toEqual({ see: 'text', text: '' });
      expect(line('closefd x')).toEqual({ see: 'text', text: "Error: File descriptor named 'x' not found" });
      expect(line('info chardev')).toEqual({ see: 'text', text: '' });
      expect(line(`nosuch ${'y'.repeat(200)}`)).toEqual({ see: 'text', text: `unknown command: 'nosuch'` });
      expect(line('ringbuf_read')).toEqual({
        see: 'text',
        text: 'ringbuf_read: string expected\nTry "help ringbuf_read" for more information',
      });
    });
  });
});
