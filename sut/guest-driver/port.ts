/**
 * Register access to one 16550, as a guest's `in` and `out` instructions give it; registers are offsets 0..7 from the
 * port's base, values 0..255. Either call may throw what its target throws when the system no longer answers.
 */
export type UartPort = {
  in(register: number): number;
  out(register: number, value: number): void;
};

/** Offsets of the 16550's registers (RT-30). */
export const uartRegister: {
  /** RBR when read, THR when written. */
  readonly data: 0;
  readonly interruptEnable: 1;
  /** FCR, write only. */
  readonly fifoControl: 2;
  readonly lineControl: 3;
  readonly modemControl: 4;
  readonly lineStatus: 5;
  readonly modemStatus: 6;
} = { data: 0, interruptEnable: 1, fifoControl: 2, lineControl: 3, modemControl: 4, lineStatus: 5, modemStatus: 6 };

/** Bits of the line status register that a driver looks at. */
export const lineStatusBit: { readonly dataReady: 0x01; readonly breakInterrupt: 0x10; readonly holdingEmpty: 0x20 } = {
  dataReady: 0x01,
  breakInterrupt: 0x10,
  holdingEmpty: 0x20,
};
