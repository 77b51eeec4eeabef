/** Sixteen bytes, first in first out. Source: QEMU hw/char/serial.c (UART_FIFO_LENGTH). */
export type Fifo = {
  readonly count: number;
  /** False when it was full: the byte is lost. */
  push(byte: number): boolean;
  /** 0 when empty. */
  pop(): number;
  reset(): void;
};

/** Bytes that each FIFO holds. */
export const fifoLength = 16;

/** An empty FIFO. */
export function createFifo(): Fifo {
  let bytes: number[] = [];
  const fifo: { -readonly [Key in keyof Fifo]: Fifo[Key] } = {
    count: 0,
    push(byte: number): boolean {
      if (bytes.length >= fifoLength) return false;
      fifo.count = bytes.push(byte);
      return true;
    },
    pop(): number {
      const byte = bytes.shift() ?? 0;
      fifo.count = bytes.length;
      return byte;
    },
    reset(): void {
      bytes = [];
      fifo.count = 0;
    },
  };
  return fifo;
}
