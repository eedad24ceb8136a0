// What jsforce, as it comes from the registry, makes of the Salesforce sandbox. It was written by other people than
// the sandbox, against the real service: where both agree, neither repeats a mistake of ours.
//
//   node judge.mjs FILE     with the line of JSON that the sandbox prints
//
// One line for each check, then a summary; exit code 1 when a check failed.
import { readFileSync } from 'node:fs';
import jsforce from 'jsforce';

const access = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const { instanceUrl, clientId, clientSecret, apiVersion } = access.salesforce;
const control = access.control?.url;
const version = JSON.parse(
  readFileSync(new URL('./node_modules/jsforce/package.json', import.meta.url), 'utf8'),
).version;

const outcomes = [];

function assert(holds, why) {
  if (!holds) throw new Error(why);
}

function equal(actual, expected, what) {
  const [a, e] = [JSON.stringify(actual), JSON.stringify(expected)];
  assert(a === e, `${what}: expected ${e}, got ${a}`);
}

async function check(name, body) {
  try {
    const note = await body();
    outcomes.push(true);
    console.log(`ok    ${name}${note ? ` (${note})` : ''}`);
  } catch (error) {
    outcomes.push(false);
    console.log(`FAIL  ${name}: ${error.message}`);
  }
}

async function refused(promise, code) {
  try {
    await promise;
  } catch (error) {
    assert(`${error.errorCode ?? ''} ${error.message}`.includes(code), `expected ${code}, got ${error.message}`);
    return error;
  }
  throw new Error(`expected ${code}, but it was accepted`);
}

async function settings(key, value) {
  const answer = await fetch(`${control}/settings`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ vendor: 'salesforce', key, value }),
  });
  assert(answer.ok, await answer.text());
}

const tokens = await fetch(`${instanceUrl}/services/oauth2/token`, {
  method: 'POST',
  body: new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret }),
});
const token = await tokens.json();
const connection = new jsforce.Connection({
  instanceUrl: token.instance_url,
  accessToken: token.access_token,
  version: apiVersion,
});
const mark = `Judge${Date.now().toString(36)}`;
const lead = (name, more = {}) => ({ LastName: name, Company: mark, ...more });

await check('a token of the client credentials flow opens a connection', async () => {
  equal(token.token_type, 'Bearer', 'token_type');
  assert(!('expires_in' in token), 'there is an expires_in');
});

await check('identity tells who the token belongs to', async () => {
  const identity = await connection.identity();
  equal(identity.organization_id, access.salesforce.orgId, 'organization_id');
  assert(identity.username.includes('@'), 'no username');
});

await check('a refresh token gives another access token', async () => {
  const oauth2 = new jsforce.OAuth2({ loginUrl: instanceUrl, clientId, clientSecret });
  const refreshed = await oauth2.refreshToken(access.salesforce.refreshToken);
  assert(refreshed.access_token !== token.access_token, 'the same token again');
});

await check('an expired session is renewed through refreshFn', async () => {
  let renewals = 0;
  const stale = new jsforce.Connection({
    instanceUrl,
    version: apiVersion,
    accessToken: '00Dexpired!token',
    refreshFn: (_, done) => {
      renewals += 1;
      done(null, token.access_token);
    },
  });
  await stale.query('SELECT Id FROM Organization');
  equal(renewals, 1, 'renewals');
});

let created = [];
await check('create collection: a result for each row, in order', async () => {
  const rows = Array.from({ length: 10 }, (_, i) => lead(`Lead ${i}`, { Email: `${mark}${i}@judge.example` }));
  rows[3] = { Company: mark };
  const results = await connection.sobject('Lead').create(rows);
  equal(results.map((each) => each.success), rows.map((_, i) => i !== 3), 'success');
  equal(results[3].errors[0].statusCode, 'REQUIRED_FIELD_MISSING', 'statusCode');
  created = results.filter((each) => each.success).map((each) => each.id);
});

