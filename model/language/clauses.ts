import type { Clause, ClauseFamily, Strength } from './clause.ts';
import type { FamilyId } from './clause-id.ts';
import { weakenings } from './clause-strength.ts';
import { chan } from './clauses/chan.ts';
import { chr } from './clauses/chr.ts';
import { def } from './clauses/def.ts';
import { e2e } from './clauses/e2e.ts';
import { eng } from './clauses/eng.ts';
import { fbe } from './clauses/fbe.ts';
import { fd } from './clauses/fd.ts';
import { fdset } from './clauses/fdset.ts';
import { file } from './clauses/file.ts';
import { getfd } from './clauses/getfd.ts';
import { hmp } from './clauses/hmp.ts';
import { hub } from './clauses/hub.ts';
import { log } from './clauses/log.ts';
import { logmux } from './clauses/logmux.ts';
import { misc } from './clauses/misc.ts';
import { mux } from './clauses/mux.ts';
import { nullBackend } from './clauses/null.ts';
import { open } from './clauses/open.ts';
import { p } from './clauses/p.ts';
import { pbe } from './clauses/pbe.ts';
import { pipe } from './clauses/pipe.ts';
import { prop1 } from './clauses/prop1.ts';
import { prop2 } from './clauses/prop2.ts';
import { prop3 } from './clauses/prop3.ts';
import { prop4 } from './clauses/prop4.ts';
import { prop5 } from './clauses/prop5.ts';
import { pty } from './clauses/pty.ts';
import { qChan } from './clauses/q-chan.ts';
import { qCore } from './clauses/q-core.ts';
import { qFound } from './clauses/q-found.ts';
import { qHub } from './clauses/q-hub.ts';
import { qMux } from './clauses/q-mux.ts';
import { qPar } from './clauses/q-par.ts';
import { qPty } from './clauses/q-pty.ts';
import { qRb } from './clauses/q-rb.ts';
import { qSock } from './clauses/q-sock.ts';
import { qTel } from './clauses/q-tel.ts';
import { qUdp } from './clauses/q-udp.ts';
import { qWs } from './clauses/q-ws.ts';
import { qmp } from './clauses/qmp.ts';
import { race } from './clauses/race.ts';
import { raceS } from './clauses/race-s.ts';
import { rb } from './clauses/rb.ts';
import { rr } from './clauses/rr.ts';
import { s0 } from './clauses/s0.ts';
import { safe } from './clauses/safe.ts';
import { ser } from './clauses/ser.ts';
import { slog } from './clauses/slog.ts';
import { sock } from './clauses/sock.ts';
import { stdio } from './clauses/stdio.ts';
import { swapD } from './clauses/swap-d.ts';
import { swapS } from './clauses/swap-s.ts';
import { td } from './clauses/td.ts';
import { tel } from './clauses/tel.ts';
import { uart } from './clauses/uart.ts';
import { udp } from './clauses/udp.ts';
import { vc } from './clauses/vc.ts';
import { vlog } from './clauses/vlog.ts';
import { vser } from './clauses/vser.ts';
import { ws } from './clauses/ws.ts';
import type { ProfileName } from './profile.ts';
import { profiles } from './profiles.ts';
import { ruleEnds } from './release-changes.ts';

/** Every family, in the order of the subject: descriptor passing, chardevs, hotswap and monitors, channels. */
export const clauseFamilies: readonly ClauseFamily[] = [
  fdset,
  open,
  file,
  pipe,
  log,
  getfd,
  s0,
  p,
  prop1,
  prop2,
  prop3,
  prop4,
  prop5,
  def,
  chr,
  nullBackend,
  rb,
  fbe,
  pbe,
  fd,
  stdio,
  udp,
  ser,
  vc,
  td,
  misc,
  pty,
  sock,
  tel,
  ws,
  mux,
  hub,
  qHub,
  qMux,
  qCore,
  qRb,
  qSock,
  qTel,
  qWs,
  qUdp,
  qFound,
  qPty,
  qPar,
  uart,
  swapD,
  swapS,
  race,
  raceS,
  safe,
  eng,
  rr,
  slog,
  qmp,
  hmp,
  chan,
  vser,
  vlog,
  logmux,
  e2e,
  qChan,
];

const strengthById: ReadonlyMap<string, Strength> = new Map(weakenings.map(({ id, strength }) => [id, strength]));

/** A rule of a release holds in those that are like it, unless it is said to have changed. Source: release-changes.ts. */
function withLater(held: readonly ProfileName[], id: string): readonly ProfileName[] {
  const later = profiles.flatMap(({ name, like }) =>
    like !== undefined && held.includes(like) && !held.includes(name) && !ruleEnds(id, name) ? [name] : [],
  );
  return later.length === 0 ? held : [...held, ...later];
}

/** Every clause, family by family, in the order of their numbers. */
export const clauses: readonly Clause[] = clauseFamilies.flatMap((family) =>
  family.clauses.map((row) => ({
    ...row,
    family: family.id,
    section: row.section ?? family.section,
    strength: strengthById.get(row.id) ?? 'must',
    profiles: withLater(row.profiles ?? family.profiles, row.id),
  })),
);

const byId: ReadonlyMap<string, Clause> = new Map(clauses.map((clause) => [clause.id, clause]));

/** The clause of that id; undefined if there is none. */
export function findClause(id: string): Clause | undefined {
  return byId.get(id);
}

/** The family of that id; undefined if there is none. */
export function findFamily(id: FamilyId): ClauseFamily | undefined {
  return clauseFamilies.find((family) => family.id === id);
}
