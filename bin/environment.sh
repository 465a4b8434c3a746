# Shared by bin/start and bin/test: finds Python, makes .venv, installs the locked requirements.
# shellcheck shell=bash

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
venv=$root/.venv
python=$venv/bin/python
step_pid=

say() { printf '▸ %s\n' "$*"; }
fail() { printf '错误：%s\n' "$*" >&2; exit 1; }

# Runs a step so that Ctrl-C and SIGTERM end it at once.
step() {
    "$@" &
    step_pid=$!
    local code=0
    wait "$step_pid" || code=$?
    step_pid=
    return "$code"
}

stop_step() {
    if [ -n "$step_pid" ]; then
        kill -TERM "$step_pid" 2>/dev/null || true
        wait "$step_pid" 2>/dev/null || true
        step_pid=
    fi
}

is_root() { [ "$(id -u)" = 0 ]; }

# Installs Debian packages when we may, or says which are missing.
need_packages() {
    is_root && command -v apt-get >/dev/null ||
        fail "缺少系统软件包：$*。请用管理员身份安装：apt-get install -y $*"
    say "安装系统软件包：$*"
    export DEBIAN_FRONTEND=noninteractive
    apt-get install -y -q --no-install-recommends "$@" >/dev/null ||
        { apt-get update -q >/dev/null && apt-get install -y -q --no-install-recommends "$@" >/dev/null; } ||
        fail "软件包没有装上：$*"
}

find_python() {
    local name
    for name in "${XINQIAO_PYTHON:-}" python3.11 python3.12 python3.13 python3 /usr/bin/python3; do
        [ -n "$name" ] && command -v "$name" >/dev/null || continue
        "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue
        base_python=$(command -v "$name")
        return 0
    done
    fail "需要 Python 3.11 或更新的版本（Debian 12、Ubuntu 24.04 自带），现在没有找到。装好后可用 XINQIAO_PYTHON 指定。"
}

make_venv() {
    [ -x "$python" ] && "$python" -c '' 2>/dev/null && return 0
    find_python
    if ! "$base_python" -c 'import ensurepip, venv' 2>/dev/null; then
        need_packages python3-venv
    fi
    say "建立运行环境 .venv（$("$base_python" -V)）"
    rm -rf "$venv"
    step "$base_python" -m venv "$venv" || fail "运行环境没有建成：$venv"
}

# Where packages come from is the machine's own pip configuration; uv does not read it itself.
share_pip_settings() {
    local setting
    pip_setting() { "$python" -m pip config get "$1" 2>/dev/null | tr '\n' ' ' | sed 's/ *$//'; }
    if [ -z "${UV_DEFAULT_INDEX:-}" ] && setting=$(pip_setting global.index-url) && [ -n "$setting" ]; then
        export UV_DEFAULT_INDEX=$setting
    fi
    if [ -z "${UV_INDEX:-}" ] && setting=$(pip_setting global.extra-index-url) && [ -n "$setting" ]; then
        export UV_INDEX=$setting
    fi
    export UV_INDEX_STRATEGY=${UV_INDEX_STRATEGY:-unsafe-best-match} # hashes decide what is accepted
}

# install base|dev: skips when the stamp says that exactly this lock is installed.
install() {
    local set=$1 stamp=$venv/.installed known=
    make_venv
    [ -f "$stamp" ] && known=$(cat "$stamp")
    if [ "$set" = base ] && [ "${known%% *}" = dev ]; then set=dev; fi
    local wanted
    wanted="$set $(cat "$root/requirements/bootstrap.txt" "$root/requirements/$set.txt" | sha256sum | cut -d' ' -f1)"
    [ "$known" = "$wanted" ] && return 0
    say "安装依赖（requirements/$set.txt，逐个核对散列）"
    rm -f "$stamp"
    if ! "$venv/bin/uv" --version >/dev/null 2>&1; then
        step "$python" -m pip install -qq --disable-pip-version-check --no-deps --require-hashes \
            -r "$root/requirements/bootstrap.txt" || fail "安装工具 uv 没有装上，请检查网络或 pip 的设置。"
    fi
    share_pip_settings
    VIRTUAL_ENV=$venv step "$venv/bin/uv" pip sync -q --require-hashes \
        "$root/requirements/$set.txt" "$root/requirements/bootstrap.txt" ||
        fail "依赖没有装上，原因见上面的输出。"
    echo "$wanted" >"$stamp"
}
