import { describe, expect, it } from 'vitest';
import { ModelLimit } from './limit.ts';
import { everyProfile, ok, realProfiles, world } from './world.fixture.ts';

describe.each(everyProfile)('monitors on %s', (profile) => {
  it('descriptors may ride on any byte up to the closing brace (FDSET-02)', () => {
    const made = world(profile);
    made.do({ do: 'pipe', as: 'p' });
    expect(made.do({ do: 'send', bytes: ' ', fds: ['p.write'] })).toEqual({ see: 'messages', messages: [] });
    made.do({ do: 'send', bytes: '{"execute":"getfd","arg' });
    expect(made.do({ do: 'send', bytes: 'uments":{"fdname":"x"}}' })).toMatchObject({ messages: [{ return: {} }] });
  });

  it('a read that brings descriptors closes the ones that were pending (FDSET-01)', () => {
    const made = world(profile);
    made.do({ do: 'pipe', as: 'p' });
    made.do({ do: 'send', bytes: ' ', fds: ['p.write'] });
    made.do({ do: 'send', bytes: ' ', fds: ['p.read'] });
    expect(made.do({ do: 'observe', what: 'descriptors' })).toMatchObject({ held: [{ object: 'p', access: 'r' }] });
  });

  it('received descriptors become blocking and close-on-exec (FDSET-05)', () => {
    const made = world(profile);
    made.do({ do: 'pipe', as: 'p' });
    made.do({ do: 'set-flags', of: 'p.write', flags: ['append', 'nonblock'] });
    made.value('add-fd', undefined, ['p.write']);
    expect(made.do({ do: 'observe', what: 'descriptors' })).toMatchObject({
      held: [{ access: 'w', flags: ['append'], closeOnExec: true }],
    });
  });

  it('a second client waits without a greeting until the first leaves (QMP-01)', () => {
    const made = world(profile, { monitors: [{ id: 'm', mode: 'qmp', via: 'listen' }] });
    expect(made.do({ do: 'connect', monitor: 'm', as: 'one' })).toEqual({ see: 'greeting', capabilities: ['oob'] });
    expect(made.do({ do: 'connect', monitor: 'm', as: 'two' })).toEqual({ see: 'silent' });
    made.do({ do: 'disconnect', on: 'one' });
    expect(made.messages('two')).toEqual([{ greeting: { capabilities: ['oob'] } }]);
  });

  it('before negotiation every command is refused but the one that negotiates (QMP-02)', () => {
    const made = world(profile, { monitors: [{ id: 'qmp', mode: 'qmp', via: 'pair', negotiate: false }] });
    expect(made.qmp('nonsense')).toMatchObject({
      class: 'CommandNotFound',
      desc: "Expecting capabilities negotiation with 'qmp_capabilities'",
    });
    expect(made.error('qmp_capabilities', { enable: ['zz'] })).toBe("Parameter 'null' does not accept value 'zz'");
    expect(made.qmp('qmp_capabilities')).toEqual(ok);
    expect(made.error('qmp_capabilities')).toBe('Capabilities negotiation is already complete, command ignored');
  });

  it('names are private to their monitor, and a used name is gone (GETFD-05, GETFD-07)', () => {
    const monitors = ['a', 'b'].map((id) => ({ id, mode: 'qmp', via: 'pair' }) as const);
    const made = world(profile, { monitors });
    made.do({ do: 'pipe', as: 'p' });
    made.value('getfd', { fdname: 'n' }, ['p.write'], 'a');
    expect(made.error('closefd', { fdname: 'n' }, [], 'b')).toBe("File descriptor named 'n' not found");
    const backend = { type: 'socket', data: { addr: { type: 'fd', data: { str: 'n' } }, server: false } };
    expect(made.error('chardev-add', { id: 'c', backend }, [], 'a')).toBe(
      "Failed to add chardev 'c': File descriptor 'n' is not a socket",
    );
    expect(made.error('closefd', { fdname: 'n' }, [], 'a')).toBe("File descriptor named 'n' not found");
  });

  it('quit: the event, the reply, then the end (QMP-16)', () => {
    const made = world(profile);
    expect(made.qmp('quit')).toEqual(ok);
    expect(made.messages()).toMatchObject([{ event: 'SHUTDOWN' }]);
    expect(made.do({ do: 'wait-exit' })).toEqual({ see: 'exit', status: 0, stderr: [] });
    expect(made.qmp('query-status')).toEqual({ see: 'closed' });
  });

  it('refuses to predict a command of QEMU that it does not know, and changes nothing', () => {
    const made = world(profile);
    const before = made.state;
    expect(() => made.qmp('query-block')).toThrow(ModelLimit);
    expect(made.state).toBe(before);
  });
});

