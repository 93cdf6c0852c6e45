// SPDX-License-Identifier: Apache-2.0
// Checks a Kubernetes Job against the schema of its API, and that each of its fields is one of the
// API's, which the schema does not say: node kubernetes.test.mjs FOLDER MANIFEST
//
// Status 0, and the job as JSON: it is right. 1: what is wrong. 77: the packages cannot be had.
import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { packages } from '../../cmake/testing/npm.mjs'

const [folder, manifest] = process.argv.slice(2)
const load = packages(folder, 'kubernetes-models@4.5.1', 'yaml@2.9.1', 'typescript@5.9.3')

function refuse(reason) {
  console.log(reason)
  process.exit(1)
}

const job = load('yaml').parse(readFileSync(manifest, 'utf8'))
try {
  new (load('kubernetes-models/batch/v1').Job)(job).validate()
} catch (error) {
  refuse(error.message)
}

// As a literal of the interface it may have no field that the interface has not.
const ts = load('typescript')
const source = join(resolve(folder), 'job.ts')
writeFileSync(
  source,
  `import type { IJob } from 'kubernetes-models/batch/v1'\n` +
    `export const job: IJob = ${JSON.stringify(job)}\n`,
)
const program = ts.createProgram([source], {
  noEmit: true,
  strict: true,
  skipLibCheck: true,
  types: [],
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.CommonJS,
  moduleResolution: ts.ModuleResolutionKind.Node10,
})
const wrong = ts.getPreEmitDiagnostics(program)
if (wrong.length > 0) {
  refuse(wrong.map(one => ts.flattenDiagnosticMessageText(one.messageText, '\n')).join('\n'))
}
console.log(JSON.stringify(job))
