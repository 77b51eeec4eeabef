/** A name that a literal binds to a descriptor number at first sight and must equal ever after: `{ $: 'member' }`. */
export type NumberSymbol = { readonly $: string };
/** An integer that a double cannot hold, in decimal. */
export type BigInteger = { readonly $int: string };
/** A descriptor number in the model's own numbering; the runner keeps the bijection to the target's. */
export type ModelNumber = { readonly $fd: number };
/** JSON as actions and outcomes carry it. */
export type Value =
  | null
  | boolean
  | number
  | string
  | NumberSymbol
  | BigInteger
  | ModelNumber
  | readonly Value[]
  | { readonly [key: string]: Value };
/** Bytes as a string of characters 0..255, one a byte: what actions, outcomes and model states carry. */
export type ByteString = string;
/** In a text of the model, a descriptor number n of its own stands as `⟦fd:n⟧`. */
export const numberMark: { readonly open: string; readonly close: string } = { open: '⟦fd:', close: '⟧' };
