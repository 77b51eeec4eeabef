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
  return {
    get count(): number {
      return bytes.length;
    },
    push(byte: number): boolean {
      if (bytes.length >= fifoLength) return false;
      bytes.push(byte);
      return true;
    },
    pop: () => bytes.shift() ?? 0,
    reset(): void {
      bytes = [];
    },
  };
}
