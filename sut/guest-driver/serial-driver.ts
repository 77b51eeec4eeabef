import { lineStatusBit, type UartPort, uartRegister } from './port.ts';

/** Bytes that one `receiveReady` takes at most: a port that never runs dry still ends. */
const receivedMax = 1 << 20;

/**
 * Brings a 16550 to the state that every scenario starts from: 8n1, FIFOs on and cleared with receive trigger 14,
 * DTR and RTS on, no loopback, no interrupts. Source: RT-30.
 */
export function initialisePort(port: UartPort): void {
  port.out(uartRegister.lineControl, 0x03);
  port.out(uartRegister.fifoControl, 0xc7);
  port.out(uartRegister.modemControl, 0x03);
  port.out(uartRegister.interruptEnable, 0x00);
}

/** Bit of the line control register. */
const divisorAccess = 0x80;

/** True while the port takes a byte to send: LSR bit 5. Source: RT-30. */
export function readyToSend(port: UartPort): boolean {
  return (port.in(uartRegister.lineStatus) & lineStatusBit.holdingEmpty) !== 0;
}

/**
 * Sends bytes (a byte string) one by one while the port is ready and returns how many it took; the first time it is
 * not ready ends the drive, the rest is not sent. `afterByte` runs after each byte, for targets that must settle.
 * Source: RT-30, RT-32.
 */
export function sendBytes(port: UartPort, bytes: string, afterByte?: () => void): number {
  let count = 0;
  for (; count < bytes.length; count += 1) {
    if (!readyToSend(port)) break;
    port.out(uartRegister.data, bytes.charCodeAt(count) & 0xff);
    afterByte?.();
  }
  return count;
}

/** Takes what the port holds now, as a byte string: reads RBR while LSR bit 0 is set. Source: RT-30. */
export function receiveReady(port: UartPort): string {
  let bytes = '';
  while (bytes.length < receivedMax && (port.in(uartRegister.lineStatus) & lineStatusBit.dataReady) !== 0) {
    bytes += String.fromCharCode(port.in(uartRegister.data));
  }
  return bytes;
}

/**
 * Takes everything that arrives until a settling brings nothing new; nothing while the data register stands for the divisor
 * (LCR bit 7), which would be read for ever. Source: RT-30, RT-43.
 */
export function receiveAll(port: UartPort, settle: () => void): string {
  let bytes = '';
  if ((port.in(uartRegister.lineControl) & divisorAccess) !== 0) return '';
  while (bytes.length < receivedMax) {
    settle();
    const more = receiveReady(port);
    if (more === '') break;
    bytes += more;
  }
  return bytes;
}
