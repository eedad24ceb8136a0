// Drives the sandbox's HubSpot with HubSpot's own Node client, unpatched: node judge.mjs ACCESS MODULE, where ACCESS is a
// file with the sandbox's first line and MODULE the client's package. Prints a line for each check and a summary.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const [accessFile, name] = process.argv.slice(2)
const { hubspot, control } = JSON.parse(readFileSync(accessFile, 'utf8'))
const { Client } = createRequire(import.meta.url)(name)
const { version } = JSON.parse(readFileSync(new URL(`./node_modules/${name}/package.json`, import.meta.url), 'utf8'))

const client = new Client({ accessToken: hubspot.token, basePath: hubspot.baseUrl, numberOfApiCallRetries: 3 })
const { contacts, companies, deals, associations, properties, pipelines, owners } = client.crm
const run = Date.now().toString(36)
const address = (person) => `${person}.${run}@example.org`
const results = []

async function check(what, test) {
  try {
    await test()
    results.push(true)
    console.log(`ok    ${what}`)
  } catch (e) {
    results.push(false)
    console.log(`FAIL  ${what}: ${String(e.message).split('\n').slice(0, 4).join(' ')}`)
  }
}

async function ask(path, body) {
  const answer = await fetch(control.url + path, { method: 'POST', body: JSON.stringify(body) })
  const json = await answer.json()
  assert.ok(answer.ok, json.error)
  return json
}

const set = (key, value) => ask('/settings', { vendor: 'hubspot', key, value })
const fault = (kind, match, params = {}) => ask('/faults', { vendor: 'hubspot', kind, match, params })
const refused = async (promise, code, pattern) => {
  const error = await promise.then(() => assert.fail('not refused'), (e) => e)
  assert.equal(error.code, code, error.message)
  assert.match(JSON.stringify(error.body), pattern)
  return error
}

let people = []
let company

await check('batch create of contacts, results by trace id', async () => {
  const inputs = [...'abcdefghijkl'].map((each) => ({
    objectWriteTraceId: each,
    properties: { email: address(each), firstname: each, lastname: `Judge ${run}` },
    associations: [],
  }))
  const made = await contacts.batchApi.create({ inputs })
  people = made.results.map((each) => each.id)
  assert.equal(people.length, 12)
  assert.ok(made.startedAt instanceof Date)
})

await check('list pages of contacts to the end (getAll)', async () => {
  const all = await contacts.getAll(5, undefined, ['email'])
  for (const id of people) assert.ok(all.some((each) => each.id === id))
  assert.ok(all[0].createdAt instanceof Date)
})

await check('search by window and id, sorted by id, page by page', async () => {
  const found = []
  for (let last = '0'; ; last = found.at(-1)) {
    const page = await contacts.searchApi.doSearch({
      filterGroups: [{
        filters: [
          { propertyName: 'lastmodifieddate', operator: 'GTE', value: String(Date.now() - 600_000) },
          { propertyName: 'lastname', operator: 'EQ', value: `Judge ${run}` },
          { propertyName: 'hs_object_id', operator: 'GT', value: last },
        ],
      }],
      sorts: ['hs_object_id'], properties: ['email'], limit: 5, after: '0',
    })
    if (page.results.length === 0) break
    found.push(...page.results.map((each) => each.id))
  }
  assert.deepEqual(found, people)
})

await check('search refuses to page beyond 10,000 results', () => refused(
  contacts.searchApi.doSearch({ filterGroups: [], sorts: [], properties: [], limit: 200, after: '10000' }),
  400, /VALIDATION_ERROR/))

await check('batch update, and batch read with history', async () => {
  const inputs = people.map((id) => ({ id, properties: { jobtitle: 'Judge' } }))
  assert.equal((await contacts.batchApi.update({ inputs })).results.length, 12)
  const read = await contacts.batchApi.read({
    inputs: people.slice(0, 2).map((id) => ({ id })), properties: ['jobtitle'], propertiesWithHistory: ['jobtitle'],
  })
  assert.equal(read.results[0].properties.jobtitle, 'Judge')
  assert.equal(read.results[0].propertiesWithHistory.jobtitle[0].value, 'Judge')
})

