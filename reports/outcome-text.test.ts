import { describe, expect, it } from 'vitest';
import { actionText, bytesText, expectedText, outcomeText, valueText } from './outcome-text.ts';

describe('texts of actions and outcomes', () => {
  it('shows bytes as a quoted text of printable ASCII', () => {
    expect(bytesText('a"\\\n\u0000\u00ff')).toBe('"a\\"\\\\\\n\\x00\\xff"');
  });

  it('cuts long bytes and says how many there are', () => {
    expect(bytesText('x'.repeat(5000))).toBe(`"${'x'.repeat(400)}…" (5000 bytes)`);
  });

  it('shows symbols, model numbers and big integers as what they stand for', () => {
    expect(valueText({ fd: { $: 'member' }, of: [{ $fd: 12 }, { $int: '18446744073709551615' }, null] })).toBe(
      '{"fd": $member, "of": [fd:12, 18446744073709551615, null]}',
    );
  });

  it('shows a command with its arguments, id, descriptors and connection', () => {
    expect(
      actionText({ do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, id: 'x', fds: ['p.write'], on: 'b' }),
    ).toBe('qmp add-fd {"fdset-id": 1} id "x" with p.write on b');
    expect(actionText({ do: 'hmp', on: 'h', line: 'info chardev' })).toBe('hmp info chardev on h');
    expect(actionText({ do: 'write', to: 'p.write', bytes: '\n' })).toBe('write to=p.write bytes="\\n"');
  });

  it('shows each kind of outcome', () => {
    expect(outcomeText({ see: 'return', value: {}, id: 1 })).toBe('return {} (id 1)');
    expect(outcomeText({ see: 'data', bytes: 'a', end: true })).toBe('data "a", then the end');
    expect(outcomeText({ see: 'exit', status: 1, stderr: ['one', 'two'] })).toBe('exit 1\n  one\n  two');
    expect(outcomeText({ see: 'wrote', count: 3 })).toBe('wrote count 3');
    expect(outcomeText({ see: 'messages', messages: [{ return: {} }, { event: 'STOP' }] })).toBe(
      'return {}\n{"event": "STOP"}',
    );
    expect(
      outcomeText({ see: 'messages', messages: [{ error: { class: 'GenericError', desc: 'no' }, id: null }] }),
    ).toBe('error GenericError: no (id null)');
    expect(
      outcomeText({
        see: 'descriptors',
        held: [{ object: 'p', access: 'w', flags: ['append', 'nonblock'], closeOnExec: false }],
      }),
    ).toBe('p w append nonblock kept on exec');
  });

  it('shows what a literal leaves open', () => {
    expect(expectedText({ see: 'error', desc: { endsWith: 'not found' } })).toBe('error (any): ending "not found"');
    expect(expectedText({ see: 'return' })).toBe('return (any)');
    expect(expectedText({ oneOf: [{ see: 'silent' }, { see: 'closed' }] })).toBe('silent\nor closed');
  });

  it('takes the literal of the profile in question, or all where there is none in question', () => {
    const byProfile = { byProfile: { 'qemu-7.2': { see: 'silent' }, else: { see: 'closed' } } } as const;
    expect(expectedText(byProfile, 'qemu-7.2')).toBe('silent');
    expect(expectedText(byProfile, 'design')).toBe('closed');
    expect(expectedText(byProfile)).toBe('qemu-7.2: silent\nelse: closed');
  });
});
