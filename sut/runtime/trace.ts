/** Running digest of everything that happened: same run, same 64 bits, on every machine. Not cryptographic. */
export type Trace = {
  addText(text: string): void;
  /** Any number that a double holds exactly. */
  addNumber(value: number): void;
  addBytes(bytes: Uint8Array): void;
  /** 16 hexadecimal digits for what was added so far. */
  digest(): string;
};

function nextLow(lane: number, value: number): number {
  const next = Math.imul(lane ^ value, 0x9e3779b1);
  return next ^ (next >>> 15);
}

function nextHigh(lane: number, value: number): number {
  const next = Math.imul(lane ^ value, 0x5f356495);
  return next ^ (next >>> 13);
}

/** An empty trace. Two 32-bit lanes with different multipliers, finished as in murmur3. */
export function createTrace(): Trace {
  let low = 0xdeadbeef | 0;
  let high = 0x41c6ce57 | 0;
  let length = 0;
  const mix = (value: number): void => {
    low = nextLow(low, value);
    high = nextHigh(high, value);
    length += 1;
  };
  const finished = (lane: number): string => {
    let value = Math.imul(lane ^ (lane >>> 16), 0x85ebca6b);
    value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
    return ((value ^ (value >>> 16)) >>> 0).toString(16).padStart(8, '0');
  };
  return {
    addText(text: string): void {
      // with variables of its own: those that closures share are stored anew for every character
      let first = low;
      let second = high;
      for (let at = 0; at < text.length; at += 1) {
        const code = text.charCodeAt(at);
        first = nextLow(first, code);
        second = nextHigh(second, code);
      }
      low = first;
      high = second;
      length += text.length;
      mix(0x10000 + text.length);
    },
    addNumber(value: number): void {
      mix(value | 0);
      mix(Math.floor(value / 0x100000000) | 0);
      if (!Number.isInteger(value)) mix(((value % 1) * 0x40000000) | 0);
    },
    addBytes(bytes: Uint8Array): void {
      for (const byte of bytes) mix(byte);
      mix(0x20000 + bytes.length);
    },
    digest: () => finished(low ^ length) + finished(high ^ low ^ length),
  };
}
