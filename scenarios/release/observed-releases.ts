/** What a run on a release without a profile of its own saw. Source: `traits` and failures of its results.json. */
export type ObservedRelease = {
  readonly version: string;
  /** The distribution whose package it was. */
  readonly build: string;
  readonly judgedBy: string;
  readonly passed: number;
  readonly asAnother: number;
  readonly notApplicable: number;
  /** By trait; two words with `or` between them where scenarios show both. */
  readonly traits: Readonly<Record<string, string>>;
  /** What no profile explains, by what was seen. */
  readonly unexplained: readonly { readonly seen: string; readonly scenarios: readonly string[] }[];
};

/** Releases between and beside those that have a profile, oldest first. */
export const observedReleases: readonly ObservedRelease[] = [
  {
    version: '9.2.1',
    build: 'Ubuntu 25.04',
    judgedBy: 'qemu-7.2',
    passed: 1556,
    asAnother: 134,
    notApplicable: 275,
    traits: {
      'DEF-01': 'yes',
      'DEF-02': 'yes',
      'DEF-03': 'yes',
      'DEF-04': 'yes',
      'DEF-05': 'yes',
      'DEF-07': 'yes',
      'DEF-08': 'yes',
      'DEF-09': 'yes',
      'Q-HUB-12': 'yes',
      'Q-HUB-13': 'yes',
      'Q-MUX-1': 'yes',
      'Q-MUX-2': 'yes',
      'Q-MUX-3': 'yes',
      'Q-MUX-4': 'yes',
      'Q-MUX-5': 'yes',
      'Q-MUX-6': 'yes',
      'Q-CORE-2': 'yes',
      'Q-CORE-3': 'yes',
      'Q-RB-1': 'yes',
      'Q-SOCK-1': 'yes',
      'Q-SOCK-2': 'yes',
      'Q-TEL-1': 'yes',
      'Q-WS-1': 'yes',
      'Q-WS-2': 'yes',
      'Q-WS-3': 'yes',
      'Q-PTY-1': 'yes',
      'Q-LOSTDESC': 'yes',
      'Q-EPIPE': 'yes',
      'Q-WEDGE-SWAP': 'yes',
      'SWAP-S14': 'yes',
      'RACE-S01': 'yes',
      'RACE-S02': 'yes',
      'RACE-S03': 'yes',
      'RACE-S07': 'yes',
      'RACE-S10': 'yes',
      'Q-WEDGE-STOP': 'yes',
      'Q-WEDGE-RACE': 'yes',
      'Q-UDP-1': 'yes',
      'RR-04': 'yes',
      'Q-FOUND-1': 'yes',
      'Q-FOUND-2': 'yes',
      'Q-FOUND-3': 'yes',
      'Q-FOUND-4': 'yes',
      'Q-FOUND-5': 'yes',
      'Q-FOUND-6': 'yes',
      lastMonitorGone: 'keeps-members',
      openMatch: 'access-mode-and-direct',
      wording: '10.0 or 7.2',
      fileInputPathOption: 'yes',
      statusHasSinglestep: 'no',
      reconnectMs: 'yes',
      addClientWantsSocket: 'yes',
      parallelMisfitClosesZero: 'no',
      muxSlots: 'reused',
      ptyTellsClosed: 'no',
      ptyPathOption: 'yes',
      clientShowsPeer: 'no',
      hangUpComesLast: 'yes',
      replayMarks: 'base',
      replayIoctl: 'left-out',
      recordedWrites: 'whole',
      replayMissingWrite: 'aborts',
      waitingKeepsOpen: 'no',
      hub: 'yes or no',
    },
    unexplained: [
      { seen: 'a human monitor on a muxed port under record and replay says nothing', scenarios: ['rr/drivers/getfd'] },
      { seen: 'a guest write while recording is not answered within five seconds', scenarios: ['rr/record/held-back'] },
      {
        seen: 'an event of a driver that is not there does not kill the process at once',
        scenarios: ['rr/replay/no-such-driver'],
      },
    ],
  },
];
