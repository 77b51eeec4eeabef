/** The page's only style sheet. Both colour schemes; colour never stands alone, marks and words stand beside it. */
export const style: string = `
:root {
  color-scheme: light dark;
  --ground: #fbfbfa; --raised: #ffffff; --sunken: #f2f2ef; --line: #dcdcd6; --ink: #1d1f21; --soft: #5d6166;
  --link: #0b57a4; --focus: #0b57a4;
  --good: #1a7037; --good-back: #e3f3e7; --bad: #b3261e; --bad-back: #fbe6e4;
  --warn: #8a5300; --warn-back: #fbeed5; --idle: #6a6e73; --idle-back: #ececea;
  --mono: ui-monospace, "SFMono-Regular", "Cascadia Mono", "DejaVu Sans Mono", Menlo, Consolas, monospace;
  --sans: system-ui, -apple-system, "Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #16181a; --raised: #1e2123; --sunken: #121415; --line: #363a3e; --ink: #e4e5e6; --soft: #a2a7ad;
    --link: #7db7f5; --focus: #7db7f5;
    --good: #74cf8e; --good-back: #17301f; --bad: #ff9a91; --bad-back: #40191a;
    --warn: #eebb66; --warn-back: #382a11; --idle: #979ca2; --idle-back: #292c2f;
  }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 3.5rem; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 15px/1.5 var(--sans); overflow-wrap: break-word; }
a { color: var(--link); text-underline-offset: 2px; }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; border-radius: 2px; }
code, pre, .mono { font-family: var(--mono); font-size: .87em; }
pre { margin: 0; white-space: pre-wrap; }
h1 { font-size: 1.5rem; margin: 0; letter-spacing: -.01em; }
h2 { font-size: 1.15rem; margin: 2.5rem 0 .75rem; padding-bottom: .3rem; border-bottom: 1px solid var(--line); }
h3 { font-size: 1rem; margin: 0; }
.wide { max-width: 78rem; margin: 0 auto; padding: 0 1.25rem; }
.skip { position: absolute; left: -999rem; }
.skip:focus { left: 1rem; top: .5rem; background: var(--raised); padding: .4rem .8rem; z-index: 9; }
.sr { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
header { padding: 1.5rem 0 .75rem; }
header p { margin: .25rem 0 0; color: var(--soft); }
nav { position: sticky; top: 0; background: var(--ground); border-bottom: 1px solid var(--line); z-index: 5; }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; list-style: none; margin: 0; padding: .55rem 0; }
nav a { text-decoration: none; } nav a:hover { text-decoration: underline; }
main { padding-bottom: 5rem; }
.banner { margin: 1.25rem 0 0; padding: .7rem 1rem; border-left: 4px solid; border-radius: 3px; font-weight: 600; }
.banner small { display: block; font-weight: 400; font-size: .93em; }
.banner.good { color: var(--good); background: var(--good-back); }
.banner.bad { color: var(--bad); background: var(--bad-back); }
.banner.warn { color: var(--warn); background: var(--warn-back); }
.banner small { color: var(--ink); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; background: var(--raised); border: 1px solid var(--line); }
th, td { text-align: left; vertical-align: top; padding: .35rem .65rem; border-bottom: 1px solid var(--line); }
tbody th { font-weight: 600; }
table.targets tbody th, table.targets td { white-space: nowrap; } table.targets thead th { white-space: normal; vertical-align: bottom; }
table.families td:last-child { width: 30%; }
thead th { background: var(--sunken); font-weight: 600; white-space: nowrap; }
td.count, th.count { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
td.zero { color: var(--soft); opacity: .6; }
.bar { display: block; width: 100%; min-width: 6rem; height: .55rem; margin-top: .45rem; }
.bar rect.back { fill: var(--idle-back); }
.bar rect.passed, .bar rect.shown { fill: var(--good); } .bar rect.failed, .bar rect.unexpected-pass, .bar rect.contradicted { fill: var(--bad); }
.bar rect.unknown, .bar rect.known-deviation, .bar rect.as-another-release { fill: var(--warn); } .bar rect.not-applicable { fill: var(--idle); opacity: .55; }
.verdict { font-weight: 600; white-space: nowrap; border-radius: 3px; padding: .05rem .4rem; font-size: .9em; }
.verdict.passed { color: var(--good); background: var(--good-back); }
.verdict.failed, .verdict.unexpected-pass, .verdict.contradicted { color: var(--bad); background: var(--bad-back); }
.verdict.unknown, .verdict.known-deviation, .verdict.as-another-release { color: var(--warn); background: var(--warn-back); }
.verdict.not-applicable, .verdict.absent { color: var(--idle); background: var(--idle-back); }
.verdict.shown { color: var(--good); background: var(--good-back); }
details > summary { cursor: pointer; padding: .3rem 0; }
details > summary:hover { color: var(--link); }
.failure { background: var(--raised); border: 1px solid var(--line); border-left: 4px solid var(--bad); border-radius: 3px; margin: 0 0 1rem; padding: .8rem 1rem; }
.failure.unknown { border-left-color: var(--warn); }
.failure h3 { display: flex; flex-wrap: wrap; gap: .3rem .7rem; align-items: baseline; }
.failure h3 .on { font-weight: 400; color: var(--soft); }
.failure p { margin: .35rem 0; }
.failure .message { font-weight: 600; }
.clauses { color: var(--soft); }
.witnesses { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: .6rem; margin: .7rem 0; }
.witness { border: 1px solid var(--line); border-radius: 3px; background: var(--sunken); min-width: 0; }
.witness h4 { margin: 0; padding: .3rem .6rem; font-size: .85rem; border-bottom: 1px solid var(--line); display: flex; justify-content: space-between; gap: .5rem; }
.witness.apart h4 { color: var(--bad); background: var(--bad-back); }
.witness pre { padding: .5rem .6rem; overflow-wrap: anywhere; }
.none { color: var(--soft); font-style: italic; }
.reproduce { background: var(--sunken); border: 1px solid var(--line); border-radius: 3px; padding: .4rem .6rem; }
table.steps td { overflow-wrap: anywhere; font-family: var(--mono); font-size: .82em; white-space: pre-wrap; }
table.steps tr.here > * { background: var(--bad-back); }
details.step { border-bottom: 1px solid var(--line); padding: .1rem 0; scroll-margin-top: 3rem; }
details.step[open] { background: var(--raised); border: 1px solid var(--line); border-radius: 3px; padding: .1rem .8rem .8rem; margin: .4rem 0; }
details.step > summary { overflow-wrap: anywhere; } details.step .count { color: var(--soft); font-variant-numeric: tabular-nums; }
table.inside th, table.inside td { font-family: var(--mono); font-size: .82em; overflow-wrap: anywhere; padding: .2rem .6rem; font-weight: 400; }
table.inside thead th { font-weight: 600; } table.inside td { width: 38%; }
table.inside tr.apart > * { background: var(--bad-back); } table.inside tr.changed > * { background: var(--warn-back); }
table.families td, table.families th { padding-top: .25rem; padding-bottom: .25rem; }
table.families tbody th { font-weight: 600; } table.families .title { font-weight: 400; }
table.matrix tbody th { font-weight: 400; }
table.matrix td.cell { white-space: nowrap; width: 1%; }
table.matrix thead th { position: sticky; top: 2.6rem; z-index: 2; }
.matrix-wrap { overflow-x: visible; }
tr.family th { background: var(--sunken); font-weight: 600; }
tr.family .share { font-weight: 400; color: var(--soft); }
.title { color: var(--soft); }
.filters { display: flex; flex-wrap: wrap; gap: .5rem 1.1rem; align-items: center; margin: 0 0 .75rem; }
.filters[hidden], [hidden] { display: none; }
.filters fieldset { display: flex; flex-wrap: wrap; gap: .2rem .9rem; border: 0; margin: 0; padding: 0; }
.filters legend { float: left; margin-right: .6rem; color: var(--soft); }
input[type=search] { font: inherit; color: inherit; background: var(--raised); border: 1px solid var(--line); border-radius: 3px; padding: .3rem .55rem; min-width: 18rem; }
ul.plain { list-style: none; padding: 0; margin: .3rem 0 1rem; }
ul.plain > li { padding: .3rem 0 .3rem; border-bottom: 1px solid var(--line); }
.soft { color: var(--soft); }
@media (max-width: 52rem) { .witnesses { grid-template-columns: 1fr; } .matrix-wrap { overflow-x: auto; } table.matrix thead th { position: static; } }
@media print { nav, .filters { display: none; } body { background: #fff; } .failure { break-inside: avoid; } }
`;
