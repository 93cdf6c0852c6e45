// SPDX-License-Identifier: Apache-2.0
// The pictures of the documents, taken of real reports in headless Chromium.
//
// node pictures.mjs NPM_FOLDER ROOT PROGRAM CHROMIUM WORK [--keep]
//
// Each picture is made anew and compared with the one in docs/pictures: of a chart all that is
// drawn, of a screenshot the words that can be read in it, which it carries. Fonts may differ.
// With --keep the new ones take the place of the old.
// Status 0: all are as they would be made now. 1: some are not. 77: the browser cannot be had.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { launch } from '../../reports/tests/chromium.mjs'
import { readPngText, withPngText } from './png_text.mjs'

const [npm, root, program, executablePath, work, keep] = process.argv.slice(2)
const kept = join(root, 'docs', 'pictures')
const octetsMax = 150_000

// The report that a document tells to make, the place in it, and what is taken of it.
const stopped = 'run cinet/ioctl --role layer --iut reference:continues_after_failure'
const recorded =
  'run iucv/hs --iut hs:pcap:vectors/recordings/linux-6.1/generated_with_shutdown.pcap'
const pictures = {
  'overview.png': {
    of: stopped, shownIn: 'docs/tour.md', place: '#/overview', take: 'header+main',
  },
  'failure.svg': {
    of: stopped,
    shownIn: 'docs/tour.md',
    place: `#/case/${encodeURIComponent('cinet/ioctl/fails_at_the_first@layer')}`,
    take: '.chart svg',
  },
  'recorded.svg': {
    of: recorded,
    shownIn: 'docs/read-a-report.md',
    place: `#/case/${encodeURIComponent('iucv/hs_wire/capture/BOXKIT.CN1-BOXTWO.N1')}`,
    take: '.chart svg',
  },
  'frame.png': {
    of: recorded,
    shownIn: 'docs/read-a-report.md',
    place: `#/case/${encodeURIComponent('iucv/hs_wire/capture/BOXKIT.CN1-BOXTWO.N1')}`,
    take: '.octets',
  },
}

function reportOf(command, number) {
  const file = resolve(work, `${number}.html`)
  const ran = spawnSync(program, [...command.split(' '), '--quiet', '--html', file], { cwd: root })
  assert.equal(ran.status, 1, `${command}: ${ran.stdout}${ran.stderr}`)
  return file
}

// A chart as a file of its own, which needs no style sheet.
const standalone = chart => chart.evaluate(drawn => {
  const properties = ['fill', 'stroke', 'stroke-width', 'stroke-dasharray', 'font-family',
    'font-size', 'font-weight', 'text-anchor', 'paint-order', 'stroke-linejoin']
  const copy = drawn.cloneNode(true)
  const elements = [drawn, ...drawn.querySelectorAll('*')]
  const copies = [copy, ...copy.querySelectorAll('*')]
  const before = new Map([[null, {}]])
  elements.forEach((element, i) => {
    const style = getComputedStyle(element)
    const own = Object.fromEntries(properties.map(name => [name, style.getPropertyValue(name)]))
    const inherited = before.get(i === 0 ? null : element.parentNode)
    before.set(element, own)
    const said = properties.filter(name => own[name] !== inherited[name])
    copies[i].removeAttribute('class')
    if (said.length > 0) {
      copies[i].setAttribute('style', said.map(name => `${name}:${own[name]}`).join(';'))
    }
  })
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg')
  copy.style.background = 'rgb(255, 255, 255)' // what is around it may be dark
  return copy.outerHTML
})

const isChart = name => name.endsWith('.svg')
const words = string => string.replace(/\s+/g, ' ').trim()
// What has to be the same in two pictures.
const essence = (name, picture) =>
  isChart(name) ? String(picture).replace(/ style="[^"]*"/g, '') : readPngText(picture)

async function taken(page, name, take) {
  if (isChart(name)) return Buffer.from(`${await standalone(page.locator(take).first())}\n`)
  if (take === 'header+main') {
    const text = `${await page.innerText('header')} ${await page.innerText('main')}`
    return withPngText(await page.screenshot(), words(text))
  }
  const element = page.locator(take).first()
  return withPngText(await element.screenshot(), words(await element.innerText()))
}

const browser = await launch(npm, executablePath)
const reports = new Map()
let wrong = 0
for (const [name, { of, shownIn, place, take }] of Object.entries(pictures)) {
  if (!reports.has(of)) reports.set(of, reportOf(of, reports.size))
  const height = take === 'header+main' ? 640 : 1600
  const page = await browser.newPage({ viewport: { width: 1160, height } })
  await page.goto(pathToFileURL(reports.get(of)).href + place)
  await page.waitForSelector(take === 'header+main' ? 'main .tiles' : take)
  const made = await taken(page, name, take)
  await page.close()
  const file = join(kept, name)
  if (keep === '--keep') writeFileSync(file, made)
  const document = readFileSync(join(root, shownIn), 'utf8')
  const problems = [
    made.length > octetsMax && `has ${made.length} octets`,
    !document.includes(`pathproof ${of}`) && `is made by a command that ${shownIn} does not show`,
    !document.includes(`pictures/${name}`) && `is not in ${shownIn}`,
    (!existsSync(file) || essence(name, readFileSync(file)) !== essence(name, made)) &&
      'is not what the report looks like now (the target docs_pictures makes it anew)',
  ].filter(Boolean)
  // A picture of something else must be noticed.
  const planted = isChart(name) ? Buffer.from(String(made).replace('window', 'widow')
    .replace('socket', 'sockets')) : withPngText(made, `${readPngText(made)}.`)
  if (essence(name, planted) === essence(name, made)) problems.push('a change goes unnoticed')
  problems.forEach(problem => console.log(`${name} ${problem}`))
  wrong += problems.length
}
for (const name of readdirSync(kept)) {
  if (!(name in pictures)) {
    console.log(`${name} is made by nobody`)
    wrong += 1
  }
}
await browser.close()
console.log(`${Object.keys(pictures).length} pictures, ${wrong} problems`)
process.exit(wrong === 0 ? 0 : 1)
