import { expect, test } from 'vitest';
import { createPortNames } from '../port-names.ts';
import type { ClientHandles } from './client-handles.ts';
import { exitTexts } from './exit-texts.ts';

const started = {
  options: { args: ['-add-fd', 'fd={fd:p.write},set=-1', '-chardev', 'file,id=c,path={dir}/none/x'] },
  handles: {
    folder: '/place/of/x',
    ptys: new Map(),
    sockets: new Map(),
    inherited: new Map(),
    ports: createPortNames(() => 10_000),
  } as unknown as ClientHandles,
  inherited: new Map([
    ['p.write', 30],
    ['q.read', 8],
  ]),
};

test('words come back as the scenario wrote them, under the name that every QEMU has', () => {
  const stderr = [
    'qemu-10: -add-fd fd=30,set=-1: set option is required and must be non-negative',
    "qemu-10: -chardev file,id=c,path=/place/of/x/none/x: Could not open '/place/of/x/none/x': No such file",
    'qemu-10: warning: this is deprecated',
    'something else',
  ].join('\n');
  expect(exitTexts(stderr, 'qemu-10', started)).toEqual([
    'qemu-system-x86_64: -add-fd fd={fd:p.write},set=-1: set option is required and must be non-negative',
    "qemu-system-x86_64: -chardev file,id=c,path={dir}/none/x: Could not open '{dir}/none/x': No such file",
  ]);
});

test('a number that the scenario itself wrote stays a number', () => {
  const stderr = "qemu-system-x86_64: -add-fd fd=8,set=x: 'fd' is '8', not '30'";
  expect(exitTexts(stderr, 'qemu-system-x86_64', started)).toEqual([
    "qemu-system-x86_64: -add-fd fd=8,set=x: 'fd' is '8', not '{fd:p.write}'",
  ]);
});
