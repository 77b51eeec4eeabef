import type { ProfileName } from '../../model/language/profile.ts';
import type { Target } from '../../sut/target.ts';

/** Which target to open, as plain data: what goes to a worker thread or child process. */
export type TargetSpec =
  | { readonly kind: 'simulated'; readonly profile: ProfileName }
  | {
      readonly kind: 'qemu';
      /** Absent: found on PATH. */
      readonly path?: string;
      readonly args: readonly string[];
      readonly wrapper: readonly string[];
      /** Absent: from the version that the process tells. */
      readonly profile?: ProfileName;
      /** Takes `profile` against the version. */
      readonly force: boolean;
    };

/** Opens it. Targets are imported at first use, so that the simulation needs no native code. Rejects with TargetFailure. */
export async function openTarget(spec: TargetSpec): Promise<Target> {
  switch (spec.kind) {
    case 'simulated': {
      const { createSimulatedTarget } = await import('../../sut/simulated.ts');
      return createSimulatedTarget({ profile: spec.profile });
    }
    case 'qemu': {
      const { createQemuTarget } = await import('../../sut/qemu/target.ts');
      const { args, wrapper, profile, force } = spec;
      return createQemuTarget({
        args,
        wrapper,
        force,
        ...(spec.path === undefined ? {} : { binary: spec.path }),
        ...(profile === undefined ? {} : { profile }),
      });
    }
  }
}
