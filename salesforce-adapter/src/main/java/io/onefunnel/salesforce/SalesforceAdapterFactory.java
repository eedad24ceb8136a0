package io.onefunnel.salesforce;

import io.onefunnel.model.SystemId;
import io.onefunnel.salesforce.client.SalesforceOptions;
import io.onefunnel.spi.AdapterContext;
import io.onefunnel.spi.AdapterFactory;
import io.onefunnel.spi.ConnectionSettings;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.option.Option;
import java.util.List;

/** Makes adapters for Salesforce orgs. */
public final class SalesforceAdapterFactory implements AdapterFactory {
    @Override
    public SystemId system() {
        return SystemId.SALESFORCE;
    }

    @Override
    public List<Option<?>> options() {
        return SalesforceOptions.ALL;
    }

    @Override
    public CrmAdapter create(ConnectionSettings settings, AdapterContext context) {
        return new SalesforceAdapter(settings, context);
    }
}
