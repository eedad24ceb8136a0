package io.onefunnel.marketo;

import io.onefunnel.marketo.client.InstanceResources;
import io.onefunnel.model.SystemId;
import io.onefunnel.spi.AdapterContext;
import io.onefunnel.spi.AdapterFactory;
import io.onefunnel.spi.ConnectionSettings;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.UninstallNotes;
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
    private final Map<String, InstanceResources> instances = new ConcurrentHashMap<>();

    @Override
    public SystemId system() {
        return SystemId.MARKETO;
    }

    @Override
    public List<Option> options() {
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
        MarketoOptions options = MarketoOptions.of(settings);
        String key = settings.id() + " " + options;
        return new MarketoAdapter(
                settings,
                options,
                instances.computeIfAbsent(key, each -> new InstanceResources(options.instance())),
                context);
    }
}
