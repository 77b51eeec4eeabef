import { describe, expect, it } from 'vitest';
import { type ClauseId, clauseIdsByFamily, familyOfClause, isClauseId } from './clause-id.ts';
import { corrections, unreachable } from './clause-reach.ts';
import { weakenings } from './clause-strength.ts';
import { clauseFamilies, clauses, findClause, findFamily } from './clauses.ts';
import { profiles } from './profiles.ts';
import { quirks } from './quirks.ts';

describe('the catalogue of clauses', () => {
  it('has the ids of ClauseId, family by family, in the same order', () => {
    const data = Object.fromEntries(clauseFamilies.map(({ id, clauses: own }) => [id, own.map((clause) => clause.id)]));
    expect(data).toEqual(clauseIdsByFamily);
    expect(Object.keys(data)).toEqual(Object.keys(clauseIdsByFamily));
  });

  it('has 701 clauses in 60 families, each id once', () => {
    expect(clauseFamilies).toHaveLength(60);
    expect(new Set(clauses.map(({ id }) => id)).size).toBe(701);
  });

  it('finds clauses and families by id and nothing else', () => {
    expect(findClause('OPEN-06')?.rule).toContain('mask = O_ACCMODE in 7.2');
    expect(findClause('OPEN-99')).toBeUndefined();
    expect(findClause('open-06')).toBeUndefined();
    expect(isClauseId('FDSET-01')).toBe(true);
    expect(isClauseId('toString')).toBe(false);
    expect(familyOfClause('Q-EPIPE')).toBe('Q-CHAN');
    expect(familyOfClause('SWAP-S01')).toBe('SWAP-S');
    expect(findFamily('LOG')?.clauses).toHaveLength(3);
  });

  it('says something in every field, without texts that only made sense elsewhere', () => {
    for (const clause of clauses) {
      const { id, family, section, strength, rule, observable, variants, source, checked } = clause;
      for (const text of [id, family, section, strength, rule, observable, variants, source, checked]) {
        expect(text.trim(), id).toBe(text);
        expect(text, id).not.toBe('');
        expect(text, id).not.toMatch(/\.md\b|\bstrict\b|\bcompat\b|\b\d{3}_[0-9a-f]{16}/);
      }
    }
  });

  it('lists the profiles of a clause in the order of the profiles, each once', () => {
    const order = profiles.map(({ name }) => name);
    for (const clause of clauses) {
      expect(clause.profiles, clause.id).toEqual(order.filter((name) => clause.profiles.includes(name)));
    }
  });

  it('leaves a rule on descriptor passing out of `design` only where a quirk or a switch of the profile accounts for it', () => {
    const bySwitch: readonly ClauseId[] = ['FDSET-28', 'FDSET-30', 'FDSET-31', 'FDSET-35', 'FDSET-39'];
    const byQuirk = new Set(quirks.flatMap((quirk) => [quirk.id, ...quirk.clauses]));
    const families = ['FDSET', 'OPEN', 'FILE', 'PIPE', 'LOG', 'GETFD', 'DEF'];
    const absent = clauses.filter(
      ({ family, profiles: held }) => families.includes(family) && !held.includes('design'),
    );
    expect(absent.map(({ id }) => id).filter((id) => !byQuirk.has(id) && !bySwitch.includes(id))).toEqual([]);
    expect(absent.length).toBeGreaterThan(20);
  });

  it('gives each quirk the profiles of its DEF clause, and cites only clauses that exist', () => {
    for (const quirk of quirks) {
      expect(findClause(quirk.id)?.profiles, quirk.id).toEqual(quirk.profiles);
      expect(
        quirk.clauses.filter((id) => !isClauseId(id)),
        quirk.id,
      ).toEqual([]);
    }
  });
});

describe('what is said about clauses', () => {
  it('weakens a clause once, with a reason; all others are a must', () => {
    expect(new Set(weakenings.map(({ id }) => id)).size).toBe(weakenings.length);
    for (const { id, strength, reason } of weakenings) {
      expect(findClause(id)?.strength).toBe(strength);
      expect(reason.length, id).toBeGreaterThan(20);
    }
    expect(clauses.filter(({ strength }) => strength !== 'must')).toHaveLength(weakenings.length);
  });

  it('calls a clause unreachable once, with a reason, and only in the families that scenarios cover', () => {
    expect(new Set(unreachable.map(({ id }) => id)).size).toBe(unreachable.length);
    for (const { id, reason } of unreachable) {
      const covered = [
        'FDSET',
        'OPEN',
        'FILE',
        'PIPE',
        'LOG',
        'GETFD',
        'S0',
        'DEF',
        'CHR',
        'LOGMUX',
        'E2E',
        'Q-CHAN',
        'RR',
        'SWAP-D',
        'RACE',
        'RACE-S',
        'SAFE',
        'ENG',
      ];
      expect(covered).toContain(familyOfClause(id));
      expect(reason.length, id).toBeGreaterThan(20);
    }
  });

  it('says of each correction what was seen, how, and on which versions', () => {
    for (const { id, seen, how, versions } of corrections) {
      expect(isClauseId(id), id).toBe(true);
      expect(
        [seen, how].every((text) => text.length > 10),
        id,
      ).toBe(true);
      expect(versions.length, id).toBeGreaterThan(0);
    }
  });
});
