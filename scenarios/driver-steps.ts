import type { LaunchOptions, PortSpec } from '../model/language/action.ts';
import type { ControlMessage } from '../model/language/outcome.ts';
import type { Value } from '../model/language/value.ts';
import type { Expectation, ExpectedMessage, ExpectedOutcome, Step } from './scenario.ts';
import { command, done, empty } from './steps.ts';

const about =
  (event: ControlMessage['event'], value: number) =>
  (port: number): ControlMessage => ({ event, port, value });

/** PORT_ADD. Source: VSER-02. */
export const added: (port: number) => ControlMessage = about('PORT_ADD', 1);
/** PORT_REMOVE. Source: VSER-50. */
export const removed: (port: number) => ControlMessage = about('PORT_REMOVE', 1);
/** CONSOLE_PORT. Source: VSER-02. */
export const isConsole: (port: number) => ControlMessage = about('CONSOLE_PORT', 1);
/** PORT_OPEN(1). Source: VSER-22. */
export const hostOpened: (port: number) => ControlMessage = about('PORT_OPEN', 1);
/** PORT_OPEN(0). Source: VSER-22. */
export const hostClosed: (port: number) => ControlMessage = about('PORT_OPEN', 0);
/** PORT_NAME. Source: VSER-02. */
export function named(port: number, name: string): ControlMessage {
  return { event: 'PORT_NAME', port, value: 1, name };
}

/** A virtio machine with these ports and `-chardev` words. */
export function virtio(ports: readonly PortSpec[], ...chardevs: readonly string[]): LaunchOptions {
  return { machine: 'virtio', args: chardevs.flatMap((word) => ['-chardev', word]), ports };
}

/** A pipe `p` of one page with `file` chardev `c` writing to it, and a virtio machine with these ports. */
export function onPipe(ports: readonly PortSpec[], ...chardevs: readonly string[]): readonly Step[] {
  const words = ['file,id=c,path=/dev/fdset/1,append=on', ...chardevs].flatMap((word) => ['-chardev', word]);
  return [
    [{ do: 'pipe', as: 'p', capacity: 4096 }, done],
    [
      { do: 'launch', machine: 'virtio', args: ['-add-fd', 'fd={fd:p.write},set=1', ...words], ports },
      { see: 'launched' },
    ],
  ];
}

/** The guest's driver starts and hears these control messages. */
export function driverStarts(...control: readonly ControlMessage[]): Step {
  return [
    { do: 'driver-start', controller: 'vs0' },
    { see: 'guest-messages', control },
  ];
}

/** The driver starts; what it hears is another scenario's business. */
export const starts: Step = [{ do: 'driver-start', controller: 'vs0' }, { see: 'guest-messages' }];

/** The control messages since the driver was last asked. */
export function guestHears(...control: readonly ControlMessage[]): Step {
  return [
    { do: 'guest-messages', controller: 'vs0' },
    { see: 'guest-messages', control },
  ];
}

/** The guest opens a port. */
export function guestOpens(port: string): Step {
  return [{ do: 'guest-open', port }, done];
}

/** The guest closes a port. */
export function guestCloses(port: string): Step {
  return [{ do: 'guest-close', port }, done];
}

/** The guest posts receive buffers. */
export function posts(port: string, buffers: number, size: number): Step {
  return [{ do: 'guest-post', port, buffers, size }, done];
}

/** The guest kicks a queue. */
export function kicks(port: string, queue: 'in' | 'out'): Step {
  return [{ do: 'guest-kick', port, queue }, done];
}

/** Buffers that the device holds. */
export function deviceHolds(port: string, into: number, out: number): Step {
  return [
    { do: 'guest-queues', port },
    { see: 'queues', in: into, out },
  ];
}

/** The words of a port's state: number, and what is on. */
type PortWord = 'host' | 'guest' | 'throttled';

/** A port as the device tree shows it. */
export function stateOf(nr: number, ...on: readonly PortWord[]): ExpectedOutcome {
  const is = (word: PortWord): boolean => on.includes(word);
  return { see: 'port', nr, guest: is('guest'), host: is('host'), throttled: is('throttled') };
}

/** The state of a port. */
export function portIs(port: string, expectation: Expectation): Step {
  return [{ do: 'observe', what: 'port', port }, expectation];
}

/** Whether a usb-serial is plugged in. */
export function usbIs(port: string, attached: boolean): Step {
  return portIs(port, { see: 'usb-port', attached });
}

/** device_add, by default successful. */
export function addDevice(options: Value, expectation: Expectation = empty): Step {
  return command('device_add', options, expectation);
}

/** device_del, by default successful. */
export function removeDevice(id: string, expectation: Expectation = empty): Step {
  return command('device_del', { id }, expectation);
}

/** The event that follows device_del. Source: VSER-50. */
export function deleted(id: string): ExpectedMessage {
  return { event: 'DEVICE_DELETED', data: { device: id, path: `/machine/peripheral/${id}` } };
}

/** The event of a guest that opens or closes a port. Source: VSER-40. */
export function portChange(id: string, open: boolean): ExpectedMessage {
  return { event: 'VSERPORT_CHANGE', data: { id, open } };
}

/** The events since the monitor was last asked. */
export function events(...messages: readonly ExpectedMessage[]): Step {
  return [{ do: 'receive' }, { see: 'messages', messages }];
}

/**
 * Port `v` is unplugged and chardev `c` changed behind it in one instant, and both are over: in a release a port is told of the
 * change although it has left. `ms`: what that takes. Source: RACE-S07, RACE-S08.
 */
export function unplugsAndChanges(backend: string, ms: number): readonly Step[] {
  const bytes = `{"execute":"device_del","arguments":{"id":"v"}}{"execute":"chardev-change","arguments":{"id":"c","backend":${backend}}}`;
  const refused = { class: 'GenericError', desc: 'Chardev user does not support chardev hotswap' } as const;
  return [
    [{ do: 'advance', ms: 200 }, done], // an RCU round that the driver's start began would take the port along at once (RT-16)
    [{ do: 'hold' }, done],
    [{ do: 'send', bytes }],
    [{ do: 'release' }, done],
    [{ do: 'advance', ms }, done],
    [
      { do: 'receive' },
      {
        byProfile: {
          design: { see: 'messages', messages: [{ return: {} }, { error: refused }, deleted('v')] },
          else: { see: 'messages', messages: [{ return: {} }, { return: {} }, deleted('v')] },
        },
      },
    ],
  ];
}
