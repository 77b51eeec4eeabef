import { isIdentifier, splitOptions } from './options.ts';
import type { Outcomed } from './state.ts';

/** A `-mon` word, or what `-monitor` and `-qmp` stand for. */
export type MonitorOption = {
  readonly id: string | null;
  readonly mode: 'hmp' | 'qmp';
  readonly pretty: boolean;
  readonly chardev: string | null;
};

const keys = ['chardev', 'mode', 'pretty'];

/** Reads one `-mon` word. Source: experiment on both releases. */
export function readMonitor(text: string, taken: readonly string[]): Outcomed<MonitorOption> {
  const pairs = splitOptions(text, 'chardev');
  const id = pairs.find(([key]) => key === 'id')?.[1] ?? null;
  if (id !== null && !isIdentifier(id)) return { ok: false, text: "Parameter 'id' expects an identifier" };
  if (id !== null && taken.includes(id)) return { ok: false, text: `Duplicate ID '${id}' for mon` };
  const given = new Map<string, string>();
  for (const [key, value] of pairs) {
    if (key !== 'id' && !keys.includes(key)) return { ok: false, text: `Invalid parameter '${key}'` };
    if (key === 'pretty' && !['on', 'off'].includes(value))
      return { ok: false, text: "Parameter 'pretty' expects 'on' or 'off'" };
    given.set(key, value);
  }
  const mode = given.get('mode') ?? 'readline';
  if (mode !== 'readline' && mode !== 'control')
    return { ok: false, text: `Parameter 'mode' does not accept value '${mode}'` };
  return {
    ok: true,
    value: {
      id,
      mode: mode === 'control' ? 'qmp' : 'hmp',
      pretty: given.get('pretty') === 'on',
      chardev: given.get('chardev') ?? null,
    },
  };
}
