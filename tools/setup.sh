# Sourced by tools/run and tools/test: installs the Debian packages that are missing, and says so.

say() { printf '== %s\n' "$*" >&2; }
stop() { printf '!! %s\n' "$*" >&2; exit 1; }

build_packages=(
  g++ cmake ninja-build ccache pkg-config
  libboost1.81-dev libboost-json1.81-dev librocksdb-dev capnproto libcapnp-dev
  libspdlog-dev libfmt-dev libcli11-dev libtomlplusplus-dev libcsv-dev libxxhash-dev
  libsodium-dev libssl-dev
)
# llvm-15 has the symbolizer: without it the address sanitizer, as clang builds it, names no functions.
test_packages=(mold catch2 clang-15 llvm-15 clang-format-15)

# Installs those of the packages that are not there yet.
install_packages() {
  local missing=()
  for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
  done
  if [ ${#missing[@]} -eq 0 ]; then
    say "all ${#} packages are installed"
    return
  fi
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || stop "packages are missing and there is no sudo: install ${missing[*]} as root"
    as_root=(sudo)
  fi
  say "installing ${missing[*]}"
  "${as_root[@]}" apt-get update -qq || stop "apt-get update failed: is a Debian mirror within reach?"
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2 \
    || stop "apt-get install failed: ${missing[*]}"
}

# Configures and builds one preset of CMakePresets.json, all of it or the targets named.
build_preset() {
  local preset=$1
  shift
  say "building the preset $preset (build/$preset)"
  cmake --preset "$preset" >&2 || stop "cmake could not configure the preset $preset"
  local targets=()
  [ $# -eq 0 ] || targets=(--target "$@")
  cmake --build --preset "$preset" -j "$(nproc)" "${targets[@]}" >&2 || stop "the preset $preset does not build"
}
