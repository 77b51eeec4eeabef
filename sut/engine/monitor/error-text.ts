const jsonError = (what: string): string => `JSON parse error, ${what}`;

/** Every text of the JSON reader. Source: QMP-07, QMP-08. */
export const jsonErrors: {
  readonly expectingValue: string;
  readonly missingColon: string;
  readonly separatorInObject: string;
  readonly separatorInArray: string;
  readonly keyNotString: string;
  readonly expectingKey: string;
  readonly expectingColon: string;
  readonly duplicateKey: string;
  readonly invalidEscape: string;
  readonly invalidUtf8: string;
  readonly prematureEnd: string;
  readonly nestedTooDeeply: string;
  readonly tooManyTokens: string;
  expectedIn(end: '}' | ']'): string;
  invalidKeyword(word: string): string;
  stray(text: string): string;
  notUnicode(sequence: string): string;
} = {
  expectingValue: jsonError('expecting value'),
  missingColon: jsonError('missing : in object pair'),
  separatorInObject: jsonError('expected separator in dict'),
  separatorInArray: jsonError('expected separator in list'),
  keyNotString: jsonError('key is not a string in object'),
  expectingKey: jsonError('expecting key'),
  expectingColon: jsonError("expecting ':'"),
  expectedIn: (end) => jsonError(`expected ',' or '${end}'`),
  duplicateKey: jsonError('duplicate key'),
  invalidEscape: jsonError('invalid escape sequence in string'),
  invalidUtf8: jsonError('invalid UTF-8 sequence in string'),
  prematureEnd: jsonError('premature EOI'),
  nestedTooDeeply: 'JSON nesting depth limit exceeded',
  tooManyTokens: 'JSON token count limit exceeded',
  invalidKeyword: (word) => jsonError(`invalid keyword '${word}'`),
  stray: (text) => jsonError(`stray '${text}'`),
  notUnicode: (sequence) => jsonError(`${sequence} is not a valid Unicode character`),
};

/** Every text about a message's envelope and the negotiation. Source: QMP-02, QMP-04, QMP-05, QMP-10. */
export const envelopeErrors: {
  readonly notObject: string;
  readonly lacksExecute: string;
  readonly argumentsNotObject: string;
  readonly clash: string;
  readonly negotiationExpected: string;
  readonly negotiationComplete: string;
  nameNotString(member: string): string;
  unexpectedMember(member: string): string;
  unknownCommand(name: string): string;
  noOutOfBand(name: string): string;
  capabilityNotOffered(name: string): string;
} = {
  notObject: 'QMP input must be a JSON object',
  lacksExecute: "QMP input lacks member 'execute'",
  argumentsNotObject: "QMP input member 'arguments' must be an object",
  clash: "QMP input member 'execute' clashes with 'exec-oob'",
  negotiationExpected: "Expecting capabilities negotiation with 'qmp_capabilities'",
  negotiationComplete: 'Capabilities negotiation is already complete, command ignored',
  nameNotString: (member) => `QMP input member '${member}' must be a string`,
  unexpectedMember: (member) => `QMP input member '${member}' is unexpected`,
  unknownCommand: (name) => `The command ${name} has not been found`,
  noOutOfBand: (name) => `The command ${name} does not support OOB`,
  capabilityNotOffered: (name) => `Capability ${name} not available`,
};

/** Every text about arguments. Source: QMP-06. */
export const argumentErrors: {
  missing(path: string): string;
  unexpected(path: string): string;
  wrongType(path: string, expected: string): string;
  notAccepted(name: string, value: string): string;
  notUint64(path: string): string;
  notUint16(name: string): string;
} = {
  missing: (path) => `Parameter '${path}' is missing`,
  unexpected: (path) => `Parameter '${path}' is unexpected`,
  wrongType: (path, expected) => `Invalid parameter type for '${path}', expected: ${expected}`,
  notAccepted: (name, value) => `Parameter '${name}' does not accept value '${value}'`,
  notUint64: (path) => `Parameter '${path}' expects uint64`,
  notUint16: (name) => `Parameter '${name}' expects uint16_t`,
};

/** Texts of the commands that only meet descriptors. Source: GETFD-07; both QEMUs. */
export const machineErrors: {
  readonly badDumpTarget: string;
  readonly badDumpTarget72: string;
  readonly noMemory: string;
  readonly clientNotSocket: string;
  readonly clientRefused: string;
  readonly noProcessor: string;
  badProtocol(name: string): string;
} = {
  badDumpTarget: "parameter 'protocol' must start with 'file:' or 'fd:'",
  badDumpTarget72: "Invalid parameter 'protocol'",
  noMemory: 'dump: no guest memory to dump',
  clientNotSocket: 'parameter @fdname must name a socket',
  clientRefused: 'failed to add client',
  noProcessor: "Parameter 'cpu-index' expects a CPU number",
  badProtocol: (name) => `protocol '${name}' is invalid`,
};

/** Texts of the human monitor. Source: HMP-01, HMP-06. */
export const humanErrors: {
  readonly endOfExpression: string;
  error(why: string): string;
  stringExpected(command: string): string;
  notThirtyTwoBits(command: string): string;
  extraneous(command: string): string;
  help(command: string): string;
  unknown(words: string): string;
} = {
  endOfExpression: 'unexpected end of expression',
  error: (why) => `Error: ${why}`,
  stringExpected: (command) => `${command}: string expected`,
  notThirtyTwoBits: (command) => `'${command}' has failed: integer is for 32-bit values`,
  extraneous: (command) => `${command}: extraneous characters at the end of line`,
  help: (command) => `Try "help ${command}" for more information`,
  unknown: (words) => `unknown command: '${words}'`,
};
