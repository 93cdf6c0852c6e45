// SPDX-License-Identifier: Apache-2.0
// A sequence chart: one lane for each role, an arrow with its label for each step, and beside a
// broken step what would have been permitted.

const rowHeight = 34
const letter = 7.25 // wide, in the chart's font
const labelMax = 110
const edge = 62 // beside the outer lanes, for half a role's name
const permittedMax = 9
const stepsAround = { before: 30, after: 12 }

// The roles in the order in which they come up.
function lanesOf(steps) {
  const lanes = []
  const add = role => { if (role && !lanes.includes(role)) lanes.push(role) }
  for (const step of steps) {
    add(step.role)
    step.to.forEach(add)
  }
  if (lanes.length === 1) lanes.push('')
  // Who is under test stands in the middle: it talks to both sides.
  const tested = lanes.findIndex(role => steps.some(step => step.byIut && step.role === role))
  if (lanes.length === 3 && tested !== 1 && tested !== -1) {
    lanes.splice(1, 0, ...lanes.splice(tested, 1))
  }
  return lanes
}

// Where an arrow ends: with who is shown it; else beside.
function targetOf(step, lanes) {
  const known = step.to.filter(role => lanes.includes(role))
  if (known.length === 1) return lanes.indexOf(known[0])
  const own = lanes.indexOf(step.role)
  return own + 1 < lanes.length ? own + 1 : own - 1
}

// The part of a long trace that is shown: around the first broken step, else its end.
function windowOf(steps, broken) {
  const most = stepsAround.before + stepsAround.after
  if (steps.length <= most) return [0, steps.length]
  const centre = broken.length > 0 ? Math.min(broken[0], steps.length - 1) : steps.length - 1
  const begin = Math.max(0, Math.min(centre - stepsAround.before, steps.length - most))
  return [begin, begin + most]
}

function sequenceChart(steps, deviations, name, everything) {
  const byStep = new Map(deviations.map(one => [Math.min(one.step, steps.length), one]))
  const broken = [...byStep.keys()].sort((a, b) => a - b)
  const shown = [...steps]
  // Silence and an end are judged, but nobody showed them: they get a row behind the last.
  const silent = byStep.get(steps.length)
  const lanes = lanesOf(steps)
  if (silent) {
    const tested = (steps.find(step => step.byIut) || { role: lanes[0] }).role
    shown.push({ role: tested, to: [], label: silent.observed || '(nothing)', byIut: true })
  }
  const [begin, end] = everything ? [0, shown.length] : windowOf(shown, broken)
  const left = 58
  const gap = gapOf(shown.slice(begin, end), lanes)
  const x = lane => left + edge + lane * gap
  const chart = svg('svg', { role: 'img', 'aria-label':
    `${name}: ${counted(end - begin, 'step')} between ${lanes.filter(Boolean).join(', ')}. ` +
    'The table below has the same.' })
  const rows = svg('g', {})
  let right = x(lanes.length - 1) + edge
  for (let i = begin; i < end; ++i) {
    const y = 74 + (i - begin) * rowHeight
    const deviation = byStep.get(i)
    right = Math.max(right, drawStep(rows, shown[i], i, { y, x, lanes, deviation, left }))
  }
  const boxes = svg('g', {})
  let bottom = 74 + (end - begin) * rowHeight
  let free = 0 // where the next box may begin
  let wide = right
  for (const at of broken.filter(at => at >= begin && at < end)) {
    const box = permittedBox(byStep.get(at), right + 34, 74 + (at - begin) * rowHeight, free)
    boxes.append(box.drawn)
    free = box.bottom + 10
    bottom = Math.max(bottom, box.bottom + 12)
    wide = Math.max(wide, box.right + 14)
  }
  for (const at of broken.filter(at => at >= begin && at < end)) {
    const y = 74 + (at - begin) * rowHeight
    chart.append(svg('rect', { x: 0, y: y - 21, width: right + 8, height: rowHeight - 2, class:
      `band ${isNote(byStep.get(at)) ? 'note' : ''}` }))
  }
  const foot = 74 + (end - begin) * rowHeight - 12
  lanes.forEach((role, lane) => chart.append(
    svg('line', { class: 'lane', x1: x(lane), x2: x(lane), y1: 38, y2: foot }),
    svg('text', { class: `role ${shown.some(step => step.byIut && step.role === role)
      ? 'under-test' : ''}`, x: x(lane), y: 18 }, cut(role, 26)),
    svg('text', { class: 'middle', x: x(lane), y: 33 }, role &&
      (shown.some(step => step.byIut && step.role === role) ? 'under test' : 'kit'))))
  chart.append(rows, boxes)
  chart.setAttribute('width', Math.ceil(wide))
  chart.setAttribute('height', bottom)
  chart.setAttribute('viewBox', `0 0 ${Math.ceil(wide)} ${bottom}`)
  return { chart, begin, end, all: shown.length }
}

