import { removeNode } from './block/file-node.ts';
import { removeRandomSource } from './block/rng-random.ts';
import { destroy } from './chardev/chardev.ts';
import type { Machine } from './machine.ts';

/**
 * Closes every user of descriptors: chardevs (monitors' too), block nodes, random sources. False when some thread is in
 * the middle of a call, so that nothing can be said about who holds what. Source: FDSET-46.
 */
export function shutDown(machine: Machine): boolean {
  if (machine.bigLock.owner !== null) return false;
  for (const name of [...machine.nodes.keys()]) removeNode(machine, name);
  for (const id of [...machine.randomSources.keys()]) removeRandomSource(machine, id);
  for (const chardev of [...machine.chardevs.values()]) destroy(machine, chardev);
  machine.chardevs.clear();
  machine.tape?.finish();
  return true;
}
