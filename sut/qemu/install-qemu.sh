#!/bin/sh
# Installs QEMU 10.0 or 11.1 beside the system's own, for one user, without root: Debian's packages are fetched with apt's own
# tools, unpacked into one folder, and started through a launcher that brings its own C library. Nothing of the system
# is changed. About 65 MB remain; about 60 MB are fetched.
#
# usage: install-qemu.sh [10.0|11.1] [--force] [FOLDER]
#        FOLDER: ${XDG_CACHE_HOME:-$HOME/.cache}/charsim/qemu-10.0 (or -11.1) where none is named
#        --force: installs again over what is there
# 11.1 comes from Debian's testing: CHARSIM_SUITE names another suite when that has moved on (e.g. sid).
#
# CHARSIM_MIRROR, CHARSIM_KEYRING: package mirror and keyring, where apt's own configuration does not tell (on other
# distributions than Debian). Exit status: 0 installed (or was there already), 1 not, with the reason on standard error.
set -eu

release=10.0
case ${1:-} in 10.0|11.1) release=$1; shift ;; esac
case $release in
  10.0) suite=${CHARSIM_SUITE:-trixie} major=10 ;;
  11.1) suite=${CHARSIM_SUITE:-forky} major=11 ;;
esac
force=no
if [ "${1:-}" = --force ]; then force=yes; shift; fi
out=${1:-${XDG_CACHE_HOME:-$HOME/.cache}/charsim/qemu-$release}
launcher=$out/qemu-system-x86_64

fail() { printf 'install-qemu: %s\n' "$*" >&2; exit 1; }

write_launcher() {
  cat >"$launcher.new" <<'EOF'
#!/bin/sh
# QEMU from its own folder, with its own C library: one executable file for everybody who wants a path.
here=$(dirname "$(readlink -f "$0")")
QEMU_MODULE_DIR="$here/modules" exec "$here/lib/ld-linux-x86-64.so.2" --library-path "$here/lib" --argv0 qemu-system-x86_64 \
  "$here/libexec/qemu-system-x86_64" -L "$here/share" "$@"
EOF
  chmod 755 "$launcher.new"
  mv -f "$launcher.new" "$launcher"
}

version() { "$launcher" --version 2>/dev/null | sed -n 's/^QEMU emulator version \([0-9.]*\).*/\1/p'; }

if [ "$force" = no ] && [ -x "$launcher" ]; then
  # An ELF file here is the program itself, from before there was a launcher: give it one.
  if [ -d "$out/lib" ] && [ "$(head -c 4 "$launcher" | tail -c 3)" = ELF ]; then
    mkdir -p "$out/libexec"
    mv -f "$launcher" "$out/libexec/qemu-system-x86_64"
    write_launcher
  fi
  case $(version) in
    $major.*) printf 'QEMU %s is there: %s\n' "$(version)" "$launcher"; exit 0 ;;
  esac
fi

[ "$(uname -s)" = Linux ] || fail "needs Linux; this is $(uname -s)"
[ "$(uname -m)" = x86_64 ] || fail "needs an x86_64 machine, for which the packages are built; this is $(uname -m)"
for tool in apt-get dpkg-deb awk xargs; do
  command -v "$tool" >/dev/null || fail "needs $tool (a Debian or Ubuntu system); install QEMU $release another way and name it with --qemu PATH"
done

mirror=${CHARSIM_MIRROR:-$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Origin: Debian' 'Component: main' 2>/dev/null \
  | grep -v security | sort -u | head -n 1)}
[ -n "$mirror" ] || fail 'apt knows no Debian mirror: run `apt-get update` once (as root), or set CHARSIM_MIRROR to one'
keyring=${CHARSIM_KEYRING:-$( { dpkg -L debian-archive-keyring 2>/dev/null || true; } | grep -m 1 'debian-archive-keyring\.\(gpg\|pgp\)$' || true)}
[ -f "$keyring" ] || fail 'no keyring to check the packages with: install debian-archive-keyring, or set CHARSIM_KEYRING'

work=$out/.work
cleanup() { rm -rf "$work"; }
trap cleanup EXIT
trap 'exit 1' INT TERM
rm -rf "$work"
mkdir -p "$work/lists/partial" "$work/cache/archives/partial" || fail "cannot write into $out"
: >"$work/status" # an empty package list: everything needed is fetched, whatever the system has
printf 'deb [arch=amd64 signed-by=%s] %s %s main\n' "$keyring" "$mirror" "$suite" >"$work/sources.list"
cat >"$work/apt.conf" <<EOF
Dir::State "$work";
Dir::State::Lists "$work/lists";
Dir::State::status "$work/status";
Dir::Cache "$work/cache";
Dir::Etc::SourceList "$work/sources.list";
Dir::Etc::SourceParts "/dev/null";
Dir::Etc::Preferences "/dev/null";
Dir::Etc::PreferencesParts "/dev/null";
APT::Architecture "amd64";
APT::Architectures { "amd64"; };
APT::Install-Recommends "false";
APT::Sandbox::User "";
Debug::NoLocking "true";
Acquire::Languages "none";
Acquire::PDiffs "false";
Acquire::Retries "2";
EOF
export APT_CONFIG="$work/apt.conf"

echo "fetching the package list of $suite" >&2
apt-get -qq -o APT::Update::Error-Mode=any update >"$work/log" 2>&1 || { cat "$work/log" >&2; fail "could not fetch the package list of $suite; is the network there?"; }
echo 'fetching the packages' >&2
apt-get -qq -y --download-only install qemu-system-x86 seabios </dev/null >"$work/log" 2>&1 \
  || { tail -n 20 "$work/log" >&2; fail 'could not fetch the packages; is the network there?'; }
for package in "$work"/cache/archives/*.deb; do
  dpkg-deb -x "$package" "$work/unpacked" || fail "could not unpack $(basename "$package"); is the disk full?"
done

usr=$work/unpacked/usr
libraries=$usr/lib/x86_64-linux-gnu
loader=$libraries/ld-linux-x86-64.so.2
[ -f "$usr/bin/qemu-system-x86_64" ] && [ -f "$loader" ] || fail 'the packages do not hold what is expected; the suite may have changed'
mkdir -p "$out/lib" "$out/share" "$out/modules" "$out/libexec"
cp -f "$usr/bin/qemu-system-x86_64" "$out/libexec/"
cp -fL "$loader" "$out/lib/"
LD_TRACE_LOADED_OBJECTS=1 "$loader" --library-path "$libraries" "$out/libexec/qemu-system-x86_64" \
  | awk '$2 == "=>" { print $3 }' | xargs -I LIBRARY cp -fL LIBRARY "$out/lib/"
cp -fL "$usr"/share/seabios/bios*.bin "$usr/share/qemu/kvmvapic.bin" "$usr/share/qemu/linuxboot_dma.bin" "$out/share/"
cp -f "$libraries"/qemu/accel-qtest*.so "$out/modules/" 2>/dev/null || true # only some builds have it
write_launcher

case $(version) in
  $major.*) printf 'installed QEMU %s: %s\n' "$(version)" "$launcher" ;;
  '') "$launcher" --version || true; fail "what was installed does not run: $launcher" ;;
  *) fail "$suite has QEMU $(version), not $major.x: $launcher" ;;
esac
