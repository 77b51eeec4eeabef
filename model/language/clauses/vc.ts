import type { ClauseFamily } from '../clause.ts';

/** VC: the virtual console backend. */
export const vc: ClauseFamily = {
  id: 'VC',
  title: 'the virtual console backend',
  area: 'chardevs',
  section: 'simple backends',
  profiles: ['design', 'qemu-7.2', 'qemu-10.0'],
  clauses: [
    {
      id: 'VC-01',
      rule: 'Text console, default 80×24 cells; size by width/height (pixels) or cols/rows. At creation writes `<label> console` CR LF to itself (10.0: appears in its logfile; 7.2: not). Always accepts output.',
      observable: 'fs',
      variants: 'all',
      source: 'ui/console-vc.c',
      checked: 'both (log), read',
    },
    {
      id: 'VC-02',
      rule: 'Keys go to a 16-byte FIFO and to the frontend as room allows; overflow is dropped; accept_input resumes.',
      observable: 'guest',
      variants: 'all',
      source: 'ui/console-vc.c',
      checked: 'both',
    },
  ],
};
