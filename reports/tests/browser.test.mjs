// SPDX-License-Identifier: Apache-2.0
// Reads HTML reports as a person would.
//
// node browser.test.mjs NPM_FOLDER PAGES PICTURES CHROMIUM
// Status 0: all is as it should be. 1: it is not. 77: the browser cannot be had.
import assert from 'node:assert/strict'
import { join, resolve } from 'node:path'
import { launch } from './chromium.mjs'

const [folder, pages, pictures, executablePath] = process.argv.slice(2)
const browser = await launch(folder, executablePath)

const address = (name, hash = '') => `file://${resolve(pages)}/${name}.html${hash}`

// A page that must not complain, and must not ask for anything but itself.
async function open(name, hash, colorScheme = 'light') {
  const page = await browser.newPage({ colorScheme, viewport: { width: 1280, height: 900 } })
  page.troubles = []
  page.on('console', message => page.troubles.push(message.text()))
  page.on('pageerror', error => page.troubles.push(error.message))
  page.on('dialog', dialog => {
    page.troubles.push(`a dialog: ${dialog.message()}`)
    dialog.dismiss()
  })
  page.on('request', request => {
    if (!request.url().startsWith(address(name))) page.troubles.push(`asks for ${request.url()}`)
  })
  await page.goto(address(name, hash))
  await page.waitForSelector('main h2', { state: 'attached' })
  return page
}

const texts = (page, selector) => page.locator(selector).allInnerTexts()
const picture = (page, name, fullPage = true) =>
  page.screenshot({ path: join(pictures, `${name}.png`), fullPage })

async function done(page) {
  assert.deepEqual(page.troubles, [])
  await page.close()
}

