// SPDX-License-Identifier: Apache-2.0
// The report's data. In the file a case is a list with numbers of texts; here it gets names, and
// its long parts only when they are looked at.

const data = JSON.parse(document.getElementById('data').textContent)
const text = number => data.texts[number]

function requirementOf([id, level, sentence, source, confidence]) {
  return {
    id: text(id), level: text(level), sentence: text(sentence), source: text(source),
    confidence: text(confidence),
  }
}

const references = data.references.map(requirementOf)

function stepsOf(numbers) {
  const steps = []
  for (let i = 0; i < numbers.length; i += 4) {
    steps.push({
      role: text(numbers[i]), label: text(numbers[i + 1]),
      to: text(numbers[i + 2]).split(',').filter(Boolean), byIut: numbers[i + 3] === 1,
    })
  }
  return steps
}

function deviationOf([step, observed, permitted, broken, level]) {
  return {
    step, observed: text(observed), permitted: permitted.map(text),
    broken: broken.map(number => references[number]), level: text(level),
  }
}

// In a strict run a note is a failure too.
const isNote = deviation => deviation.level === 'note' && !data.strict

function frameOf([number, step, octets, tableName, fields, malformed]) {
  return {
    number, step, octets, table: text(tableName), malformed: text(malformed),
    fields: fields.map(([name, offset, width, value, wrong]) =>
      ({ name: text(name), offset, width, value: text(value), wrong: wrong === 1 })),
  }
}

const rank = { must: 3, profile: 2, note: 1 }

class Case {
  constructor(raw, index) {
    this.raw = raw
    this.index = index
    this.id = text(raw[0])
    this.family = text(raw[1])
    this.title = text(raw[2])
    this.requirements = raw[3].map(text)
    this.verdict = data.verdicts[raw[4]]
    this.reason = text(raw[5])
    this.reproduction = text(raw[9])
    this.seed = raw[10]
    this.tests = raw[11]
    this.steps = raw[12]
    this.output = text(raw[13])
    this.capture = text(raw[15])
    this.slowest = raw[17]
    this.link = `#/case/${encodeURIComponent(this.id)}`
  }

  get deviations() { return this.raw[6].map(deviationOf) }
  get trace() { return stepsOf(this.raw[7]) }
  get shrunk() { return stepsOf(this.raw[8]) }
  get fired() { return data.lists[this.raw[18]].map(text) }
  get frames() { return this.raw[14].map(frameOf) }

  get reruns() {
    return this.raw[16].map(([recurred, at, before, now, slowest]) =>
      ({ recurred: recurred === 1, at, before: text(before), now: text(now), slowest }))
  }

  // The deviation that says why: the first of the strongest level.
  get main() {
    return this.deviations.reduce((best, one) =>
      best === null || (rank[one.level] || 0) > (rank[best.level] || 0) ? one : best, null)
  }

  // The strongest level of what it broke, or else of what it cites.
  get level() {
    const broken = this.main
    if (broken) return broken.level
    const levels = this.requirements.map(id => (requirementById.get(id) || {}).level || '')
    return levels.reduce((a, b) => ((rank[b] || 0) > (rank[a] || 0) ? b : a), '')
  }

  get words() {
    this.found ??= [this.id, this.title, this.reason, ...this.requirements].join('\n').toLowerCase()
    return this.found
  }
}

const requirements = data.requirements.map(
  ([reference, state, reason, rules, invariants, declared, vectors, mutants, , cited, fired,
    reach]) => ({
    ...references[reference], state: text(state), reason: text(reason),
    rules, invariants, declared, vectors, mutants, cited, fired, reach, cases: [],
  }))
const requirementById = new Map(requirements.map(one => [one.id, one]))
const cases = data.cases.map((raw, index) => new Case(raw, index))
const caseById = new Map()
const families = new Map() // name -> its cases

for (const one of cases) {
  // Two cases of one name keep links of their own.
  for (let times = 2; caseById.has(decodeURIComponent(one.link.slice(7))); ++times) {
    one.link = `#/case/${encodeURIComponent(`${one.id}~${times}`)}`
  }
  caseById.set(decodeURIComponent(one.link.slice(7)), one)
  if (!families.has(one.family)) families.set(one.family, [])
  families.get(one.family).push(one)
  for (const id of new Set(one.requirements)) {
    const requirement = requirementById.get(id)
    if (requirement) requirement.cases.push(one)
  }
}

function countsOf(list) {
  const counts = new Map()
  for (const one of list) counts.set(one.verdict, (counts.get(one.verdict) || 0) + 1)
  return counts
}

// The worst first: that is what a reader came for.
const verdictsWorstFirst = [...data.verdicts].reverse()
const all = countsOf(cases)
const verdictsHere = verdictsWorstFirst.filter(verdict => all.has(verdict))
