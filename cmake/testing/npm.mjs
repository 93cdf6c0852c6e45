// SPDX-License-Identifier: Apache-2.0
// Packages of npm for tests, which are skipped where these cannot be had.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'

export function skip(reason) {
  console.log(`skipped: ${reason}`)
  process.exit(77)
}

// Installs "NAME@VERSION", … into the folder, unless they are there; gives what loads them.
export function packages(folder, ...wanted) {
  const name = one => one.slice(0, one.lastIndexOf('@'))
  if (!wanted.every(one => existsSync(join(folder, 'node_modules', name(one), 'package.json')))) {
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'package.json'), '{"private": true}\n')
    try {
      const quiet = ['--no-audit', '--no-fund', '--ignore-scripts', '--fetch-retries=0']
      execFileSync('npm', ['install', ...quiet, '--fetch-timeout=8000', ...wanted], {
        cwd: folder,
        stdio: 'pipe',
        timeout: 60000,
      })
    } catch (error) {
      skip(`npm cannot install ${wanted.join(' ')}: ${String(error.message).split('\n')[0]}`)
    }
  }
  return createRequire(join(resolve(folder), 'package.json'))
}
