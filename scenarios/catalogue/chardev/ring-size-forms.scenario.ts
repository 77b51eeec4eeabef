import type { ExpectedOutcome, Scenario } from '../../scenario.ts';

const refused = (size: string, text: string): ExpectedOutcome => ({
  see: 'exit',
  status: 1,
  stderr: [`qemu-system-x86_64: -chardev ringbuf,id=r,size=${size}: ${text}`],
});
const noSize = (size: string): ExpectedOutcome =>
  refused(size, "Parameter 'size' expects a non-negative number below 2^64");
const noPower = (size: string): ExpectedOutcome => refused(size, 'size of ringbuf chardev must be power of two');

type Case = { readonly name: string; readonly size: string; readonly sees: ExpectedOutcome };
const launched = { see: 'launched' } as const;
const cases: readonly Case[] = [
  { name: 'half', size: '0.5k', sees: launched },
  { name: 'zeros-behind', size: '0.50k', sees: launched },
  { name: 'point-behind', size: '1.k', sees: launched },
  { name: 'part-of-a-mega', size: '0.0009765625M', sees: launched },
  { name: 'rounded-down', size: '0.3k', sees: noPower('0.3k') },
  { name: 'rounded-up', size: '1.9999k', sees: launched },
  { name: 'rounded-to-the-default', size: '0.0001k', sees: launched },
  { name: 'one-and-a-half', size: '1.5k', sees: noPower('1.5k') },
  { name: 'whole-bytes', size: '1.0', sees: launched },
  { name: 'half-a-byte', size: '0.5', sees: noSize('0.5') },
  { name: 'half-a-byte-by-suffix', size: '0.5B', sees: noSize('0.5B') },
  { name: 'exponent', size: '1e3', sees: noSize('1e3') },
  { name: 'plus', size: '+1k', sees: launched },
  { name: 'minus', size: '-0.5k', sees: noSize('-0.5k') },
  { name: 'hexadecimal-part', size: '0x.8k', sees: noSize('0x.8k') },
];

/** Forms of a size: parts of a unit, signs, suffixes. Source: RB-01, both QEMUs. */
export const ringSizeForms: readonly Scenario[] = [
  ...cases.map(({ name, size, sees }): Scenario => {
    const id = `chardev/ring-size-forms/${name}`;
    const title = `how a size is read: '${size}'`;
    const steps: Scenario['steps'] = [[{ do: 'launch', args: ['-chardev', `ringbuf,id=r,size=${size}`] }, sees]];
    return { id, title, clauses: ['RB-01', 'CHR-09'], needs: ['launch'], launch: 'manual', steps };
  }),
  {
    id: 'chardev/ring-size-forms/no-whole',
    title: 'only the newer release takes a part without a whole',
    clauses: ['RB-01'],
    needs: ['launch'],
    launch: 'manual',
    steps: [
      [
        { do: 'launch', args: ['-chardev', 'ringbuf,id=r,size=.5k'] },
        { byProfile: { 'qemu-7.2': noSize('.5k'), else: launched } },
      ],
    ],
  },
  {
    id: 'chardev/ring-size-forms/hexadecimal-suffix',
    title: 'only the older release takes a suffix behind hexadecimal digits',
    clauses: ['RB-01'],
    needs: ['launch'],
    launch: 'manual',
    steps: [
      [
        { do: 'launch', args: ['-chardev', 'ringbuf,id=r,size=0x10k'] },
        { byProfile: { 'qemu-7.2': launched, else: noSize('0x10k') } },
      ],
    ],
  },
];
