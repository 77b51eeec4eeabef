/** Whether a text is a well-formed identifier: a letter, then letters, digits, `-`, `.`, `_`. Source: QEMU util/id.c (id_wellformed). */
export function isIdentifier(text: string): boolean {
  return /^[A-Za-z][A-Za-z0-9._-]*$/.test(text);
}
