import { relative } from 'node:path';
import { isRecord } from './run/agreement.ts';

/**
 * The project's own scenario files as modules, by path, through one bundle that never touches the disk: to import
 * hundreds of TypeScript files one by one takes longer than to run them. An empty map wherever that cannot be done (the
 * built package, a file that does not compile): then each file is imported alone and tells what is wrong with it.
 */
export async function bundledModules(root: string, paths: readonly string[]): Promise<ReadonlyMap<string, unknown>> {
  if (paths.length === 0 || !paths.every((path) => path.endsWith('.ts'))) return new Map();
  try {
    const { build } = await import('esbuild');
    const lines = paths.map((path, at) => `export * as m${at} from ${JSON.stringify(`./${relative(root, path)}`)};`);
    const { outputFiles } = await build({
      stdin: { contents: lines.join('\n'), resolveDir: root, loader: 'ts' },
      bundle: true,
      packages: 'external',
      format: 'esm',
      platform: 'node',
      charset: 'utf8',
      write: false,
      logLevel: 'silent',
    });
    const text = outputFiles[0]?.text ?? '';
    const bundle: unknown = await import(`data:text/javascript;base64,${Buffer.from(text).toString('base64')}`);
    if (!isRecord(bundle)) return new Map();
    return new Map(paths.map((path, at) => [path, bundle[`m${at}`]]));
  } catch {
    return new Map();
  }
}