await check('retrieve one record, and many', async () => {
  const one = await connection.sobject('Lead').retrieve(created[0]);
  equal(one.LastName, 'Lead 0', 'LastName');
  const many = await connection.sobject('Lead').retrieve(created.slice(0, 3));
  equal(many.map((each) => each.Id), created.slice(0, 3), 'ids');
});

await check('update collection: the good rows are saved, the bad one is refused', async () => {
  const results = await connection.sobject('Lead').update([
    { Id: created[0], City: 'Rome' },
    { Id: created[1], City: 'x'.repeat(41) },
  ]);
  equal(results[0].success, true, 'first');
  equal(results[1].errors[0].statusCode, 'STRING_TOO_LONG', 'second');
});

await check('allOrNone takes the good row back', async () => {
  const results = await connection.sobject('Lead').update(
    [
      { Id: created[2], City: 'Oslo' },
      { Id: created[1], City: 'x'.repeat(41) },
    ],
    { allOrNone: true },
  );
  equal(results[0].errors[0].statusCode, 'ALL_OR_NONE_OPERATION_ROLLED_BACK', 'first');
  equal((await connection.sobject('Lead').retrieve(created[2])).City, null, 'City');
});

await check('upsert by external id creates once', async () => {
  const task = { OneFunnel_Ledger_Key__c: mark, Subject: 'Call' };
  const first = await connection.sobject('Task').upsert(task, 'OneFunnel_Ledger_Key__c');
  const again = await connection.sobject('Task').upsert({ ...task, Subject: 'Call again' }, 'OneFunnel_Ledger_Key__c');
  equal(first.success && again.success, true, 'success');
  const found = await connection.query(`SELECT Subject FROM Task WHERE OneFunnel_Ledger_Key__c = '${mark}'`);
  equal(found.records.map((each) => each.Subject), ['Call again'], 'tasks');
});

await check('query: parents, nulls, types, order and limit', async () => {
  const result = await connection.query(
    `SELECT Id, LastName, Email, DoNotCall, Owner.Name, City FROM Lead WHERE Company = '${mark}'`
      + ' ORDER BY LastName DESC LIMIT 2',
  );
  equal(result.records.map((each) => each.LastName), ['Lead 9', 'Lead 8'], 'names');
  equal(result.records[0].DoNotCall, false, 'DoNotCall');
  equal(result.records[0].City, null, 'City');
  assert(result.records[0].Owner.Name.length > 0, 'no owner');
});

await check('query builder: find with conditions, include children, count', async () => {
  const account = await connection.sobject('Account').create({ Name: mark });
  await connection.sobject('Contact').create({ LastName: mark, AccountId: account.id });
  const found = await connection
    .sobject('Account')
    .find({ Name: mark })
    .include('Contacts')
    .select('Id, LastName')
    .end()
    .execute();
  equal(found[0].Contacts.records[0].LastName, mark, 'child');
  equal(await connection.sobject('Lead').count({ Company: mark }), 9, 'count');
});

await check('aggregate query', async () => {
  const result = await connection.query(
    `SELECT Company, COUNT(Id) n FROM Lead WHERE Company = '${mark}' GROUP BY Company`,
  );
  equal(result.records.map((each) => [each.Company, each.n]), [[mark, 9]], 'groups');
});

await check('queryMore follows nextRecordsUrl to the end', async () => {
  await settings('queryBatchSize', '4');
  try {
    const ids = [];
    let page = await connection.query(`SELECT Id FROM Lead WHERE Company = '${mark}'`);
    for (;;) {
      ids.push(...page.records.map((each) => each.Id));
      if (page.done) break;
      page = await connection.queryMore(page.nextRecordsUrl);
    }
    equal(ids.slice().sort(), created.slice().sort(), 'ids');
    const all = await connection.query(`SELECT Id FROM Lead WHERE Company = '${mark}'`, { autoFetch: true });
    equal(all.records.length, 9, 'autoFetch');
  } finally {
    await settings('queryBatchSize', 'asked');
  }
});

