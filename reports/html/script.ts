/**
 * The page's only script: filters the list of scenarios and opens what an address points at. Everything is readable
 * without it. Runs in the browser, so it is text here; the page's policy names it by its hash.
 */
export const script: string = `
'use strict';
(() => {
  const filters = document.getElementById('filters');
  const matrix = document.getElementById('matrix');
  if (filters && matrix) {
    filters.hidden = false;
    const search = document.getElementById('search');
    const differing = document.getElementById('differing');
    const count = document.getElementById('shown-count');
    const boxes = [...filters.querySelectorAll('input[name=verdict]')];
    const rows = [...matrix.querySelectorAll('tr.scenario')];
    const families = [...matrix.querySelectorAll('tbody')];
    const apply = () => {
      const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean);
      const verdicts = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
      let shown = 0;
      for (const row of rows) {
        const own = row.dataset.verdicts.split(' ');
        const text = row.dataset.text;
        const visible = own.some((verdict) => verdicts.has(verdict)) && words.every((word) => text.includes(word))
          && (!differing || !differing.checked || new Set(own).size > 1);
        row.hidden = !visible;
        if (visible) shown += 1;
      }
      for (const family of families) family.hidden = !family.querySelector('tr.scenario:not([hidden])');
      count.textContent = shown === rows.length ? shown + ' scenarios' : shown + ' of ' + rows.length + ' scenarios';
    };
    filters.addEventListener('input', apply);
    document.addEventListener('keydown', (event) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.target instanceof HTMLInputElement) return;
      event.preventDefault();
      search.focus();
    });
    apply();
  }
  const open = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let each = target; each; each = each.parentElement) if (each instanceof HTMLDetailsElement) each.open = true;
    if (target) target.scrollIntoView();
  };
  addEventListener('hashchange', open);
  if (location.hash) open();
})();
`;
