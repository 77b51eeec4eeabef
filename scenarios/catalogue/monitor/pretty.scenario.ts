import type { Scenario, Step } from '../../scenario.ts';
import { connects, peerGets, peerSends } from '../../steps.ts';

const socket = 'socket,id=m,path={dir}/m,server=on,wait=off';
const path = '{dir}/m';
const lines = (...text: readonly string[]): string => text.map((line) => `${line}\r\n`).join('');
const greeting = lines(
  '{',
  '    "QMP": {',
  '        "version": {',
  '            "qemu": {',
  '                "micro": {version.micro},',
  '                "minor": {version.minor},',
  '                "major": {version.major}',
  '            },',
  '            "package": "{package}"',
  '        },',
  '        "capabilities": [',
  '            "oob"',
  '        ]',
  '    }',
  '}',
);
const greets = (from: string): Step => [
  { do: 'read', from },
  { see: 'data', bytes: greeting, end: false },
];
const asks = (command: string, ...reply: readonly string[]): readonly Step[] => [
  peerSends('c', command),
  peerGets('c', lines(...reply)),
];
const nothing = ['{', '    "return": {', '    }', '}'];

/** `pretty=on`: each member on its own line, four blanks a level, the end of an empty one too. Source: QMP-01, QMP-03. */
export const pretty: readonly Scenario[] = [
  {
    id: 'monitor/pretty/messages',
    title: 'a pretty monitor spreads greeting, replies, errors, echoed ids and events over lines',
    clauses: ['QMP-01', 'QMP-03'],
    launch: { args: ['-chardev', socket, '-mon', 'chardev=m,mode=control,pretty=on'] },
    steps: [
      connects('c', path),
      greets('c'),
      ...asks('{"execute":"qmp_capabilities"}', ...nothing),
      ...asks('{"execute":"query-fdsets"}', '{', '    "return": [', '    ]', '}'),
      ...asks(
        '{"execute":"nosuch"}',
        '{',
        '    "error": {',
        '        "class": "CommandNotFound",',
        '        "desc": "The command nosuch has not been found"',
        '    }',
        '}',
      ),
      ...asks(
        '{"execute":"cont","id":{"z":[[],[1,[2]],{},"x\\"{y,}"],"b":-0.0,"return":1}}',
        '{',
        '    "return": {',
        '    },',
        '    "id": {',
        '        "b": -0,',
        '        "z": [',
        '            [',
        '            ],',
        '            [',
        '                1,',
        '                [',
        '                    2',
        '                ]',
        '            ],',
        '            {',
        '            },',
        '            "x\\"{y,}"',
        '        ],',
        '        "return": 1',
        '    }',
        '}',
      ),
      ...asks('{"execute":"stop"}', '{', '    "timestamp": {time},', '    "event": "STOP"', '}', ...nothing),
    ],
  },
  {
    id: 'monitor/pretty/legacy-word',
    title: '-qmp-pretty means the same',
    clauses: ['QMP-01', 'MISC-02'],
    launch: { args: ['-qmp-pretty', 'unix:{dir}/m,server=on,wait=off'] },
    steps: [connects('c', path), greets('c'), ...asks('{"execute":"qmp_capabilities"}', ...nothing)],
  },
];
