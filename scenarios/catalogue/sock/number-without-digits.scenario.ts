import type { Scenario } from '../../scenario.ts';

export const numberWithoutDigits: Scenario = {
  id: 'sock/number-without-digits',
  title: 'on the command line an empty number makes a server without a socket and no client',
  clauses: ['SOCK-22'],
  launch: 'manual',
  needs: ['launch'],
  steps: [
    [{ do: 'launch', args: ['-chardev', 'socket,id=c,fd=,server=on,wait=off'] }, { see: 'launched' }],
    [
      { do: 'qmp', execute: 'query-chardev' },
      { see: 'return', value: [{ 'frontend-open': false, filename: 'disconnected:fd:,server=on', label: 'c' }] },
    ],
  ],
};
