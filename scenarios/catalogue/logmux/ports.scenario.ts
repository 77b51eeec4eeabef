import type { PortSpec } from '../../../model/language/action.ts';
import {
  deviceHolds,
  guestHears,
  guestOpens,
  hostClosed,
  hostOpened,
  portIs,
  posts,
  starts,
  stateOf,
  virtio,
} from '../../driver-steps.ts';
import type { ExpectedOutcome, Scenario, Step } from '../../scenario.ts';
import { closes, connects, done, guestGets, guestSends, peerGets, peerSends } from '../../steps.ts';

const port: PortSpec = { id: 'v', kind: 'virtserialport', chardev: 'h' };
const server = (id: string): string => `socket,id=${id},path={dir}/${id},server=on,wait=off`;
const hub = (...members: readonly string[]): string =>
  `hub,id=h,${members.map((id, index) => `chardevs.${index}=${id}`).join(',')}`;
const twoViewers = virtio([port], server('s'), server('t'), hub('s', 't'));
const viewerAndLog = virtio([port], server('s'), 'file,id=f,path={dir}/log', hub('s', 'f'));
const inDesign = (design: ExpectedOutcome, otherwise: ExpectedOutcome): Step[1] & object => ({
  byProfile: { design, else: otherwise },
});
const data = (bytes: string, end = false): ExpectedOutcome => ({ see: 'data', bytes, end });
const logHolds = (design: string, otherwise: string): Step => [
  { do: 'read-file', path: '{dir}/log' },
  inDesign(data(design, true), data(otherwise, true)),
];
const pages = (count: number): string =>
  Array.from({ length: count }, (_, index) => String.fromCharCode(0x41 + (index % 26)).repeat(4096)).join('');

/** A hundred pages, of which these are there twice. */
const withTwice = (...twice: readonly number[]): string =>
  [0, ...twice].map((from, at) => pages(twice[at] === undefined ? 100 : twice[at] + 1).slice(from * 4096)).join('');

/** Viewers and logs of one port, behind a hub. */
export const ports: readonly Scenario[] = [
  {
    id: 'logmux/ports/last-one-turns-off-the-light',
    title: 'the guest hears of the first viewer that comes and of the last that leaves, and the others see on',
    clauses: ['LOGMUX-40', 'E2E-07', 'HUB-22'],
    launch: twoViewers,
    steps: [
      starts,
      connects('a'),
      guestHears(hostOpened(1)),
      connects('b', '{dir}/t'),
      guestHears(),
      guestSends('v', 'to both,'),
      closes('a'),
      guestHears(),
      guestSends('v', 'to one'),
      peerGets('b', 'to both,to one'),
      closes('b'),
      guestHears(hostClosed(1)),
      portIs('v', stateOf(1)),
    ],
  },
  {
    id: 'logmux/ports/log-misses-what-no-viewer-sees',
    title: 'the log misses all that is written while no viewer is there; a repaired hub counts the log as open',
    clauses: ['LOGMUX-41', 'LOGMUX-31', 'Q-HUB-5', 'Q-HUB-ALWAYSOPEN', 'VSER-23'],
    launch: viewerAndLog,
    steps: [
      starts,
      portIs('v', inDesign(stateOf(1, 'host'), stateOf(1))),
      guestSends('v', 'one,'),
      connects('c'),
      portIs('v', stateOf(1, 'host')),
      guestSends('v', 'two,'),
      closes('c'),
      portIs('v', inDesign(stateOf(1, 'host'), stateOf(1))),
      guestSends('v', 'three,'),
      connects('d'),
      guestSends('v', 'four'),
      peerGets('d', 'four'),
      logHolds('one,two,three,four', 'two,four'),
    ],
  },
  {
    id: 'logmux/ports/viewer-and-log-stay-level',
    title: 'a viewer that does not read holds the log at the same byte; once it reads, both have the same stream',
    clauses: ['LOGMUX-30', 'E2E-08', 'VSER-33', 'HUB-38'],
    launch: viewerAndLog,
    steps: [
      starts,
      connects('c'),
      guestSends('v', pages(46)),
      deviceHolds('v', 0, 2),
      portIs('v', stateOf(1, 'host', 'throttled')),
      logHolds(pages(44), pages(44)),
      peerGets('c', pages(44)),
      peerGets('c', pages(46).slice(44 * 4096)),
      deviceHolds('v', 0, 0),
      portIs('v', stateOf(1, 'host')),
      logHolds(pages(46), pages(46)),
    ],
  },
  {
    id: 'logmux/ports/logfile-has-chunks-twice',
    title:
      'a logfile beside a slow viewer has each buffer twice that was refused once; a repaired one has what was taken',
    clauses: ['Q-LOGDUP', 'LOGMUX-03', 'LOG-02', 'DEF-05', 'VSER-33'],
    launch: virtio([{ ...port, chardev: 's' }], `${server('s')},logfile={dir}/log`),
    steps: [
      starts,
      connects('c'),
      guestSends('v', pages(100)),
      peerGets('c', pages(44)),
      peerGets('c', pages(88).slice(44 * 4096)),
      peerGets('c', pages(100).slice(88 * 4096)),
      logHolds(pages(100), withTwice(44, 88)),
    ],
  },
  {
    id: 'logmux/ports/slow-viewer-leaves',
    title: 'a slow viewer that leaves takes the waiting output with it, for the log too, and wedges the port',
    clauses: ['LOGMUX-32', 'Q-WEDGE-RACE', 'Q-HUB-5'],
    launch: viewerAndLog,
    steps: [
      starts,
      connects('c'),
      guestSends('v', pages(46)),
      closes('c'),
      portIs('v', inDesign(stateOf(1, 'host'), stateOf(1, 'throttled'))),
      logHolds(pages(46), pages(44)),
      connects('d'),
      portIs('v', inDesign(stateOf(1, 'host'), stateOf(1, 'host', 'throttled'))),
      guestSends('v', 'hello'),
      [{ do: 'read', from: 'd' }, inDesign(data('hello'), data(''))],
      closes('d'),
      portIs('v', inDesign(stateOf(1, 'host'), stateOf(1))),
    ],
  },
  {
    id: 'logmux/ports/both-viewers-type-at-once',
    title:
      'two viewers that type at once are offered the same buffer, and one is lost; a repaired hub keeps it waiting',
    clauses: ['LOGMUX-14', 'LOGMUX-11', 'Q-HUB-9', 'Q-HUB-OVERCOMMIT'],
    launch: twoViewers,
    steps: [
      starts,
      guestOpens('v'),
      connects('a'),
      connects('b', '{dir}/t'),
      posts('v', 1, 8),
      [{ do: 'hold' }, done],
      peerSends('a', 'AAAAAAAA'),
      peerSends('b', 'BBBBBBBB'),
      [{ do: 'release' }, done],
      guestGets('v', 'AAAAAAAA'),
      posts('v', 1, 8),
      [{ do: 'guest-read', port: 'v' }, inDesign(data('BBBBBBBB'), data(''))],
    ],
  },
];
