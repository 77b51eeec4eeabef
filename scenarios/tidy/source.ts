import ts from 'typescript';
import type { ProjectFile } from './project-files.ts';

/** The syntax tree of a TypeScript file. */
export function parsed({ path, text }: ProjectFile): ts.SourceFile {
  return ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true);
}

/** `path:line` of a node. */
export function place(source: ts.SourceFile, node: ts.Node): string {
  return `${source.fileName}:${source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1}`;
}

/** Every node of a tree, parents first; tokens and comments are none. */
export function nodes(node: ts.Node): readonly ts.Node[] {
  const found: ts.Node[] = [];
  const visit = (each: ts.Node): void => {
    found.push(each);
    ts.forEachChild(each, visit);
  };
  visit(node);
  return found;
}

/** The exported declarations of a file that no docstring explains, as `path:line name`. */
export function exportsWithoutDocstring(source: ts.SourceFile): readonly string[] {
  return source.statements.filter(isExported).flatMap((statement) => {
    const documented = ts.getJSDocCommentsAndTags(statement).some((comment) => ts.isJSDoc(comment));
    return documented ? [] : [`${place(source, statement)} ${declaredName(statement)}`];
  });
}

/** Default exports in either spelling, as `path:line`. */
export function defaultExports(source: ts.SourceFile): readonly string[] {
  return source.statements
    .filter((statement) => ts.isExportAssignment(statement) || hasModifier(statement, ts.SyntaxKind.DefaultKeyword))
    .map((statement) => place(source, statement));
}

/**
 * Functions of more than `linesMax` lines, as `path:line lines`. Functions inside do not count: one that makes several
 * over common state is as long as what it does itself.
 */
export function longFunctions(source: ts.SourceFile, linesMax: number): readonly string[] {
  return nodes(source)
    .filter(ts.isFunctionLike)
    .map((node) => ({
      node,
      lines: linesOf(source, node) - innerFunctions(node).reduce((sum, each) => sum + linesOf(source, each), 0),
    }))
    .filter(({ lines }) => lines > linesMax)
    .map(({ node, lines }) => `${place(source, node)} ${lines} lines`);
}

function linesOf(source: ts.SourceFile, node: ts.Node): number {
  const lineOf = (position: number): number => source.getLineAndCharacterOfPosition(position).line;
  return lineOf(node.getEnd()) - lineOf(node.getStart(source)) + 1;
}

/** The outermost functions of several lines inside a function. */
function innerFunctions(outer: ts.Node): readonly ts.Node[] {
  const found: ts.Node[] = [];
  const visit = (each: ts.Node): void => {
    if (ts.isFunctionLike(each) && /\n/.test(each.getText())) found.push(each);
    else ts.forEachChild(each, visit);
  };
  ts.forEachChild(outer, visit);
  return found;
}

/** Generators made inside another function, as `path:line`: V8 has a map for each of them, and holds what they see. */
export function generatorClosures(source: ts.SourceFile): readonly string[] {
  return nodes(source)
    .filter((node) => 'asteriskToken' in node && node.asteriskToken !== undefined && ts.isFunctionLike(node))
    .filter((node) => ts.findAncestor(node.parent, ts.isFunctionLike) !== undefined)
    .map((node) => place(source, node));
}

/** The string literals of a file, comments aside. */
export function stringLiterals(source: ts.SourceFile): readonly string[] {
  return nodes(source)
    .filter(ts.isStringLiteralLike)
    .map((node) => node.text);
}

const bannedGlobals = new Set([
  'Date',
  'Promise',
  'crypto',
  'fetch',
  'globalThis',
  'performance',
  'process',
  'queueMicrotask',
  'setImmediate',
  'setInterval',
  'setTimeout',
]);

/** Uses of time, chance, environment and microtasks, as `path:line name`. Members and types of those names are no uses. */
export function impureUses(source: ts.SourceFile): readonly string[] {
  return nodes(source).flatMap((node) => {
    const found = impureName(node);
    return found === undefined ? [] : [`${place(source, node)} ${found}`];
  });
}

function impureName(node: ts.Node): string | undefined {
  if (ts.isAwaitExpression(node)) return 'await';
  if (node.kind === ts.SyntaxKind.AsyncKeyword) return 'async';
  if (ts.isPropertyAccessExpression(node) && node.getText() === 'Math.random') return 'Math.random';
  if (!ts.isIdentifier(node) || !bannedGlobals.has(node.text)) return undefined;
  const { parent } = node;
  const named = 'name' in parent && parent.name === node;
  const member = ts.isPropertyAccessExpression(parent)
    ? parent.name === node
    : ts.isPropertyAssignment(parent) && named;
  return member || named || isDeclared(node) ? undefined : node.text;
}

/** Whether the name is a parameter, variable or import of the file itself, as `process` is where a process is passed. */
function isDeclared(name: ts.Identifier): boolean {
  return nodes(name.getSourceFile()).some(
    (node) =>
      (ts.isParameter(node) ||
        ts.isVariableDeclaration(node) ||
        ts.isBindingElement(node) ||
        ts.isImportSpecifier(node)) &&
      node.name.getText() === name.text,
  );
}

function isExported(statement: ts.Statement): boolean {
  return hasModifier(statement, ts.SyntaxKind.ExportKeyword);
}

function hasModifier(statement: ts.Statement, kind: ts.SyntaxKind): boolean {
  return ts.canHaveModifiers(statement) && (ts.getModifiers(statement)?.some((each) => each.kind === kind) ?? false);
}

function declaredName(statement: ts.Statement): string {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.map((declaration) => declaration.name.getText()).join(', ');
  }
  return 'name' in statement ? ((statement.name as ts.Identifier | undefined)?.text ?? '') : '';
}
