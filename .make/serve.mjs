// A small static server: node .make/serve.mjs [folder] [port] [prefix]
// Serves the folder as any plain host does: no fallback page, brotli copies where accepted, the page's own policy as a header.
import { createReadStream, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';

const [folder = 'dist', port = '8080', prefix = '/'] = process.argv.slice(2);
const base = `/${prefix}/`.replace(/\/+/g, '/');
const types = {
  '.css': 'text/css; charset=utf-8', '.csv': 'text/csv; charset=utf-8', '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon', '.js': 'text/javascript; charset=utf-8', '.json': 'application/json', '.png': 'image/png',
  '.svg': 'image/svg+xml', '.txt': 'text/plain; charset=utf-8', '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json', '.woff2': 'font/woff2',
};

function size(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat?.isFile() ? stat.size : undefined;
}

function policy() {
  return readFileSync(join(folder, 'index.html'), 'utf8').match(/default-src[^"]*/)[0];
}

const server = createServer((request, response) => {
  let path;
  try { path = decodeURIComponent(new URL(request.url, 'http://host').pathname); } catch { path = '\0'; }
  if (path + '/' === base) return response.writeHead(302, { location: base }).end();
  const inside = path.startsWith(base) && !path.includes('\0') && normalize(join(folder, path.slice(base.length)));
  const file = inside && (path.endsWith('/') ? join(inside, 'index.html') : inside);
  if (!file || !file.startsWith(normalize(folder) + sep) || size(file) === undefined) {
    return response.writeHead(404, { 'content-type': types['.txt'] }).end('not found\n');
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') return response.writeHead(405).end();
  const packed = /\bbr\b/.test(request.headers['accept-encoding'] ?? '') && size(`${file}.br`) !== undefined;
  const sent = packed ? `${file}.br` : file;
  const etag = `"${Math.trunc(statSync(sent).mtimeMs)}-${size(sent)}"`;
  const known = request.headers['if-none-match'] === etag;
  response.writeHead(known ? 304 : 200, {
    'content-type': types[extname(file)] ?? 'application/octet-stream',
    ...(!known && { 'content-length': size(sent) }),
    etag,
    ...(packed && { 'content-encoding': 'br' }),
    vary: 'accept-encoding',
    'cache-control': /-[0-9a-f]{8,16}(_bg)?\.\w+$/.test(file) ? 'public, max-age=31536000, immutable' : 'no-cache',
    'content-security-policy': policy(),
    'x-content-type-options': 'nosniff',
  });
  if (known || request.method === 'HEAD') return response.end();
  createReadStream(sent).pipe(response);
});

server.on('error', (error) => {
  console.error(error.code === 'EADDRINUSE' ? `port ${port} is taken: make serve PORT=8081` : error.message);
  process.exit(1);
});
server.listen(Number(port), '127.0.0.1', () => console.log(`Shouwen is at http://127.0.0.1:${port}${base}`));
