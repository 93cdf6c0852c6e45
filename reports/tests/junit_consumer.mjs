// SPDX-License-Identifier: Apache-2.0
// Reads JUnit reports with the npm package junit2json and compares them with the JSON reports of
// the same runs. The package is installed into FOLDER when it is not there yet.
//
// node junit_consumer.mjs FOLDER JUNIT JSON [JUNIT JSON …]
// Status 0: they agree. 1: they do not. 77: the package cannot be had; the reason is printed.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { packages, skip } from '../../cmake/testing/npm.mjs'

const wanted = 'junit2json@4.0.0'

async function parser(folder) {
  packages(folder, wanted)
  const installed = join(folder, 'node_modules', 'junit2json')
  try {
    return await import(pathToFileURL(join(installed, 'dist', 'esm', 'index.js')))
  } catch (error) {
    return skip(`${wanted} cannot be loaded: ${error.message}`)
  }
}

// Text that a report shows as it is; other text has escapes.
const plain = text => /^[\x20-\x7e\n\t]*$/.test(text)

const seenAs = { // a flakyFailure is unknown to this reader and its case a pass
  pass: null,
  flaky: null,
  fail: 'failure',
  'unexpected-pass': 'failure',
  error: 'error',
  unsupported: 'skipped',
  inconclusive: 'skipped',
  'expected-fail': 'skipped',
}

function compareCase(seen, expected) {
  assert.equal(seen.classname, expected.family.replaceAll('/', '.'))
  if (plain(expected.id)) {
    assert.equal(seen.name, expected.id.split('/').at(-1))
  }
  const kind = seenAs[expected.verdict]
  for (const one of ['failure', 'error', 'skipped']) {
    assert.equal(seen[one]?.length ?? 0, one === kind ? 1 : 0, `${expected.id}: ${one}`)
  }
  const properties = seen.properties.map(one => [one.name, one.value])
  const ids = properties.filter(([name]) => name === 'requirement').map(([, value]) => value)
  assert.equal(ids.length, expected.requirements.length)
  if (expected.requirements.every(plain)) {
    assert.deepEqual(ids, expected.requirements)
  }
  if (kind === 'failure' || kind === 'error') {
    const { type, message, inner } = seen[kind][0]
    assert.equal(type, expected.verdict)
    assert.ok(message.length > 0)
    const labels = expected.deviations.slice(0, 1).flatMap(one => [one.observed, ...one.permitted])
    for (const label of labels.filter(plain)) {
      assert.ok(inner.includes(label), `${label} in ${inner}`)
    }
  }
  if (kind === 'skipped' && plain(expected.reason)) {
    assert.ok(seen.skipped[0].message.includes(expected.reason))
  }
  if (plain(expected.iut_output) && expected.iut_output !== '') {
    assert.equal(seen['system-err'][0], expected.iut_output)
  }
}

const [folder, ...files] = process.argv.slice(2)
const { parse } = await parser(folder)
for (let i = 0; i + 1 < files.length; i += 2) {
  const suites = await parse(readFileSync(files[i], 'utf8'))
  const report = JSON.parse(readFileSync(files[i + 1], 'utf8'))
  const own = (suites.testsuite ?? []).filter(one => one.name !== 'pathproof')
  const cases = own.flatMap(one => one.testcase)
  assert.equal(cases.length, report.cases.length)
  const counts = report.summary.cases
  const interrupted = report.interrupted === '' ? 0 : 1
  assert.equal(suites.tests, counts.total + interrupted)
  assert.equal(suites.failures, counts.fail + counts['unexpected-pass'])
  assert.equal(suites.errors, counts.error + interrupted)
  const families = new Map()
  for (const one of report.cases) {
    families.set(one.family, [...(families.get(one.family) ?? []), one])
  }
  const expected = [...families.values()].flat()
  cases.forEach((seen, at) => compareCase(seen, expected[at]))
  console.log(`${files[i]}: ${cases.length} cases agree`)
}
