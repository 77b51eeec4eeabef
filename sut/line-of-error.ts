/**
 * A line of a monitor as a scenario may see it: since 11.1 errors in JSON tell their line, counted from the beginning of
 * the connection, and the first `hidden` of these lines are the harness's own (negotiation, earlier scenarios).
 * Source: QMP-07, by experiment.
 */
export function withoutHiddenLines(line: string, hidden: number): string {
  if (hidden === 0) return line;
  return line.replace(
    /("desc": ")(\d+)(:\d+: JSON parse error)/,
    (_, before: string, number: string, after: string) => {
      return `${before}${Number(number) - hidden}${after}`;
    },
  );
}
