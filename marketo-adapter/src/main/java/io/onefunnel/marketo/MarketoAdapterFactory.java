package io.onefunnel.marketo;

import io.onefunnel.marketo.client.InstanceOptions;
import io.onefunnel.marketo.client.InstanceResources;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.SystemId;
import io.onefunnel.spi.AdapterContext;
import io.onefunnel.spi.AdapterFactory;
import io.onefunnel.spi.ConnectionSettings;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.UninstallNotes;
import io.onefunnel.spi.option.Option;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes adapters of Marketo Engage. Adapters of one connection that come from the same factory share the token and our
 * part of the instance's limits, so an application keeps one factory.
 */
public final class MarketoAdapterFactory implements AdapterFactory {
    private final Map<Shared, InstanceResources> instances = new ConcurrentHashMap<>();

    /** What adapters must have in common to share the limits of an instance. */
    private record Shared(ConnectionId connection, InstanceOptions instance) {}

    @Override
    public SystemId system() {
        return SystemId.MARKETO;
    }

    @Override
    public List<Option<?>> options() {
        return MarketoOptions.ALL;
    }

    @Override
    public UninstallNotes uninstallNotes(Path home) {
        return new UninstallNotes(
                "they are deleted with their values",
                "Marketo can never delete them. Hide the fields in Admin > Field Management (Hide Field), the"
                        + " activity type in Admin > Marketo Custom Activities, once no smart list or campaign uses them",
                "Admin > LaunchPoint: delete the custom service, then its API-only user and role",
                Optional.empty());
    }

    @Override
    public CrmAdapter create(ConnectionSettings settings, AdapterContext context) {
        InstanceOptions instance = MarketoOptions.instance(settings);
        InstanceResources resources = instances.computeIfAbsent(
                new Shared(settings.id(), instance), each -> new InstanceResources(each.instance()));
        return new MarketoAdapter(settings, instance, resources, context);
    }
}
