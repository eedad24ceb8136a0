// Drives the sandbox's Marketo with node-marketo-rest, unpatched: node judge.mjs ACCESS, where ACCESS is a file with the
// sandbox's first line. Prints a line for each check and a summary.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

// Its logger writes warnings to standard error by default; only what fails is of interest here.
process.env.NODE_MARKETO_LOG_LEVEL = 'fatal';
const Marketo = createRequire(import.meta.url)('node-marketo-rest');

const sandbox = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const { baseUrl, identityUrl, clientId, clientSecret } = sandbox.marketo;
const options = { endpoint: `${baseUrl}/rest`, identity: identityUrl, clientId, clientSecret };
const marketo = new Marketo(options);
const stamp = Date.now();
const email = (name) => `${name}.${stamp}@example.org`;

async function control(path, body) {
  const answer = await fetch(sandbox.control.url + path, { method: 'POST', body: JSON.stringify(body) });
  assert.equal(answer.status, 200, await answer.clone().text());
  return answer.json();
}

const fault = (kind, match, params = {}) => control('/faults', { vendor: 'marketo', kind, match, params });
const byHand = (action, args) => control('/by-hand', { vendor: 'marketo', action, arguments: args });

async function refusal(promise) {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new assert.AssertionError({ message: 'was not refused' });
}

const codeOf = (error) => error.errors[0].code;

async function all(first) {
  const rows = [];
  for (let page = first; page; page = page.moreResult ? await page.nextPage() : null) rows.push(...(page.result ?? []));
  return rows;
}

// It is not the rate of calls that is judged here.
await control('/settings', { vendor: 'marketo', key: 'limits', value: 'off' });

const checks = [];
const check = (name, judge) => checks.push({ name, judge });
const ids = {};

