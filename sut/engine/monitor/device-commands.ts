import type { Task } from '../../runtime/task.ts';
import { chardevErrors } from '../error-text.ts';
import { type Attempt, failure, success } from '../failure.ts';
import { addDevice, type DeviceOptions, removeDevice } from '../frontend/device.ts';
import { isIdentifier } from '../identifier.ts';
import { immediate } from '../immediate.ts';
import type { Machine } from '../machine.ts';
import { needed, text, textAt } from './argument-schema.ts';
import type { Command } from './command.ts';
import { nothing } from './descriptor-commands.ts';
import { emitEvent } from './event.ts';
import { emptyObject, type JsonObject, type JsonValue, object } from './json-value.ts';

const common: readonly string[] = ['driver', 'id', 'bus'];
/** The properties that are known here, a device kind. */
const properties: Readonly<Record<DeviceOptions['kind'], readonly string[]>> = {
  virtserialport: ['chardev', 'name', 'nr'],
  virtconsole: ['chardev', 'name', 'nr'],
  'usb-serial': ['chardev', 'port'],
  'virtio-serial-pci': ['max_ports'],
};
const uint32Max = 2n ** 32n - 1n;

function isKind(driver: string): driver is DeviceOptions['kind'] {
  return Object.hasOwn(properties, driver);
}

const isOld = (machine: Machine): boolean => machine.profile.wording === '7.2';

/** A number; the older release also takes one in quotes. Source: both QEMUs. */
function numberOf(machine: Machine, given: JsonObject, key: string): Attempt<number | undefined> {
  const value = given.get(key);
  if (value === undefined) return success(undefined);
  const old = isOld(machine);
  const number = old && typeof value === 'string' && /^\d+$/.test(value) ? BigInt(value) : value;
  if (typeof number !== 'bigint') return failure(`Parameter '${key}' expects ${old ? 'integer' : 'uint64'}`);
  if (number < 0n || number > uint32Max) return failure(`Parameter '${key}' expects uint32_t`);
  return success(Number(number));
}

function texts(given: JsonObject, keys: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    keys.flatMap((key) => {
      const value = given.get(key);
      return typeof value === 'string' ? [[key, value]] : [];
    }),
  );
}

function readOptions(machine: Machine, given: JsonObject): Attempt<DeviceOptions> {
  const named = given.get('id');
  if (isOld(machine) && typeof named === 'string' && !isIdentifier(named)) return failure(chardevErrors.identifier);
  const kind = textAt(given, 'driver');
  if (!isKind(kind)) return failure(`'${kind}' is not a valid device model name`);
  const unknown = [...given.keys()].find((key) => !common.includes(key) && !properties[kind].includes(key));
  if (unknown !== undefined) return failure(`Property '${kind}.${unknown}' not found`);
  const base = { id: typeof named === 'string' ? named : null, ...texts(given, ['chardev', 'name', 'bus', 'port']) };
  const number = numberOf(machine, given, kind === 'virtio-serial-pci' ? 'max_ports' : 'nr');
  if (!number.ok) return number;
  if (kind === 'virtio-serial-pci') {
    return success({ kind, ...(number.value === undefined ? {} : { maxPorts: number.value }), ...base });
  }
  if (kind === 'usb-serial') return success({ kind, ...base });
  return success({ kind, ...(number.value === undefined ? {} : { nr: number.value }), ...base });
}

/** Devices come and go. Source: VSER-10..VSER-16, VSER-50, VSER-51. */
export const deviceCommands: readonly Command[] = [
  {
    name: 'device_add',
    arguments: { kind: 'struct', members: [needed('driver', text)], open: true },
    *run({ machine }, given): Task<Attempt<JsonValue>> {
      const options = readOptions(machine, given);
      return options.ok ? nothing(yield* addDevice(machine, options.value)) : options;
    },
  },
  {
    name: 'device_del',
    arguments: { kind: 'struct', members: [needed('id', text)] },
    run({ machine }, given): Task<Attempt<JsonValue>> {
      const id = textAt(given, 'id');
      const data = object({ device: id, path: `/machine/peripheral/${id}` });
      const found = removeDevice(machine, id, () => emitEvent(machine, 'DEVICE_DELETED', data));
      return immediate(found ? success(emptyObject) : failure(`Device '${id}' not found`, 'DeviceNotFound'));
    },
  },
];