await check('batch update answers 207 for an id that is not there', async () => {
  const answer = await contacts.batchApi.update({
    inputs: [{ id: people[0], properties: { city: 'Bonn' } }, { id: '999999999', properties: { city: 'Bonn' } }],
  })
  assert.equal(answer.numErrors, 1)
  assert.equal(answer.errors[0].category, 'OBJECT_NOT_FOUND')
})

await check('batch upsert by e-mail tells new from known', async () => {
  const answer = await contacts.batchApi.upsert({
    inputs: [
      { id: address('a'), idProperty: 'email', properties: { city: 'Berlin' } },
      { id: address('new'), idProperty: 'email', properties: { city: 'Berlin' } },
    ],
  })
  assert.deepEqual(answer.results.map((each) => each._new ?? each.new).sort(), [false, true])
})

await check('create of a known address is refused with the existing id', () => refused(
  contacts.basicApi.create({ properties: { email: address('a') }, associations: [] }),
  409, new RegExp(`Existing ID: ${people[0]}`)))

await check('merge gives a new id, to which a read of the old id leads', async () => {
  const merged = await contacts.basicApi.merge({ primaryObjectId: people[10], objectIdToMerge: people[11] })
  assert.ok(![people[10], people[11]].includes(merged.id))
  const read = await contacts.basicApi.getById(people[11], ['email', 'hs_merged_object_ids'])
  assert.equal(read.id, merged.id)
  assert.equal(read.properties.email, address('k'))
  assert.equal(read.properties.hs_merged_object_ids, `${people[10]};${people[11]}`)
})

await check('merge under way is refused as such', async () => {
  await fault('merge-in-progress', '/merge')
  await refused(contacts.basicApi.merge({ primaryObjectId: people[8], objectIdToMerge: people[9] }),
    400, /already in the process of being merged/)
})

await check('associations v4: default, read with types, labels, removal', async () => {
  company = (await companies.basicApi.create({ properties: { name: `Court ${run}` }, associations: [] })).id
  await associations.v4.basicApi.createDefault('contacts', people[0], 'companies', company)
  const page = await associations.v4.basicApi.getPage('contacts', people[0], 'companies')
  assert.equal(String(page.results[0].toObjectId), company)
  assert.deepEqual(page.results[0].associationTypes.map((each) => each.typeId).sort(), [1, 279])
  await associations.v4.basicApi.archive('contacts', people[0], 'companies', company)
  assert.equal((await associations.v4.basicApi.getPage('contacts', people[0], 'companies')).results.length, 0)
})

await check('associations v4 in batches, with a label of our own', async () => {
  const made = await associations.v4.schema.definitionsApi.create('contacts', 'contacts',
    { label: 'Judged by', name: `judged_by_${run}`, inverseLabel: 'Judges' })
  assert.equal(made.results.length, 2)
  const type = made.results[0].typeId
  const inputs = [{
    _from: { id: people[1] }, to: { id: people[2] },
    types: [{ associationCategory: 'USER_DEFINED', associationTypeId: type }],
  }]
  const linked = await associations.v4.batchApi.create('contacts', 'contacts', { inputs })
  assert.deepEqual(linked.results[0].labels, ['Judged by'])
  const read = await associations.v4.batchApi.getPage('contacts', 'contacts', { inputs: [{ id: people[2] }] })
  assert.ok(read.results[0].to[0].associationTypes.some((each) => each.label === 'Judges'))
  await associations.v4.batchApi.archiveLabels('contacts', 'contacts', { inputs })
  await associations.v4.batchApi.archive('contacts', 'contacts',
    { inputs: [{ _from: { id: people[1] }, to: [{ id: people[2] }] }] })
  await associations.v4.schema.definitionsApi.remove('contacts', 'contacts', type)
  const labels = await associations.v4.schema.definitionsApi.getAll('contacts', 'contacts')
  assert.ok(!labels.results.some((each) => each.typeId === type))
})