await check('a query that cannot be read is refused with the place', async () => {
  const error = await refused(connection.query('SELECT Id FRM Lead'), 'unexpected token');
  equal(error.errorCode, 'MALFORMED_QUERY', 'errorCode');
});

await check('a field that is not there is refused by name', async () => {
  const error = await refused(connection.query('SELECT Nope__c FROM Lead'), 'Nope__c');
  equal(error.errorCode, 'INVALID_FIELD', 'errorCode');
});

await check('describe, describeGlobal', async () => {
  const described = await connection.sobject('Lead').describe();
  const email = described.fields.find((each) => each.name === 'Email');
  equal([email.type, email.length, described.mergeable], ['email', 80, true], 'Lead');
  const all = await connection.describeGlobal();
  assert(all.sobjects.some((each) => each.name === 'CampaignMember'), 'no CampaignMember');
});

await check('limits, and the usage in every answer', async () => {
  const limits = await connection.limits();
  assert(limits.DailyApiRequests.Remaining < limits.DailyApiRequests.Max, 'nothing was spent');
  const usage = connection.limitInfo.apiUsage;
  assert(usage.used > 0 && usage.limit === limits.DailyApiRequests.Max, JSON.stringify(usage));
});

await check('updated and deleted within a window', async () => {
  const gone = await connection.sobject('Lead').create(lead('Gone'));
  await connection.sobject('Lead').destroy(gone.id);
  const now = new Date();
  const from = new Date(now.getTime() - 3600_000).toISOString();
  const to = new Date(now.getTime() + 120_000).toISOString();
  const updated = await connection.sobject('Lead').updated(from, to);
  assert(updated.ids.includes(created[0]), 'the update is missing');
  const deleted = await connection.sobject('Lead').deleted(from, to);
  assert(deleted.deletedRecords.some((each) => each.id === gone.id), 'the deletion is missing');
});

await check('a composite request refers to an earlier answer', async () => {
  const answer = await connection.requestPost(`/services/data/v${apiVersion}/composite`, {
    allOrNone: true,
    compositeRequest: [
      {
        method: 'POST',
        url: `/services/data/v${apiVersion}/sobjects/Account`,
        referenceId: 'account',
        body: { Name: `${mark} composite` },
      },
      {
        method: 'POST',
        url: `/services/data/v${apiVersion}/sobjects/Contact`,
        referenceId: 'contact',
        body: { LastName: 'Composite', AccountId: '@{account.id}' },
      },
    ],
  });
  equal(answer.compositeResponse.map((each) => each.httpStatusCode), [201, 201], 'statuses');
});

await check('Bulk 2.0 query streams every record', async () => {
  const stream = await connection.bulk2.query(`SELECT Id, LastName FROM Lead WHERE Company = '${mark}'`);
  const records = await stream.toArray();
  equal(records.map((each) => each.Id).sort(), created.slice().sort(), 'ids');
});

await check('Bulk 2.0 ingest: insert, then update with a row that fails', async () => {
  const inserted = await connection.bulk2.loadAndWaitForResults({
    object: 'Lead',
    operation: 'insert',
    input: [lead('Bulk 1'), lead('Bulk 2')],
    pollInterval: 100,
    pollTimeout: 20_000,
  });
  equal(inserted.successfulResults.length, 2, 'inserted');
  const updated = await connection.bulk2.loadAndWaitForResults({
    object: 'Lead',
    operation: 'update',
    input: [
      { Id: inserted.successfulResults[0].sf__Id, City: 'Rome' },
      { Id: '00Q000000000000', City: 'Rome' },
    ],
    pollInterval: 100,
    pollTimeout: 20_000,
  });
  equal([updated.successfulResults.length, updated.failedResults.length], [1, 1], 'results');
  assert(updated.failedResults[0].sf__Error.startsWith('INVALID_CROSS_REFERENCE_KEY:'), updated.failedResults[0].sf__Error);
});

