/** The value of which `last.text` is the JSON. */
const last: { of: object | undefined; text: string } = { of: undefined, text: '' };

/**
 * JSON.stringify of data that nobody changes. What was asked for last is had again for nothing: a recorder and the trace of
 * what it records take the same actions and outcomes one after the other.
 */
export function jsonText(value: object): string {
  if (last.of !== value) rememberJson(value, JSON.stringify(value));
  return last.text;
}

/** `text` is the JSON of `value`, which is about to be asked for. */
export function rememberJson(value: object, text: string): void {
  last.of = value;
  last.text = text;
}
