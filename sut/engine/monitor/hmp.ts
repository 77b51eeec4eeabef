import type { Task } from '../../runtime/task.ts';
import { byteString } from '../bytes.ts';
import type { Chardev } from '../chardev/chardev.ts';
import { endProcess } from '../end.ts';
import type { Machine } from '../machine.ts';
import { decodeLossily } from '../utf8.ts';
import type { CommandContext } from './command.ts';
import { runHumanCommand } from './human-command.ts';
import { closeUntaken, createMonitor, type Monitor, type MonitorBehaviour, print } from './monitor.ts';

const readMax = 4096;
/** What stands before each line that the client types. */
export const prompt = '(qemu) ';

function banner(machine: Machine): string {
  const { major, minor, micro } = machine.profile.version;
  return `QEMU ${major}.${minor}.${micro} monitor - type 'help' for more information\r\n${prompt}`;
}

function behaviour(machine: Machine, monitor: Monitor): MonitorBehaviour {
  let line = '';
  function* run(): Task<void> {
    const text = decodeLossily(line);
    line = '';
    const context: CommandContext = {
      machine,
      names: monitor.names,
      takeDescriptor: () => monitor.chardev.backend.pending?.takeFirst() ?? null,
    };
    const printed = yield* runHumanCommand(context, text);
    closeUntaken(machine, monitor);
    if (!machine.quitRequested) yield* print(machine, monitor, printed + prompt);
    else endProcess(machine, 0);
  }
  return {
    canRead: () => readMax,
    *read(bytes: Uint8Array): Task<void> {
      for (const character of byteString(bytes)) {
        if (character === '\n' || character === '\r') {
          if (machine.exitStatus === null) yield* run();
        } else line += character;
      }
    },
    *opened(): Task<void> {
      line = '';
      yield* print(machine, monitor, banner(machine));
    },
    closed(): void {
      line = '';
    },
  };
}

/** A human monitor, without the echo and line editing of a terminal. Source: HMP-01, GETFD-06. */
export function createHumanMonitor(machine: Machine, id: string, chardev: Chardev): Monitor {
  return createMonitor(machine, id, chardev, machine.mainLoop, null, (monitor) => behaviour(machine, monitor));
}