await check('properties: group, create, unique, read-only, archive', async () => {
  const group = `judge_${run}`
  const score = `judge_score_${run}`
  await properties.groupsApi.create('contacts', { name: group, label: 'Judge', displayOrder: -1 })
  await properties.coreApi.create('contacts',
    { name: score, label: 'Score', groupName: group, type: 'number', fieldType: 'number' })
  await contacts.basicApi.update(people[0], { properties: { [score]: '17' } })
  assert.equal((await contacts.basicApi.getById(people[0], [score])).properties[score], '17')
  await refused(contacts.basicApi.update(people[0], { properties: { createdate: '0' } }), 400, /READ_ONLY_VALUE/)
  await refused(contacts.basicApi.update(people[0], { properties: { [score]: 'many' } }), 400, /INVALID_NUMBER/)
  await properties.coreApi.archive('contacts', score)
  await refused(properties.coreApi.getByName('contacts', score), 404, /OBJECT_NOT_FOUND/)
})

await check('owners by page and by id', async () => {
  const { id } = await ask('/by-hand', {
    vendor: 'hubspot', action: 'owner',
    arguments: { email: address('owner'), firstName: 'Olive', lastName: 'Owner' },
  })
  const page = await owners.ownersApi.getPage(address('owner'))
  assert.equal(page.results[0].id, id)
  assert.equal((await owners.ownersApi.getById(Number(id))).email, address('owner'))
})

await check('pipelines of deals and leads, one added, and the stages that a deal may be in', async () => {
  const [sales] = (await pipelines.pipelinesApi.getAll('deals')).results
  assert.equal(sales.stages.find((each) => each.id === 'closedwon').metadata.probability, '1.0')
  assert.ok((await pipelines.pipelinesApi.getAll('leads')).results[0].stages.length > 0)
  const made = await pipelines.pipelinesApi.create('deals', {
    label: `Trials ${run}`, displayOrder: 9,
    stages: [{ label: 'Verdict', displayOrder: 0, metadata: { probability: '0.95' } }],
  })
  const [stage] = (await pipelines.pipelinesApi.getById('deals', made.id)).stages
  const deal = await deals.basicApi.create(
    { properties: { dealname: `Case ${run}`, pipeline: made.id, dealstage: stage.id }, associations: [] })
  assert.equal(deal.properties.dealstage, stage.id)
  await refused(deals.basicApi.update(deal.id, { properties: { dealstage: 'nosuchstage' } }), 400, /dealstage/)
  await deals.basicApi.archive(deal.id)
})

await check('leads need a primary contact', async () => {
  const lead = (associations) => client.crm.objects.leads.basicApi.create(
    { properties: { hs_lead_name: `Lead ${run}` }, associations })
  await refused(lead([]), 400, /primary/)
  const made = await lead([{
    to: { id: people[5] }, types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 578 }],
  }])
  assert.ok(made.id)
})

await check('a missing scope is named', async () => {
  const token = `pat-judge-${run}`
  await set('tokens', `${token}=crm.objects.companies.read`)
  const other = new Client({ accessToken: token, basePath: hubspot.baseUrl })
  const error = await refused(other.crm.contacts.basicApi.getPage(1), 403, /MISSING_SCOPES/)
  assert.match(JSON.stringify(error.body), /crm\.objects\.contacts\.read/)
})

await check('OAuth: refresh, call, introspect by token', async () => {
  const issued = await client.oauth.tokensApi.create(
    'refresh_token', undefined, undefined, hubspot.clientId, hubspot.clientSecret, hubspot.refreshToken)
  const token = issued.accessToken ?? issued.access_token
  const app = new Client({ accessToken: token, basePath: hubspot.baseUrl })
  assert.ok((await app.crm.contacts.basicApi.getPage(1)).results)
  const info = await app.oauth.accessTokensApi.get(token)
  assert.equal(String(info.hubId ?? info.hub_id), hubspot.portalId)
})

await check('OAuth: a wrong refresh token is BAD_REFRESH_TOKEN', () => refused(
  client.oauth.tokensApi.create('refresh_token', undefined, undefined, hubspot.clientId, hubspot.clientSecret, 'wrong'),
  400, /BAD_REFRESH_TOKEN/))

await check("the client's own retry waits out our SECONDLY 429", async () => {
  await fault('rate-limit', 'contacts/search', { policy: 'SECONDLY' })
  const page = await contacts.searchApi.doSearch(
    { filterGroups: [], sorts: [], properties: [], limit: 1, after: '0' })
  assert.equal(page.results.length, 1)
})

