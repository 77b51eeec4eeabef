import { firstChoice } from '../../sut/runtime/chooser.ts';
import { type ProblemSpec, problemOf } from './problems.ts';

/**
 * The next smaller problems of the same kind, to be tried in this order: one action less, then a value less (a writer, a
 * call of each). Source: XF-4.
 */
export function smallerProblems(spec: ProblemSpec): readonly ProblemSpec[] {
  const list = [...fewerActions(spec), ...smallerValues(spec.params)];
  return list.map((params) => ({ ...spec, params })).filter(isProblem);
}

function fewerActions(spec: ProblemSpec): readonly string[] {
  const { params } = spec;
  const flags = params.split(',');
  const { actions = [] } = problemOf(spec).start(firstChoice());
  const left = actions.filter((name) => !flags.includes(`-${name}`)).map((name) => `${params},-${name}`);
  const dropped = ['hist', 'disc'].filter((each) => flags.includes(each));
  return [...dropped.map((each) => flags.filter((flag) => flag !== each).join(',')), ...left];
}

function smallerValues(params: string): readonly string[] {
  const found = /^W(\d+)K(\d+)(.*)$/.exec(params);
  if (found === null) return [];
  const [, writers = '', writes = '', rest = ''] = found;
  return [
    ...(Number(writers) > 0 ? [`W${Number(writers) - 1}K${writes}${rest}`] : []),
    ...(Number(writes) > 1 ? [`W${writers}K${Number(writes) - 1}${rest}`] : []),
  ];
}

function isProblem(spec: ProblemSpec): boolean {
  try {
    problemOf(spec);
    return true;
  } catch {
    return false;
  }
}
