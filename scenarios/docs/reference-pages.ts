import { loadCatalogue, ownRoot } from '../catalogue.ts';
import type { Scenario } from '../scenario.ts';
import { clausesPage } from './clauses-page.ts';
import { defectsPage, upstreamPage } from './counterparts-page.ts';
import { languagePage } from './language-page.ts';
import { racesPage } from './races-page.ts';
import { releasesPage } from './releases-page.ts';

/** A page of docs/ that is made from data. `path` is relative to the project's root. */
export type ReferencePage = { readonly path: string; readonly text: () => Promise<string> };

/** Every generated page. `npm run docs` writes them, a test holds them up to date. */
export const referencePages: readonly ReferencePage[] = [
  { path: 'docs/clauses.md', text: () => Promise.resolve(clausesPage()) },
  { path: 'docs/scenarios.md', text: () => Promise.resolve(languagePage()) },
  { path: 'docs/upstream-tests.md', text: async () => upstreamPage(await catalogue()) },
  { path: 'docs/races.md', text: () => Promise.resolve(racesPage()) },
  { path: 'docs/releases.md', text: () => Promise.resolve(releasesPage()) },
  { path: 'docs/historic-defects.md', text: async () => defectsPage(await catalogue()) },
];

async function catalogue(): Promise<readonly Scenario[]> {
  const { scenarios, problems } = await loadCatalogue({ roots: [ownRoot], patterns: [], files: [] });
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return scenarios;
}
