import { clausesPage } from './clauses-page.ts';

/** A page of docs/ that is made from data. `path` is relative to the project's root. */
export type ReferencePage = { readonly path: string; readonly text: () => string };

/** Every generated page. `npm run docs` writes them, a test holds them up to date. */
export const referencePages: readonly ReferencePage[] = [{ path: 'docs/clauses.md', text: clausesPage }];
