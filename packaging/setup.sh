# shellcheck shell=bash
# Sets up .venv: read ("sourced") by run.sh and test.sh, not started by itself.
#
# Rule: what is there already is found out without starting a package tool or touching the network.
# A set-up that was interrupted is recognised by .venv/unfinished and done again from the beginning.
# Talk goes to standard error, so that standard output belongs to the program.
# Written for bash 3.2 (macOS) and up.

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
VENV=$ROOT/.venv
PYTHON=$VENV/bin/python
NEWEST_TRIED=14 # Python 3.14; the lock file knows 3.11 to this one

# One line each: what to look for (a shared library, a program or a file), then its package.
RUN_NEEDS='
libEGL.so.1 libegl1
libGL.so.1 libgl1
libxkbcommon.so.0 libxkbcommon0
libxkbcommon-x11.so.0 libxkbcommon-x11-0
libdbus-1.so.3 libdbus-1-3
libfontconfig.so.1 libfontconfig1
libfreetype.so.6 libfreetype6
libglib-2.0.so.0 libglib2.0-0
libX11-xcb.so.1 libx11-xcb1
libxcb-cursor.so.0 libxcb-cursor0
libxcb-icccm.so.4 libxcb-icccm4
libxcb-image.so.0 libxcb-image0
libxcb-keysyms.so.1 libxcb-keysyms1
libxcb-randr.so.0 libxcb-randr0
libxcb-render-util.so.0 libxcb-render-util0
libxcb-shape.so.0 libxcb-shape0
libxcb-sync.so.1 libxcb-sync1
libxcb-util.so.1 libxcb-util1
libxcb-xfixes.so.0 libxcb-xfixes0
libxcb-xkb.so.1 libxcb-xkb1
libwayland-cursor.so.0 libwayland-cursor0
libwayland-egl.so.1 libwayland-egl1
libportaudio.so.2 libportaudio2
libpulse.so.0 libpulse0
/usr/lib/*/alsa-lib/libasound_module_pcm_pulse.so libasound2-plugins
'
TEST_NEEDS='
Xvfb xvfb
openbox openbox
xfwm4 xfwm4
trayer trayer
tint2 tint2
dbus-daemon dbus
pulseaudio pulseaudio
pactl pulseaudio-utils
xdotool xdotool
pinentry-gtk-2 pinentry-gtk2
xprop x11-utils
xset x11-xserver-utils
setxkbmap x11-xkb-utils
xclip xclip
i3lock i3lock
wmctrl wmctrl
xterm xterm
xfce4-terminal xfce4-terminal
chromium chromium
parcellite parcellite
ibus-daemon ibus
/usr/libexec/ibus-engine-libpinyin ibus-libpinyin
/usr/lib/*/gtk-3.0/3.0.0/immodules/im-ibus.so ibus-gtk3
/usr/lib/*/girepository-1.0/IBus-1.0.typelib gir1.2-ibus-1.0
/usr/libexec/at-spi-bus-launcher at-spi2-core
gnome-keyring-daemon gnome-keyring
import imagemagick
sway sway
foot foot
wl-copy wl-clipboard
setpriv util-linux
git git
/usr/lib/python3/dist-packages/gi/__init__.py python3-gi
/usr/lib/*/girepository-1.0/Gtk-3.0.typelib gir1.2-gtk-3.0
/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf fonts-dejavu-core
/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc fonts-noto-cjk
/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf fonts-noto-color-emoji
'
BUILD_NEEDS='
objdump binutils
xz xz-utils
dpkg-deb dpkg
'

say() { printf '%s\n' "$*" >&2; }

fail() {
    say "$*"
    exit 1
}

# set_up run|test|build: afterwards .venv holds what the lock file says.
set_up() {
    local level=$1 stamp
    stamp=$(_stamp "$level")
    _is_done "$level" "$stamp" && return 0
    _only_one_at_a_time
    _is_done "$level" "$stamp" && return 0
    _refuse_old_systems
    _install_system_packages "$level"
    _make_venv
    _install_python_packages "$level"
    [ "$level" = build ] || _fetch_weights
    printf '%s\n' "$stamp" >"$VENV/stamp-$level"
    [ "$level" != test ] || _stamp run >"$VENV/stamp-run"
    rm -f "$VENV/unfinished"
}

