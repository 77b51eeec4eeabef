import { knownFeatures, sessionVersion } from './record.ts';

/**
 * Why a session of this version cannot be read here; undefined when it can. Another major is refused; a higher minor is
 * taken when everything that it needs is known. There is no older major yet to be lifted to this one. Source: SLOG-09.
 */
export function versionProblem(version: readonly unknown[], need: readonly string[]): string | undefined {
  const [major, minor] = version;
  if (major !== sessionVersion[0]) {
    return `unsupported log version ${major}.${minor}: this charsim reads ${sessionVersion[0]}.x`;
  }
  const unknown = need.filter((name) => !knownFeatures.includes(name));
  if (unknown.length === 0) return undefined;
  return `a session of version ${major}.${minor} that needs ${unknown.join(', ')}, which this charsim does not know`;
}
