import { expect, test } from 'vitest';
import { parseDeviceTree } from './device-tree.ts';

const text = [
  'bus: main-system-bus',
  '  type System',
  '  dev: i440FX-pcihost, id ""',
  '    bus: pci.0',
  '      type PCI',
  '      dev: virtio-serial-pci, id "second"',
  '        addr = 0a.0',
  '        bus: virtio-bus',
  '          type virtio-pci-bus',
  '          dev: virtio-serial-device, id ""',
  '            max_ports = 31 (0x1f)',
  '            bus: second.0',
  '              type virtio-serial-bus',
  '              dev: virtconsole, id "con"',
  '                chardev = "c"',
  '                nr = 0 (0x0)',
  '                name = ""',
  '                port 0, guest off, host on, throttle off',
  '              dev: virtserialport, id "p"',
  '                nr = 4294967295 (0xffffffff)',
  '                port 7, guest on, host off, throttle on',
  '      dev: qemu-xhci, id "usb"',
  '        addr = 03.0',
  '',
].join('\r\n');

test('the device tree tells of each port its controller, number and state, and of each controller its PCI slot', () => {
  const { ports, slots } = parseDeviceTree(text);
  expect([...slots]).toEqual([['second', 10]]);
  expect([...ports.values()]).toEqual([
    { id: 'con', controller: 'second', nr: 0, guest: false, host: true, throttled: false },
    { id: 'p', controller: 'second', nr: 7, guest: true, host: false, throttled: true },
  ]);
});
