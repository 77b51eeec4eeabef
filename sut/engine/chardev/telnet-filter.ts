/** What every command begins with. */
const iac = 0xff;
const command = {
  end: 0xef,
  subEnd: 0xf0,
  noOperation: 0xf1,
  breakKey: 0xf3,
  interrupt: 0xf4,
  subBegin: 0xfa,
} as const;

/** Which of the two dialects a server speaks. */
export type TelnetDialect = 'telnet' | 'tn3270';

/** What a chunk of input comes to: the bytes for the guest, and how many BREAKs were in it. Source: TEL-04. */
export type Filtered = { readonly bytes: Uint8Array; readonly breaks: number };

/** Takes the commands out of a telnet client's bytes. */
export type TelnetFilter = {
  feed(bytes: Uint8Array): Filtered;
  /** A client has come. */
  reset(): void;
};

/** What a server sends first. Source: TEL-01. */
export function telnetGreeting(dialect: TelnetDialect): Uint8Array {
  return dialect === 'telnet'
    ? Uint8Array.of(0xff, 0xfb, 0x01, 0xff, 0xfb, 0x03, 0xff, 0xfb, 0x00, 0xff, 0xfd, 0x00)
    : Uint8Array.from(
        [0xfffd19, 0xfffb19, 0xfffd00, 0xfffb00, 0xfffd18, 0xfffa18, 0x01fff0].flatMap((word) => [
          word >> 16,
          (word >> 8) & 0xff,
          word & 0xff,
        ]),
      );
}

const passedOn: ReadonlySet<number> = new Set([command.end, command.subBegin, command.subEnd]);
const twoBytesLong: ReadonlySet<number> = new Set([command.noOperation, command.interrupt]);

/**
 * Between bytes it is in plain text, behind an escape, or before the one byte that most commands are followed by.
 * Sub-negotiations are not looked into. Source: TEL-02, TEL-03.
 */
export function createTelnetFilter(dialect: TelnetDialect): TelnetFilter {
  let place: 'text' | 'command' | 'argument' = 'text';
  let breaks = 0;
  const terminal = dialect === 'tn3270';
  /** What one byte behind an escape gives. */
  const obey = (byte: number): readonly number[] => {
    place = 'text';
    if (byte === iac) return [iac];
    if (byte === command.breakKey) breaks += 1;
    else if (terminal && passedOn.has(byte)) return [iac, byte];
    else if (!(terminal && twoBytesLong.has(byte))) place = 'argument';
    return [];
  };
  return {
    feed(bytes: Uint8Array): Filtered {
      const kept: number[] = [];
      breaks = 0;
      for (const byte of bytes) {
        if (place === 'command') kept.push(...obey(byte));
        else if (place === 'argument') place = 'text';
        else if (byte === iac) place = 'command';
        else kept.push(byte);
      }
      return { bytes: Uint8Array.from(kept), breaks };
    },
    reset(): void {
      place = 'text';
    },
  };
}
