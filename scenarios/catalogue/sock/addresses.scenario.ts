import type { Value } from '../../../model/language/value.ts';
import type { Scenario, Step } from '../../scenario.ts';
import { addChardev, addTcpServer, empty, listed, refusal, removeChardev } from '../../steps.ts';

type Data = Readonly<Record<string, Value>>;

function adds(data: Data, more: Data, expectation: ReturnType<typeof refusal>): Step {
  return addChardev('c', 'socket', { addr: { type: 'inet', data }, ...more }, expectation);
}

/** A server whose address is refused. */
function refused(name: string, data: Data, text: string, prefixed = true): Scenario {
  const why = prefixed ? `Failed to add chardev 'c': ${text}` : text;
  return {
    id: `sock/addresses/${name}`,
    title: `refused: ${text}`,
    clauses: prefixed ? ['SOCK-10', 'CHR-02'] : ['SOCK-10', 'QMP-06'],
    steps: [adds({ host: '127.0.0.1', port: '0', ...data }, { wait: false }, refusal(why)), listed()],
  };
}

/** A client whose address is refused. */
function unreachable(name: string, data: Data, text: string): Scenario {
  return {
    id: `sock/addresses/client-${name}`,
    title: `refused for a client: ${text}`,
    clauses: ['SOCK-04', 'SOCK-10'],
    steps: [adds(data, { server: false }, refusal(`Failed to add chardev 'c': ${text}`)), listed()],
  };
}

/** A server that listens under another host than its own words say. */
function listens(name: string, title: string, data: Data, place: string): Scenario {
  return {
    id: `sock/addresses/${name}`,
    title,
    clauses: ['SOCK-11', 'SOCK-20'],
    steps: [
      adds(data, { wait: false }, empty),
      listed(['c', `disconnected:tcp:${place}:{port:chardev c},server=on`, false]),
      removeChardev('c'),
    ],
  };
}

const unresolved = (place: string, why: string): string => `address resolution failed for ${place}: ${why}`;
const noService = 'Servname not supported for ai_socktype';
const noFamily = 'Address family for hostname not supported';
const noName = 'Name or service not known';

/** Hosts and ports, as words. */
export const addresses: readonly Scenario[] = [
  refused('port-word', { port: 'abc' }, unresolved('127.0.0.1:abc', noService)),
  refused('neither-host-nor-port', { host: '', port: '' }, unresolved(':', noName)),
  refused('port-negative', { port: '-1' }, unresolved('127.0.0.1:-1', noService)),
  refused('port-with-letter', { port: '12x' }, unresolved('127.0.0.1:12x', noService)),
  refused('not-version-6', { ipv6: true }, unresolved('127.0.0.1:0', noFamily)),
  refused('without-version-4', { ipv4: false }, unresolved('127.0.0.1:0', noFamily)),
  refused('no-version', { ipv4: false, ipv6: false }, 'Cannot disable IPv4 and IPv6 at same time'),
  refused('name-as-number', { host: 'localhost', numeric: true }, unresolved('localhost:0', noName)),
  refused('to-too-large', { to: 70000 }, "Parameter 'to' expects uint16_t", false),
  refused('to-just-too-large', { to: 65536 }, "Parameter 'to' expects uint16_t", false),
  refused('to-negative', { to: -1 }, "Parameter 'to' expects uint16_t", false),
  refused('to-no-number', { to: '5' }, "Parameter 'backend.data.addr.data.to' expects uint64", false),
  refused('unknown-member', { foo: 1 }, "Parameter 'backend.data.addr.data.foo' is unexpected", false),
  refused(
    'version-no-boolean',
    { ipv4: 1 },
    "Invalid parameter type for 'backend.data.addr.data.ipv4', expected: boolean",
    false,
  ),
  refused(
    'keep-alive-no-boolean',
    { 'keep-alive': 1 },
    "Invalid parameter type for 'backend.data.addr.data.keep-alive', expected: boolean",
    false,
  ),
  {
    id: 'sock/addresses/no-port',
    title: 'an address needs a port',
    clauses: ['QMP-06'],
    steps: [adds({ host: '127.0.0.1' }, {}, refusal("Parameter 'backend.data.addr.data.port' is missing")), listed()],
  },
  {
    id: 'sock/addresses/no-host',
    title: 'an address needs a host, which is asked for first',
    clauses: ['QMP-06'],
    steps: [adds({}, {}, refusal("Parameter 'backend.data.addr.data.host' is missing")), listed()],
  },
  {
    id: 'sock/addresses/port-in-use',
    title: 'a port that somebody listens on is refused, whatever the modulus',
    clauses: ['SOCK-10', 'SOCK-11'],
    steps: [
      addTcpServer('d', 'a'),
      ...['{port:a}', '{port:a+65536}'].map((port) =>
        adds(
          { host: '127.0.0.1', port },
          { wait: false },
          refusal("Failed to add chardev 'c': Failed to find an available port: Address already in use"),
        ),
      ),
      adds(
        { host: '127.0.0.1', port: '{port:a}', to: { $port: 'a' } },
        { wait: false },
        refusal("Failed to add chardev 'c': Failed to find an available port: Address already in use"),
      ),
      removeChardev('d'),
    ],
  },
  listens('empty-port', 'an empty port is any port', { host: '127.0.0.1', port: '' }, '127.0.0.1'),
  listens(
    'name-of-version-4',
    'a name is shown as its number',
    { host: 'localhost', port: '0', ipv4: true },
    '127.0.0.1',
  ),
  listens(
    'name-not-version-6',
    'a name without version 6 is version 4',
    { host: 'localhost', port: '0', ipv6: false },
    '127.0.0.1',
  ),
  listens(
    'numeric',
    'a number is a number',
    { host: '127.0.0.1', port: '0', numeric: true, 'keep-alive': true },
    '127.0.0.1',
  ),
  listens(
    'both-versions',
    'both versions fit a number',
    { host: '127.0.0.1', port: '0', ipv4: true, ipv6: true },
    '127.0.0.1',
  ),
  { ...listens('version-6', 'version 6 stands without brackets', { host: '::1', port: '0' }, '::1'), needs: ['ipv6'] },
  { ...listens('any-version-6', 'any host of version 6', { host: '', port: '0', ipv6: true }, '::'), needs: ['ipv6'] },
  unreachable(
    'refused',
    { host: '127.0.0.1', port: '{port:a}' },
    "Failed to connect to '127.0.0.1:{port:a}': Connection refused",
  ),
  unreachable(
    'name',
    { host: 'localhost', port: '{port:a}', ipv4: true },
    "Failed to connect to 'localhost:{port:a}': Connection refused",
  ),
  unreachable('port-zero', { host: '127.0.0.1', port: '0' }, "Failed to connect to '127.0.0.1:0': Connection refused"),
  unreachable('no-port', { host: '127.0.0.1', port: '' }, "Failed to connect to '127.0.0.1:': Connection refused"),
  unreachable('port-word', { host: '127.0.0.1', port: 'abc' }, unresolved('127.0.0.1:abc', noService)),
  unreachable('no-host', { host: '', port: '{port:a}' }, unresolved(':{port:a}', noName)),
];
