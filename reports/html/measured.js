// SPDX-License-Identifier: Apache-2.0
// Plots of what explore, prove and mutants wrote.

drawers['pathproof-exploration'] = one => {
  const points = one.levels.map((states, depth) => [depth, states])
  const largest = Math.max(1, ...one.levels)
  const plot = axes(ticks(Math.max(1, points.length - 1), 8), ticks(largest),
    'steps from the begin', 'new states', `States of ${one.model} by their distance: ${grouped(one.states)} in all`)
  if (points.length > 0) line(points, plot, false)
  points.forEach(([depth, states]) => plot.drawn.append(
    svg('circle', { class: 'mark', cx: plot.x(depth), cy: plot.y(states), r: 2.5 })))
  const with_ = one.instances ? ` with ${counted(one.instances, 'instance')}` : ''
  return figure(`Growth of ${one.model}${with_}`, `${grouped(one.states)} states and ` +
    `${grouped(one.transitions)} transitions in ${one.seconds.toFixed(2)} s` +
    `${one.complete ? '' : '; not all of them were visited'}.`, plot.drawn,
  lazily('As a table', () => table(`New states of ${one.model}`,
    [['Steps', 'number'], ['States', 'number']],
    points.map(([depth, states]) => [String(depth), grouped(states)]))))
}

const barsMax = 40
const milliseconds = seconds => `${(1000 * seconds).toFixed(1)} ms`

// A bar for each invariant, the slowest first: its own questions, then its lemmas'.
drawers['pathproof-proofs'] = one => {
  const whole = proof => proof.seconds + proof.lemma_seconds
  const sorted = [...one.proofs].sort((a, b) => whole(b) - whole(a))
  const shown = sorted.slice(0, barsMax)
  const names = shown.map(proof => `${proof.model} ${proof.invariant}`)
  const left = Math.min(430, 20 + letter * Math.max(10, ...names.map(name => name.length)))
  const scale = 420 / Math.max(1e-9, ...shown.map(whole))
  const drawn = svg('svg', { role: 'img', width: left + 520, height: 20 + 24 * shown.length,
    'aria-label': `Time of the solver for each of ${counted(one.proofs.length, 'invariant')}` },
  shown.map((proof, i) => {
    const y = 12 + 24 * i
    const own = proof.seconds * scale
    const lemmas = proof.lemma_seconds * scale
    return svg('g', {},
      svg('text', { class: 'end', x: left - 10, y: y + 13 }, svg('title', {}, names[i]),
        cut(names[i], 56)),
      svg('rect', { class: 'mark', x: left, y, width: Math.max(own, 1), height: 17 }),
      svg('rect', { class: 'lemmas', x: left + own, y, width: lemmas, height: 17 }),
      svg('text', { x: left + own + lemmas + 8, y: y + 13 },
        [milliseconds(whole(proof)), ...proof.conclusion === 'proved' ? [] : [proof.conclusion]]
          .join(', ')))
  }))
  return figure('Proof time of each invariant', `${one.solver}; the filled part is for questions ` +
    'about the invariant itself, the outlined one for those about its lemmas, which others may ' +
    `share.${sorted.length > barsMax ? ` The slowest ${barsMax} of ${sorted.length}.` : ''}`, drawn,
  lazily('As a table', () => table('Proof times', [['Invariant'], ['Model'], ['Conclusion'],
    ['Lemmas', 'number'], ['Itself', 'number'], ['Its lemmas', 'number']],
  sorted.map(proof => [proof.invariant, proof.model, proof.conclusion, grouped(proof.lemmas),
    milliseconds(proof.seconds), milliseconds(proof.lemma_seconds)]))))
}

const familyOfTask = id => id.replace(/@[^@/]*$/, '').replace(/\/[^/]*$/, '')

// The families in which a mutant is counted: that of its first killer, or of all where all cases
// were played; or else its fate.
function familiesOf(mutant, all) {
  if (mutant.fate !== 'killed') return [mutant.fate]
  const killers = all.matrix ? mutant.killers.map(number => all.tasks[number]) : [mutant.killer]
  return [...new Set(killers.map(familyOfTask))]
}

// Rules against the families that killed their mutants.
drawers['pathproof-mutants'] = one => {
  const ruleOf = mutant => mutant.mutant.replace(/\/.*$/, '')
  const rules = new Map()
  const columns = new Set()
  for (const mutant of one.mutants) {
    const rule = ruleOf(mutant)
    if (!rules.has(rule)) rules.set(rule, new Map())
    const row = rules.get(rule)
    for (const family of familiesOf(mutant, one)) {
      columns.add(family)
      row.set(family, (row.get(family) || 0) + 1)
    }
  }
  const last = ['equivalent', 'survived'].filter(fate => columns.has(fate))
  const names = [...[...columns].filter(name => !last.includes(name)).sort(), ...last]
  const most = Math.max(1, ...[...rules.values()].flatMap(row => [...row.values()]))
  const cell = (number, fate) => {
    const box = el('span', { class: `heat ${last.includes(fate) ? fate : ''}` },
      number ? grouped(number) : '·')
    box.style.setProperty('--heat', number ? `${10 + Math.round(35 * number / most)}%` : '0%')
    return box
  }
  return el('section', {}, el('h2', {}, 'What killed the mutants'),
    el('p', { class: 'faint' }, `${counted(one.mutants.length, 'planted fault')}: ` +
      `${grouped(one.killed)} killed, ${grouped(one.equivalent)} equivalent, ` +
      `${grouped(one.survived)} survived` +
      `${one.quick ? ', or are equivalent, for no proof was sought' : ''}. ` +
      (one.matrix ? 'Each is counted in every family that kills it.'
        : 'Each is counted where it was killed first.')),
    table(`Faults of each rule, by the ${one.matrix ? 'families that kill' :
      'family that killed'} them${one.matrix ? '' : ' first'}`,
    [['Rule', 'nowrap'], ...names.map(name => [breakable(name), 'number'])],
    [...rules].map(([rule, row]) => [el('code', {}, rule),
      ...names.map(name => cell(row.get(name), name))])),
    one.matrix && killersPart(one))
}

// Which cases kill how many, and which faults only one of them finds.
function killersPart(one) {
  const kills = one.tasks.map(() => 0)
  const alone = one.tasks.map(() => 0)
  for (const mutant of one.mutants) {
    mutant.killers.forEach(number => { kills[number] += 1 })
    if (mutant.killers.length === 1) alone[mutant.killers[0]] += 1
  }
  const sorted = one.tasks.map((id, i) => [id, kills[i], alone[i]])
    .sort((a, b) => b[2] - a[2] || b[1] - a[1])
  const idle = sorted.filter(([, number]) => number === 0).length
  return [
    el('p', { class: 'faint' }, `${grouped(sorted.length)} cases and vectors were played: ` +
      `${grouped(sorted.filter(row => row[2] > 0).length)} kill a fault that no other one kills, ` +
      `${grouped(idle)} kill none of these.`),
    lazily('Every case and vector', () => table('Faults that each kills',
      [['Case or vector'], ['Faults', 'number'], ['That no other kills', 'number']],
      sorted.map(([id, number, only]) => [el('code', {}, breakable(id)), grouped(number),
        grouped(only)]))),
    lazily('Every fault', () => table('All that kill a fault',
      [['Fault'], ['Fate'], ['Killed by', 'number'], ['The first of them']],
      one.mutants.map(mutant => [el('code', {}, mutant.mutant), mutant.fate,
        grouped(mutant.killers.length), mutant.killers.slice(0, 3).map(number =>
          el('div', {}, el('code', {}, breakable(one.tasks[number]))))]))),
  ]
}
