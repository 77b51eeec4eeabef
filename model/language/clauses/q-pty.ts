import type { ClauseFamily } from '../clause.ts';

/** Q-PTY: real defects of ptys. */
export const qPty: ClauseFamily = {
  id: 'Q-PTY',
  title: 'real defects of ptys',
  area: 'chardevs',
  section: 'real defects',
  profiles: ['qemu-10.0'],
  clauses: [
    {
      id: 'Q-PTY-1',
      rule: 'Removal deletes whatever now sits at `path`.',
      observable: 'not stated',
      variants: '10.0',
      source: 'experiment',
      checked: '10.0',
      reproducer: 'pty path=L; replace L by a file; remove: file gone',
      repair: 'unlink only our link',
    },
  ],
};
