import { describe, expect, it } from 'vitest';
import { familyOfClause, isClauseId } from '../clause-id.ts';
import { clauses } from '../clauses.ts';
import { limits } from './limits.ts';
import { openErrors } from './open-errors.ts';
import { openUsers } from './open-flags.ts';
import { passingOptions } from './passing-options.ts';
import { qmpErrors } from './qmp-errors.ts';
import { fdsetUses, type OpenCell, truthTable } from './truth-table.ts';

describe('the truth table', () => {
  it('has a cell for every use in every row', () => {
    for (const row of truthTable) expect(Object.keys(row.cells).sort()).toEqual([...fdsetUses].sort());
    expect(truthTable).toHaveLength(14);
  });

  it('refuses every use whose access mode is not exactly that of the member', () => {
    const mode = { 'file-in': 'r', pipe: 'rw', serial: 'rw' } as const;
    for (const row of truthTable) {
      for (const use of fdsetUses) {
        const cell: OpenCell = row.cells[use];
        const wanted = use in mode ? mode[use as keyof typeof mode] : 'w';
        if (wanted !== row.member) expect(cell.result, `${row.objects} ${use}`).toBe('EACCES');
        if (wanted === row.member) expect(cell.result, `${row.objects} ${use}`).not.toBe('EACCES');
      }
    }
  });
});

describe('tables of texts and numbers', () => {
  it('cite clauses that exist', () => {
    for (const { clause } of [...limits, ...qmpErrors]) expect(isClauseId(clause), clause).toBe(true);
  });

  it('use only the placeholders that they explain', () => {
    const texts = openErrors.flatMap(({ chardev, other }) => [chardev, other['7.2'], other['10.0']]);
    const used = new Set(texts.flatMap((text) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)));
    expect([...used].sort()).toEqual(['fd', 'flags', 'path', 'reason', 'set']);
  });

  it('give each kind of open failure once', () => {
    expect(new Set(openErrors.map(({ failure }) => failure)).size).toBe(openErrors.length);
  });

  it('print open flags as Linux numbers them', () => {
    const bits: Readonly<Record<string, number>> = {
      create: 0x40,
      truncate: 0x200,
      append: 0x400,
      nonblock: 0x800,
      direct: 0x4000,
    };
    for (const { user, access, flags, hex } of openUsers) {
      const value = flags.reduce((sum, flag) => sum + (bits[flag] ?? Number.NaN), { r: 0, w: 1, rw: 2 }[access]);
      expect(value.toString(16), user).toBe(hex);
    }
  });

  it('keep limits in decimal and name each once', () => {
    for (const { name, value } of limits) expect(value, name).toMatch(/^\d+$/);
    expect(new Set(limits.map(({ name }) => name)).size).toBe(limits.length);
  });

  it('weigh every option of the S0 family', () => {
    expect(passingOptions.map(({ id }) => id)).toEqual(
      clauses.map(({ id }) => id).filter((id) => familyOfClause(id) === 'S0'),
    );
  });

  it('repeat error texts only where a clause has them', () => {
    const rules = clauses.map(({ rule }) => rule.replaceAll('\\|', '|')).join('\n');
    for (const text of ['No file descriptor supplied via SCM_RIGHTS', 'expects a name not starting with a digit']) {
      expect(rules).toContain(text);
      expect(qmpErrors.some(({ desc }) => desc.includes(text))).toBe(true);
    }
  });
});
