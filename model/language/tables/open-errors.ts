/** Which open failed why: a row of the table under OPEN-20. */
export type OpenFailure =
  | 'bad-number'
  | 'no-such-set'
  | 'no-matching-member'
  | 'sync-mismatch'
  | 'truncation-refused'
  | 'descriptor-table-full'
  | 'member-closed'
  | 'plain-path';

/**
 * Texts with `{path}` (as given), `{set}` (number), `{flags}` (open flags in hexadecimal digits without prefix), `{fd}`
 * (QEMU's number of the member) and `{reason}` (text of the errno). None has the prefix that chardev-add puts before.
 */
export type OpenErrorRow = {
  readonly failure: OpenFailure;
  /** The errno behind it, with its text; several where the cause decides. */
  readonly reasons: readonly { readonly errno: string; readonly text: string }[];
  /** file, pipe and serial chardevs, every version. */
  readonly chardev: string;
  /** Log files and block nodes. */
  readonly other: { readonly '7.2': string; readonly '10.0': string };
};

const chardev = "Could not open '{path}': {reason}";
const oldWording = 'Could not dup FD for {path} flags {flags}: {reason}';

/** Error texts of opens, letter for letter. Source: table under OPEN-20. */
export const openErrors: readonly OpenErrorRow[] = [
  {
    failure: 'bad-number',
    reasons: [{ errno: 'EINVAL', text: 'Invalid argument' }],
    chardev,
    other: { '7.2': 'Could not parse fdset {path}', '10.0': 'Could not parse fdset {path}' },
  },
  {
    failure: 'no-such-set',
    reasons: [{ errno: 'ENOENT', text: 'No such file or directory' }],
    chardev,
    other: { '7.2': oldWording, '10.0': 'Failed to find fdset /dev/fdset/{set}' },
  },
  {
    failure: 'no-matching-member',
    reasons: [{ errno: 'EACCES', text: 'Permission denied' }],
    chardev,
    other: { '7.2': oldWording, '10.0': 'Failed to find file descriptor with matching flags=0x{flags}' },
  },
  {
    failure: 'sync-mismatch',
    reasons: [{ errno: 'EINVAL', text: 'Invalid argument' }],
    chardev,
    other: { '7.2': oldWording, '10.0': 'Failed to dup() given file descriptor fd={fd}' },
  },
  {
    failure: 'truncation-refused',
    reasons: [
      { errno: 'EINVAL', text: 'Invalid argument' },
      { errno: 'EPERM', text: 'Operation not permitted' },
    ],
    chardev,
    other: { '7.2': oldWording, '10.0': 'Failed to dup() given file descriptor fd={fd}' },
  },
  {
    failure: 'descriptor-table-full',
    reasons: [{ errno: 'EMFILE', text: 'Too many open files' }],
    chardev,
    other: { '7.2': oldWording, '10.0': 'Failed to dup() given file descriptor fd={fd}' },
  },
  {
    failure: 'member-closed',
    reasons: [{ errno: 'EBADF', text: 'Bad file descriptor' }],
    chardev,
    other: { '7.2': oldWording, '10.0': 'Failed to read file status flags for fd={fd}' },
  },
  {
    failure: 'plain-path',
    reasons: [
      { errno: 'ENOENT', text: 'No such file or directory' },
      { errno: 'EISDIR', text: 'Is a directory' },
      { errno: 'ENXIO', text: 'No such device or address' },
    ],
    chardev,
    other: { '7.2': "Could not create '{path}': {reason}", '10.0': "Could not create '{path}': {reason}" },
  },
];
