import type { ExpectedOutcome, Scenario, Step } from '../../scenario.ts';
import { closes, connects, done, guestGets, guestSends, peerGets, peerSends, register } from '../../steps.ts';

const server = (id: string): string => `socket,id=${id},path={dir}/${id},server=on,wait=off`;
const launch: Scenario['launch'] = {
  args: [server('a'), server('b'), 'hub,id=h,chardevs.0=a,chardevs.1=b'].flatMap((word) => ['-chardev', word]),
  ports: [{ id: 'com1', kind: '16550', chardev: 'h' }],
};
const withoutFifo: Step = [{ do: 'register-write', port: 'com1', register: 2, value: 0 }, done];
const bothCome: readonly Step[] = [connects('p', '{dir}/a'), connects('q', '{dir}/b')];
const atOnce = (first: string, second: string): readonly Step[] => [
  [{ do: 'hold' }, done],
  peerSends('p', first),
  peerSends('q', second),
  [{ do: 'release' }, done],
];
const inDesign = (design: ExpectedOutcome, otherwise: ExpectedOutcome): Step[1] & object => ({
  byProfile: { design, else: otherwise },
});

/** Two viewers of one console type at once: what the guest gets of both. Source: LOGMUX-13, LOGMUX-20, LOGMUX-21. */
export const typing: readonly Scenario[] = [
  {
    id: 'logmux/typing/room-for-all',
    title: 'where there is room for both, both arrive, each in one piece',
    clauses: ['LOGMUX-20', 'LOGMUX-11'],
    steps: [guestGets('com1', ''), ...bothCome, ...atOnce('ab', 'cd'), guestGets('com1', 'abcd')],
  },
  {
    id: 'logmux/typing/room-for-one',
    title: 'where there is room for one byte, they take turns in the design; a real hub overruns the guest',
    clauses: ['LOGMUX-21', 'LOGMUX-13', 'LOGMUX-14', 'Q-HUB-9', 'Q-HUB-OVERCOMMIT'],
    steps: [
      guestGets('com1', ''),
      withoutFifo,
      ...bothCome,
      peerSends('p', 'AAAA'),
      peerSends('q', 'BBBB'),
      [
        { do: 'guest-read', port: 'com1' },
        inDesign({ see: 'data', bytes: 'ABABABAB', end: false }, { see: 'data', bytes: 'ABBBB', end: false }),
      ],
      register('com1', 5, 0x60),
    ],
  },
  {
    id: 'logmux/typing/one-leaves',
    title: 'a viewer that leaves takes nothing from the other, neither what is typed nor what is printed',
    clauses: ['LOGMUX-21', 'HUB-22'],
    steps: [
      guestGets('com1', ''),
      ...bothCome,
      peerSends('p', 'a'),
      guestGets('com1', 'a'),
      closes('p'),
      peerSends('q', 'b'),
      guestGets('com1', 'b'),
      guestSends('com1', 'still'),
      peerGets('q', 'still'),
    ],
  },
].map((each) => ({ ...each, needs: ['serial', 'hub'], launch }) as Scenario);
