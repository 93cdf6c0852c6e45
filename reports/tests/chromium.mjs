// SPDX-License-Identifier: Apache-2.0
// A headless Chromium, through the npm package playwright-core, which is installed into a folder
// when it is not there yet. Where it cannot be had, the test that wants it is skipped.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'

const wanted = 'playwright-core@1.65.1'

export function skip(reason) {
  console.log(`skipped: ${reason}`)
  process.exit(77)
}

function playwright(folder) {
  if (!existsSync(join(folder, 'node_modules', 'playwright-core', 'package.json'))) {
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'package.json'), '{"private": true}\n')
    try {
      const quiet = ['--no-audit', '--no-fund', '--ignore-scripts', '--fetch-retries=0']
      execFileSync('npm', ['install', ...quiet, '--fetch-timeout=8000', wanted], {
        cwd: folder,
        stdio: 'pipe',
        timeout: 60000,
      })
    } catch (error) {
      skip(`npm cannot install ${wanted}: ${String(error.message).split('\n')[0]}`)
    }
  }
  return createRequire(join(resolve(folder), 'package.json'))('playwright-core')
}

export async function launch(folder, executablePath) {
  try {
    return await playwright(folder).chromium.launch({ executablePath, args: ['--no-sandbox'] })
  } catch (error) {
    return skip(`Chromium does not start: ${String(error.message).split('\n')[0]}`)
  }
}
