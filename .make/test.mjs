// Everything `make test` checks, in order, each step whatever the others said; sums all test runners at the end.
// Names given as arguments (or in ONLY) choose steps by their beginning: node .make/test.mjs lint e2e-chromium
import { spawn } from 'node:child_process';

const minutes = 35; // no step may take longer, on a slow machine either
const engines = (process.env.SHOUWEN_ENGINES || 'chromium firefox webkit').split(/[ ,]+/);
const strict = ['--', '-D', 'warnings'];
const wasm = ['--target', 'wasm32-unknown-unknown'];
const steps = [
  { name: 'format', run: ['cargo', 'fmt', '--check'] },
  { name: 'lint-native', run: ['cargo', 'clippy', '--locked', '--lib', '--bins', '--test', '*', ...strict] },
  { name: 'lint-wasm', run: ['cargo', 'clippy', ...wasm, '--lib', '--bins', '--test', 'browser', '--example', 'probe', ...strict] },
  { name: 'native', tests: true, run: ['cargo', 'test'] },
  ...engines.map((engine) => ({ name: `browser-${engine}`, tests: true, run: ['.make/browser', engine] })),
  { name: 'dist', run: ['make', 'dist'] },
  // Browsers mostly wait: two of these run at once, the slowest first.
  ...engines.toReversed().map((engine) => ({
    name: `e2e-${engine}`, tests: true, run: ['cargo', 'test', '--test', 'e2e'], env: { SHOUWEN_ENGINES: engine }, lanes: 2,
  })),
];

const failures = []; // what runners said of failed tests, said again at the end
const running = new Set(); // each ends a running step and all it started
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => { running.forEach((stop) => stop()); process.exit(1); });

function run(step) {
  return new Promise((resolve) => {
    console.log(`\n== ${step.name}: ${step.run.join(' ')}`);
    const started = Date.now();
    const [command, ...args] = step.run;
    const child = spawn(command, args, {
      detached: true, stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...step.env },
    });
    const stop = () => { try { process.kill(-child.pid, 'SIGKILL'); } catch { /* gone already */ } };
    running.add(stop);
    const limit = setTimeout(() => { console.log(`${step.name} took over ${minutes} minutes`); stop(); }, minutes * 60_000);
    let output = '';
    child.stdout.on('data', (data) => { output += data; process.stdout.write(data); });
    child.on('error', (error) => { console.log(error.message); });
    child.on('close', (code) => {
      clearTimeout(limit);
      running.delete(stop);
      resolve({ ...count(step, code === 0, output), seconds: (Date.now() - started) / 1000 });
    });
  });
}

/** A step of tests counts its tests, any other counts as one; a failure that no runner counted counts as one. */
function count(step, ok, output) {
  let [passed, failed] = [0, 0];
  for (const [found] of output.matchAll(/^(first run: )?test .* \.\.\. FAIL(ED)?(\n {4}.*)*/gm)) failures.push(`${step.name}: ${found}`);
  for (const [, p, f] of output.matchAll(/^test result: \w+\. (\d+) passed; (\d+) failed/gm)) {
    passed += Number(p);
    failed += Number(f);
  }
  if (!step.tests) [passed, failed] = ok ? [1, 0] : [0, 1];
  else if (ok && passed === 0) { console.log(`${step.name} ran no test`); failed += 1; }
  else if (!ok && failed === 0) failed += 1;
  return { passed, failed };
}

const only = [...process.argv.slice(2), ...(process.env.ONLY ?? '').split(' ').filter(Boolean)];
const chosen = steps.filter(({ name }) => only.length === 0 || only.some((start) => name.startsWith(start)));
const began = Date.now();
const results = [];
/** Runs steps that may run beside each other, in their lanes. */
async function together(group) {
  const rest = [...group];
  const lane = async () => { for (let step; (step = rest.shift());) results.push({ name: step.name, ...await run(step) }); };
  await Promise.all(Array.from({ length: group[0].lanes ?? 1 }, lane));
}
for (let at = 0; at < chosen.length;) {
  let end = at + 1;
  while (chosen[at].lanes && chosen[end]?.lanes) end += 1;
  await together(chosen.slice(at, end));
  at = end;
}

const sum = (key) => results.reduce((total, result) => total + result[key], 0);
console.log('\n   seconds  passed  failed');
for (const { name, seconds, passed, failed } of results) {
  console.log(`${seconds.toFixed(1).padStart(10)}${String(passed).padStart(8)}${String(failed).padStart(8)}  ${name}`);
}
if (results.length === 0) console.log(`no step is called ${only.join(' or ')}`);
if (failures.length > 0) console.log(`\n${failures.join('\n')}`);
process.exitCode = sum('failed') > 0 || results.length === 0 ? 1 : 0;
console.log(`${((Date.now() - began) / 1000).toFixed(1).padStart(10)}                  in all\n\n${sum('passed')} passed, ${sum('failed')} failed`);
