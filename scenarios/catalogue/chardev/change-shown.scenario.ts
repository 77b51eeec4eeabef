import type { PortSpec } from '../../../model/language/action.ts';
import { guestOpens, portIs, starts, stateOf, virtio } from '../../driver-steps.ts';
import type { Scenario, Step } from '../../scenario.ts';
import { command, done, entries, guestSends, listed, refusal, ringHolds, tcpAddress } from '../../steps.ts';

const changeTo = (
  type: string,
  data: Parameters<typeof command>[1],
  expectation?: Parameters<typeof command>[2],
): Step => command('chardev-change', { id: 'c', backend: { type, data } }, expectation);
const port: PortSpec = { id: 'v', kind: 'virtserialport', chardev: 'c' };
const onRing = virtio([port], 'ringbuf,id=c');
const com1: PortSpec = { id: 'com1', kind: '16550', chardev: 'c' };

/** What is seen of a chardev-change. */
export const changeShown: readonly Scenario[] = [
  {
    id: 'chardev/change-shown/in-one-message',
    title: 'a change is done when the next command of the same message is served, and shows no other chardev',
    clauses: ['SWAP-S01', 'CHR-15', 'QMP-09'],
    bugs: ['HS17-03', 'HS17-05'],
    launch: { args: ['-chardev', 'null,id=c'], ports: [com1] },
    steps: [
      [
        {
          do: 'send',
          bytes:
            '{"execute":"chardev-change","id":1,"arguments":{"id":"c","backend":{"type":"ringbuf","data":{}}}}{"execute":"query-chardev","id":2}',
        },
        {
          see: 'messages',
          messages: [
            { return: {}, id: 1 },
            { return: [{ label: 'c', filename: 'ringbuf', 'frontend-open': true }], id: 2 },
          ],
        },
      ],
      guestSends('com1', 'new'),
      ringHolds('c', 'new'),
    ],
  },
  {
    id: 'chardev/change-shown/terminal',
    title: 'a change to a terminal returns its path',
    clauses: ['SWAP-S01', 'PTY-01', 'CHR-05'],
    bugs: ['HS17-17'],
    launch: { args: ['-chardev', 'null,id=c'], ports: [com1] },
    steps: [
      changeTo('pty', {}, { see: 'return', value: { pty: '{pty:c}' } }),
      [{ do: 'open-pty', as: 't', chardev: 'c' }, done],
      guestSends('com1', 'out'),
      [
        { do: 'read', from: 't' },
        { see: 'data', bytes: 'out', end: false },
      ],
      listed(['c', 'pty:{pty:c}', true]),
    ],
  },
  {
    id: 'chardev/change-shown/port-in-use',
    title:
      'a change to the port that the old far end listens on is refused, and the old one stays; repaired, it goes over',
    clauses: ['SWAP-S01', 'RACE-37', 'SAFE-19', 'ENG-15'],
    bugs: ['HS17-23'],
    launch: { args: ['-chardev', 'socket,id=c,host=127.0.0.1,port={port:a},server=on,wait=off'], ports: [com1] },
    steps: [
      changeTo(
        'socket',
        { addr: tcpAddress('{port:a}'), server: true, wait: false },
        {
          byProfile: {
            design: { see: 'return', value: {} },
            else: refusal('Failed to find an available port: Address already in use'),
          },
        },
      ),
      listed(['c', 'disconnected:tcp:127.0.0.1:{port:a},server=on', true]),
    ],
  },
  {
    id: 'chardev/change-shown/frontend-open',
    title: 'a port that the guest has open is shown as closed after a swap; a repaired one as open',
    clauses: ['SWAP-S14', 'CHR-16', 'VSER-54'],
    bugs: ['LIVE-03'],
    launch: onRing,
    steps: [
      starts,
      guestOpens('v'),
      listed(['c', 'ringbuf', true]),
      changeTo('ringbuf', {}),
      [
        { do: 'qmp', execute: 'query-chardev' },
        {
          byProfile: {
            design: entries(['c', 'ringbuf', true]),
            else: entries(['c', 'ringbuf', false]),
          },
        },
      ],
      portIs('v', stateOf(1, 'guest', 'host')),
      guestSends('v', 'still'),
      ringHolds('c', 'still'),
    ],
  },
  {
    id: 'chardev/change-shown/yank',
    title: 'a chardev can be yanked exactly as long as a socket backs it, also after a swap from socket to socket',
    clauses: ['CHR-21', 'SWAP-S01'],
    bugs: ['BUG-052'],
    launch: { args: ['-chardev', 'socket,id=c,path={dir}/s,server=on,wait=off'], ports: [com1] },
    steps: [
      changeTo('socket', { addr: { type: 'unix', data: { path: '{dir}/t' } }, server: true, wait: false }),
      [
        { do: 'qmp', execute: 'query-yank' },
        { see: 'return', value: [{ type: 'chardev', id: 'c' }] },
      ],
      command('yank', { instances: [{ type: 'chardev', id: 'c' }] }),
      changeTo('null', {}),
      [
        { do: 'qmp', execute: 'query-yank' },
        { see: 'return', value: [] },
      ],
      command(
        'yank',
        { instances: [{ type: 'chardev', id: 'c' }] },
        { see: 'error', class: 'DeviceNotFound', desc: 'Instance not found' },
      ),
      changeTo('socket', { addr: { type: 'unix', data: { path: '{dir}/t' } }, server: true, wait: false }),
      [
        { do: 'qmp', execute: 'query-yank' },
        { see: 'return', value: [{ type: 'chardev', id: 'c' }] },
      ],
    ],
  },
  {
    id: 'chardev/change-shown/refused-by-the-frontend',
    title: 'a frontend that takes no part refuses every change and keeps what it has; another then takes it',
    clauses: ['SWAP-S08', 'UDP-01'],
    upstream: ['/char/hotswap'],
    launch: {
      machine: 'virtio',
      args: ['-chardev', 'udp,id=c,host=127.0.0.1,port=9'],
      ports: [{ id: 'u', kind: 'debugcon', chardev: 'c' }],
    },
    steps: [
      changeTo('file', { out: '{dir}/out' }, refusal('Chardev user does not support chardev hotswap')),
      listed(['c', 'udp', true]),
      guestSends('u', 'lost'),
    ],
  },
];
