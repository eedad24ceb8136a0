package io.onefunnel.marketo;

import io.onefunnel.marketo.client.InstanceResources;
import io.onefunnel.model.SystemId;
import io.onefunnel.spi.AdapterContext;
import io.onefunnel.spi.AdapterFactory;
import io.onefunnel.spi.ConnectionSettings;
import io.onefunnel.spi.CrmAdapter;
import java.util.List;
import java.util.Map;
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
