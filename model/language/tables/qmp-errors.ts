import type { ClauseId } from '../clause-id.ts';

/** One error reply of a QMP monitor. In `desc`, words in braces stand for what the command gave. */
export type QmpErrorText = {
  readonly when: string;
  readonly class: 'GenericError' | 'CommandNotFound' | 'DeviceNotFound';
  readonly desc: string;
  readonly clause: ClauseId;
};

const generic = 'GenericError';

/** Error texts of the monitor itself and of the commands on descriptors, letter for letter. Source: the clause named. */
export const qmpErrors: readonly QmpErrorText[] = [
  {
    when: 'before negotiation, any command but qmp_capabilities',
    class: 'CommandNotFound',
    desc: "Expecting capabilities negotiation with 'qmp_capabilities'",
    clause: 'QMP-02',
  },
  {
    when: 'qmp_capabilities a second time',
    class: 'CommandNotFound',
    desc: 'Capabilities negotiation is already complete, command ignored',
    clause: 'QMP-02',
  },
  {
    when: 'a capability that does not exist',
    class: generic,
    desc: "Parameter '{path}' does not accept value '{value}'",
    clause: 'QMP-02',
  },
  {
    when: 'a capability that was not offered',
    class: generic,
    desc: 'Capability {name} not available',
    clause: 'QMP-02',
  },
  {
    when: 'an unknown command',
    class: 'CommandNotFound',
    desc: 'The command {command} has not been found',
    clause: 'QMP-04',
  },
  { when: 'a message that is no object', class: generic, desc: 'QMP input must be a JSON object', clause: 'QMP-05' },
  { when: 'no execute', class: generic, desc: "QMP input lacks member 'execute'", clause: 'QMP-05' },
  {
    when: 'execute is no string',
    class: generic,
    desc: "QMP input member 'execute' must be a string",
    clause: 'QMP-05',
  },
  {
    when: 'arguments is no object',
    class: generic,
    desc: "QMP input member 'arguments' must be an object",
    clause: 'QMP-05',
  },
  {
    when: 'an unknown member, or exec-oob without oob',
    class: generic,
    desc: "QMP input member '{key}' is unexpected",
    clause: 'QMP-05',
  },
  {
    when: 'execute and exec-oob together',
    class: generic,
    desc: "QMP input member 'execute' clashes with 'exec-oob'",
    clause: 'QMP-05',
  },
  { when: 'an argument is missing', class: generic, desc: "Parameter '{path}' is missing", clause: 'QMP-06' },
  { when: 'an unknown argument', class: generic, desc: "Parameter '{path}' is unexpected", clause: 'QMP-06' },
  {
    when: 'an argument of another type',
    class: generic,
    desc: "Invalid parameter type for '{path}', expected: {type}",
    clause: 'QMP-06',
  },
  {
    when: 'an unknown value of an enumeration or union tag',
    class: generic,
    desc: "Parameter '{path}' does not accept value '{value}'",
    clause: 'QMP-06',
  },
  ...[
    'expecting value',
    'missing : in object pair',
    'expected separator in dict',
    'expected separator in list',
    'key is not a string in object',
    'duplicate key',
    "invalid keyword '{text}'",
    "stray '{text}'",
    'invalid escape sequence in string',
    'invalid UTF-8 sequence in string',
    '{text} is not a valid Unicode character',
  ].map(
    (what): QmpErrorText => ({
      when: `JSON: ${what}`,
      class: generic,
      desc: `JSON parse error, ${what}`,
      clause: 'QMP-07',
    }),
  ),
  { when: 'JSON: nested too deep', class: generic, desc: 'JSON nesting depth limit exceeded', clause: 'QMP-07' },
  {
    when: 'exec-oob of a command that is not for it',
    class: generic,
    desc: 'The command {command} does not support OOB',
    clause: 'QMP-10',
  },
  {
    when: 'add-fd or getfd without a pending descriptor',
    class: generic,
    desc: 'No file descriptor supplied via SCM_RIGHTS',
    clause: 'FDSET-15',
  },
  {
    when: 'add-fd with a negative id',
    class: generic,
    desc: "Parameter 'fdset-id' expects a non-negative value",
    clause: 'FDSET-16',
  },
  {
    when: 'remove-fd: no such set',
    class: generic,
    desc: "File descriptor named 'fdset-id:{set}' not found",
    clause: 'FDSET-24',
  },
  {
    when: 'remove-fd with fd: no such set or member',
    class: generic,
    desc: "File descriptor named 'fdset-id:{set}, fd:{fd}' not found",
    clause: 'FDSET-24',
  },
  {
    when: 'getfd: a name that starts with an ASCII digit',
    class: generic,
    desc: "Parameter 'fdname' expects a name not starting with a digit",
    clause: 'GETFD-02',
  },
  {
    when: 'closefd: no such name',
    class: generic,
    desc: "File descriptor named '{name}' not found",
    clause: 'GETFD-04',
  },
  {
    when: 'use of an unknown name',
    class: generic,
    desc: "File descriptor named '{name}' has not been found",
    clause: 'GETFD-09',
  },
  {
    when: 'use of a name that is no socket',
    class: generic,
    desc: "File descriptor '{name}' is not a socket",
    clause: 'GETFD-09',
  },
  {
    when: 'chardev-add with an id in use',
    class: generic,
    desc: "Chardev with id '{id}' already exists",
    clause: 'CHR-03',
  },
  { when: 'ringbuf-*: no such chardev', class: generic, desc: "Device '{id}' not found", clause: 'QMP-14' },
  { when: 'ringbuf-*: another kind', class: generic, desc: '{id} is not a ringbuf device', clause: 'QMP-14' },
  { when: 'ringbuf-read of nothing', class: generic, desc: 'size must be greater than zero', clause: 'QMP-14' },
  {
    when: 'ringbuf-write of bad base64',
    class: generic,
    desc: 'Base64 data contains invalid characters',
    clause: 'QMP-14',
  },
];
