// SPDX-License-Identifier: Apache-2.0
// What is quicker seen than read: drawn from the report, and from what other commands measured.

const plotWidth = 760
const plotHeight = 260
const margin = { left: 76, right: 24, top: 16, bottom: 46 }

const hasPlots = () => cases.length > 1 || data.measured.length > 0

// Round numbers from 0 to the largest or a little more.
function ticks(largest, wanted = 5) {
  const raw = Math.max(largest, 1e-9) / wanted
  const power = 10 ** Math.floor(Math.log10(raw))
  const step = [1, 2, 5, 10].map(factor => factor * power).find(size => size >= raw)
  const all = []
  for (let at = 0; at < largest + step; at += step) all.push(Number(at.toPrecision(12)))
  return all
}

const short = number => number >= 1e6 ? `${number / 1e6} M` : number >= 1e4
  ? `${number / 1e3} k` : String(number)

function axes(xTicks, yTicks, xName, yName, label) {
  const x = value => margin.left +
    value / xTicks.at(-1) * (plotWidth - margin.left - margin.right)
  const y = value => plotHeight - margin.bottom -
    value / yTicks.at(-1) * (plotHeight - margin.top - margin.bottom)
  const drawn = svg('svg', { role: 'img', 'aria-label': label, width: plotWidth,
    height: plotHeight, viewBox: `0 0 ${plotWidth} ${plotHeight}` },
  yTicks.map(tick => [
    svg('line', { class: 'grid', x1: margin.left, x2: plotWidth - margin.right,
      y1: y(tick), y2: y(tick) }),
    svg('text', { class: 'end', x: margin.left - 8, y: y(tick) + 4 }, short(tick))]),
  xTicks.map(tick => svg('text',
    { class: 'middle', x: x(tick), y: plotHeight - margin.bottom + 18 }, short(tick))),
  svg('path', { class: 'axis', d: `M${margin.left} ${margin.top}V${plotHeight - margin.bottom}` +
    `H${plotWidth - margin.right}` }),
  svg('text', { class: 'middle', x: (margin.left + plotWidth) / 2, y: plotHeight - 8 }, xName),
  svg('text', { class: 'middle', transform:
    `translate(14 ${(plotHeight - margin.bottom) / 2}) rotate(-90)` }, yName))
  return { drawn, x, y }
}

function figure(title, said, drawn, rows) {
  return el('section', {}, el('h2', {}, title), el('p', { class: 'faint' }, said),
    el('div', { class: 'chart', tabindex: 0, role: 'group', 'aria-label': title }, drawn), rows)
}

// Points, joined; as steps where the value stays until the next point.
function line(points, { x, y, drawn }, stepwise) {
  const way = points.map(([a, b], i) => i === 0 ? `M${x(a)} ${y(b)}`
    : stepwise ? `H${x(a)}V${y(b)}` : `L${x(a)} ${y(b)}`).join('')
  const [last] = points.at(-1)
  drawn.append(svg('path', { class: 'area', d: `${way}V${y(0)}H${x(points[0][0])}Z` }),
    svg('path', { class: 'series', d: way }))
  return last
}

// How many modelled requirements were exercised when so many steps were judged.
function coveragePlot() {
  const wanted = new Map(requirements.filter(one => one.state === 'modelled')
    .map(one => [one.id, one]))
  if (wanted.size === 0 || cases.length < 2) return null
  const exercised = new Set()
  const points = [[0, 0]]
  let judged = 0
  for (const one of cases) {
    judged += one.steps
    if (decided(one)) {
      const fired = new Set(one.fired)
      one.requirements.filter(id => wanted.has(id) && (wanted.get(id).rules === 0 || fired.has(id)))
        .forEach(id => exercised.add(id))
    }
    if (exercised.size !== points.at(-1)[1]) points.push([judged, exercised.size])
  }
  if (judged === 0) return null
  points.push([judged, exercised.size])
  const plot = axes(ticks(judged), ticks(wanted.size), 'steps judged', 'requirements',
    `Requirements exercised over steps: ${exercised.size} of ${wanted.size} in the end`)
  line(points, plot, true)
  plot.drawn.append(svg('line', { class: 'tie', x1: plot.x(0), x2: plot.x(judged),
    y1: plot.y(wanted.size), y2: plot.y(wanted.size) }))
  return figure('Coverage over steps', `${exercised.size} of ${wanted.size} modelled requirements ` +
    `were exercised within ${grouped(judged)} steps; the dashed line is all of them.`, plot.drawn,
  lazily('As a table', () => table('When a requirement came to be exercised',
    [['Steps judged', 'number'], ['Requirements', 'number']],
    points.map(([a, b]) => [grouped(a), grouped(b)]))))
}

const drawers = {} // by the schema of what was measured

function plots() {
  const drawn = [coveragePlot(), ...data.measured.map(one => drawers[one.schema](one))]
    .filter(Boolean)
  return [el('h2', { class: 'unseen' }, 'Plots'),
    drawn.length > 0 ? drawn : el('p', {}, 'This report has nothing to plot.')]
}
