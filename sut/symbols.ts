const time = /\{\s*"seconds": \d+,\s*"microseconds": \d+\s*\}/g;
const single = '\x82\x01';
/** So many frames of one byte in a row that a time may lie in them. */
const singles = new RegExp(`(?:${single}.){30,}`, 'gs');
const packageMember = /"package": "[^"]*"/g;

/** What nobody can foretell becomes a word: the times of events, and where they differ the names of packages. */
function replaced(text: string, alsoPackages: boolean): string {
  const timeless = text.replaceAll(time, '{time}');
  return alsoPackages ? timeless.replaceAll(packageMember, '"package": "{package}"') : timeless;
}

/** What a QMP monitor wrote, one Latin-1 character a byte, with words for times and packages, also within frames of a websocket. */
export function withSymbols(bytes: string, alsoPackages: boolean): string {
  const inOne = bytes.includes('"seconds": ') || (alsoPackages && bytes.includes('"package": "'));
  if (!inOne && !bytes.includes(`${single}{`)) return bytes;
  if (!bytes.includes('\x82')) return replaced(bytes, alsoPackages);
  return replaced(inFrames(inFourFrames(inSingleFrames(bytes, alsoPackages)), alsoPackages), alsoPackages);
}

/** A mux with stamps writes a frame for each byte. Source: MUX-12. */
function inSingleFrames(bytes: string, alsoPackages: boolean): string {
  return bytes.replaceAll(singles, (run) => {
    const text = [...run].filter((_, at) => at % 3 === 2).join('');
    const shown = replaced(text, alsoPackages);
    return shown === text ? run : [...shown].map((each) => frame(each)).join('');
  });
}

/** A monitor writes line by line: the time of a pretty event lies in four frames, and so does the word for it. */
function inFourFrames(bytes: string): string {
  const lines =
    /\x82.( *"timestamp": )\{\r\n\x82. *"seconds": \d+,\r\n\x82. *"microseconds": \d+\r\n\x82. *\}(,\r\n)/gs;
  return bytes.replaceAll(lines, (_, before: string, after: string) =>
    [before, '{ti', 'me}', after].map((text) => frame(text)).join(''),
  );
}

/** Frames that hold what becomes a word: their headers tell how long they are with it. */
function inFrames(bytes: string, alsoPackages: boolean): string {
  let shown = '';
  let from = 0;
  for (let at = bytes.indexOf('\x82'); at >= 0; at = bytes.indexOf('\x82', Math.max(at + 1, from))) {
    const payload = payloadAt(bytes, at);
    if (payload === null || !payload.text.endsWith('\r\n')) continue;
    const text = replaced(payload.text, alsoPackages);
    if (text === payload.text) continue;
    shown += bytes.slice(from, at) + frame(text);
    from = payload.end;
  }
  return shown + bytes.slice(from);
}

/** What an unmasked frame of less than 64 KiB holds, `null` where it is not all there. Source: RFC 6455, 5.2. */
function payloadAt(bytes: string, at: number): { readonly text: string; readonly end: number } | null {
  const short = bytes.charCodeAt(at + 1);
  const start = short === 126 ? at + 4 : at + 2;
  const length = short === 126 ? bytes.charCodeAt(at + 2) * 256 + bytes.charCodeAt(at + 3) : short;
  const end = start + length;
  return end <= bytes.length ? { text: bytes.slice(start, end), end } : null; // false for NaN
}

function frame(text: string): string {
  const { length } = text;
  const size = length < 126 ? String.fromCharCode(length) : `\x7e${String.fromCharCode(length >> 8, length & 255)}`;
  return `\x82${size}${text}`;
}