describe('what a finished command leaves', () => {
  it.each(realProfiles)('on %s an untaken descriptor satisfies the next add-fd (FDSET-06)', (profile) => {
    const made = world(profile);
    made.do({ do: 'pipe', as: 'p' });
    made.qmp('nonsense', undefined, ['p.write']);
    expect(made.qmp('add-fd')).toMatchObject({ see: 'return' });
  });

  it('in design it is closed with the command (DEF-09)', () => {
    const made = world('design');
    made.do({ do: 'pipe', as: 'p' });
    made.qmp('nonsense', undefined, ['p.write']);
    expect(made.error('add-fd')).toBe('No file descriptor supplied via SCM_RIGHTS');
    expect(made.do({ do: 'observe', what: 'descriptors' })).toEqual({ see: 'descriptors', held: [] });
  });

  it.each([
    ['qemu-7.2', 'return'],
    ['qemu-10.0', 'return'],
    ['design', 'error'],
  ] as const)('on %s closefd by the next client of the monitor sees %s (GETFD-05, DEF-09)', (profile, see) => {
    const made = world(profile, { monitors: [{ id: 'm', mode: 'qmp', via: 'listen' }] });
    made.do({ do: 'pipe', as: 'p' });
    made.do({ do: 'connect', monitor: 'm', as: 'one' });
    made.value('getfd', { fdname: 'n' }, ['p.write'], 'one');
    made.do({ do: 'disconnect', on: 'one' });
    made.do({ do: 'connect', monitor: 'm', as: 'two' });
    expect(made.qmp('closefd', { fdname: 'n' }, [], 'two').see).toBe(see);
  });

  it('through human-monitor-command getfd finds nothing, and the real systems keep the descriptor (HMP-09)', () => {
    for (const profile of everyProfile) {
      const made = world(profile);
      made.do({ do: 'pipe', as: 'p' });
      expect(made.value('human-monitor-command', { 'command-line': 'getfd x' }, ['p.write'])).toBe(
        'Error: No file descriptor supplied via SCM_RIGHTS\r\n',
      );
      expect(made.qmp('getfd', { fdname: 'y' }).see).toBe(profile === 'design' ? 'error' : 'return');
    }
  });
});

describe('HMP', () => {
  const hmp = [{ id: 'hmp', mode: 'hmp', via: 'pair' }] as const;
  it.each([
    ['closefd', 'closefd: string expected\nTry "help closefd" for more information'],
    ['getfd a b', 'getfd: extraneous characters at the end of line\nTry "help getfd" for more information'],
    ['ringbuf_read r', 'unexpected end of expression\nTry "help ringbuf_read" for more information'],
    ['nope a', "unknown command: 'nope'"],
    ['info nope', "unknown command: 'info nope'"],
    ['add-fd', "unknown command: 'add-fd'"],
    ['chardev-remove zz', "Error: Chardev 'zz' not found"],
    ['', ''],
  ])('%j prints its answer (HMP-06)', (line, text) => {
    expect(world('qemu-10.0', { monitors: hmp }).do({ do: 'hmp', on: 'hmp', line })).toEqual({ see: 'text', text });
  });

  it('getfd takes the descriptor that came with the line (GETFD-06)', () => {
    const made = world('qemu-7.2', { monitors: hmp });
    made.do({ do: 'pipe', as: 'p' });
    expect(made.do({ do: 'hmp', on: 'hmp', line: 'getfd n', fds: ['p.read'] })).toEqual({ see: 'text', text: '' });
    expect(made.do({ do: 'hmp', on: 'hmp', line: 'closefd n' })).toEqual({ see: 'text', text: '' });
  });
});