// As wide as the labels between neighbours need, within reason.
function gapOf(steps, lanes) {
  let most = 0
  for (const step of steps) {
    const span = Math.abs(targetOf(step, lanes) - lanes.indexOf(step.role)) || 1
    most = Math.max(most, (Math.min(step.label.length, 44) * letter + 30) / span)
  }
  return Math.min(Math.max(most, 150), lanes.length > 2 ? 280 : 360)
}

function drawStep(rows, step, number, { y, x, lanes, deviation, left }) {
  const from = Math.max(lanes.indexOf(step.role), 0)
  const to = targetOf(step, lanes)
  const kind = `${deviation && !isNote(deviation) ? 'broken' : step.byIut ? 'iut' : ''}`
  const towards = x(to) > x(from) ? 1 : -1
  const label = cut(step.label, labelMax)
  const start = Math.min(x(from), x(to)) + 10
  rows.append(
    svg('text', { class: 'step', x: left - 14, y: y + 4 },
      `${deviation && !isNote(deviation) ? '✗ ' : ''}${grouped(number + 1)}`),
    svg('circle', { class: `head ${kind}`, cx: x(from), cy: y, r: 3 }),
    svg('line', { class: `arrow ${kind}`, x1: x(from), y1: y, x2: x(to) - towards * 7, y2: y }),
    svg('path', { class: `head ${kind}`,
      d: `M${x(to)} ${y}l${-towards * 10} -4.5v9z` }),
    svg('text', { class: `label ${deviation ? 'broken' : ''}`, x: start, y: y - 6 },
      svg('title', {}, step.label), label))
  return start + label.length * letter + 12
}

// What was permitted in place of a broken step.
function permittedBox(deviation, x, y, free) {
  const labels = deviation.permitted.length > 0 ? deviation.permitted
    : ['nothing: it had to stay silent here']
  const lines = labels.slice(0, permittedMax).map(label => cut(label, 72))
  if (labels.length > permittedMax) lines.push(`… and ${labels.length - permittedMax} more`)
  const width = Math.max(22, ...lines.map(line => line.length)) * letter + 24
  const top = Math.max(y - 21, free)
  const height = lines.length * 17 + 28
  const drawn = svg('g', {},
    svg('path', { class: 'tie', d: `M${x - 26} ${y - 6}L${x} ${top + 14}` }),
    svg('rect', { class: 'box', x, y: top, width, height, rx: 5 }),
    svg('text', { class: 'title', x: x + 12, y: top + 18 }, 'permitted instead'),
    lines.map((line, i) => svg('text', { x: x + 12, y: top + 37 + i * 17 }, line)))
  return { drawn, bottom: top + height, right: x + width }
}

// The same as a table, for who cannot see the chart, and for copying.
function stepTable(steps, deviations, begin, end) {
  const broken = new Set(deviations.map(one => one.step))
  const rows = steps.slice(begin, end).map((step, i) => ({
    class: broken.has(begin + i) ? 'wrong' : '',
    cells: [grouped(begin + i + 1), step.byIut ? 'under test' : 'kit', step.role,
      step.to.join(', '), [el('code', {}, step.label),
        broken.has(begin + i) && ' ✗ not permitted']],
  }))
  return table(`Steps ${grouped(begin + 1)} to ${grouped(end)}`,
    [['Step', 'nowrap'], ['Whose'], ['Role'], ['Shown to'], ['Label']], rows)
}

// A chart with a button for what it leaves out, and its table.
function trace(steps, deviations, name) {
  const place = el('div', {})
  const most = 2000
  function draw(everything) {
    const { chart, begin, end, all: number } =
      sequenceChart(steps, deviations, name, everything)
    const more = number > end - begin && number <= most && el('button', { type: 'button', on: {
      click: () => draw(true),
    } }, `Show all ${grouped(number)} steps`)
    place.replaceChildren(
      ...[number > end - begin && el('p', { class: 'faint' },
        `Steps ${grouped(begin + 1)} to ${grouped(end)} of ${grouped(number)}.`),
      el('div', { class: 'chart', tabindex: 0, role: 'group', 'aria-label': name }, chart), more,
      lazily('The steps as a table', () => stepTable(steps, deviations,
        steps.length <= most ? 0 : begin, steps.length <= most ? steps.length : end))]
        .filter(Boolean))
  }
  draw(false)
  return place
}

// A part that is only made when it is opened.
function lazily(title, make) {
  const details = el('details', { on: { toggle: () => {
    if (details.open && details.children.length === 1) details.append(...[make()].flat(9))
  } } }, el('summary', {}, title))
  return details
}
