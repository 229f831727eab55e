// Writes the list of the built files, each with its SHA-256, into the folder's worker: node .make/list.mjs [folder]
// A build that differs in one byte is thus a worker that differs, which is how a browser notices a new release.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';

const left = /\.(br|gz)$|^worker\.js$|^screenshot\.png$/; // packed copies, the worker itself, a picture for the readme

const digest = (bytes) => createHash('sha256').update(bytes).digest('hex');

export function list(folder) {
  const paths = readdirSync(folder, { recursive: true }).filter((path) => statSync(join(folder, path)).isFile())
    .map((path) => path.replaceAll(sep, '/')).filter((path) => !left.test(path)).sort();
  const files = Object.fromEntries(paths.map((path) => {
    const bytes = readFileSync(join(folder, path));
    return [path, [digest(bytes), bytes.length]];
  }));
  const worker = join(folder, 'worker.js');
  const bare = readFileSync(worker, 'utf8').replace(/^const release = .*$/m, "const release = '';")
    .replace(/^const files = \{.*\};/m, 'const files = {};');
  const release = digest(JSON.stringify(files) + bare).slice(0, 16);
  const full = bare.replace("const release = '';", `const release = '${release}';`)
    .replace('const files = {};', () => `const files = ${JSON.stringify(files)};`);
  if (!full.includes(release)) throw new Error('worker.js has no place for the list of files');
  writeFileSync(worker, full);
  return { release, files: paths.length };
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) console.log(list(process.argv[2] ?? 'dist'));
