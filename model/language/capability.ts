/** What a target may offer and a scenario may need. */
export type Capability =
  | 'qmp'
  | 'hmp'
  | 'block'
  | 'serial'
  /** A machine with virtio-serial controllers and a guest driver for them. */
  | 'virtio-serial'
  | 'usb-serial'
  /** A 16550 on a PCI bus. */
  | 'pci-serial'
  | 'hub'
  /** Instructions can be counted, so that record and replay are there. Source: RR-01. */
  | 'record-replay'
  /** Bare frontends that record what happens to them. */
  | 'witness'
  /** Text consoles can be looked at and typed into. */
  | 'screen'
  /** TCP on 127.0.0.1. */
  | 'tcp'
  /** TCP on ::1. */
  | 'ipv6'
  /** Unix sockets that monitors listen on. */
  | 'listening-monitors'
  /** The process can be started with inherited descriptors and its exit seen. */
  | 'launch'
  | 'virtual-time'
  | 'inject-faults'
  | 'choose-schedule'
  | 'peek-internals';
