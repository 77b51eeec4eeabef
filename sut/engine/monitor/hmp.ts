import { waits } from '../../runtime/step.ts';
import type { Task } from '../../runtime/task.ts';
import { bytesOf } from '../bytes.ts';
import type { Chardev } from '../chardev/chardev.ts';
import { endProcess } from '../end.ts';
import type { Attempt } from '../failure.ts';
import { immediate } from '../immediate.ts';
import { type Machine, scheduleOnMainLoop } from '../machine.ts';
import { decodeFaithfully } from '../utf8.ts';
import type { CommandContext } from './command.ts';
import { runHumanCommand } from './human-command.ts';
import { createLineEditor, type LineEditor } from './line-editor.ts';
import {
  closeUntaken,
  createMonitor,
  type Monitor,
  type MonitorBehaviour,
  pieceFor,
  print,
  printBytes,
} from './monitor.ts';

/** What stands before each line that the client types. */
export const prompt = '(qemu) ';

function banner(machine: Machine): string {
  const { major, minor, micro } = machine.profile.version;
  return `QEMU ${major}.${minor}.${micro} monitor - type 'help' for more information\r\n`;
}

type Session = {
  readonly machine: Machine;
  readonly monitor: Monitor;
  readonly echoes: boolean;
  readonly editor: LineEditor;
  wasOpened: boolean;
  /** A command is under way: nothing is heard. */
  busy: boolean;
  /** A prompt will be printed once the main loop comes by. */
  promptDue: boolean;
};

function behaviour(machine: Machine, monitor: Monitor, echoes: boolean): MonitorBehaviour {
  const session: Session = {
    machine,
    monitor,
    echoes,
    editor: createLineEditor({ prompt, wordKeys: machine.profile.version.major >= 10 }),
    wasOpened: false,
    busy: false,
    promptDue: false,
  };
  return {
    canRead: () => (monitor.muted || session.busy ? 0 : pieceFor(monitor)),
    read: (bytes) => read(session, bytes),
    opened(): Task<void> {
      session.editor.restart();
      session.wasOpened = true;
      return print(machine, monitor, banner(machine) + (monitor.muted ? '' : prompt));
    },
    closed: () => session.editor.restart(),
    focused: (has) => focused(session, has),
  };
}

const ended = waits('process', 'ended', () => false);

/** The chardev's traffic is recorded or replayed, and descriptors have no place in a log. Source: RR-12. */
function* barDescriptors(machine: Machine, monitor: Monitor): Task<never> {
  yield* print(machine, monitor, 'Replay: get msgfd is not supported for serial devices yet\r\n');
  endProcess(machine, 1);
  for (;;) yield ended;
}

function* run(session: Session, line: string): Task<void> {
  const { machine, monitor } = session;
  const text = decodeFaithfully(line);
  const context: CommandContext = {
    machine,
    names: monitor.names,
    takeDescriptor: () => monitor.chardev.backend.pending?.takeFirst() ?? null,
    ...(monitor.chardev.logged === null ? {} : { barDescriptors: () => barDescriptors(machine, monitor) }),
  };
  session.busy = true;
  const printed = yield* runHumanCommand(context, text);
  closeUntaken(machine, monitor);
  if (machine.quitRequested) {
    endProcess(machine, 0);
    return;
  }
  yield* print(machine, monitor, printed);
  session.busy = false;
  if (!monitor.muted) yield* print(machine, monitor, prompt);
}

function* read(session: Session, bytes: Uint8Array): Task<void> {
  const { machine, monitor, echoes, editor } = session;
  for (const byte of bytes) {
    const { echo, line } = editor.type(byte);
    if (echoes && echo !== '') yield* printBytes(machine, monitor, bytesOf(echo));
    if (line !== null && machine.exitStatus === null) yield* run(session, line);
  }
}

/** Its own command may take the focus or give it back: the prompt then waits for the focus, or for the command's end. Source: MUX-14. */
function* focused(session: Session, has: boolean): Task<void> {
  const { machine, monitor, editor, wasOpened, busy } = session;
  if (!has) {
    if (wasOpened && !monitor.muted && !busy) yield* print(machine, monitor, '\r\n');
    monitor.muted = true;
    return;
  }
  monitor.muted = false;
  editor.restart();
  if (wasOpened && !busy) yield* promptSoon(session);
}

/**
 * A prompt for the focus: 7.2 prints it at once, later ones when the main loop comes by, by when the mux has acted on the
 * rest of its piece of input and may have muted the monitor again; 10.0 then owes one for each time. Source: experiment.
 */
function promptSoon(session: Session): Task<void> {
  const { machine, monitor } = session;
  const { major } = machine.profile.version;
  if (major < 10) return print(machine, monitor, prompt);
  if (major > 10 && session.promptDue) return immediate(undefined);
  session.promptDue = true;
  scheduleOnMainLoop(machine, 'prompt', () => {
    session.promptDue = false;
    return print(machine, monitor, prompt);
  });
  return immediate(undefined);
}

/** A human monitor; `echoes`: it echoes what is typed, as on a terminal. Source: HMP-01, GETFD-06, MUX-14. */
export function createHumanMonitor(machine: Machine, id: string, chardev: Chardev, echoes: boolean): Attempt<Monitor> {
  return createMonitor(machine, id, chardev, machine.mainLoop, null, (monitor) => behaviour(machine, monitor, echoes));
}