await check('SOAP: server time and user info', async () => {
  const { timestamp } = await connection.soap.getServerTimestamp();
  assert(!Number.isNaN(Date.parse(timestamp)), `no time: ${timestamp}`);
  const user = await connection.soap.getUserInfo();
  equal(user.organizationId, access.salesforce.orgId, 'organizationId');
});

await check('SOAP: create, update and upsert', async () => {
  const made = await connection.soap.create({ type: 'Lead', ...lead('Soap') });
  const id = (Array.isArray(made) ? made[0] : made).id;
  const updated = await connection.soap.update({ type: 'Lead', Id: id, City: 'Rome' });
  equal((Array.isArray(updated) ? updated[0] : updated).success, true, 'update');
  equal((await connection.sobject('Lead').retrieve(id)).City, 'Rome', 'City');
});

await check('SOAP: convertLead', async () => {
  const statuses = await connection.query('SELECT ApiName FROM LeadStatus WHERE IsConverted = true LIMIT 1');
  const made = await connection.sobject('Lead').create(lead('Converted'));
  const results = await connection.soap.convertLead([
    { leadId: made.id, convertedStatus: statuses.records[0].ApiName, doNotCreateOpportunity: true },
  ]);
  const result = Array.isArray(results) ? results[0] : results;
  equal(result.success, true, 'success');
  const contact = await connection.sobject('Contact').retrieve(result.contactId);
  equal(contact.LastName, 'Converted', 'LastName');
});

const merging = { masterRecord: { type: 'Lead', Id: null, City: 'Merged' }, recordToMergeIds: [] };
await check("SOAP: jsforce's soap.merge is refused as the WSDL would have it", async () => {
  const rows = await connection.sobject('Lead').create([lead('Master'), lead('Loser')]);
  merging.masterRecord.Id = rows[0].id;
  merging.recordToMergeIds = [rows[1].id];
  // jsforce names the element mergeRequests; the WSDL names it request, and the platform binds by name.
  await refused(connection.soap.merge([merging]), 'invalid at this location');
  return 'jsforce sends <mergeRequests>, the WSDL says <request>';
});

await check('SOAP: merge, through the same client with the element of the WSDL', async () => {
  const { ApiSchemas } = await import('jsforce/lib/api/soap/schema.js');
  const results = await connection.soap._invoke('merge', { request: [merging] }, [ApiSchemas.MergeResult]);
  const result = [results].flat()[0];
  equal([result.success, result.mergedRecordIds], [true, merging.recordToMergeIds], 'merge');
  const gone = await connection.query(
    `SELECT MasterRecordId FROM Lead WHERE Id = '${merging.recordToMergeIds[0]}'`,
    { scanAll: true },
  );
  equal(gone.records[0].MasterRecordId, merging.masterRecord.Id, 'MasterRecordId');
});

await check('SOAP: undelete and emptyRecycleBin', async () => {
  const made = await connection.sobject('Lead').create(lead('Bin'));
  await connection.sobject('Lead').destroy(made.id);
  const back = await connection.soap.undelete([made.id]);
  equal([back].flat()[0].success, true, 'undelete');
  await connection.sobject('Lead').destroy(made.id);
  const emptied = await connection.soap.emptyRecycleBin([made.id]);
  equal([emptied].flat()[0].success, true, 'emptyRecycleBin');
});

await check('tooling query', async () => {
  const result = await connection.tooling.query('SELECT Id FROM ValidationRule');
  equal(result.done, true, 'done');
});

await check('destroy collection', async () => {
  const results = await connection.sobject('Lead').destroy(created);
  equal(results.every((each) => each.success), true, 'success');
  equal(await connection.sobject('Lead').count({ Id: { $in: created } }), 0, 'left');
});

const failed = outcomes.filter((ok) => !ok).length;
console.log(
  `\njsforce ${version} on Node ${process.versions.node}: ${outcomes.length - failed} of ${outcomes.length} checks hold`,
);
process.exit(failed === 0 ? 0 : 1);
