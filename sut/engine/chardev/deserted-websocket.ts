import type { Task } from '../../runtime/task.ts';
import { addWatch, type Machine } from '../machine.ts';
import { hasQuirk } from '../quirk.ts';
import type { WebsocketStream } from './websocket-stream.ts';

/** Whether frames are looked after that no chardev wants any more. Source: Q-FOUND-14. */
function servesDeserted(machine: Machine): boolean {
  return hasQuirk(machine, 'Q-FOUND-14');
}

/**
 * Closes the connection of a chardev that lets go of it. Where the watch of a websocket's frames keeps their socket, it stays
 * open until they are over. Source: SOCK-12, Q-FOUND-14.
 */
export function closeConnection(machine: Machine, fd: number, websocket: WebsocketStream | null): void {
  if (websocket === null || websocket.isUnwatched() || websocket.isOver() || !servesDeserted(machine)) {
    machine.process.close(fd);
    return;
  }
  machine.desertedConnections.add(fd);
  machine.spinning.set(websocket, (loop) => loop === machine.mainLoop && websocket.isVain());
  addWatch(
    machine.mainLoop,
    'deserted.frames',
    () => websocket.wireReady(),
    () => serve(machine, fd, websocket),
  );
}

function* serve(machine: Machine, fd: number, websocket: WebsocketStream): Task<boolean> {
  yield* websocket.serveWire();
  if (!websocket.isOver()) return true;
  machine.desertedConnections.delete(fd);
  machine.spinning.delete(websocket);
  machine.process.close(fd);
  return false;
}
