import type { Value } from '../model/language/value.ts';

/** How many numbers from a picked one on a scenario may use. */
export const portBlock = 9;
/** Port numbers of socket addresses have 16 bits; greater ones mean the same modulo this. Source: SOCK-11. */
const modulus = 65_536;

/** The TCP ports that a session's texts speak of, by the scenario's names for them. */
export type PortNames = {
  /** The number behind `NAME`, `NAME+K` or `chardev ID`. Throws on a chardev that told none: the scenario is wrong. */
  numberOf(expression: string): number;
  /** `{port:…}` to numbers, in a text sent. */
  inText(text: string): string;
  /** The same in a JSON value, whose `{ $port }` become numbers. */
  inValue(value: Value): Value;
  /** Numbers to names, and the times of HTTP replies to `{date}`, in a text received. */
  outText(text: string): string;
  /** The port that the system found for a chardev. */
  learnChardev(id: string, port: number): void;
  /** The connecting side's port of the connection that the scenario has an end of. */
  learnPeer(handle: string, port: number): void;
};

const portSymbol = /\{port:([^}]*)\}/g;
const portNumber = /(?<=[:=])\d{4,6}(?!\d)/g;
const strangerAtPeer = /(127\.0\.0\.1\]?|\[::1\]):\d{4,5}(?!\d)/g;
const httpDate = /Date: [A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT/g;

const nothing = (): void => undefined;

/** `pick` gives the first of a block of free ports; `look` learns what chardevs have found, where they can be asked at any time. */
export function createPortNames(pick: () => number, look: () => void = nothing): PortNames {
  const picked = new Map<string, number>();
  const chardevs = new Map<string, number>();
  const peers = new Map<number, string>();
  /** Who found a number at any time: clients that were given it speak of it when its chardev listens elsewhere. */
  const finders = new Map<number, string>();

  const numberOf = (expression: string): number => {
    if (expression.startsWith('chardev ')) {
      look();
      const port = chardevs.get(expression.slice('chardev '.length));
      if (port === undefined) throw new Error(`the scenario uses port ${expression}, which no chardev has told`);
      return port;
    }
    const [name = '', offset = '0'] = expression.split('+');
    const base = picked.get(name) ?? pick();
    picked.set(name, base);
    return base + Number(offset);
  };
  const nameOf = (port: number): string | null => {
    for (const [name, base] of picked) {
      const offset = (port - base) % modulus;
      if (port >= base && offset < portBlock) return offset === 0 ? `{port:${name}}` : `{port:${name}+${offset}}`;
    }
    for (const [id, known] of chardevs) if (known === port) return `{port:chardev ${id}}`;
    const peer = peers.get(port);
    if (peer !== undefined) return `{peer:${peer}}`;
    const finder = finders.get(port);
    return finder === undefined ? null : `{port:chardev ${finder}}`;
  };
  const inText = (text: string): string =>
    text.includes('{port:') ? text.replaceAll(portSymbol, (_whole, name: string) => String(numberOf(name))) : text;
  const inValue = (value: Value): Value => {
    if (typeof value === 'string') return inText(value);
    if (value === null || typeof value !== 'object') return value;
    if (Array.isArray(value)) return value.map((item: Value) => inValue(item));
    const members = Object.entries(value);
    const [first] = members;
    if (members.length === 1 && first?.[0] === '$port') return numberOf(String(first[1]));
    return Object.fromEntries(members.map(([key, member]) => [key, inValue(member as Value)]));
  };
  return {
    numberOf,
    inText,
    inValue,
    outText(text: string): string {
      let shown = text;
      if (picked.size + chardevs.size + peers.size > 0) {
        shown = shown.replaceAll(portNumber, (digits) => nameOf(Number(digits)) ?? digits);
        if (shown.includes(' <-> '))
          shown = shown.replaceAll(strangerAtPeer, (_whole, host: string) => `${host}:{peer:?}`);
      }
      return shown.includes(' GMT') ? shown.replaceAll(httpDate, 'Date: {date}') : shown;
    },
    learnChardev(id, port) {
      chardevs.set(id, port);
      finders.set(port, id);
    },
    learnPeer: (handle, port) => void peers.set(port, handle),
  };
}
