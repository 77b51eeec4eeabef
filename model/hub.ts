import type { ByteString } from './language/value.ts';

/** Members that a hub takes. Source: HUB-06. */
export const hubMembersMax = 4;

/** What a hub knows of its output. `written` and `min` are 32-bit, modular. Source: HUB-30. */
export type HubAccount = {
  readonly written: readonly number[];
  readonly min: number;
  /** The member whose watch is offered, -1 for none. Source: HUB-37. */
  readonly blocked: number;
  /** What some member has taken beyond `min`: the beginning of the suffix that is to be repeated. Source: Q-HUB-4. */
  readonly ahead: ByteString;
};

/** A hub: members in list order, how many OPENED it has counted, and its account. Source: HUB-01, HUB-20. */
export type Hub = { readonly members: readonly string[]; readonly opened: number; readonly account: HubAccount };

/** What differs between the hub of QEMU 10.0 and the repaired one. */
export type HubRules = {
  /** No watch after a short success. Source: Q-HUB-2. */
  readonly forgetsSlowest: boolean;
  /** Whatever is offered counts as the rest of the last buffer. Source: Q-HUB-4. */
  readonly trustsRepeats: boolean;
};

/** What a backend answered to one write: a count, or an errno by name. */
export type Taken = { readonly count: number } | { readonly errno: string };

/** The members of a hub as a write meets them. */
export type HubMembers = {
  readonly isSkipped: (index: number) => boolean;
  readonly send: (index: number) => Taken;
  /** Whether an error of this member, other than EAGAIN, ends the write. Source: HUB-34; Q-HUB-3, Q-HUB-14. */
  readonly failsAll: (index: number) => boolean;
};

/** Nothing written yet. */
export function freshHub(members: readonly string[]): Hub {
  return { members, opened: 0, account: { written: members.map(() => 0), min: 0, blocked: -1, ahead: '' } };
}

/** Every member level with the slowest. Source: Q-HUB-4, repaired. */
export function levelled(account: HubAccount): HubAccount {
  return { ...account, written: account.written.map(() => account.min), ahead: '' };
}

/** One member level with the slowest: it has just opened. Source: HUB-36. */
export function levelledMember(account: HubAccount, index: number): HubAccount {
  return { ...account, written: account.written.map((each, at) => (at === index ? account.min : each)) };
}

function differ(one: ByteString, other: ByteString): boolean {
  const common = Math.min(one.length, other.length);
  return one.slice(0, common) !== other.slice(0, common);
}

/** One write of a hub: what it answers, and the account after it. Source: HUB-30..35. */
export function hubWrite(
  before: HubAccount,
  bytes: ByteString,
  rules: HubRules,
  members: HubMembers,
): { readonly account: HubAccount; readonly taken: Taken } {
  const account = !rules.trustsRepeats && differ(before.ahead, bytes) ? levelled(before) : before;
  const { min } = account;
  const written = [...account.written];
  const skipped: number[] = [];
  let count = bytes.length;
  const ended = (blocked: number, consumed: number): HubAccount => {
    const next = (min + consumed) >>> 0;
    for (const index of skipped) if (!rules.trustsRepeats) written[index] = next;
    return { written, min: next, blocked, ahead: rules.trustsRepeats ? '' : suffix(account, bytes, consumed, written) };
  };
  for (const index of written.keys()) {
    if (members.isSkipped(index)) continue;
    const ahead = ((written[index] ?? 0) - min) >>> 0;
    if (ahead !== 0) {
      count = Math.min(count, ahead);
      continue;
    }
    const taken = members.send(index);
    if ('count' in taken) {
      written[index] = (min + taken.count) >>> 0;
      count = Math.min(count, taken.count);
    } else if (taken.errno === 'EAGAIN') return { account: ended(index, 0), taken };
    else if (members.failsAll(index)) return { account: ended(-1, 0), taken };
    else skipped.push(index);
  }
  const isSlowest = (each: number, index: number): boolean =>
    !members.isSkipped(index) && !skipped.includes(index) && (each - min) >>> 0 === count;
  const blocked = count < bytes.length && !rules.forgetsSlowest ? written.findIndex(isSlowest) : -1;
  return { account: ended(blocked, count), taken: { count } };
}

/** What members have beyond the new minimum, of the bytes offered now and before. */
function suffix(account: HubAccount, bytes: ByteString, consumed: number, written: readonly number[]): ByteString {
  const known = account.ahead.length > bytes.length ? account.ahead : bytes;
  const next = (account.min + consumed) >>> 0;
  const most = Math.max(0, ...written.map((each) => (each - next) | 0));
  return known.slice(consumed, consumed + most);
}
