package io.onefunnel.sandbox.salesforce.services;

import io.onefunnel.sandbox.salesforce.access.Access;
import io.onefunnel.sandbox.salesforce.org.OrgIdentity;
import io.onefunnel.sandbox.salesforce.org.OrgSettings;
import io.onefunnel.sandbox.salesforce.rules.OrgRules;
import io.onefunnel.sandbox.salesforce.session.ApiQuota;
import io.onefunnel.sandbox.salesforce.soql.Cursors;
import io.onefunnel.sandbox.salesforce.soql.QueryReader;
import io.onefunnel.sandbox.salesforce.soql.QueryRunner;
import io.onefunnel.sandbox.salesforce.store.Conversions;
import io.onefunnel.sandbox.salesforce.store.Merges;
import io.onefunnel.sandbox.salesforce.store.OrgStore;
import io.onefunnel.sandbox.salesforce.store.Records;
import io.onefunnel.sandbox.salesforce.write.ConvertCall;
import io.onefunnel.sandbox.salesforce.write.MergeCall;
import io.onefunnel.sandbox.salesforce.write.Writes;
import io.onefunnel.sandbox.vendor.Calls;
import io.onefunnel.sandbox.vendor.Faults;
import io.onefunnel.sandbox.vendor.WriteAudit;
import java.time.Instant;

/** What SOAP, REST and Bulk have in common: the org's data and everything that reads or changes it. */
public final class OrgServices {
    private final OrgStore store;
    private final OrgSettings settings;
    private final OrgIdentity identity;
    private final Faults faults;
    private final ApiQuota quota;
    private final Calls calls;
    private final QueryRunner runner;
    private final Cursors cursors;
    private final Replication replication;
    private final Writes writes;
    private final MergeCall mergeCall;
    private final ConvertCall convertCall;

    public OrgServices(
            OrgStore store,
            Records records,
            OrgSettings settings,
            OrgIdentity identity,
            ApiQuota quota,
            OrgRules rules,
            Calls calls,
            WriteAudit audit,
            Faults faults) {
        this.store = store;
        this.settings = settings;
        this.identity = identity;
        this.faults = faults;
        this.quota = quota;
        this.calls = calls;
        runner = new QueryRunner(store);
        cursors = new Cursors(store);
        replication = new Replication(store, settings);
        writes = new Writes(store, records, settings, rules, audit, faults);
        mergeCall = new MergeCall(store, writes, new Merges(store, records), faults);
        convertCall = new ConvertCall(store, writes, new Conversions(store, records));
    }

    public OrgStore store() {
        return store;
    }

    public OrgSettings settings() {
        return settings;
    }

    public OrgIdentity identity() {
        return identity;
    }

    public Faults faults() {
        return faults;
    }

    public ApiQuota quota() {
        return quota;
    }

    /** Reads queries as the user of {@code access} may write them. */
    public QueryReader reader(Access access) {
        return new QueryReader(store, access);
    }

    public QueryRunner runner() {
        return runner;
    }

    public Calls calls() {
        return calls;
    }

    /** When a describe of this user last changed. */
    public Instant rightsChangedAt(Access access) {
        Instant rights = access.user().rights().changedAt();
        return rights.isBefore(settings.changedAt()) ? settings.changedAt() : rights;
    }

    public Replication replication() {
        return replication;
    }

    public Cursors cursors() {
        return cursors;
    }

    public Writes writes() {
        return writes;
    }

    public MergeCall mergeCall() {
        return mergeCall;
    }

    public ConvertCall convertCall() {
        return convertCall;
    }
}
