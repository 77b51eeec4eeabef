import type { Action, Handle } from '../../model/language/action.ts';
import { nearest } from '../nearest.ts';
import type { Scenario } from '../scenario.ts';

/**
 * A sentence for each handle that an action uses and no action before it makes. A handle that is closed by then, or whose
 * making is refused, is no fault of the scenario: what comes of it is for the witnesses to say.
 */
export function unknownHandles({ steps, launch }: Scenario): readonly string[] {
  const made = new Set<Handle>();
  const unknownAmong = (place: string, handles: readonly Handle[]): readonly string[] =>
    handles.filter((handle) => !made.has(handle)).map((handle) => `${place}: ${unknownHandle(handle, made)}`);
  const atStart = launch === undefined || launch === 'manual' ? [] : unknownAmong('launch', inheritedBy(launch));
  return [
    ...atStart,
    ...steps.flatMap(([action], index) => {
      const unknown = unknownAmong(`step ${index + 1}, action`, handlesUsedBy(action));
      for (const handle of handlesMadeBy(action)) made.add(handle);
      return unknown;
    }),
  ];
}

function unknownHandle(handle: Handle, made: ReadonlySet<Handle>): string {
  const near = nearest(handle, made);
  const advice = near === undefined ? 'make it first (pipe, socketpair, open, …)' : `did you mean '${near}'?`;
  return `handle '${handle}' is used, but no earlier action makes it; ${advice}`;
}

/** Handles that an action makes, where it succeeds. */
function handlesMadeBy(action: Action): readonly Handle[] {
  switch (action.do) {
    case 'pipe':
      return [`${action.as}.read`, `${action.as}.write`];
    case 'socketpair':
      return [`${action.as}.a`, `${action.as}.b`];
    case 'pty':
      return [`${action.as}.master`, `${action.as}.slave`];
    case 'read':
      return action.fds ?? [];
    case 'connect':
      return [];
    default:
      return 'as' in action ? [action.as] : [];
  }
}

/** Handles that an action needs, also those that the words of a command line inherit. */
function handlesUsedBy(action: Action): readonly Handle[] {
  switch (action.do) {
    case 'reopen':
    case 'dup':
    case 'set-flags':
    case 'get-flags':
      return [action.of];
    case 'close':
    case 'reset':
    case 'seek':
      return [action.handle];
    case 'accept':
      return [action.on];
    case 'write':
      return [action.to];
    case 'write-fds':
      return [action.to, ...action.fds];
    case 'read':
      return [action.from];
    case 'shutdown':
      return [action.socket];
    case 'qmp':
    case 'send':
    case 'hmp':
    case 'witness-give-fds':
      return action.fds ?? [];
    case 'launch':
      return inheritedBy(action);
    default:
      return [];
  }
}

const inheritedSymbol = /\{fd:([^}]*)\}/g;

function inheritedBy(launch: {
  readonly args?: readonly string[];
  readonly inherit?: Readonly<Record<string, Handle>>;
}): readonly Handle[] {
  const named = (launch.args ?? []).flatMap((text) => [...text.matchAll(inheritedSymbol)].map(([, name = '']) => name));
  return [...Object.values(launch.inherit ?? {}), ...named];
}
