import { describe, expect, it } from 'vitest';
import { profileByName } from './language/profiles.ts';
import { readLegacyWord } from './legacy-word.ts';

const ten = profileByName['qemu-10.0'];
const read = (word: string, profile = ten): Readonly<Record<string, string>> | string | null => {
  const legacy = readLegacyWord(word, profile);
  if (!legacy.ok) return legacy.text;
  return { ...Object.fromEntries(legacy.options), ...(legacy.mux ? { mux: 'on' } : {}) };
};

describe('MISC-02: words of -serial and the like', () => {
  it('name backends', () => {
    expect(read('null')).toEqual({ backend: 'null' });
    expect(read('mon:stdio')).toEqual({ backend: 'stdio', mux: 'on' });
    expect(read('/dev/null')).toEqual({ backend: 'serial', path: '/dev/null' });
    expect(read('/dev/parport0')).toEqual({ backend: 'parallel', path: '/dev/parport0' });
    expect(read('vc:10Cx5C')).toEqual({ backend: 'vc', cols: '10', rows: '5' });
    expect(read('vc:640x480')).toEqual({ backend: 'vc', width: '640', height: '480' });
  });

  it('carry paths, hosts, ports and options', () => {
    expect(read('file:a:b')).toEqual({ backend: 'file', path: 'a:b' });
    expect(read('unix:s,server,nowait')).toEqual({ backend: 'socket', path: 's', server: 'on', wait: 'off' });
    expect(read('telnet::5,server=on')).toEqual({ backend: 'socket', host: '', port: '5', telnet: 'on', server: 'on' });
    expect(read('udp:h:1@l:2')).toEqual({ backend: 'udp', host: 'h', port: '1', localaddr: 'l', localport: '2' });
  });

  it('are told by name, or refused without a text, when they make no sense', () => {
    expect(read('foo')).toBe("'foo' is not a valid char driver");
    expect(read('mon:mon:null')).toBe("'mon:null' is not a valid char driver");
    expect(read('udp:9')).toBe(null);
    expect(read('vc:x')).toBe(null);
    expect(read('tcp:h:1,foo=1')).toBe("Invalid parameter 'foo'");
  });

  it('take pty:PATH in 10.0 only', () => {
    expect(read('pty:p')).toEqual({ backend: 'pty', path: 'p' });
    expect(read('pty:p', profileByName['qemu-7.2'])).toBe("'pty:p' is not a valid char driver");
  });
});
