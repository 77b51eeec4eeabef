import type { PortSpec } from '../../../model/language/action.ts';
import type { Scenario } from '../../scenario.ts';
import { addChardev, entries, guestGets, guestSends, listed, refusal, removeChardev, ringHolds } from '../../steps.ts';

const com = (number: number, chardev: string): PortSpec => ({ id: `com${number}`, kind: '16550', chardev });
const failed = (index: number, chardev: string, text: string): string =>
  `qemu-system-x86_64: -device isa-serial,chardev=${chardev},index=${index}: ${text}`;

/** Serial ports and the chardevs that they attach to. */
export const serial: readonly Scenario[] = [
  {
    id: 'chr/serial/second-frontend',
    title: 'a chardev takes one frontend',
    clauses: ['CHR-30'],
    needs: ['serial'],
    launch: 'manual',
    steps: [
      [
        { do: 'launch', args: ['-chardev', 'null,id=c'], ports: [com(1, 'c'), com(2, 'c')] },
        {
          byProfile: {
            'qemu-7.2': {
              see: 'exit',
              status: 1,
              stderr: [failed(1, 'c', "Property 'serial.chardev' can't take value 'c': Device 'c' is in use")],
            },
            else: {
              see: 'exit',
              status: 1,
              stderr: [failed(1, 'c', "Property 'serial.chardev' can't take value 'c': chardev 'c' is already in use")],
            },
          },
        },
      ],
    ],
  },
  {
    id: 'chr/serial/unknown-chardev',
    title: 'a frontend needs a chardev that exists',
    clauses: ['CHR-30'],
    needs: ['serial'],
    launch: 'manual',
    steps: [
      [
        { do: 'launch', ports: [com(1, 'nope')] },
        {
          see: 'exit',
          status: 1,
          stderr: [failed(0, 'nope', "Property 'serial.chardev' can't find value 'nope'")],
        },
      ],
    ],
  },
  {
    id: 'chr/serial/mux-base',
    title: 'the hidden base of a mux is in use',
    clauses: ['CHR-30', 'CHR-10'],
    needs: ['serial'],
    profiles: ['design', 'qemu-10.0', 'qemu-11.1'],
    launch: 'manual',
    steps: [
      [
        { do: 'launch', args: ['-chardev', 'null,id=c,mux=on'], ports: [com(1, 'c-base')] },
        {
          see: 'exit',
          status: 1,
          stderr: [
            failed(
              0,
              'c-base',
              "Property 'serial.chardev' can't take value 'c-base': chardev 'c-base' is already in use",
            ),
          ],
        },
      ],
    ],
  },
  {
    id: 'chr/serial/frontend-open',
    title: 'a serial port is open as long as it is attached, whatever the backend',
    clauses: ['CHR-16', 'CHR-35', 'CHR-15'],
    launch: {
      args: ['-chardev', 'null,id=a', '-chardev', 'ringbuf,id=b', '-chardev', 'ringbuf,id=c'],
      ports: [com(1, 'a'), com(2, 'b')],
    },
    steps: [
      listed(['a', 'null', true], ['b', 'ringbuf', true], ['c', 'ringbuf', false]),
      removeChardev('a', refusal("Chardev 'a' is busy")),
      removeChardev('b', refusal("Chardev 'b' is busy")),
      removeChardev('c'),
    ],
  },
  {
    id: 'chr/serial/mux-on',
    title: 'mux=on makes a mux and hides the backend behind it as base',
    clauses: ['CHR-10', 'MUX-01'],
    launch: { args: ['-chardev', 'ringbuf,id=c,mux=on,size=4'], ports: [com(1, 'c')] },
    steps: [
      listed(['c', 'mux', true], ['c-base', 'ringbuf', true]),
      guestGets('com1', ''),
      guestSends('com1', '012345'),
      ringHolds('c-base', '2345'),
      addChardev('c-base', 'null', {}, refusal("Chardev with id 'c-base' already exists")),
    ],
  },
  {
    id: 'chr/serial/mux-on-clash',
    title: 'a chardev that is called like the hidden base is in the way',
    clauses: ['CHR-10'],
    launch: 'manual',
    steps: [
      [
        { do: 'launch', args: ['-chardev', 'null,id=c-base', '-chardev', 'null,id=c,mux=on'] },
        {
          see: 'exit',
          status: 1,
          stderr: [
            "qemu-system-x86_64: -chardev null,id=c,mux=on: attempt to add duplicate property 'c-base' to object (type 'container')",
          ],
        },
      ],
    ],
  },
  {
    id: 'chr/serial/mux-on-idle',
    title: 'an idle chardev with mux=on can be removed, mux first and base then, on 7.2 never',
    clauses: ['CHR-10', 'CHR-12', 'MUX-15'],
    upstream: ['/char/mux'],
    launch: { args: ['-chardev', 'ringbuf,id=c,mux=on'] },
    steps: [
      [{ do: 'qmp', execute: 'query-chardev' }, entries(['c', 'mux', false], ['c-base', 'ringbuf', false])],
      removeChardev('c-base', refusal("Chardev 'c-base' is busy")),
      removeChardev('c', {
        byProfile: { 'qemu-7.2': refusal("Chardev 'c' is busy"), else: { see: 'return', value: {} } },
      }),
      removeChardev('c-base', {
        byProfile: { 'qemu-7.2': refusal("Chardev 'c-base' is busy"), else: { see: 'return', value: {} } },
      }),
    ],
  },
  {
    id: 'chr/serial/memory',
    title: 'memory is a ring buffer under its old name',
    clauses: ['RB-07', 'RB-02'],
    upstream: ['/char/ringbuf'],
    steps: [
      addChardev('m', 'memory', { size: 2 }),
      listed(['m', 'memory', false]),
      [
        { do: 'qmp', execute: 'ringbuf-write', arguments: { device: 'm', data: 'buff' } },
        { see: 'return', value: {} },
      ],
      ringHolds('m', 'ff'),
      ringHolds('m', ''),
      removeChardev('m'),
    ],
  },
  {
    id: 'chr/serial/info-chardev',
    title: 'info chardev prints label and filename, a line each',
    clauses: ['CHR-18'],
    steps: [
      addChardev('c', 'ringbuf'),
      addChardev('m', 'mux', { chardev: 'c' }),
      [
        { do: 'qmp', execute: 'human-monitor-command', arguments: { 'command-line': 'info chardev' } },
        { see: 'return', value: 'c: filename=ringbuf\r\nm: filename=mux\r\n' },
      ],
    ],
  },
];
