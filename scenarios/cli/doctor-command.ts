import { accessSync, constants } from 'node:fs';
import { availableParallelism, platform, release } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import type { Capability } from '../../model/language/capability.ts';
import { loadCatalogue, ownRoot } from '../catalogue.ts';
import { neededCapabilities } from '../run/applicability.ts';
import type { Scenario } from '../scenario.ts';
import { type Command, exitCodes, UsageError } from './command.ts';
import type { Io } from './io.ts';
import { packageVersion } from './package-info.ts';
import { commonHelp, commonOptions, parseWords, shellWord } from './words.ts';
import { checkJsonFile, writeInto } from './writable.ts';

const help = `usage: charsim doctor [OPTIONS]

What is here: Node, what the real target needs, every QEMU that was found with its version and profile, and which
scenarios will be not applicable on it and why.

  --qemu PATH        look at this qemu-system-x86_64 (repeatable), beside those found
${commonHelp}

Exit codes: 0 when the simulated target can run (it needs nothing but Node); 2 for bad usage.`;

/** One QEMU as it was found and tried. */
type QemuReport = {
  readonly path: string;
  readonly from: string;
  readonly usable: boolean;
  readonly version?: string;
  readonly profile?: string;
  readonly profileExact?: boolean;
  readonly capabilities?: readonly Capability[];
  /** Why something is missing, or why it cannot be used. */
  readonly reasons: readonly string[];
  /** Scenarios that will be not applicable, by the capability or profile that they lack. */
  readonly notApplicable: readonly { readonly reason: string; readonly scenarios: number }[];
};
type Check = { readonly name: string; readonly ok: boolean; readonly detail: string };

/** `charsim doctor`. */
export const doctorCommand: Command = { help, run: runDoctor };

async function runDoctor(words: readonly string[], io: Io): Promise<number> {
  const options = { ...commonOptions, qemu: { type: 'string', multiple: true } } as const;
  const { values, positionals } = parseWords('doctor', words, options);
  const [word] = positionals;
  if (word !== undefined) throw new UsageError(`doctor takes no ${shellWord(word)}; a QEMU is named with --qemu PATH`);
  checkJsonFile(values.json);
  const { scenarios } = await loadCatalogue({ roots: [ownRoot], patterns: [], files: [] });
  const checks = await generalChecks();
  const { findQemus, installFolder } = await import('../../sut/qemu/find-qemu.ts');
  const named = (values.qemu ?? []).map((path) => ({ path: resolve(path), from: '--qemu' }));
  const found: { readonly path: string; readonly from: string }[] = [...named, ...findQemus()];
  const qemus: QemuReport[] = [];
  for (const each of found) qemus.push(await reportOn(each, scenarios));
  const advice = qemus.some((each) => each.usable && each.profile === 'qemu-10.0' && each.profileExact)
    ? []
    : [
        `to install QEMU 10.0 beside what is there, without root, into ${installFolder()}: sut/qemu/install-qemu.sh (11.1: install-qemu.sh 11.1)`,
      ];
  const document = {
    format: 'charsim-doctor/1',
    version: packageVersion(),
    scenarios: scenarios.length,
    checks,
    qemus,
    advice,
  };
  const json = `${JSON.stringify(document, undefined, 2)}\n`;
  if (values.json === '-') io.stdout.write(json);
  else {
    if (values.json !== undefined) writeInto(values.json, json);
    for (const line of linesOf(checks, qemus, advice, values.quiet ?? false)) io.out(line);
  }
  return exitCodes.conforms;
}

async function generalChecks(): Promise<readonly Check[]> {
  return [
    { name: 'charsim', ok: true, detail: packageVersion() },
    {
      name: 'Node',
      ok: true,
      detail: `${process.versions.node} on ${platform()} ${release()}, ${availableParallelism()} processors`,
    },
    await koffiCheck(),
    setprivCheck(),
    { name: 'simulated target', ok: true, detail: 'needs nothing else' },
  ];
}

/** koffi does the system calls of the real target; the simulation never loads it. */
async function koffiCheck(): Promise<Check> {
  const name = 'koffi';
  try {
    await import('koffi');
    return { name, ok: true, detail: 'loads; the real target can pass descriptors' };
  } catch (error) {
    const cause = error instanceof Error ? error.message.split('\n')[0] : String(error);
    return { name, ok: false, detail: `does not load (${cause}): --target qemu cannot run; reinstall with npm ci` };
  }
}

function setprivCheck(): Check {
  const name = 'setpriv';
  const folder = (process.env['PATH'] ?? '').split(delimiter).find((each) => isExecutable(join(each, name)));
  if (folder !== undefined) return { name, ok: true, detail: join(folder, name) };
  return { name, ok: false, detail: 'not found: --target qemu cannot run; install util-linux' };
}

async function reportOn(
  found: { readonly path: string; readonly from: string },
  scenarios: readonly Scenario[],
): Promise<QemuReport> {
  const { probeQemu } = await import('../../sut/qemu/probe.ts');
  const { profileOfVersion } = await import('../../sut/qemu/profile-of-version.ts');
  try {
    const probe = await probeQemu(found.path);
    const { profile, profileExact } = profileOfVersion(probe.version);
    return {
      ...found,
      usable: true,
      version: probe.versionText,
      profile,
      profileExact,
      capabilities: [...probe.capabilities],
      reasons: probe.reasons,
      notApplicable: notApplicable(scenarios, probe.capabilities, profile),
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { ...found, usable: false, reasons: [reason], notApplicable: [] };
  }
}

function notApplicable(
  scenarios: readonly Scenario[],
  capabilities: ReadonlySet<Capability>,
  profile: string,
): QemuReport['notApplicable'] {
  const counts = new Map<string, number>();
  for (const scenario of scenarios) {
    const spoken = scenario.profiles as readonly string[] | undefined;
    const missing = [...neededCapabilities(scenario)].filter((each) => !capabilities.has(each));
    const reason =
      spoken !== undefined && !spoken.includes(profile)
        ? `speak about ${spoken.join(', ')} only`
        : missing.length > 0
          ? `need ${missing.join(', ')}`
          : undefined;
    if (reason !== undefined) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  return [...counts].map(([reason, count]) => ({ reason, scenarios: count }));
}

function linesOf(
  checks: readonly Check[],
  qemus: readonly QemuReport[],
  advice: readonly string[],
  quiet: boolean,
): readonly string[] {
  const lines = checks
    .filter(({ ok }) => !quiet || !ok)
    .map(({ name, ok, detail }) => `${mark(ok)} ${name.padEnd(17)} ${detail}`);
  if (qemus.length === 0) lines.push(`${mark(false)} QEMU              none found: --target qemu is not available`);
  for (const qemu of qemus) {
    if (quiet && qemu.usable) continue;
    const nearest = qemu.profileExact === false ? ' (nearest older)' : '';
    const about = qemu.usable ? `${qemu.version}, profile ${qemu.profile}${nearest}` : 'cannot be used';
    lines.push(`${mark(qemu.usable)} QEMU              ${about}: ${qemu.path} (${qemu.from})`);
    for (const reason of qemu.reasons) lines.push(`    ${reason}`);
    for (const each of qemu.notApplicable)
      lines.push(`    ${each.scenarios} scenarios not applicable: they ${each.reason}`);
  }
  return [...lines, ...advice.map((text) => `- ${text}`)];
}

function mark(ok: boolean): string {
  return ok ? 'ok  ' : 'MISS';
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
