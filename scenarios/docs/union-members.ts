import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/** One alternative of a union type: as it is written, on one line, and the comment above it. */
export type UnionMember = { readonly text: string; readonly comment: string };
/** An exported type of a module: its own comment and, where it is a union, the alternatives. */
export type DescribedType = { readonly comment: string; readonly members: readonly UnionMember[] };

/** Reads an exported type from its source. `path` is relative to the project's root. Throws if there is none. */
export function describedType(path: string, name: string): DescribedType {
  const source = readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8');
  const file = ts.createSourceFile(path, source, ts.ScriptTarget.Latest, true);
  const found = file.statements.filter(ts.isTypeAliasDeclaration).find((alias) => alias.name.text === name);
  if (found === undefined) throw new Error(`${path} has no type ${name}`);
  const types: readonly ts.TypeNode[] = ts.isUnionTypeNode(found.type) ? [...found.type.types] : [found.type];
  let from = found.type.getFullStart();
  const members = types.map((type) => {
    const start = type.getStart(file);
    const member = { text: oneLine(source.slice(start, type.end)), comment: lastComment(source.slice(from, start)) };
    from = type.end;
    return member;
  });
  return { comment: lastComment(source.slice(found.getFullStart(), found.getStart(file))), members };
}

/** A type without `readonly`, line breaks and the separator before a closing brace. */
function oneLine(text: string): string {
  return text
    .replace(/\/\*\*[\s\S]*?\*\//g, '')
    .replace(/\breadonly /g, '')
    .replace(/\s+/g, ' ')
    .replace(/;(?= )/g, ',')
    .replace(/[,;] \}/g, ' }');
}

const docComment = /\/\*\*([\s\S]*?)\*\//g;

function lastComment(text: string): string {
  const last = [...text.matchAll(docComment)].at(-1)?.[1] ?? '';
  return last
    .split('\n')
    .map((line) => line.replace(/^\s*\*? ?/, '').trimEnd())
    .join(' ')
    .replace(/\s+/g, ' ')
    .trim();
}
