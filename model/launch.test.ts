import { describe, expect, it } from 'vitest';
import { describe as summary } from './describe.ts';
import { quirks } from './language/quirks.ts';
import { pending } from './model.ts';
import { everyProfile, world } from './world.fixture.ts';

describe.each(everyProfile)('the command line on %s', (profile) => {
  it.each([
    ['-add-fd set=1', 'fd option is required and must be non-negative'],
    ['-add-fd fd=1,set=1', 'fd cannot be a standard I/O stream'],
    ['-add-fd fd=77,set=1', 'fd is not valid or already in use'],
    ['-add-fd fd=3', 'set option is required and must be non-negative'],
    ['-add-fd fd=3,set=9223372036854775808', 'set option is required and must be non-negative'],
    ['-add-fd fd=x,set=1', "Parameter 'fd' expects a number"],
    ['-add-fd fd=3,set=1k', "Parameter 'set' expects a number"],
    ['-add-fd fd=3,set=1,foo=2', "Invalid parameter 'foo'"],
    ['-chardev null', 'chardev: no id specified'],
    ['-chardev null,id=1x', "Parameter 'id' expects an identifier"],
    ['-chardev nope,id=x', "'nope' is not a valid char driver name"],
    ['-chardev id=x', 'chardev: "x" missing backend'],
    ['-chardev file,id=x,fd=3', 'chardev: file: no filename given'],
    ['-chardev multiplex,id=x,muxA=a', "Invalid parameter 'muxA'"],
    ['-chardev socket,id=x', 'Unable to parse FD number '],
  ])('%s is refused (FDSET-40, FDSET-41, CHR-09)', (words, text) => {
    const made = world(profile, 'manual');
    made.do({ do: 'pipe', as: 'p' });
    const [name = '', options = ''] = words.split(' ');
    expect(made.do({ do: 'launch', args: [name, options], inherit: { '3': 'p.write' } })).toEqual({
      see: 'exit',
      status: 1,
      stderr: [`qemu-system-x86_64: ${words}: ${text}`],
    });
  });

  it('members are duplicates, keep O_NONBLOCK, and the originals are closed (FDSET-43, FDSET-45)', () => {
    const made = world(profile, 'manual');
    made.do({ do: 'pipe', as: 'p' });
    made.do({ do: 'set-flags', of: 'p.write', flags: ['nonblock'] });
    made.do({ do: 'launch', args: ['-add-fd', 'fd={fd:p.write},set=1', '-add-fd', 'fd={fd:p.write},set=1,opaque=o'] });
    expect(made.value('query-fdsets')).toMatchObject([{ fds: [{ fd: { $fd: 10 } }, { opaque: 'o' }] }]);
    const held = { object: 'p', access: 'w', flags: ['nonblock'], closeOnExec: true };
    expect(made.do({ do: 'observe', what: 'descriptors' })).toEqual({ see: 'descriptors', held: [held, held] });
  });

  it('a number of 2^32 and more is cut on the real systems only (FDSET-42, DEF-07)', () => {
    const made = world(profile, 'manual');
    made.do({ do: 'pipe', as: 'p' });
    const args = ['-add-fd', 'fd=4294967299,set=1'];
    expect(made.do({ do: 'launch', args, inherit: { '3': 'p.write' } }).see).toBe(
      profile === 'design' ? 'exit' : 'launched',
    );
  });

  it('a state at rest has nothing pending and a summary that survives JSON', () => {
    const made = world(profile);
    expect(pending(made.state)).toEqual([]);
    const text = summary(made.state);
    expect(JSON.parse(JSON.stringify(text))).toEqual(text);
  });

  it('what is held is pending until the release', () => {
    const made = world(profile);
    made.do({ do: 'hold' });
    made.do({ do: 'send', bytes: '{"execute":"query-fdsets"}' });
    expect(pending(made.state)).toMatchObject([{ what: { kind: 'read', name: 'qmp' } }]);
    made.do({ do: 'release' });
    expect(made.messages()).toEqual([{ return: [] }]);
  });
});

describe('the registry of quirks', () => {
  it('has a rule in the model for each, asked for in one place', async () => {
    const { readFileSync, readdirSync } = await import('node:fs');
    const folder = new URL('./', import.meta.url);
    const sources = readdirSync(folder)
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
      .map((name) => readFileSync(new URL(name, folder), 'utf8'))
      .join('\n');
    for (const { id } of quirks) expect(sources.split(`has(state, '${id}')`)).toHaveLength(2);
  });
});
