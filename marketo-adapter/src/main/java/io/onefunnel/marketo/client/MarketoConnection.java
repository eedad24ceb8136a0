package io.onefunnel.marketo.client;

import io.onefunnel.model.ConnectionId;
import io.onefunnel.spi.AdapterContext;
import io.onefunnel.spi.Budget;
import io.onefunnel.spi.ConnectionSettings;
import io.onefunnel.spi.ConnectionSettings.Use;
import java.util.stream.Stream;

/** A connection's ways into its instance: a client for each use, and what every part reads through the first of them. */
public final class MarketoConnection {
    private final ConnectionId id;
    private final DailyQuota quota;
    private final MarketoClient reading;
    private final MarketoClient writing;
    private final MarketoClient merging;
    private final LeadFields fields;
    private final LeadReader leads;
    private final ActivityStream activities;

    public MarketoConnection(
            ConnectionSettings settings, InstanceOptions options, InstanceResources instance, AdapterContext context) {
        id = settings.id();
        quota = new DailyQuota(options.dailyQuota());
        reading = client(settings.forUse(Use.READ), instance, context);
        // The limits are the instance's, whichever custom service calls.
        writing = settings.separate(Use.WRITE) ? client(settings.forUse(Use.WRITE), instance, context) : reading;
        merging = settings.separate(Use.MERGE) ? client(settings.forUse(Use.MERGE), instance, context) : reading;
        fields = new LeadFields(reading);
        leads = new LeadReader(reading);
        activities = new ActivityStream(reading);
    }

    private static MarketoClient client(
            ConnectionSettings settings, InstanceResources instance, AdapterContext context) {
        return new MarketoClient(instance, new CustomService(settings), context, settings.id());
    }

    public ConnectionId id() {
        return id;
    }

    public DailyQuota quota() {
        return quota;
    }

    /** Our calls of all three clients, against the instance's quota. */
    public Budget budget() {
        long ours = Stream.of(reading, writing, merging)
                .distinct()
                .mapToLong(MarketoClient::calls)
                .sum();
        return quota.budget(ours, reading.now());
    }

    public MarketoClient reading() {
        return reading;
    }

    public MarketoClient writing() {
        return writing;
    }

    public MarketoClient merging() {
        return merging;
    }

    public LeadFields fields() {
        return fields;
    }

    public LeadReader leads() {
        return leads;
    }

    public ActivityStream activities() {
        return activities;
    }
}
