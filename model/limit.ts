/**
 * The model refuses to predict: a thing outside its rules, or one that belongs to the kernel (socket buffer sizes).
 * `step` throws it and changes nothing; a runner answers with the verdict `unknown`, never with a pass.
 */
export class ModelLimit extends Error {
  override readonly name = 'ModelLimit';
}

/** What the model keeps within; beyond it `step` throws ModelLimit. Bytes, counts. */
export const limits: Readonly<
  Record<
    | 'transitionsMax'
    | 'branchesMax'
    | 'socketMessagesMax'
    | 'socketBytesMax'
    | 'datagramBytesMax'
    | 'ptyBytesMax'
    | 'ptyPiecesMax'
    | 'fileBytesMax',
    number
  >
> = {
  /** Internal transitions of one action. */
  transitionsMax: 5_000,
  /** Branches that one action may have. */
  branchesMax: 256,
  /** Unread messages and bytes in a datagram socket, well below what any kernel takes. */
  socketMessagesMax: 8,
  socketBytesMax: 40_000,
  /** The same in a UDP socket. */
  datagramBytesMax: 140_000,
  /** What a pseudo-terminal takes byte by byte (Linux, experiment), and in pieces, well below what any kernel takes. */
  ptyBytesMax: 20_480,
  ptyPiecesMax: 3_000,
  /** Bytes of one regular file. */
  fileBytesMax: 16 * 1024 * 1024,
};
