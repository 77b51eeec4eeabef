import { createStream } from '../../sut/runtime/seeded.ts';
import { checkValue, firstCheck, hex8 } from './check-value.ts';

/** One way to spoil a session. `whole` chains of check values are made anew where the spoiler is a careful one. */
export type Corruption = { readonly name: string; readonly bytes: Buffer };

type Random = { below(count: number): number };

function linesIn(bytes: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  for (let from = 0; from < bytes.length; ) {
    const at = bytes.indexOf(10, from);
    const end = at < 0 ? bytes.length : at + 1;
    lines.push(bytes.subarray(from, end));
    from = end;
  }
  return lines;
}

/** The same lines with check values that fit. */
export function rechained(lines: readonly string[]): Buffer {
  let check = firstCheck;
  const out = lines.map((line) => {
    const body = line.replace(/(,"c":"[0-9a-f]{8}")?\}\n?$/, '');
    check = checkValue(check, Buffer.from(body));
    return `${body},"c":"${hex8(check)}"}\n`;
  });
  return Buffer.from(out.join(''));
}

function flipped(bytes: Buffer, random: Random): Buffer {
  const copy = Buffer.from(bytes);
  const at = random.below(copy.length);
  copy[at] = (copy[at] ?? 0) ^ (1 << random.below(8));
  return copy;
}

function overwritten(bytes: Buffer, random: Random): Buffer {
  const copy = Buffer.from(bytes);
  const at = random.below(copy.length);
  copy.fill(random.below(256), at, Math.min(copy.length, at + 1 + random.below(40)));
  return copy;
}

function repeated(bytes: Buffer, random: Random): Buffer {
  const lines = linesIn(bytes);
  const at = random.below(lines.length);
  return Buffer.concat([...lines.slice(0, at + 1), ...lines.slice(at)]);
}

function leftOut(bytes: Buffer, random: Random): Buffer {
  const lines = linesIn(bytes);
  lines.splice(random.below(lines.length), 1);
  return Buffer.concat(lines);
}

function reordered(bytes: Buffer, random: Random): Buffer {
  const lines = linesIn(bytes);
  const from = random.below(lines.length);
  const [line] = lines.splice(from, 1);
  lines.splice(random.below(lines.length + 1), 0, line ?? Buffer.alloc(0));
  return Buffer.concat(lines);
}

function inserted(bytes: Buffer, random: Random): Buffer {
  const at = random.below(bytes.length + 1);
  const noise = Buffer.from(Array.from({ length: 1 + random.below(30) }, () => random.below(256)));
  return Buffer.concat([bytes.subarray(0, at), noise, bytes.subarray(at)]);
}

function newer(bytes: Buffer, random: Random): Buffer {
  const text = bytes.toString('utf8');
  const lines = text.split('\n').slice(0, -1);
  const [head = '', ...rest] = lines;
  const changed = random.below(2) === 0;
  const first = changed
    ? head.replace('"ver":[1,2]', `"ver":[${2 + random.below(9)},0]`)
    : head.replace('"need":["actions"]', `"need":["actions","thing-${random.below(99)}"]`);
  return rechained([first, ...rest]);
}

const foreignFiles: readonly string[] = [
  '',
  '\n',
  '{}\n',
  'null\n',
  '[1,2]\n',
  '"chardev-session"\n',
  '<html>\n',
  '{"QMP":{"version":{}}}\n',
  '\u{feff}{"fmt":"chardev-session"}\n',
  '{"i":0,"t":"0","k":"head","fmt":"chardev-session"}\n',
  'PK\u0003\u0004',
  '{"format":"charsim-results/1","scenarios":[]}\n',
];

function foreign(_: Buffer, random: Random): Buffer {
  const text = foreignFiles[random.below(foreignFiles.length)] ?? '';
  if (random.below(3) > 0) return Buffer.from(text);
  return Buffer.from(Array.from({ length: random.below(200) }, () => random.below(256)));
}

/** Wrong records under check values that fit: what a careless program writes. */
function careless(bytes: Buffer, random: Random): Buffer {
  const lines = bytes.toString('utf8').split('\n').slice(0, -1);
  const at = 1 + random.below(lines.length - 2);
  const line = lines[at] ?? '';
  const edits: readonly ((text: string) => string)[] = [
    (text) => text.replace('{"i":', '{ "i":'),
    (text) => text.replace(/"i":(\d+)/, '"i":$1.5'),
    (text) => text.replace(/"i":(\d+)/, '"i":"$1"'),
    (text) => text.replace(/"i":(\d+)/, '"i":-$1'),
    (text) => text.replace(/"t":"\d+"/, '"t":"x"'),
    (text) => text.replace(/"k":"\w+"/, '"k":"thing"'),
    (text) => text.replace(/"at":(-?\d+)/, '"at":$1,"at":$1'),
    (text) => text.replace(/"at":(-?\d+)/, '"at":null'),
    (text) => text.replace(/"k":"\w+"/, '"k":"head"'),
    (text) => text.replace(/"at":(-?\d+)/, '"at":77'),
  ];
  lines[at] = (edits[random.below(edits.length)] ?? String)(line);
  return rechained(lines);
}

const spoilers: Readonly<Record<string, (bytes: Buffer, random: Random) => Buffer>> = {
  flipped,
  overwritten,
  cut: (bytes, random) => bytes.subarray(0, random.below(bytes.length)),
  repeated,
  'left out': leftOut,
  reordered,
  inserted,
  newer,
  foreign,
  careless,
};

/** `count` spoilt sessions from a seed, every kind in turn. */
export function* corruptions(bytes: Buffer, count: number, seed: number): Generator<Corruption> {
  const random = createStream(seed, 'corruptions');
  const kinds = Object.entries(spoilers);
  for (let at = 0; at < count; at += 1) {
    const [name, spoil] = kinds[at % kinds.length] ?? ['none', (each: Buffer) => each];
    yield { name, bytes: spoil(bytes, random) };
  }
}