const tests = {
  async 'the overview has each verdict, each family and what was skipped'() {
    const page = await open('every_verdict')
    const tiles = (await texts(page, '.tiles a')).join(' ').replace(/\s+/g, ' ')
    for (const tile of ['1 error', '3 fail', '1 unexpected-pass', '2 flaky', '1 inconclusive',
      '3 unsupported', '1 expected-fail', '4 pass']) {
      assert.ok(tiles.includes(tile), `${tile} in ${tiles}`)
    }
    const all = await page.innerText('main')
    assert.ok(all.includes('the implementation lacks asynchronous_io'))
    const only = page.locator('table', { hasText: 'Requirements whose rules fired in no case' })
    assert.deepEqual(await only.locator('tbody th').allInnerTexts(), ['SMO-041'])
    assert.ok((await page.innerText('header')).includes('exec:./mystack --layer'))
    await done(page)
  },

  async 'a filter by verdict, family, requirement, level and words is an address'() {
    const page = await open('every_verdict', '#/cases')
    const number = () => page.locator('main tbody tr').count()
    const whole = await number()
    await page.selectOption('select[name=verdict]', 'unsupported')
    assert.equal(await number(), 3)
    assert.ok(page.url().endsWith('#/cases?verdict=unsupported'), page.url())
    await page.selectOption('select[name=verdict]', '')
    assert.equal(await number(), whole)
    await page.selectOption('select[name=family]', 'cinet/prerouter')
    assert.equal(await number(), 2)
    await page.selectOption('select[name=family]', '')
    await page.selectOption('select[name=requirement]', 'SMO-026')
    assert.equal(await number(), 1)
    await page.selectOption('select[name=requirement]', '')
    await page.selectOption('select[name=level]', 'note')
    assert.deepEqual(await texts(page, 'main tbody th'), ['cinet/shared_memory/attach_twice'])
    await page.selectOption('select[name=level]', '')
    await page.fill('#search', 'ONE provider REFUSES')
    assert.deepEqual(await texts(page, 'main tbody th'),
      ['cinet/shared_memory/failed_attach_is_reported'])
    assert.equal(await page.evaluate(() => document.activeElement.id), 'search')
    const again = await open('every_verdict', new URL(page.url()).hash)
    assert.equal(await again.inputValue('#search'), 'ONE provider REFUSES')
    assert.equal(await again.locator('main tbody tr').count(), 1)
    await done(again)
    await done(page)
  },

  async 'a failure shows its chart, what was permitted, its requirements and its command'() {
    const page = await open('every_verdict', '#/cases?verdict=fail')
    await page.click('text=cinet/shared_memory/failed_attach_is_reported')
    await page.waitForSelector('.chart svg')
    const all = await page.innerText('main')
    for (const part of ['return code=-1,121,74610301', 'SMO-042', 'On a failed attach',
      "--iut 'exec:./mystack --layer' --seed 7", 'mystack: attach of object 1', 'Stated in SD3']) {
      assert.ok(all.includes(part), part)
    }
    const chart = page.locator('.chart svg').first()
    assert.deepEqual(await chart.locator('.role').allTextContents(),
      ['application', 'layer', 'provider'])
    assert.equal(await chart.locator('.arrow').count(), 4)
    assert.equal(await chart.locator('.arrow.broken').count(), 1)
    assert.ok((await chart.locator('g').allTextContents()).join().includes('permitted instead'))
    await picture(page, 'failure-light')
    await done(page)
  },

  async 'a frame shows its fields and marks the wrong one'() {
    const id = encodeURIComponent('iucv/hs/handshake/refuses@endpoint')
    const page = await open('every_verdict', `#/case/${id}`)
    assert.deepEqual(await page.locator('tr.wrong th').allInnerTexts(), ['window'])
    assert.equal(await page.locator('.dump .wrong').first().innerText(), '00 06')
    assert.ok((await page.innerText('main')).includes('too short'))
    const link = page.locator('a[href$=".pcap"]').first()
    assert.ok((await link.getAttribute('href')).includes('captures/iucv-hs-handshake-refuses'))
    await picture(page, 'frames-light')
    await done(page)
  },

  async 'a flaky case shows where its repetitions differ, and how long answers took'() {
    const page = await open('every_verdict',
      `#/case/${encodeURIComponent('cinet/async_io/now_and_then')}`)
    const all = await page.innerText('main')
    for (const part of ['step 12', '2,001 ms', '1,990 ms', 'failed again', 'did not fail so']) {
      assert.ok(all.includes(part), part)
    }
    await done(page)
  },

  async 'what commands measured is plotted'() {
    const page = await open('every_verdict', '#/plots')
    assert.deepEqual(await texts(page, 'main h2:not(.unseen)'), ['Coverage over steps',
      'Growth of cinet/ioctl with 2 instances', 'Proof time of each invariant',
      'What killed the mutants'])
    assert.equal(await page.locator('circle.mark').count(), 4)
    assert.ok((await page.locator('svg').allTextContents()).join().includes('3.0 ms'))
    assert.ok((await page.innerText('main')).includes('or are equivalent'))
    assert.ok((await page.innerText('main')).includes(
      '2 cases and vectors were played: 1 kill a fault that no other one kills, 1 kill none'))
    await page.click('summary:has-text("Every fault")')
    await page.waitForSelector('caption:has-text("All that kill a fault")')
    assert.deepEqual(await page.locator('table', { hasText: 'All that kill a fault' })
      .locator('tbody tr').allInnerTexts(),
    ['ask.ioctl/drop\tkilled\t1\t\ncinet/ioctl/drop@layer', 'cinet/ioctl\tsurvived\t0\t'])
    await picture(page, 'plots-light')
    await done(page)
    const hostile = await open('hostile_plots', '#/plots')
    assert.equal(await hostile.locator('main section').count(), 3)
    assert.equal(await hostile.evaluate(() => document.scripts.length), 2)
    await done(hostile)
  },

  async 'an address that means nothing says so'() {
    for (const hash of ['#/case/no%20such', '#/case/%', '#/requirement/x', '#/elsewhere']) {
      const page = await open('every_verdict', hash)
      assert.ok((await page.innerText('main')).includes('There is no'), hash)
      await done(page)
    }
  },

  async 'the requirement matrix is filtered, and leads to cases'() {
    const page = await open('every_verdict', '#/requirements?state=modelled')
    assert.equal(await page.locator('main tbody tr').count(), 4)
    await picture(page, 'requirements-light')
    await page.selectOption('select[name=reach]', 'cited only')
    assert.deepEqual(await texts(page, 'main tbody th'), ['SMO-041'])
    await page.click('main tbody a:has-text("SMO-041")')
    await page.waitForSelector('main h2:text-is("SMO-041")')
    assert.ok((await page.innerText('main'))
      .includes('cited only: Cited by 1 decided case, its rules fired in 1.'))
    await page.goBack()
    await page.selectOption('select[name=reach]', '')
    await page.selectOption('select[name=confidence]', 'INF')
    await page.click('main tbody a:has-text("SMO-026")')
    await page.waitForSelector('main h2:text-is("SMO-026")')
    assert.ok((await page.innerText('main')).includes('attach_twice'))
    await done(page)
  },

  async 'a requirement leads to its vectors, if it has some'() {
    const page = await open('every_verdict', '#/requirements')
    const replays = []
    for (const id of await texts(page, 'main tbody a[href^="#/requirement/"]')) {
      await page.goto(address('every_verdict', `#/requirement/${id}`))
      await page.waitForSelector(`main h2:text-is("${id}")`)
      const facts = await texts(page, 'dl.facts div')
      const kept = facts.filter(one => /^(vectors|mutants)/.test(one) && !/\D0$/.test(one))
      const shown = (await texts(page, '.command pre')).filter(one => one.includes('vectors'))
      assert.deepEqual(shown, kept.length > 0 ? [`pathproof vectors replay ${id}`] : [])
      replays.push(shown.length)
    }
    assert.ok(replays.includes(0) && replays.includes(1), `${replays}`)
    await done(page)
  },

  async 'all of it can be done with the keyboard'() {
    const page = await open('every_verdict')
    await page.keyboard.press('f')
    await page.waitForURL(/verdict=fail/)
    await page.waitForSelector('#search') // the list: its address is there before it
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await page.waitForURL(/#\/case\//)
    const second = page.url()
    await page.keyboard.press('k')
    await page.waitForFunction(before => location.href !== before, second)
    await page.keyboard.press('j')
    await page.waitForFunction(before => location.href === before, second)
    await page.keyboard.press('Escape')
    await page.waitForURL(/verdict=fail/)
    await page.keyboard.press('/')
    await page.waitForFunction(() => document.activeElement.id === 'search')
    await page.keyboard.type('jo')
    assert.equal(await page.inputValue('#search'), 'jo')
    await page.keyboard.press('Escape')
    await page.keyboard.press('?')
    await page.waitForSelector('dialog[open]')
    await page.keyboard.press('Escape')
    await page.keyboard.press('o')
    await page.waitForURL(/overview/)
    await page.goto(address('every_verdict'))
    await page.keyboard.press('Tab')
    assert.equal(await page.evaluate(() => document.activeElement.id), 'skip')
    await page.keyboard.press('Enter')
    assert.equal(await page.evaluate(() => document.activeElement.id), 'main')
    await done(page)
  },

  async 'a screen reader finds landmarks, headings, labels and table headers'() {
    for (const hash of ['', '#/cases', '#/requirements', '#/plots',
      `#/case/${encodeURIComponent('cinet/shared_memory/failed_attach_is_reported')}`]) {
      const page = await open('every_verdict', hash)
      const missing = await page.evaluate(() => {
        const wrong = []
        for (const name of ['header', 'nav[aria-label]', 'main', 'h1', 'main h2']) {
          if (!document.querySelector(name)) wrong.push(`no ${name}`)
        }
        for (const table of document.querySelectorAll('table')) {
          if (!table.caption || table.caption.textContent === '') wrong.push('no caption')
          if (!table.querySelector('thead th[scope=col]')) wrong.push('no column header')
          for (const row of table.tBodies[0].rows) {
            if (!row.querySelector('th[scope=row]')) wrong.push('no row header')
          }
        }
        for (const field of document.querySelectorAll('input, select')) {
          if (field.labels.length === 0) wrong.push('no label')
        }
        for (const link of document.querySelectorAll('a, button')) {
          if (!link.textContent.trim() && !link.ariaLabel) wrong.push('an empty link')
        }
        for (const image of document.querySelectorAll('svg:not([aria-hidden])')) {
          if (image.getAttribute('role') !== 'img' || !image.getAttribute('aria-label')) {
            wrong.push('an image without words')
          }
        }
        return wrong
      })
      assert.deepEqual(missing, [], hash)
      await done(page)
    }
  },

  async 'text is dark on light or light on dark, with contrast enough'() {
    for (const scheme of ['light', 'dark']) {
      const page = await open('every_verdict', '', scheme)
      const poor = await page.evaluate(() => {
        const linear = part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
        const luminance = colour => {
          const [r, g, b] = colour.match(/[\d.]+/g).map(part => linear(part / 255))
          return 0.2126 * r + 0.7152 * g + 0.0722 * b
        }
        const behind = element => {
          for (let at = element; at; at = at.parentElement) {
            const colour = getComputedStyle(at).backgroundColor
            if (colour !== 'rgba(0, 0, 0, 0)') return colour
          }
          return 'rgb(255, 255, 255)'
        }
        return [...document.querySelectorAll('body *:not(script):not(style)')]
          .filter(element => element.checkVisibility() && [...element.childNodes]
            .some(node => node.nodeType === 3 && node.textContent.trim()))
          .map(element => {
            const [a, b] = [luminance(getComputedStyle(element).color), luminance(behind(element))]
            return [(Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05), element.textContent]
          }).filter(([contrast]) => contrast < 4.5)
      })
      assert.deepEqual(poor, [], scheme)
      await picture(page, `overview-${scheme}`)
      await page.goto(address('every_verdict',
        `#/case/${encodeURIComponent('cinet/shared_memory/failed_attach_is_reported')}`))
      await page.waitForSelector('.chart svg')
      if (scheme === 'dark') await picture(page, 'failure-dark')
      await done(page)
    }
  },

  async 'hostile bytes are text on every page'() {
    const page = await open('hostile')
    const links = await page.evaluate(() =>
      [...document.querySelectorAll('main a')].map(link => link.getAttribute('href')))
    assert.ok(links.length > 0)
    for (const hash of ['#/cases', '#/requirements', '#/plots', ...new Set(links)]) {
      await page.evaluate(wanted => { location.hash = wanted }, hash)
      await page.waitForTimeout(20)
      for (const details of await page.locator('details').all()) {
        await details.evaluate(element => { element.open = true })
      }
      const made = await page.evaluate(() => ({
        scripts: document.scripts.length,
        links: [...document.querySelectorAll('a')].map(link => link.protocol)
          .filter(protocol => protocol !== 'file:'),
        foreign: document.querySelectorAll('main script, a[href="x"], iframe, img').length,
      }))
      assert.deepEqual(made, { scripts: 2, links: [], foreign: 0 }, hash)
    }
    await page.evaluate(() => { location.hash = document.querySelector('main a').hash })
    await picture(page, 'hostile-light', false)
    await done(page)
  },

  async 'a report of nothing, and one of passes alone, are pages too'() {
    const nothing = await open('nothing')
    assert.ok((await nothing.innerText('header')).includes('nothing ran'))
    await done(nothing)
    const passes = await open('all_pass')
    assert.ok((await passes.innerText('main')).includes('Nothing: every case was decided'))
    await done(passes)
  },

  async 'ten thousand cases do not become ten thousand rows, and a search finds one'() {
    const page = await open('ten_thousand', '#/cases')
    assert.ok(await page.locator('main tbody tr').count() <= 300)
    assert.ok((await page.innerText('main caption')).includes('10,000 cases'))
    await page.fill('#search', 'route_is_chosen_9700')
    await page.waitForFunction(() => document.querySelectorAll('main tbody tr').length === 1)
    const shown = await page.evaluate(() =>
      performance.getEntriesByType('navigation')[0].domComplete)
    console.log(`10,000 cases were shown after ${Math.round(shown)} ms`)
    await done(page)
  },

  async 'a printed page has no bars and no buttons'() {
    const page = await open('every_verdict')
    await page.emulateMedia({ media: 'print', colorScheme: 'light' })
    assert.equal(await page.locator('nav#sections').isVisible(), false)
    await page.pdf({ path: join(pictures, 'overview.pdf'), format: 'A4' })
    await done(page)
  },

  async 'there is something to read without scripts'() {
    const context = await browser.newContext({ javaScriptEnabled: false })
    const page = await context.newPage()
    await page.goto(address('every_verdict'))
    assert.ok((await page.innerText('main')).includes('cinet/shared_memory'))
    await context.close()
  },
}

let failed = 0
for (const [name, test] of Object.entries(tests)) {
  try {
    await test()
    console.log(`ok      ${name}`)
  } catch (error) {
    failed += 1
    console.log(`FAILED  ${name}\n${error.stack}`)
  }
}
await browser.close()
console.log(`${Object.keys(tests).length} tests, ${failed} failed; pictures are in ${pictures}`)
process.exit(failed === 0 ? 0 : 1)
