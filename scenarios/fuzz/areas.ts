import type { Area, AreaName } from './area.ts';
import { chardev, hub, mux, pipe, pty, socket } from './areas/chardevs.ts';
import { udp } from './areas/datagrams.ts';
import { block, fdset, getfd, open } from './areas/descriptors.ts';
import { uart, usb, virtio, witness } from './areas/devices.ts';
import { host, human, misc, monitor, stdio } from './areas/monitors.ts';
import { tcp } from './areas/networks.ts';
import { replay } from './areas/replays.ts';

/** Everything that a session can be about. */
export const areas: readonly Area[] = [
  fdset,
  open,
  getfd,
  block,
  chardev,
  mux,
  hub,
  socket,
  tcp,
  udp,
  pipe,
  pty,
  stdio,
  uart,
  virtio,
  usb,
  witness,
  monitor,
  human,
  misc,
  replay,
  host,
];

/** Their names, for options and messages. */
export const areaNames: readonly AreaName[] = areas.map(({ name }) => name);
