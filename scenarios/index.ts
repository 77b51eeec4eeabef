/**
 * The package's entry: write a target of your own and run the catalogue on it.
 *
 *     import { loadCatalogue, ownRoot, run } from 'charsim';
 *     const { scenarios } = await loadCatalogue({ roots: [ownRoot], patterns: ['fdset/*'], files: [] });
 *     const results = await run(myTarget, scenarios);
 *
 * What is exported here follows semantic versioning, as do scenario ids, JSON shapes and exit codes.
 */
export type {
  Action,
  GuestAction,
  Handle,
  HostAction,
  LaunchOptions,
  ManagementAction,
  MonitorSpec,
  PortSpec,
  ProcessAction,
  WorldAction,
} from '../model/language/action.ts';
export type { Capability } from '../model/language/capability.ts';
export type { Clause } from '../model/language/clause.ts';
export { clauses } from '../model/language/clauses.ts';
export type { HeldDescriptor, Message, Outcome } from '../model/language/outcome.ts';
export type { Profile, ProfileName } from '../model/language/profile.ts';
export { profileByName, profiles } from '../model/language/profiles.ts';
export type { Quirk, QuirkId } from '../model/language/quirk.ts';
export { quirks } from '../model/language/quirks.ts';
export type { Value } from '../model/language/value.ts';
export { type Branch, type ModelState, pending, start, step } from '../model/model.ts';
export { createQemuTarget } from '../sut/qemu/target.ts';
export { createSimulatedTarget } from '../sut/simulated.ts';
export {
  NotApplicable,
  type Opening,
  type Session,
  type Target,
  TargetFailure,
  type TargetIdentity,
} from '../sut/target.ts';
export { type Catalogue, loadCatalogue, ownRoot, type Selection } from './catalogue.ts';
export type { Deviation } from './deviations/deviation.ts';
export type { Failure, RunEvent, ScenarioResult, Summary, TargetResults, Verdict } from './run/results.ts';
export { type RunOptions, run } from './run/run.ts';
export type { Expectation, ExpectedMessage, ExpectedOutcome, Scenario, Step, TextPattern } from './scenario.ts';
