import type { ClientHandles } from './client-handles.ts';
import { learnAnnounced } from './terminals.ts';

/** A scenario's text as the system gets it: `{dir}`, `{pty:ID}` and `{socket:ID}` become real paths, ports numbers; an unknown ID stays as it is. */
export function inText(handles: ClientHandles, text: string): string {
  const placed = handles.ports.inText(text.replaceAll('{dir}', handles.folder));
  return placed.replaceAll(/\{(pty|socket):([^}]*)\}/g, (whole, kind: string, id: string) => {
    const paths = kind === 'pty' ? handles.ptys : handles.sockets;
    return paths.get(id) ?? whole;
  });
}

/** A text of the system as the scenario sees it: the reverse; an inherited socket's file name has its number, too. */
export function outText(handles: ClientHandles, text: string): string {
  learnAnnounced(handles, text);
  let seen = handles.ports.outText(text.replaceAll(handles.folder, '{dir}'));
  for (const [number, handle] of handles.inherited) {
    const told = new RegExp(`disconnected:fd:${number}(?!\\d)`, 'g');
    seen = seen.replaceAll(told, () => `disconnected:fd:{fd:${handle}}`);
  }
  for (const [id, path] of handles.sockets) seen = seen.replaceAll(path, () => `{socket:${id}}`);
  if (handles.ptys.size === 0 || !seen.includes('/dev/pts/')) return seen;
  for (const [id, path] of handles.ptys) {
    seen = seen.replaceAll(new RegExp(`${path}(?!\\d)`, 'g'), () => `{pty:${id}}`);
  }
  return seen;
}