# What .venv was made from. The folder is part of it: a .venv that was moved has to be made again.
_stamp() {
    local sum
    if command -v sha256sum >/dev/null; then
        sum=$(sha256sum <"$(_lock_file "$1")")
    else
        sum=$(shasum -a 256 <"$(_lock_file "$1")")
    fi
    printf '%s %s\n' "${sum%% *}" "$ROOT"
}

_lock_file() {
    case $1 in
        run | build) printf '%s' "$ROOT/requirements.lock" ;;
        test) printf '%s' "$ROOT/requirements-test.lock" ;;
    esac
}

_is_done() {
    local found=''
    [ -x "$PYTHON" ] && [ ! -e "$VENV/unfinished" ] && [ -r "$VENV/stamp-$1" ] || return 1
    read -r found <"$VENV/stamp-$1" || return 1
    [ "$found" = "$2" ]
}

# The lock is held until the set-up is done or this shell ends.
_only_one_at_a_time() {
    command -v flock >/dev/null || return 0
    mkdir -p "$ROOT/build"
    exec 9>"$ROOT/build/setup.lock"
    flock -n 9 || {
        say "Another set-up of this folder is running; waiting for it."
        flock 9
    }
}

_refuse_old_systems() {
    local ID='' VERSION_ID='' PRETTY_NAME=''
    [ -r /etc/os-release ] || return 0
    # shellcheck disable=SC1091
    . /etc/os-release
    case $ID in
        debian) [ -z "$VERSION_ID" ] || [ "${VERSION_ID%%.*}" -ge 12 ] || _too_old "$PRETTY_NAME" ;;
        ubuntu) [ "$(_number "$VERSION_ID")" -ge 2404 ] || _too_old "$PRETTY_NAME" ;;
    esac
}

_number() { printf '%s' "${1//./}"; }

_too_old() { fail "Qwen Dictate needs Debian 12, Ubuntu 24.04 or newer; this is $1."; }

_install_system_packages() {
    [ "$(uname -s)" = Linux ] || return 0
    local missing
    missing=$(_missing_packages "$1")
    [ -n "$missing" ] || return 0
    if ! command -v apt-get >/dev/null; then
        say "These may be missing here, under your system's own names for them: $missing."
        return 0
    fi
    _apt_install "$missing"
}

_missing_packages() {
    local needs=$RUN_NEEDS what package libraries missing=''
    [ "$1" != test ] || needs=$needs$TEST_NEEDS
    [ "$1" != build ] || needs=$needs$BUILD_NEEDS
    libraries=$(PATH=$PATH:/sbin:/usr/sbin ldconfig -p)
    while read -r what package; do
        [ -n "$what" ] || continue
        _is_there "$what" "$libraries" || missing="$missing $package"
    done <<<"$needs"
    _find_python >/dev/null || missing="$missing python3 python3-venv"
    printf '%s' "${missing# }"
}

