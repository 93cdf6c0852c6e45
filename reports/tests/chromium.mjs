// SPDX-License-Identifier: Apache-2.0
// A headless Chromium, through the npm package playwright-core. Where it cannot be had, the test that
// wants it is skipped.
import { packages, skip } from '../../cmake/testing/npm.mjs'

export async function launch(folder, executablePath) {
  try {
    const { chromium } = packages(folder, 'playwright-core@1.65.1')('playwright-core')
    return await chromium.launch({ executablePath, args: ['--no-sandbox'] })
  } catch (error) {
    return skip(`Chromium does not start: ${String(error.message).split('\n')[0]}`)
  }
}
