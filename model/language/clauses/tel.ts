import type { ClauseFamily } from '../clause.ts';

/** TEL: telnet. */
export const tel: ClauseFamily = {
  id: 'TEL',
  title: 'telnet',
  area: 'chardevs',
  section: 'sockets, telnet, websocket',
  profiles: ['design', 'qemu-7.2', 'qemu-10.0'],
  clauses: [
    {
      id: 'TEL-01',
      rule: 'telnet server sends FF FB 01, FF FB 03, FF FB 00, FF FD 00 first; tn3270 sends FF FD 19, FF FB 19, FF FD 00, FF FB 00, FF FD 18, FF FA 18 01 FF F0 (also when both are set). OPENED follows once that is written; replies are not awaited.',
      observable: 'peer, events',
      variants: 'all',
      source: 'chardev/char-socket.c: tcp_chr_telnet_init',
      checked: 'both',
    },
    {
      id: 'TEL-02',
      rule: 'Input: FF FF → FF; FF + any other byte + one more byte are removed (also for two-byte commands, so FF F1 swallows a data byte), except: FF F3 = BREAK event, two bytes; tn3270 FF EF / FF FA / FF F0 are passed on as two bytes, FF F4 / FF F1 removed as two.',
      observable: 'guest',
      variants: 'all',
      source: 'chardev/char-socket.c: tcp_chr_process_IAC_bytes',
      checked: 'both',
    },
    {
      id: 'TEL-03',
      rule: 'Sub-negotiations are not parsed: the payload of FF FA … FF F0 reaches the guest, and the byte after FF F0 is lost. A client with telnet=on neither sends nor filters anything. Output FF is not doubled. → Q-TEL-1',
      observable: 'guest, peer',
      variants: 'all',
      source: 'chardev/char-socket.c: tcp_chr_process_IAC_bytes',
      checked: 'both',
    },
    {
      id: 'TEL-04',
      rule: 'BREAK is delivered while the chunk is parsed, before data that preceded it in that chunk ("A FF F3 B" gives BREAK, A, B).',
      observable: 'guest',
      variants: 'all',
      source: 'chardev/char-socket.c: tcp_chr_process_IAC_bytes',
      checked: 'both',
    },
  ],
};
