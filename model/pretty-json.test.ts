import { expect, it } from 'vitest';
import { prettyJson } from './pretty-json.ts';

it('a pretty monitor writes each member on its own line, and the end of nothing too', () => {
  expect(prettyJson('{"return": {}}')).toBe('{\n    "return": {\n    }\n}');
  expect(prettyJson('{"a": {"b, {": 1, "c": ["oob"]}}')).toBe(
    '{\n    "a": {\n        "b, {": 1,\n        "c": [\n            "oob"\n        ]\n    }\n}',
  );
});
