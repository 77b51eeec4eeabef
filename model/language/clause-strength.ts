import type { Weakening } from './clause.ts';

const decision = 'a decision of this project where the design threads are silent: other systems may decide otherwise';

/** The clauses that are not a `must`, each with the reason. Everything else is a `must`. */
export const weakenings: readonly Weakening[] = [
  { id: 'LOGMUX-10', strength: 'should', reason: decision },
  { id: 'LOGMUX-12', strength: 'should', reason: decision },
  { id: 'LOGMUX-13', strength: 'should', reason: decision },
  { id: 'LOGMUX-20', strength: 'should', reason: decision },
  { id: 'LOGMUX-33', strength: 'should', reason: decision },
  {
    id: 'CHAN-03',
    strength: 'should',
    reason: "device links are made by the guest's udev rules, not by the system under test",
  },
  { id: 'CHAN-04', strength: 'should', reason: "agents are started by the guest's service manager" },
  { id: 'CHAN-30', strength: 'should', reason: 'documentation and sources of Xen contradict each other here' },
  { id: 'CHAN-34', strength: 'may', reason: 'read in one version of the guest kernel only' },
  { id: 'VSER-33', strength: 'may', reason: "capacities of sockets and pipes are the host kernel's, not the system's" },
  { id: 'VLOG-01', strength: 'should', reason: 'how libvirt calls its log daemon by default; other managers are free' },
];
