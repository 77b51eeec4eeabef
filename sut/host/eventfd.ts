import { type FileObject, plainObject, pollOf } from './description.ts';
import { fail, type Immediate, ok } from './result.ts';

const counterMax = 0xfffffffffffffffen;

/** A counter of 64 bits, read and written in exactly 8 bytes, little-endian. Source: eventfd(2), seen on Linux 6.18. */
export function createEventfd(): FileObject {
  let counter = 0n;
  return plainObject({
    kind: 'eventfd',
    seeking: 'ignored',
    waits: true,
    read(_description, max): Immediate<Uint8Array> {
      if (max < 8) return fail('EINVAL');
      if (counter === 0n) return fail('EAGAIN');
      const bytes = new Uint8Array(8);
      new DataView(bytes.buffer).setBigUint64(0, counter, true);
      counter = 0n;
      return ok(bytes);
    },
    write(_description, bytes): Immediate<number> {
      if (bytes.length !== 8) return fail('EINVAL');
      const added = new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true);
      if (added > counterMax) return fail('EINVAL');
      if (counter + added > counterMax) return fail('EAGAIN');
      counter += added;
      return ok(8);
    },
    wakesReader: () => counter > 0n,
    wakesWriter: () => counter === 0n, // a reader takes it all
    poll: () => pollOf(counter > 0n, counter < counterMax, false, false),
    reopened: () => fail('ENXIO'),
  });
}
