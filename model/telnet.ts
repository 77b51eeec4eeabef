import type { ByteString } from './language/value.ts';
import { ModelLimit } from './limit.ts';

/** Which dialect a socket chardev speaks: tn3270 wins where both are set. Source: TEL-01. */
export type TelnetDialect = 'telnet' | 'tn3270';

/** Between commands, after a lone FF, or after FF and a byte that takes one more with it. Source: TEL-02. */
export type TelnetState = 'data' | 'escaped' | 'option';

/** What a piece of input comes to: the data, and how many BREAKs come before it. */
export type TelnetInput = { readonly state: TelnetState; readonly data: ByteString; readonly breaks: number };

const iac = '\xff';
const serialBreak = '\xf3';
/** tn3270: end of record, subnegotiation begin and end pass as they came; interrupt and no-operation vanish. */
const passedOn = ['\xef', '\xfa', '\xf0'];
const swallowed = ['\xf4', '\xf1'];

const greetings: Readonly<Record<TelnetDialect, ByteString>> = {
  telnet: '\xff\xfb\x01\xff\xfb\x03\xff\xfb\x00\xff\xfd\x00',
  tn3270: '\xff\xfd\x19\xff\xfb\x19\xff\xfd\x00\xff\xfb\x00\xff\xfd\x18\xff\xfa\x18\x01\xff\xf0',
};

/** What a server sends first, before it is open. Source: TEL-01. */
export function telnetGreeting(dialect: TelnetDialect): ByteString {
  return greetings[dialect];
}

/**
 * Takes the commands out of one read. BREAKs are told while the piece is parsed, so before all of its data. Throws
 * ModelLimit where QEMU writes over what it has not read yet. Source: TEL-02..04.
 */
export function filterTelnet(dialect: TelnetDialect, before: TelnetState, bytes: ByteString): TelnetInput {
  let state = before;
  let data = '';
  let breaks = 0;
  for (const [index, byte] of [...bytes].entries()) {
    if (state === 'option') state = 'data';
    else if (state === 'data') {
      if (byte === iac) state = 'escaped';
      else data += byte;
    } else if (byte === iac) {
      data += byte;
      state = 'data';
    } else if (byte === serialBreak) {
      breaks += 1;
      state = 'data';
    } else if (dialect === 'tn3270' && passedOn.includes(byte)) {
      if (index === 0 && bytes.length > 1) throw new ModelLimit('a record mark of tn3270 that is split over two reads');
      data += iac + byte;
      state = 'data';
    } else state = dialect === 'tn3270' && swallowed.includes(byte) ? 'data' : 'option';
  }
  return { state, data, breaks };
}
