/** Every text of fd sets and named descriptors. Source: FDSET-15, 16, 24; GETFD-02, 04, 09; QMP-13; DEF-07's repair. */
export const descriptorErrors: {
  readonly noneSupplied: string;
  readonly negativeSetId: string;
  readonly setIdTooLarge: string;
  readonly nameStartsWithDigit: string;
  setNotFound(set: bigint): string;
  memberNotFound(set: bigint, fd: bigint): string;
  nameNotFound(name: string): string;
  nameNotFoundAtUse(name: string): string;
  notSocket(name: string): string;
} = {
  noneSupplied: 'No file descriptor supplied via SCM_RIGHTS',
  negativeSetId: "Parameter 'fdset-id' expects a non-negative value",
  setIdTooLarge: "Parameter 'fdset-id' expects a value of at most 2147483647",
  nameStartsWithDigit: "Parameter 'fdname' expects a name not starting with a digit",
  setNotFound: (set) => `File descriptor named 'fdset-id:${set}' not found`,
  memberNotFound: (set, fd) => `File descriptor named 'fdset-id:${set}, fd:${fd}' not found`,
  nameNotFound: (name) => `File descriptor named '${name}' not found`,
  nameNotFoundAtUse: (name) => `File descriptor named '${name}' has not been found`,
  notSocket: (name) => `File descriptor '${name}' is not a socket`,
};

/** Every text of an open that reports for itself. Source: the table of error texts under OPEN-20. */
export const openErrors: {
  badSetNumber(path: string): string;
  couldNotOpen(path: string, why: string): string;
  couldNotCreate(path: string, why: string): string;
  noDirect(path: string): string;
  couldNotDup(path: string, flags: number, why: string): string;
  setNotFound(set: number): string;
  noMatch(flags: number): string;
  dupFailed(fd: number): string;
  flagsUnreadable(fd: number): string;
} = {
  badSetNumber: (path) => `Could not parse fdset ${path}`,
  couldNotOpen: (path, why) => `Could not open '${path}': ${why}`,
  couldNotCreate: (path, why) => `Could not create '${path}': ${why}`,
  noDirect: (path) => `Could not open '${path}': filesystem does not support O_DIRECT`,
  couldNotDup: (path, flags, why) => `Could not dup FD for ${path} flags ${flags.toString(16)}: ${why}`,
  setNotFound: (set) => `Failed to find fdset /dev/fdset/${set}`,
  noMatch: (flags) => `Failed to find file descriptor with matching flags=0x${flags.toString(16)}`,
  dupFailed: (fd) => `Failed to dup() given file descriptor fd=${fd}`,
  flagsUnreadable: (fd) => `Failed to read file status flags for fd=${fd}`,
};

/** Every text of chardev management. Source: CHR-01..CHR-19, SWAP-S02..S22, RB-01..RB-05, SER-02. */
export const chardevErrors: {
  readonly inUseNotSwappable: string;
  readonly notSwappable: string;
  readonly muxNotSwappable72: string;
  readonly ringSize: string;
  readonly ringReadSize: string;
  readonly base64: string;
  readonly noFileName: string;
  readonly noPipePath: string;
  readonly noSerialPath: string;
  readonly noParallelPath: string;
  readonly noRemotePort: string;
  readonly noDatagrams: string;
  readonly stdioInUse: string;
  readonly noId: string;
  readonly identifier: string;
  readonly noMuxBase: string;
  readonly noHubMembers: string;
  muxBaseNotFound(id: string): string;
  muxFull(id: string): string;
  hubMemberNotFound(id: string): string;
  hubStacked(id: string): string;
  hubFull(id: string): string;
  ptySymlink(why: string): string;
  exists(id: string): string;
  addFailed(id: string): string;
  doesNotExist(id: string): string;
  notFound(id: string): string;
  busy(id: string): string;
  changeFailed(id: string): string;
  notChangeable(id: string): string;
  notUnpluggable(id: string): string;
  changeInProgress(id: string): string;
  changeCancelled(id: string, why: string): string;
  duplicateProperty(id: string): string;
  badDriver(name: string): string;
  noBackend(id: string): string;
  deviceNotFound(id: string): string;
  notRing(id: string): string;
  notParallel(why: string): string;
  negativeConsole: string;
  stdioUnusable(why: string): string;
  streamUnusable(stream: number, why: string): string;
  datagramBindFailed(why: string): string;
} = {
  inUseNotSwappable: 'Chardev user does not support chardev hotswap',
  notSwappable: 'For mux or hub device hotswap is not supported yet',
  muxNotSwappable72: 'Mux device hotswap not supported yet',
  ringSize: 'size of ringbuf chardev must be power of two',
  ringReadSize: 'size must be greater than zero',
  base64: 'Base64 data contains invalid characters',
  noFileName: 'chardev: file: no filename given',
  noPipePath: 'chardev: pipe: no device path given',
  noSerialPath: 'chardev: serial/tty: no device path given',
  noParallelPath: 'chardev: parallel: no device path given',
  noRemotePort: 'remote port not specified',
  noDatagrams: 'socket type unsupported for datagram',
  stdioInUse: 'cannot use stdio by multiple character devices',
  noId: 'chardev: no id specified',
  identifier: "Parameter 'id' expects an identifier",
  noMuxBase: 'chardev: mux: no chardev given',
  noHubMembers: "hub: 'chardevs' list is not defined",
  muxBaseNotFound: (id) => `mux: base chardev ${id} not found`,
  muxFull: (id) => `too many uses of multiplexed chardev '${id}' (maximum is 4)`,
  hubMemberNotFound: (id) => `hub: chardev can't be found by id '${id}'`,
  hubStacked: (id) =>
    `hub: multiplexers and hub devices can't be stacked, check chardev '${id}', chardev should not be a hub device or have 'mux=on' enabled`,
  hubFull: (id) => `hub: too many uses of chardevs '${id}' (maximum is 4)`,
  ptySymlink: (why) => `Failed to create PTY symlink: ${why}`,
  exists: (id) => `Chardev with id '${id}' already exists`,
  addFailed: (id) => `Failed to add chardev '${id}': `,
  doesNotExist: (id) => `Chardev '${id}' does not exist`,
  notFound: (id) => `Chardev '${id}' not found`,
  busy: (id) => `Chardev '${id}' is busy`,
  notChangeable: (id) => `Chardev '${id}' cannot be changed in record/replay mode`,
  notUnpluggable: (id) => `Chardev '${id}' cannot be unplugged in record/replay mode`,
  changeFailed: (id) => `Chardev '${id}' change failed`,
  changeInProgress: (id) => `Chardev '${id}' has a change in progress`,
  changeCancelled: (id, why) => `Chardev '${id}' change cancelled: ${why}`,
  duplicateProperty: (id) => `attempt to add duplicate property '${id}' to object (type 'container')`,
  badDriver: (name) => `'${name}' is not a valid char driver name`,
  noBackend: (id) => `chardev: "${id}" missing backend`,
  deviceNotFound: (id) => `Device '${id}' not found`,
  notRing: (id) => `${id} is not a ringbuf device`,
  notParallel: (why) => `not a parallel port: ${why}`,
  negativeConsole: 'a text console cannot be of negative size',
  streamUnusable: (stream, why) => `Can't set file descriptor ${stream} non-blocking: ${why}: ${why}`,
  stdioUnusable: (why) => `Failed to set FD nonblocking: ${why}`,
  datagramBindFailed: (why) => `Failed to bind socket: ${why}`,
};

