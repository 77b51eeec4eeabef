import type { Scenario } from '../../scenario.ts';

/** Name, title, lines typed and what is printed for each. */
type Row = readonly [name: string, title: string, ...lines: (readonly [line: string, text: string])[]];

const rows: readonly Row[] = [
  ['closefd', 'closefd of an unknown name', ['closefd p', "Error: File descriptor named 'p' not found"]],
  ['getfd', 'getfd without a descriptor', ['getfd p', 'Error: No file descriptor supplied via SCM_RIGHTS']],
  ['chardev-remove', 'chardev-remove of an unknown chardev', ['chardev-remove zz', "Error: Chardev 'zz' not found"]],
  [
    'chardev-send-break',
    'chardev-send-break of an unknown chardev',
    ['chardev-send-break zz', "Error: Chardev 'zz' not found"],
  ],
  ['ringbuf-read', 'ringbuf_read of an unknown device', ['ringbuf_read zz 5', "Error: Device 'zz' not found"]],
  ['ringbuf-write', 'ringbuf_write of an unknown device', ['ringbuf_write zz abc', "Error: Device 'zz' not found"]],
];

/** An HMP command that fails prints Error: and the text of the QMP command. Source: HMP-01. */
export const qmpTexts: readonly Scenario[] = rows.map(([name, title, ...lines]) => ({
  id: `hmp/qmp-texts/${name}`,
  title,
  clauses: ['HMP-01'],
  needs: ['hmp'],
  launch: { monitors: [{ id: 'hmp', mode: 'hmp', via: 'pair' }] },
  steps: lines.map(([line, text]) => [
    { do: 'hmp', on: 'hmp', line },
    { see: 'text', text },
  ]),
}));
