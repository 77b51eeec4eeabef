// A target of one's own in one file: a tiny VMM that knows fd sets and nothing else, checked by charsim's catalogue.
// Run it where charsim is installed: node own-target.mjs
import { loadCatalogue, NotApplicable, ownRoot, run } from 'charsim';

/** The system under test. Yours would be a process, a library or a wire protocol. */
function tinyVmm() {
  const numbers = new Set([0, 1, 2]); // its descriptor table
  const sets = new Map(); // id -> [{ fd, opaque? }], oldest first
  const lowestFree = () => {
    let fd = 0;
    while (numbers.has(fd)) fd += 1;
    return fd;
  };
  const notFound = (what) => ({ error: { class: 'GenericError', desc: `File descriptor named '${what}' not found` } });
  return {
    addFd({ 'fdset-id': wanted, opaque }) {
      let id = wanted ?? 0;
      while (wanted === undefined && sets.has(id)) id += 1;
      const fd = lowestFree();
      numbers.add(fd);
      sets.set(id, [...(sets.get(id) ?? []), opaque === undefined ? { fd } : { fd, opaque }]);
      return { return: { 'fdset-id': id, fd } };
    },
    removeFd({ 'fdset-id': id, fd }) {
      const members = sets.get(id);
      if (members === undefined) return notFound(fd === undefined ? `fdset-id:${id}` : `fdset-id:${id}, fd:${fd}`);
      if (fd !== undefined && !members.some((member) => member.fd === fd)) return notFound(`fdset-id:${id}, fd:${fd}`);
      const kept = fd === undefined ? [] : members.filter((member) => member.fd !== fd);
      for (const member of members) if (!kept.includes(member)) numbers.delete(member.fd);
      if (kept.length === 0) sets.delete(id);
      else sets.set(id, kept);
      return { return: {} };
    },
    queryFdsets() {
      const ids = [...sets.keys()].sort((one, other) => other - one);
      return { return: ids.map((id) => ({ 'fdset-id': id, fds: sets.get(id) })) };
    },
  };
}

/** The adapter: actions in, outcomes out. What it cannot do makes a scenario not applicable, never a silent pass. */
function openSession() {
  const vmm = tinyVmm();
  const isPlain = (value, allowed) =>
    Object.entries(value).every(([key, one]) => allowed[key] === typeof one && (typeof one !== 'number' || one >= 0));
  const command = ({ execute, arguments: given = {}, fds = [], on, oob }) => {
    if (on !== undefined || oob) throw new NotApplicable('one monitor, in band');
    if (execute === 'add-fd' && fds.length === 1 && isPlain(given, { 'fdset-id': 'number', opaque: 'string' })) {
      return vmm.addFd(given);
    }
    if (execute === 'remove-fd' && 'fdset-id' in given && fds.length === 0) {
      if (isPlain(given, { 'fdset-id': 'number', fd: 'number' })) return vmm.removeFd(given);
    }
    if (execute === 'query-fdsets' && fds.length === 0) return vmm.queryFdsets();
    throw new NotApplicable(`tiny-vmm has no such ${execute}`);
  };
  return {
    perform(action) {
      switch (action.do) {
        case 'launch':
          if (Object.keys(action).length > 1) throw new NotApplicable('tiny-vmm takes no options');
          return { see: 'launched' };
        case 'pipe':
          return { see: 'done' };
        case 'qmp': {
          const reply = command(action);
          const id = 'id' in action ? { id: action.id } : {};
          return 'error' in reply
            ? { see: 'error', ...reply.error, ...id }
            : { see: 'return', value: reply.return, ...id };
        }
        default:
          throw new NotApplicable(`tiny-vmm has no ${action.do}`);
      }
    },
    settle() {},
    close: async () => [],
  };
}

const target = {
  identity: { id: 'tiny-vmm:1.0', name: 'tiny-vmm', version: '1.0', profile: 'design', profileExact: true },
  capabilities: new Set(['qmp']),
  open: async () => openSession(),
  shutdown: async () => {},
};

const { scenarios } = await loadCatalogue({ roots: [ownRoot], patterns: ['fdset/*'], files: [] });
const results = await run(target, scenarios);
for (const { id, verdict, failure } of results.scenarios) {
  if (verdict !== 'not-applicable') console.log(`${verdict}  ${id}${failure ? `: ${failure.message}` : ''}`);
}
console.log(results.summary);
process.exitCode = results.summary.failed === 0 && results.summary.passed > 0 ? 0 : 1;