await check("the client's own retry waits out a 502 page", async () => {
  await fault('html', 'contacts/search', { status: '502' })
  await contacts.searchApi.doSearch({ filterGroups: [], sorts: [], properties: [], limit: 1, after: '0' })
})

await check('a used-up day is not retried and says DAILY', async () => {
  await fault('rate-limit', '/contacts', { policy: 'DAILY' })
  await refused(contacts.basicApi.getPage(1), 429, /DAILY/)
})

await check('dated paths through apiRequest', async () => {
  for (const path of ['objects/2026-09/contacts?limit=1', 'objects/2026-03/0-1?limit=1', 'owners/2026-09']) {
    const answer = await client.apiRequest({ method: 'GET', path: `/crm/${path}` })
    assert.equal(answer.status, 200)
    assert.ok((await answer.json()).results)
  }
})

await check('archive and list of the archived, GDPR delete', async () => {
  await contacts.basicApi.archive(people[6])
  const archived = await contacts.basicApi.getPage(100, undefined, undefined, undefined, undefined, true)
  assert.ok(archived.results.find((each) => each.id === people[6]).archivedAt instanceof Date)
  await contacts.basicApi.purge({ objectId: people[7] })
  await refused(contacts.basicApi.getById(people[7]), 404, /not found/i)
})

const byHand = (action, args) => ask('/by-hand', { vendor: 'hubspot', action, arguments: args })

await check('custom events: sent alone and in a batch, one uuid once, read back, refused without a definition', async () => {
  const occurrence = (uuid, eventName = `pe${hubspot.portalId}_onefunnel_outcome`) => ({
    eventName, objectId: people[0], occurredAt: new Date(), uuid, properties: { outcome: 'WON', ledger_key: uuid },
  })
  await client.events.send.basicApi.send(occurrence(`${run}-1`))
  await client.events.send.batchApi.send({ inputs: [occurrence(`${run}-1`), occurrence(`${run}-2`)] })
  const page = await client.events.eventsApi.getPage(
    'contact', undefined, undefined, undefined, undefined, undefined, undefined, undefined, Number(people[0]))
  assert.deepEqual(page.results.map((each) => each.id).sort(), [`${run}-1`, `${run}-2`])
  assert.ok(page.results[0].occurredAt instanceof Date)
  await refused(client.events.send.basicApi.send(occurrence(`${run}-3`, 'pe1_nothing')), 400, /definition/)
})

await check('list members in the order of joining, page by page', async () => {
  const list = (await byHand('list', { name: `Judged ${run}` })).id
  const inputs = ['z', 'y', 'x'].map((each) => ({
    objectWriteTraceId: each, properties: { email: address(each) }, associations: [],
  }))
  const joining = (await contacts.batchApi.create({ inputs })).results.map((each) => each.id).reverse()
  for (const contact of joining) await byHand('join-list', { list, contact })
  const memberships = client.crm.lists.membershipsApi
  const first = await memberships.getPageOrderedByAddedToListDate(list, undefined, undefined, 2)
  const rest = await memberships.getPageOrderedByAddedToListDate(list, first.paging.next.after, undefined, 2)
  assert.deepEqual([...first.results, ...rest.results].map((each) => each.recordId), joining)
  assert.ok(first.results[0].membershipTimestamp instanceof Date)
})

await check('submissions of a form, newest first', async () => {
  const form = (await byHand('form', { name: `Judged ${run}` })).id
  for (const budget of ['1', '2']) await byHand('submit', { form, email: address('a'), budget })
  const answer = await client.apiRequest({
    method: 'GET', path: `/form-integrations/v1/submissions/forms/${form}?limit=50`,
  })
  const { results: sent } = await answer.json()
  assert.deepEqual(sent.map((each) => each.values.find((value) => value.name === 'budget').value), ['2', '1'])
})

const passed = results.filter(Boolean).length
console.log(`${passed} of ${results.length} checks passed: @hubspot/api-client ${version}, Node ${process.versions.node}`)
process.exitCode = passed === results.length ? 0 : 1
