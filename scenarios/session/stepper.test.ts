import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadModel } from '../run/witness.ts';
import { openPlayback } from './playback.ts';
import { conversation, inFolder, recordInto } from './session.fixture.ts';
import { checkSession } from './session-file.ts';
import { commandOf, firstStep, goOn, type Stepper, take } from './stepper.ts';
import { startWalk, type Walk } from './walk.ts';

/** Walks through the small conversation; `say` takes a typed line and goes on until it has arrived. */
async function walking(work: (say: (line: string) => Stepper, walk: Walk) => void): Promise<void> {
  await inFolder(async (folder) => {
    const path = join(folder, 's');
    await recordInto(path, conversation, 'design');
    const file = checkSession(path);
    const request = { spec: { kind: 'simulated', profile: 'design' }, profile: 'design', exact: true } as const;
    const playback = await openPlayback(file, await loadModel(), request);
    const walk = startWalk(file, playback);
    let now = take(firstStep, { ask: 'move', by: 0 }, walk);
    try {
      work((line) => {
        const command = commandOf(line);
        if (typeof command === 'string') throw new Error(command);
        now = take(now, command, walk);
        while (now.going !== undefined) now = goOn(now, walk, 2);
        return now;
      }, walk);
    } finally {
      await playback.close();
    }
  });
}

test('a walk goes forwards and back, and no further than beginning and end', () =>
  walking((say, walk) => {
    expect(say('next 3')).toMatchObject({ at: 3, message: '' });
    expect(walk.played()).toBe(4);
    expect(say('back 2').at).toBe(1);
    expect(say('back 5')).toMatchObject({ at: 0, message: 'the beginning' });
    expect(say('last')).toMatchObject({ at: 10, message: 'the end of the session (pass)' });
    expect(say('next')).toMatchObject({ at: 10, message: 'the end of the session (pass)' });
    expect(say('go 2').at).toBe(1);
    expect(say('record 9').at).toBe(3);
    expect(walk.played()).toBe(11);
  }));

test('a run stops at breakpoints on kind, object and clause, both ways', () =>
  walking((say) => {
    say('break object r');
    expect(say('continue')).toMatchObject({ at: 4, message: 'stopped at object r' });
    expect(say('continue').at).toBe(5);
    say('clear');
    say('break kind ERROR');
    const error = say('continue');
    expect(error).toMatchObject({ at: 10, message: 'stopped at kind ERROR' });
    say('break kind error'); // another one
    say('break clause fdset-01');
    expect(say('reverse').message).toBe('stopped at clause FDSET-01');
    say('clear');
    expect(say('continue').message).toBe('no breakpoint met; the end of the session (pass)');
  }));

test('a search finds what was done or seen, forwards, again and backwards', () =>
  walking((say) => {
    expect(say('search SECRET')).toMatchObject({ at: 5, message: 'found: SECRET' });
    expect(say('again').at).toBe(6);
    expect(say('again')).toMatchObject({ message: 'not found; the end of the session (pass)' });
    expect(say('search-back pipe').at).toBe(1);
  }));

test('both states come with each step, and say the same', () =>
  walking((say, walk) => {
    for (let at = say('first').at; at < 11; at += 1) {
      const inside = walk.at(at)?.inside;
      expect(inside?.model).toBeDefined();
      for (const section of ['machine', 'fd sets', 'chardevs', 'descriptors'] as const) {
        expect(inside?.engine?.[section], `${at} ${section}`).toEqual(inside?.model?.[section]);
      }
    }
    expect(walk.at(2)?.inside.model?.['fd sets']).toEqual({ 4: 'p w; dups 0' });
    expect(walk.at(5)?.inside.engine?.chardevs).toEqual({ r: 'ringbuf, open, no frontend, 6 bytes' });
  }));

test('a typed line that is no command is told', () => {
  expect(commandOf('frobnicate')).toMatch(/^frobnicate: no such command; there are next, go, record, break,/);
  expect(commandOf('break objekt r')).toBe('break: wanted kind, object, clause and a name');
  expect(commandOf('go x')).toBe('go: wanted the number of a step');
  expect(commandOf('12')).toEqual({ ask: 'go', to: 11 });
});
