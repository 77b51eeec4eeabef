import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { clauses } from '../../model/language/clauses.ts';
import { clausesPage } from './clauses-page.ts';
import { referencePages } from './reference-pages.ts';

describe('reference pages', () => {
  it.each(referencePages)('$path is what its generator makes; else run: npm run docs', async ({ path, text }) => {
    const written = readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8');
    expect(written).toBe(await text());
  });

  it('the page of clauses has one table row for each clause', () => {
    const rows = clausesPage()
      .split('\n')
      .filter((line) => line.startsWith('| ') && line.split(/(?<!\\)\|/).length === 9)
      .map((line) => line.split('|')[1]?.trim());
    expect(rows.filter((id) => id !== 'Clause')).toEqual(clauses.map(({ id }) => id));
  });

  it('every link of the contents leads to a heading', () => {
    const page = clausesPage();
    const headings = [...page.matchAll(/^### (.+)$/gm)].map(([, text]) =>
      (text ?? '')
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, '')
        .replace(/ /g, '-'),
    );
    const links = [...page.matchAll(/\]\(#([^)]+)\)/g)].map(([, target]) => target);
    expect(links.length).toBeGreaterThan(50);
    expect(headings).toEqual(links);
  });
});
