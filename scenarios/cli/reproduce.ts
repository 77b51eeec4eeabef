import type { Reproduce } from '../../reports/summary.ts';
import type { Catalogue } from '../catalogue.ts';
import { type RunRequest, timeoutDefaultMs } from './run-options.ts';
import { shellWord } from './words.ts';

/** The command that runs one scenario again as it ran: same target, profile, folder or file, strictness. */
export function reproducer(request: RunRequest, catalogue: Catalogue): Reproduce {
  return (target, { id }) => {
    const words = ['run', catalogue.fileOf.get(id) ?? id, ...request.targetWords, '--profile', target.profile];
    if (request.targets.some((spec) => spec.kind === 'qemu' && spec.force)) words.push('--force');
    for (const folder of request.scenarioFolders) words.push('--scenarios', folder);
    if (request.strict) words.push('--strict');
    if (request.repeat > 1) words.push('--repeat', String(request.repeat)); // it may fail now and then only
    if (request.timeoutMs !== timeoutDefaultMs) words.push('--timeout', String(request.timeoutMs / 1000));
    return `npx charsim ${words.map(shellWord).join(' ')}`;
  };
}
