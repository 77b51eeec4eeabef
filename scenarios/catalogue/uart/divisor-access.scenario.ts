import type { Scenario } from '../../scenario.ts';
import { done, guestGets } from '../../steps.ts';

/** The driver of every witness does not take the divisor for data. Source: RT-30. */
export const divisorAccess: Scenario = {
  id: 'uart/divisor-access',
  title: 'while the data register stands for the divisor nothing is read as data, and then what had arrived is there',
  clauses: ['UART-01'],
  launch: {
    args: ['-chardev', 'socket,id=c,path={dir}/c,server=on,wait=off'],
    ports: [{ id: 'u', kind: '16550', chardev: 'c' }],
  },
  steps: [
    [{ do: 'connect-socket', as: 'k', path: '{dir}/c' }, done],
    guestGets('u', ''),
    [{ do: 'register-write', port: 'u', register: 3, value: 0x83 }, done],
    [
      { do: 'write', to: 'k', bytes: 'ab' },
      { see: 'wrote', count: 2 },
    ],
    guestGets('u', ''),
    [{ do: 'register-write', port: 'u', register: 3, value: 3 }, done],
    guestGets('u', 'ab'),
  ],
};