/** Every text of socket chardevs. Source: GETFD-08, GETFD-09, SOCK-04..SOCK-10; both QEMUs. */
export const socketErrors: {
  readonly cannotWait: (option: string) => string;
  readonly millisecondsWithFd: string;
  readonly millisecondsWithServer: string;
  readonly reconnectWithFd: string;
  readonly reconnectWithServer: string;
  readonly waitWithClient: string;
  readonly reconnectTwice: string;
  readonly authorizationAlone: string;
  readonly websocketClient: string;
  readonly oneAddress: string;
  readonly noPort: string;
  readonly delayTwice: string;
  readonly noPortFree: string;
  noSocket(why: string): string;
  noSocketAgain(why: string): string;
  noListener(why: string): string;
  /** `family`: the system's number of it, null for unix. */
  noClient(family: 2 | 10 | null, why: string): string;
  bindFailed(path: string, why: string): string;
  unlinkFailed(path: string, why: string): string;
  pathTooLong(path: string): string;
  noCredentials(id: string): string;
  listenFailed(why: string): string;
  unparsable(text: string): string;
  readonly duplicateInstance: string;
  connectFailed(path: string, why: string): string;
} = {
  cannotWait: (option) => `'${option}' option is incompatible with waiting for connection completion`,
  millisecondsWithFd: "'reconnect-ms' option is incompatible with 'fd' address type",
  millisecondsWithServer: "'reconnect-ms' option is incompatible with socket in server listen mode",
  reconnectWithFd: "'reconnect' option is incompatible with 'fd' address type",
  reconnectWithServer: "'reconnect' option is incompatible with socket in server listen mode",
  waitWithClient: "'wait' option is incompatible with socket in client connect mode",
  authorizationAlone: "'tls_authz' option requires 'tls_creds' option",
  websocketClient: 'Websocket client is not implemented',
  oneAddress: "None or one of 'path', 'fd' or 'host' option required.",
  noPort: 'chardev: socket: no port given',
  noPortFree: 'Failed to find an available port: Address already in use',
  noSocket: (why) => `Failed to create a socket: ${why}`,
  noSocketAgain: (why) => `Failed to recreate failed listening socket: ${why}`,
  noListener: (why) => `Failed to create Unix socket: ${why}`,
  noClient: (family, why) => `Failed to create socket${family === null ? '' : ` family ${family}`}: ${why}`,
  delayTwice: "'delay' and 'nodelay' are mutually exclusive",
  reconnectTwice: "'reconnect' and 'reconnect-ms' are mutually exclusive",
  unlinkFailed: (path, why) => `Failed to unlink socket ${path}: ${why}`,
  bindFailed: (path, why) => `Failed to bind socket to ${path}: ${why}`,
  pathTooLong: (path) => `UNIX socket path '${path}' is too long`,
  noCredentials: (id) => `No TLS credentials with id '${id}'`,
  listenFailed: (why) => `Failed to listen on fd socket: ${why}`,
  duplicateInstance: 'duplicate yank instance',
  connectFailed: (path, why) => `Failed to connect to '${path}': ${why}`,
  unparsable: (text) => `Unable to parse FD number ${text}`,
};

/** Stands between two complaints in one text: each is printed with the program's name before it. */
export const nextComplaint = '\u001e';
