/** Why a command or an option was refused: the class and text of the reply. Source: QMP-04. */
export type Failure = {
  readonly ok: false;
  readonly class: 'GenericError' | 'CommandNotFound' | 'DeviceNotFound';
  readonly text: string;
};
/** It went well. */
export type Success<T> = { readonly ok: true; readonly value: T };
/** What anything that can be refused gives back. */
export type Attempt<T> = Success<T> | Failure;

/** Something went well. */
export function success<T>(value: T): Success<T> {
  return { ok: true, value };
}

/** A GenericError, unless another class is given. */
export function failure(text: string, errorClass: Failure['class'] = 'GenericError'): Failure {
  return { ok: false, class: errorClass, text };
}

/** The same failure with more text before it. */
export function prefixed(prefix: string, inner: Failure): Failure {
  return { ok: false, class: inner.class, text: prefix + inner.text };
}
