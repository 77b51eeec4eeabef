/** What a target may offer and a scenario may need. */
export type Capability =
  | 'qmp'
  | 'hmp'
  | 'block'
  | 'serial'
  | 'virtio-serial'
  | 'usb-serial'
  | 'pci-serial'
  | 'hub'
  | 'record-replay'
  | 'witness'
  | 'screen'
  | 'tcp'
  | 'ipv6'
  | 'listening-monitors'
  | 'launch'
  | 'virtual-time'
  | 'inject-faults'
  | 'choose-schedule'
  | 'peek-internals';

/** What each of them means. */
export const capabilityTexts: Readonly<Record<Capability, string>> = {
  qmp: 'QMP monitors',
  hmp: 'human monitors',
  block: 'block devices (blockdev-add and its kin)',
  serial: 'a machine with 16550 ports',
  'virtio-serial': 'a machine with virtio-serial controllers, and a guest driver for them',
  'usb-serial': 'serial adapters on a USB bus',
  'pci-serial': 'a 16550 on a PCI bus',
  hub: 'hub chardevs',
  'record-replay': 'instructions can be counted, so that record and replay are there (RR-01)',
  witness: 'bare frontends that record what happens to them',
  screen: 'text consoles can be looked at and typed into',
  tcp: 'TCP on 127.0.0.1',
  ipv6: 'TCP on ::1',
  'listening-monitors': 'unix sockets that monitors listen on',
  launch: 'the process can be started with inherited descriptors, and its exit seen',
  'virtual-time': 'time passes only when a scenario says so',
  'inject-faults': 'system calls of the system can be made to fail',
  'choose-schedule': 'the order of threads and events can be chosen',
  'peek-internals': 'the state behind the interfaces can be looked at',
};

/** All names, in the order of the table. */
export const capabilities = Object.keys(capabilityTexts) as readonly Capability[];
