import type { ClauseFamily } from '../clause.ts';

/** E2E: end-to-end stories. */
export const e2e: ClauseFamily = {
  id: 'E2E',
  title: 'end-to-end stories',
  area: 'channels and logging',
  section: 'e2E: end-to-end stories',
  profiles: ['design', 'qemu-7.2', 'qemu-10.0'],
  clauses: [
    {
      id: 'E2E-01',
      rule: 'OpenStack console with log and hot swap (000, 004)',
      reproducer:
        'UART on server socket + logfile=fdset pipe; boot text without client; client 1; chardev-change to another socket with the same logfile; client 2; then a swap without logfile',
      observable:
        'client 1 has only its period, then end of file; client 2 only later text and can type; log = whole text without gap; after the last swap the log stays silent; remove-fd ⇒ log reader sees end of file',
      variants: 'all',
      source: 'experiment',
      checked: 'both',
    },
    {
      id: 'E2E-02',
      rule: 'Rotating log with daemon upgrade (000)',
      reproducer:
        'port on `file` append=on over a pipe; 30000 bytes of 500-byte lines; max 8192, 3 backups; two re-execs in mid-stream',
      observable: 'files 8192, 8192, 8116, 5500 (old→new) joined = the stream, same pid',
      variants: 'all',
      source: 'experiment',
      checked: 'both (model daemon)',
    },
    {
      id: 'E2E-03',
      rule: "The table of seed 000's attempts (000)",
      reproducer: 'each of pipe, socketpair, file × file, file+append, pipe backend, logfile',
      observable: 'VLOG-02, error texts per version',
      variants: 'all',
      source: 'experiment',
      checked: 'both',
    },
    {
      id: 'E2E-04',
      rule: 'Log daemon crash and replacement (000, 001)',
      reproducer: 'stall the reader, kill it, watch the guest, add-fd + chardev-change',
      observable:
        'UART stuck and CPU busy, QMP alive; after the change the pending bytes and later text reach the new pipe; query-fdsets lists both sets',
      variants: 'all',
      source: 'experiment',
      checked: 'both',
    },
    {
      id: 'E2E-05',
      rule: 'Log reader stalls behind logfile (000)',
      reproducer: 'fill the log pipe by one byte too many',
      observable: 'QMP silent; draining 4097 bytes releases the pending answer; nothing lost',
      variants: 'all',
      source: 'experiment',
      checked: 'both',
    },
    {
      id: 'E2E-06',
      rule: 'EVE console: pty + vc (003)',
      reproducer: 'hub(pty, vc) on virtconsole; slave opened; guest prints; user types in the pty; slave closed',
      observable:
        'pty shows text printed while open; guest receives the typed line; host stays on throughout; closing the slave harms nobody',
      variants: 'all',
      source: 'experiment',
      checked: '10.0 (vc rendering unverified)',
    },
    {
      id: 'E2E-07',
      rule: 'EVE: two viewers leave in turn (003)',
      reproducer: 'hub(a, b) on virtserialport',
      observable: 'LOGMUX-40 sequence; b still gets output after a left',
      variants: 'all',
      source: 'experiment',
      checked: '10.0',
    },
    {
      id: 'E2E-08',
      rule: 'Shared console with one frozen viewer (000, 003)',
      reproducer: 'hub(socket, file); viewer stops reading, later reads',
      observable: 'guest stalls at the same byte for both; after draining viewer and log are equal and complete',
      variants: 'all',
      source: 'experiment',
      checked: '10.0',
    },
    {
      id: 'E2E-09',
      rule: 'libvirt guest agent bring-up (002)',
      reproducer:
        'pre-bound listening fd; client connects and sends before the guest boots; guest driver starts, opens by name',
      observable:
        'frontend-open false→true, PORT_NAME, PORT_OPEN(1), one VSERPORT_CHANGE open:true; early request arrives; reply reaches the client',
      variants: 'all',
      source: 'experiment',
      checked: 'both',
    },
    {
      id: 'E2E-10',
      rule: 'Agent restart with a request in flight (002)',
      reproducer: 'guest closes, host sends, guest reopens; then 11 quick changes',
      observable:
        'client not disconnected; request delivered to the new instance; two events for the burst, the last with the final state',
      variants: 'all',
      source: 'experiment',
      checked: 'both',
    },
    {
      id: 'E2E-11',
      rule: 'Agent port unplugged and replugged under a live client (002, 004)',
      reproducer: 'device_del, client sends, device_add same nr/name/chardev',
      observable:
        'PORT_REMOVE; DEVICE_DELETED; client still connected; PORT_OPEN before PORT_ADD; stale request delivered to the new port; chardev-remove busy until DEVICE_DELETED',
      variants: 'all',
      source: 'experiment',
      checked: 'both',
    },
    {
      id: 'E2E-12',
      rule: 'Hot swap of a congested agent channel (004)',
      reproducer: 'client stops reading, guest sends 100 × 4096; swap to file; variants ringbuf, closed socket',
      observable:
        'file: 44 chunks old + 56 new = stream; ringbuf: wedge until null; closed socket: rest dropped, PORT_OPEN(0)',
      variants: 'all',
      source: 'experiment',
      checked: 'both',
    },
    {
      id: 'E2E-13',
      rule: 'Xen guest agent channel, life and reboot (002)',
      reproducer:
        'xl.cfg channel socket; domain starts; guest driver; host client; guest reboots the driver; domain destroyed',
      observable:
        'QEMU has chardev libxl-channel1; F/B states 1/1 → 1/2 → 3/2 → 3/4 → 4/4; guest link by name; text both ways; 6/6 → 1/2 → … on restart; online 0, 5, 6, directories gone',
      variants: 'all',
      source: 'experiment',
      checked: 'read (seed ran the manual form)',
    },
    {
      id: 'E2E-14',
      rule: 'libvirt block-commit through an fdset (001)',
      reproducer:
        'set 1 = base read-only + base read-write, set 2 = overlay; blockdev-add base read-only; block-commit; complete',
      observable:
        "job ready and completed, base holds the overlay's data, sets unchanged; without the read-write fd the command fails: 7.2 `Could not dup FD for /dev/fdset/1 flags 2: Permission denied`, 10.0 `Failed to find file descriptor with matching flags=0x2`",
      variants: 'all',
      source: 'experiment',
      checked: 'both',
    },
    {
      id: 'E2E-15',
      rule: 'Monitor crash and recovery (001)',
      reproducer:
        'add-fd a used set (plus a spare in it) and an unused one; drop the monitor; reconnect; query-fdsets; remove-fd; chardev-remove',
      observable:
        'used set complete in both; unused set: gone in 7.2 (kept if the VM is paused), still there in 10.0; remove-fd leaves the used set listed with an empty fd list until chardev-remove',
      variants: 'all',
      source: 'experiment',
      checked: 'both',
    },
  ],
};
