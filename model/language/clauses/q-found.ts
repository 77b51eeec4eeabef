import type { ClauseFamily } from '../clause.ts';

/** Q-FOUND: real defects that this project's own runs and campaigns came upon. */
export const qFound: ClauseFamily = {
  id: 'Q-FOUND',
  title: 'real defects found by this project',
  area: 'chardevs',
  section: 'real defects',
  profiles: ['qemu-7.2', 'qemu-10.0'],
  clauses: [
    {
      id: 'Q-FOUND-1',
      rule: 'blockdev-reopen without a node (`options`: []) kills the process (SIGABRT).',
      observable: 'reply, exit',
      variants: 'all',
      source: 'experiment',
      checked: 'both',
      reproducer: 'blockdev-reopen {"options": []}',
      repair: 'nothing is reopened, and `{}` is the answer',
    },
    {
      id: 'Q-FOUND-2',
      rule: 'A text console of negative size kills the process inside the add (SIGABRT), if the other measure is not zero.',
      observable: 'reply, exit',
      variants: 'all',
      source: 'experiment',
      checked: 'both',
      reproducer: 'chardev-add vc cols -1 rows 5',
      repair: 'the size is refused',
    },
    {
      id: 'Q-FOUND-3',
      rule: 'A testdev whose buffer of 32 bytes is full without a command in it waits for room that only itself could make: the main loop stands still for ever.',
      observable: 'reply, exit',
      variants: 'all',
      source: 'experiment',
      checked: 'both',
      reproducer: 'UART on testdev, 33 blanks',
      repair: 'a full buffer without a command is emptied',
    },
    {
      id: 'Q-FOUND-4',
      rule: 'chardev-add stdio kills the process (SIGABRT) when descriptor 0 is open and 1 is closed.',
      observable: 'reply, exit',
      variants: 'all',
      source: 'experiment',
      checked: 'both',
      reproducer: 'add stdio, remove it, add a file chardev (it gets descriptor 0), add stdio again',
      repair: 'refused as if descriptor 0 were closed, and nothing is changed',
    },
    {
      id: 'Q-FOUND-5',
      rule: 'A blockdev-reopen that changes nothing makes the node believe that it was opened read-only and without O_DIRECT, so a later change to that keeps the read-write descriptor.',
      observable: 'reply, exit',
      variants: 'all',
      source: 'experiment',
      checked: 'both',
      reproducer:
        'blockdev-add file read-only=false, blockdev-reopen with the same, blockdev-reopen with read-only=true: the descriptor is still read-write',
      repair: 'a node knows how its descriptor was opened',
    },
  ],
};
