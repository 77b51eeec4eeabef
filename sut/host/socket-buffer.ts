/** SO_SNDBUF of a unix socket: what its unread messages may cost together. */
export const sendBufferBytes = 212992;
/** The longest datagram: the send buffer less the kernel's own share. */
export const datagramBytesMax: number = sendBufferBytes - 32;

const pageBytes = 4096;
const structBytes = 256; // one sk_buff
const tailBytes = 320; // skb_shared_info behind the linear part
const linearMaxStream: number = pageBytes - tailBytes;
const linearMaxDatagram: number = 4 * pageBytes - tailBytes;
const pagedMaxStream = 32768;

/** The piece of a stream write that goes into one message of the queue. */
export function streamPieceBytes(rest: number): number {
  return Math.min(rest, linearMaxStream + pagedMaxStream, sendBufferBytes / 2 - 64);
}

function powerOfTwo(bytes: number): number {
  let size = 512;
  while (size < bytes) size *= 2;
  return size;
}

/**
 * What a message of `length` bytes costs its sender until it is read whole. Source: the x86-64 kernel's allocation of
 * an sk_buff (unix_stream_sendmsg, unix_dgram_sendmsg); figures checked on Linux 6.18 for 1 to 65536 bytes.
 */
export function messageCost(type: 'stream' | 'dgram', length: number): number {
  const linearMax = type === 'stream' ? linearMaxStream : linearMaxDatagram;
  const over = Math.max(0, length - linearMax);
  const paged = Math.min(length, Math.ceil(over / pageBytes) * pageBytes);
  return powerOfTwo(length - paged + tailBytes) + structBytes + Math.ceil(paged / pageBytes) * pageBytes;
}
