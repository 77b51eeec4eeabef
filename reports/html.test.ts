import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { anchor, escapeHtml } from './html/markup.ts';
import { htmlReport } from './html.ts';
import { sampleResults } from './sample-results.fixture.ts';

const page = htmlReport(sampleResults, {
  command: 'charsim run --x=<b>',
  reproduce: (_, result) => `run ${result.id}`,
});

/** The markup of the element with that id, up to the next section. */
function section(id: string): string {
  return page.slice(page.indexOf(`<section id="${id}"`)).split('<section id=')[1] ?? '';
}

describe('the HTML report', () => {
  it('allows exactly its own style and script by their hashes, and nothing else', () => {
    const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(page)?.[1] ?? '';
    const hash = (tag: string): string => {
      const body = new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(page)?.[1] ?? '';
      return createHash('sha256').update(body).digest('base64');
    };
    expect(policy.replaceAll('&#39;', "'").split('; ')).toEqual([
      "default-src 'none'",
      `style-src 'sha256-${hash('style')}'`,
      `script-src 'sha256-${hash('script')}'`,
      "base-uri 'none'",
      "form-action 'none'",
    ]);
  });

  it('has no inline style or handler, which the policy would refuse, and loads nothing', () => {
    const body = page.slice(page.indexOf('</style>'));
    expect(body).not.toMatch(/\sstyle="|\son[a-z]+="/);
    expect(page).not.toMatch(/\s(src|href)="(?!#)/);
    expect(page).not.toMatch(/url\(|@import|https?:/);
  });

  it('escapes what comes from results', () => {
    expect(page.match(/<script/g)).toHaveLength(1);
    expect(page).toContain(
      '&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; ]]&gt; \\u{0}\\u{1b}[31m\\u{d800} \\u{202e}',
    );
    expect(page).toContain('<code>charsim run --x=&lt;b&gt;</code>');
    expect(page).not.toMatch(/(?![\n\t])[\p{Cc}\p{Cs}\u202e]/u);
  });

  it('closes every element that it opens', () => {
    const empty = new Set(['meta', 'br', 'input', 'rect', '!doctype']);
    const open: string[] = [];
    const markup = page.replace(/<style>[\s\S]*?<\/style>|<script>[\s\S]*?<\/script>/g, '');
    for (const [, slash, name = '', self] of markup.matchAll(/<(\/?)([a-z!][a-z0-9]*)\b[^>]*?(\/?)>/g)) {
      if (empty.has(name) || self === '/') continue;
      if (slash === '/') expect(open.pop()).toBe(name);
      else open.push(name);
    }
    expect(open).toEqual([]);
  });

  it('gives every link a place on the page, and every id once', () => {
    const ids = [...page.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
    const targets = [...page.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(targets.filter((target) => !ids.includes(target))).toEqual([]);
    expect(targets.length).toBeGreaterThan(6);
  });

  it('has the landmarks that a screen reader goes by', () => {
    for (const landmark of ['<header>', '<nav aria-label="Sections">', '<main>', '<html lang="en">', 'class="skip"']) {
      expect(page).toContain(landmark);
    }
    expect(page.match(/<h1/g)).toHaveLength(1);
    for (const [table] of page.matchAll(/<table[\s\S]*?<\/table>/g)) expect(table).toMatch(/<th scope="col"/);
  });

  it('tells the verdict on the whole, and the figures of each target', () => {
    expect(section('summary')).toContain('Does not conform: 2 non-conformances');
    expect(section('summary')).toContain('simulated:design');
    expect(htmlReport(sampleResults.slice(1))).toContain('Incomplete: no non-conformance so far');
    expect(htmlReport(sampleResults.slice(1).map((each) => ({ ...each, complete: true })))).toContain('✓ Conforms');
  });

  it('shows the three witnesses of a failure, its steps, its clauses and how to run it again', () => {
    const failures = section('failures');
    for (const text of [
      'accepted count 1',
      'error GenericError',
      'Steps (2)',
      'DEF-05',
      'run log/twice',
      'out/log-twice',
    ]) {
      expect(failures).toContain(text);
    }
    expect(failures).toContain('<td class="count">launch</td>');
    expect(failures).toContain('<tr class="here"><td class="count">1</td>');
  });

  it('lists uncovered clauses by family, and unreachable ones with the reason', () => {
    const coverage = section('clauses');
    expect(coverage).toMatch(/LOG-03<\/strong> <span class="verdict absent">uncovered/);
    expect(coverage).toMatch(/LOG-02<\/strong> <span class="verdict contradicted">/);
    expect(coverage).toMatch(/FDSET-18<\/strong> <span class="verdict shown">/);
    expect(coverage).toContain('no scenario can show it: ');
  });
});

describe('markup', () => {
  it('keeps line feeds and tabs, and shows what would mislead the eye', () => {
    expect(escapeHtml('a\n\tb\u2066c')).toBe('a\n\tb\\u{2066}c');
  });

  it('makes different anchors of different names', () => {
    expect(anchor('failure', 'a/b', 'c')).toBe('failure..a.2fb..c');
    expect(anchor('a.b')).not.toBe(anchor('a/b'));
  });
});
