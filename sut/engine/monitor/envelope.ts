import { type Attempt, failure, success } from '../failure.ts';
import { envelopeErrors } from './error-text.ts';
import { emptyObject, isObject, type JsonObject, type JsonValue, membersInOrder } from './json-value.ts';

/** A message that has the shape of a command. */
export type Envelope = { readonly command: string; readonly arguments: JsonObject; readonly outOfBand: boolean };

/** What has to be echoed; undefined when there is none. */
export function idOf(message: JsonValue): JsonValue | undefined {
  return isObject(message) ? message.get('id') : undefined;
}

/** Whether it is to be served at once, by the thread that reads. Errors in it are found there too. */
export function isOutOfBand(message: JsonValue): boolean {
  return isObject(message) && message.has('exec-oob') && !message.has('execute');
}

/** Checks the shape, member by member in dictionary order. Source: QMP-05, QMP-10. */
export function checkEnvelope(message: JsonValue, allowsOutOfBand: boolean): Attempt<Envelope> {
  if (!isObject(message)) return failure(envelopeErrors.notObject);
  let command: string | null = null;
  let given = emptyObject;
  for (const [key, value] of membersInOrder(message)) {
    if (key === 'execute' || (key === 'exec-oob' && allowsOutOfBand)) {
      if (typeof value !== 'string') return failure(envelopeErrors.nameNotString(key));
      if (command !== null) return failure(envelopeErrors.clash);
      command = value;
    } else if (key === 'arguments') {
      if (!isObject(value)) return failure(envelopeErrors.argumentsNotObject);
      given = value;
    } else if (key !== 'id') return failure(envelopeErrors.unexpectedMember(key));
  }
  if (command === null) return failure(envelopeErrors.lacksExecute);
  return success({ command, arguments: given, outOfBand: message.has('exec-oob') });
}
