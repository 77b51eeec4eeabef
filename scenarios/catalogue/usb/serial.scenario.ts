import type { PortSpec } from '../../../model/language/action.ts';
import { addDevice, deleted, events, removeDevice, usbIs, virtio } from '../../driver-steps.ts';
import type { Scenario } from '../../scenario.ts';
import { addChardev, closes, command, connects, listed, refusal, removeChardev } from '../../steps.ts';

const adapter = (chardev: string, id = 'usb0'): PortSpec => ({ id, kind: 'usb-serial', chardev });
const server = 'socket,id=s,path={dir}/s,server=on,wait=off';

/** usb-serial: the guest sees it plugged in while its far end is open. */
export const usb: readonly Scenario[] = [
  {
    id: 'usb/serial/follows-the-client',
    title: 'an adapter is plugged in when a client comes and pulled out when it leaves',
    clauses: ['CHR-50', 'CHR-51', 'CHR-53'],
    launch: virtio([adapter('s')], server),
    steps: [
      usbIs('usb0', false),
      connects('c'),
      usbIs('usb0', true),
      closes('c'),
      usbIs('usb0', false),
      connects('d'),
      usbIs('usb0', true),
    ],
  },
  {
    id: 'usb/serial/open-at-once',
    title: 'on a ring buffer or a file it is plugged in from the start, on null never',
    clauses: ['CHR-33', 'CHR-50'],
    launch: virtio(
      [adapter('r'), adapter('f', 'usb1'), adapter('n', 'usb2')],
      'ringbuf,id=r',
      'file,id=f,path=out',
      'null,id=n',
    ),
    steps: [usbIs('usb0', true), usbIs('usb1', true), usbIs('usb2', false)],
  },
  {
    id: 'usb/serial/comes-and-goes',
    title: 'an adapter can be added and removed while the machine runs; its chardev is free after DEVICE_DELETED',
    clauses: ['CHR-30', 'CHR-36', 'VSER-51'],
    launch: virtio([], server),
    steps: [
      connects('c'),
      addDevice({ driver: 'usb-serial', id: 'u', chardev: 's' }),
      usbIs('u', true),
      listed(['s', 'unix:{dir}/s,server=on', true]),
      removeChardev('s', refusal("Chardev 's' is busy")),
      removeDevice('u'),
      events(deleted('u')),
      listed(['s', 'unix:{dir}/s,server=on', false]),
      addDevice({ driver: 'usb-serial', id: 'u', chardev: 's' }),
      usbIs('u', true),
      removeDevice('u'),
      removeChardev('s'),
    ],
  },
  {
    id: 'usb/serial/refusals',
    title: 'an adapter needs a chardev that is there and free, and does not let it be exchanged',
    clauses: ['CHR-30', 'SWAP-S08'],
    launch: virtio([adapter('r')], 'ringbuf,id=r'),
    steps: [
      addDevice({ driver: 'usb-serial', id: 'u' }, refusal('Property chardev is required')),
      addDevice({ driver: 'usb-serial', id: 'u', chardev: '' }, refusal('Property chardev is required')),
      addDevice(
        { driver: 'usb-serial', id: 'u', chardev: 'no' },
        refusal("Property 'usb-serial.chardev' can't find value 'no'"),
      ),
      addDevice(
        { driver: 'usb-serial', id: 'u', chardev: 'r' },
        {
          byProfile: {
            'qemu-7.2': refusal("Property 'usb-serial.chardev' can't take value 'r': Device 'r' is in use"),
            else: refusal("Property 'usb-serial.chardev' can't take value 'r': chardev 'r' is already in use"),
          },
        },
      ),
      command(
        'chardev-change',
        { id: 'r', backend: { type: 'null', data: {} } },
        refusal('Chardev user does not support chardev hotswap'),
      ),
      addChardev('n', 'null'),
      addDevice({ driver: 'usb-serial', id: 'u', chardev: 'n' }),
      usbIs('u', false),
    ],
  },
  {
    id: 'usb/serial/given-back',
    title: 'an adapter that finds no place gives its chardev back',
    clauses: ['CHR-30', 'Q-MUX-6'],
    launch: virtio([], 'ringbuf,id=r'),
    steps: [
      addDevice(
        { driver: 'usb-serial', id: 'u', chardev: 'r', port: '99' },
        refusal('usb port 99 (bus usb.0) not found (in use?)'),
      ),
      listed(['r', 'ringbuf', false]),
      addDevice({ driver: 'usb-serial', id: 'u', chardev: 'r' }),
      usbIs('u', true),
    ],
  },
];