_is_there() {
    case $1 in
        /*) compgen -G "$1" >/dev/null ;;
        lib*.so.*) [[ $2 == *"$1 "* ]] ;;
        *) command -v "$1" >/dev/null ;;
    esac
}

_apt_install() {
    local sudo='' packages=$1
    if [ "$(id -u)" != 0 ]; then
        command -v sudo >/dev/null ||
            fail "Missing system packages. As root: apt-get install --no-install-recommends $packages"
        sudo=sudo
    fi
    say "Installing system packages${sudo:+ (sudo may ask for your password)}: $packages"
    _apt "$sudo" update || say "The list of packages could not be refreshed; trying with the old one."
    # shellcheck disable=SC2086 # the names are words
    _apt "$sudo" install --no-install-recommends $packages || _apt_install_singly "$sudo" "$packages"
}

# One that this system has not (Ubuntu keeps Chromium elsewhere) does not keep away the others.
_apt_install_singly() {
    local sudo=$1 package lacking=''
    for package in $2; do
        _apt "$sudo" install --no-install-recommends "$package" || lacking="$lacking $package"
    done
    case "$lacking" in
        '') ;;
        ' chromium' | ' parcellite' | ' chromium parcellite')
            say "This system has no package named$lacking: the tests that need it will fail."
            ;;
        *)
            tail -n 15 "$ROOT/build/apt.log" >&2
            fail "apt-get could not install$lacking; see above, then start this again."
            ;;
    esac
}

_apt() {
    local sudo=$1
    shift
    mkdir -p "$ROOT/build"
    $sudo env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 \
        -o Dpkg::Use-Pty=0 -q -y "$@" >>"$ROOT/build/apt.log" 2>&1 9>&-
}

# Prints the interpreter to use, if there is one that can make a .venv.
_find_python() {
    local minor candidate
    local -a candidates=(/usr/bin/python3 python3)
    for ((minor = NEWEST_TRIED; minor >= 11; minor--)); do
        candidates+=("python3.$minor" "/opt/homebrew/bin/python3.$minor" "/usr/local/bin/python3.$minor")
    done
    for candidate in "${candidates[@]}"; do
        if _is_good_python "$candidate"; then
            command -v "$candidate"
            return 0
        fi
    done
    return 1
}

_is_good_python() {
    command -v "$1" >/dev/null && "$1" -I -c "
import sys, ssl, sqlite3, ctypes, venv, ensurepip
sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, $NEWEST_TRIED))" 2>/dev/null
}

_make_venv() {
    local python
    if [ -x "$PYTHON" ] && [ ! -e "$VENV/unfinished" ] && "$PYTHON" -m pip --version >/dev/null 2>&1 &&
        _is_at_home; then
        : >"$VENV/unfinished"
        return 0
    fi
    python=$(_find_python) || fail "Python 3.11 to 3.$NEWEST_TRIED with its venv module is needed; none was found."
    say "Making .venv with $("$python" -V)."
    rm -rf "$VENV"
    mkdir "$VENV"
    : >"$VENV/unfinished"
    "$python" -I -m venv "$VENV" >&2 || fail "Python could not make .venv; see above."
}

# Whether .venv was made in this folder: its scripts hold its path.
_is_at_home() { grep -qF "$VENV" "$VENV/bin/activate" 2>/dev/null; }

_install_python_packages() {
    local lock quiet=-qq
    lock=$(_lock_file "$1")
    [ ! -t 2 ] || quiet=--progress-bar=on
    say "Installing $(grep -c '==' "$lock") Python packages (about 250 MB to fetch)."
    PIP_USER=0 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore \
        "$PYTHON" -m pip install "$quiet" --no-input --no-deps --require-hashes -r "$lock" >&2 9>&- ||
        fail "pip could not install them (no network?); see above, then start this again."
    _add_the_program
}

# The program runs from this folder: a path file and a start script. Nothing is built, nothing copied.
_add_the_program() {
    local packages script=$VENV/bin/qwen-dictate
    packages=$("$PYTHON" -I -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
    printf '%s\n' "$ROOT" >"$packages/qwen-dictate.pth"
    # By way of sh, because "#!" takes neither spaces nor long paths. To Python the second line is text.
    printf '%s\n' '#!/bin/sh' "'''exec' \"$PYTHON\" \"\$0\" \"\$@\"" "' '''" \
        'import sys' '' 'from qwen_dictate.cli.main import main' '' 'sys.exit(main())' >"$script"
    chmod +x "$script"
    "$PYTHON" -I -m compileall -q "$ROOT/qwen_dictate" >/dev/null || true
}

_fetch_weights() {
    [ -z "${DASHSCOPE_API_KEY:-}" ] || return 0
    say "Fetching the embedded engine's weights (133 MB), since no API key is in the environment."
    "$VENV/bin/qwen-dictate" models install whisper-base >&2 9>&- ||
        say "The weights could not be fetched now; the program offers them again in its window."
}
