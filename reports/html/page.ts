import { createHash } from 'node:crypto';
import { html, type Markup } from './markup.ts';
import { script } from './script.ts';
import { style } from './style.ts';

/** A page as a whole: what its parts are is the caller's. */
export type Page = {
  readonly title: string;
  readonly heading: string;
  /** Below the heading. */
  readonly about: Markup;
  /** Anchors and names of the sections. */
  readonly sections: readonly (readonly [string, string])[];
  readonly body: readonly Markup[];
};

/**
 * One self-contained page. Opens from disk, loads nothing; its content policy allows only its own style and script, by
 * their hashes.
 */
export function pageText({ title, heading, about, sections, body }: Page): string {
  const links = sections.map(
    ([anchor, name]) => html`<li><a href="#${anchor}">${name}</a></li>
`,
  );
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentPolicy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${trusted(style)}</style>
</head>
<body>
<a class="skip" href="#${sections[0]?.[0] ?? ''}">Skip to the results</a>
<header><div class="wide">
<h1>${heading}</h1>
${about}
</div></header>
<nav aria-label="Sections"><div class="wide"><ul>
${links}</ul></div></nav>
<main><div class="wide">
${body}
</div></main>
<script>${trusted(script)}</script>
</body>
</html>
`;
  return page.markup;
}

/** The project's own style and script, which must not be escaped. */
function trusted(text: string): Markup {
  return { markup: text };
}

const contentPolicy: string = [
  "default-src 'none'",
  `style-src '${hashSource(style)}'`,
  `script-src '${hashSource(script)}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** Source expression of a content policy for exactly this inline text. */
function hashSource(text: string): string {
  return `sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}`;
}
