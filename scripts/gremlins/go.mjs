#!/usr/bin/env node
// Stands in for `go` when Gremlins runs tests, for it takes no flags of theirs. Tests are short ones. The properties P1 to
// P20 on random worlds are left out: they take most of the time, and the digests of P17 notice that an answer changed, not
// that it is wrong. A mutant that does not compile is not viable, which Gremlins reads from the exit status. Every
// statement is covered (scripts/coverage.mjs), but profiles say nothing of a switch's cases, and Gremlins would pass over
// these: it is told of whole files instead.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

const notViable = 2;
const fast = ['-short', '-skip=^(TestP[0-9]|TestTwoRuns|TestSize)', '-vet=off', '-ldflags=-s -w'];

/** A coverage profile in which every file of `profile` is one covered block. */
function whole(profile) {
  const files = new Set(profile.split('\n').slice(1, -1).map((line) => line.slice(0, line.lastIndexOf(':'))));
  return `mode: set\n${[...files].map((file) => `${file}:1.1,1000000.1 1 1\n`).join('')}`;
}

function go(args) {
  const { status, stdout } = spawnSync(process.env.VERDICT_GO, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 1 << 28 });
  process.stdout.write(stdout);
  return stdout.includes('[build failed]') ? notViable : status;
}

function main([command, ...rest]) {
  if (command !== 'test') return go([command, ...rest]);
  const at = rest.indexOf('-coverprofile');
  const packages = rest.map((word) => word.replace(/\/\.\.\.$/, ''));
  const status = go(['test', ...fast, ...packages]);
  if (at >= 0 && status === 0) writeFileSync(rest[at + 1], whole(readFileSync(rest[at + 1], 'utf8')));
  return status;
}

process.exitCode = main(process.argv.slice(2)) ?? 1;