check('signs in, and gets the same token again', async () => {
  const first = await marketo.getOAuthToken();
  const second = await marketo.getOAuthToken();
  assert.equal(first.access_token, second.access_token);
  assert.ok(second.expires_in > 0 && second.expires_in <= first.expires_in);
});
check('is refused with a wrong secret', async () => {
  const stranger = new Marketo({ ...options, clientSecret: 'wrong' });
  assert.match(String(await refusal(stranger.lead.describe())), /Bad client credentials/);
});
check('creates leads, updates one, and reads why one is skipped', async () => {
  const created = await marketo.lead.createOrUpdate(
    ['ada', 'bob', 'eve'].map((name) => ({ email: email(name), firstName: name })),
    { lookupField: 'email' });
  assert.deepEqual(created.result.map((row) => row.status), ['created', 'created', 'created']);
  [ids.ada, ids.bob, ids.eve] = created.result.map((row) => row.id);
  const again = await marketo.lead.createOrUpdate([{ email: email('ada'), title: 'Engineer' }, { email: 'nonsense' }]);
  assert.equal(again.result[0].status, 'updated');
  assert.equal(again.result[1].reasons[0].code, '1003');
});
check('finds a lead by e-mail, several by id, and only the fields asked for', async () => {
  assert.equal((await marketo.lead.find('email', [email('ada')])).result[0].id, ids.ada);
  const found = await marketo.lead.find('id', [ids.ada, ids.bob], { fields: ['email', 'title'] });
  assert.deepEqual(found.result, [
    { id: ids.ada, email: email('ada'), title: 'Engineer' },
    { id: ids.bob, email: email('bob'), title: null },
  ]);
  assert.equal((await marketo.lead.byId(ids.eve, { fields: ['firstName'] })).result[0].firstName, 'eve');
});
check('pages through leads, by hand and as a stream', async () => {
  const page = await marketo.lead.find('id', [ids.ada, ids.bob, ids.eve], { batchSize: 2 });
  assert.equal(page.result.length, 2);
  assert.equal((await page.nextPage()).result.length, 1);
  let seen = 0;
  const stream = marketo.streamify('lead', 'find', ['id', [ids.ada, ids.bob, ids.eve], { batchSize: 1 }]);
  for await (const lead of stream) seen += lead.id ? 1 : 0;
  assert.equal(seen, 3);
});
check('describes leads', async () => {
  const described = await marketo.lead.describe();
  assert.ok(described.result.some((field) => field.rest.name === 'email' && field.dataType === 'email'));
});
check('pushes a lead into a program and ties a cookie to it', async () => {
  await byHand('program', { name: `Webinar ${stamp}`, channel: 'Webinar' });
  const pushed = await marketo.lead.push([{ email: email('eve') }],
    { programName: `Webinar ${stamp}`, programStatus: 'Registered', lookupField: 'email' });
  assert.equal(pushed.result[0].status, 'updated');
  assert.equal((await marketo.lead.associateLead(ids.eve, 'id:284-RPR-133&token:_mch-x-1')).success, true);
});
check('knows the activity types', async () => {
  const types = (await marketo.activities.getActivityTypes()).result;
  assert.ok([1, 2, 12, 13, 32, 104].every((id) => types.some((type) => type.id === id)));
});
check('pages through activities, over an empty page that is not the last', async () => {
  const start = new Date(Date.now() - 3_600_000).toISOString();
  const { nextPageToken } = await marketo.lead.getPageToken(start);
  await fault('empty-page', '/activities\\.json');
  const rows = await all(await marketo.lead.getActivities([ids.ada, ids.bob, ids.eve], [12, 13, 104, 145],
    nextPageToken, { batchSize: 2 }));
  const types = rows.map((row) => row.activityTypeId);
  assert.equal(types.filter((type) => type === 12).length, 3);
  for (const type of [13, 104, 145]) assert.ok(types.includes(type), `type ${type}`);
  assert.equal(new Set(rows.map((row) => row.marketoGUID)).size, rows.length);
});
check('reads lead changes with old and new value and their source', async () => {
  const { nextPageToken } = await marketo.lead.getPageToken(new Date(Date.now() - 3_600_000).toISOString());
  await marketo.lead.createOrUpdate([{ id: ids.bob, title: 'Buyer' }], { action: 'updateOnly', lookupField: 'id' });
  const changes = await all(await marketo.lead.getChanges(nextPageToken, { fields: ['title'] }));
  const mine = changes.find((row) => row.leadId === ids.bob && row.activityTypeId === 13);
  assert.deepEqual([mine.fields[0].name, mine.fields[0].oldValue, mine.fields[0].newValue], ['title', null, 'Buyer']);
  assert.ok(mine.attributes.some((each) => each.name === 'Source' && each.value === 'Web service API'));
});
check('merges leads: the loser vanishes, an activity remains', async () => {
  assert.equal((await marketo.lead.mergeLead(ids.ada, [ids.eve], { mergeInCRM: false })).success, true);
  assert.equal((await marketo.lead.find('id', [ids.eve])).result.length, 0);
  const { nextPageToken } = await marketo.lead.getPageToken(new Date(Date.now() - 3_600_000).toISOString());
  const merges = await all(await marketo.lead.getActivities([ids.ada], [32], nextPageToken));
  assert.deepEqual(merges[0].attributes.find((each) => each.name === 'Merge IDs').value, [ids.eve]);
  assert.equal(codeOf(await refusal(marketo.lead.mergeLead(ids.ada, [ids.eve], {}))), '1004');
});
const today = () => ({
  startAt: new Date(Date.now() - 86_400_000).toISOString().slice(0, 19) + 'Z',
  endAt: new Date(Date.now() + 86_400_000).toISOString().slice(0, 19) + 'Z',
});
async function extract(bulk, created) {
  const { exportId } = created.result[0];
  assert.equal(created.result[0].status, 'Created');
  assert.equal((await bulk.enqueue(exportId)).result[0].status, 'Queued');
  const done = (await bulk.status(exportId)).result[0];
  assert.equal(done.status, 'Completed');
  const file = await bulk.file(exportId);
  assert.equal(done.fileChecksum, `sha256:${createHash('sha256').update(file).digest('hex')}`);
  return file;
}
check('extracts leads in bulk, the file as its checksum says', async () => {
  const bulk = marketo.bulkLeadExtract;
  const file = await extract(bulk, await bulk.create(['id', 'email', 'title'], { createdAt: today() }));
  assert.ok(file.startsWith('id,email,title\n'));
  assert.ok(file.includes(`${ids.ada},${email('ada')},Engineer\n`));
});
check('extracts activities in bulk', async () => {
  const bulk = marketo.bulkActivityExtract;
  const file = await extract(bulk, await bulk.create({ createdAt: today(), activityTypeIds: [32] }));
  assert.ok(file.includes(`"{""Merge IDs"":[${ids.eve}]`), file);
});
check('cancels an extract', async () => {
  const { exportId } = (await marketo.bulkLeadExtract.create(['id'], { createdAt: today() })).result[0];
  assert.equal((await marketo.bulkLeadExtract.cancel(exportId)).result[0].status, 'Cancelled');
});
check('finds campaigns and requests one for a lead', async () => {
  const found = (await marketo.campaign.getCampaigns()).result;
  const trigger = found.find((each) => each.type === 'trigger' && each.active);
  const asked = await marketo.campaign.request(trigger.id, [{ id: ids.ada }], [{ name: '{{my.outcome}}', value: 'Won' }]);
  assert.equal(asked.result[0].id, trigger.id);
  assert.equal(codeOf(await refusal(marketo.campaign.request(trigger.id, [{ id: 1 }], []))), '1004');
  assert.equal(codeOf(await refusal(marketo.campaign.request(42, [{ id: ids.ada }], []))), '1013');
});
check('reads the usage of the day', async () => {
  assert.ok((await marketo.stats.usage()).result[0].total > 0);
});
check('renews an expired token and goes on', async () => {
  await fault('expired-token', 'describe');
  assert.equal((await marketo.lead.describe()).success, true);
});
check('waits and repeats after 606, and passes on a 615, which it does not know', async () => {
  const patient = new Marketo({ ...options, retry: { initialDelay: 10, maxDelay: 20 } });
  await fault('rate-limit', 'describe');
  assert.equal((await patient.lead.describe()).success, true);
  await fault('concurrency', 'describe');
  assert.equal(codeOf(await refusal(patient.lead.describe())), '615');
});

let failed = 0;
for (const { name, judge } of checks) {
  try {
    await judge();
    console.log(`ok    ${name}`);
  } catch (error) {
    failed++;
    console.log(`FAIL  ${name}: ${error?.stack ?? JSON.stringify(error)}`);
  }
}
console.log(`node-marketo-rest 0.7.8: ${checks.length - failed} of ${checks.length} checks passed`);
process.exit(failed ? 1 : 0);
