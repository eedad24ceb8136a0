package io.onefunnel.salesforce;

import io.onefunnel.model.SystemId;
import io.onefunnel.salesforce.check.PackageManifest;
import io.onefunnel.salesforce.client.SalesforceOptions;
import io.onefunnel.spi.AdapterContext;
import io.onefunnel.spi.AdapterFactory;
import io.onefunnel.spi.ConnectionSettings;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.UninstallNotes;
import io.onefunnel.spi.option.Option;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

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
    public UninstallNotes uninstallNotes(Path home) {
        return new UninstallNotes(
                "they are deleted with their values",
                "they stay",
                "Setup: delete the connected app (or external client app) made for OneFunnel, deactivate its"
                        + " integration user",
                Optional.of(new UninstallNotes.Deployed(
                        PackageManifest.of(home.resolve("salesforce-adapter").resolve("crm-package"))
                                .map(PackageManifest::listed),
                        "an admin deployed the OneFunnel package and takes it out again; its list"
                                + " (salesforce-adapter/crm-package) is not beside this program",
                        "unassign the permission sets, take the fields off layouts, reports and flows (Salesforce refuses"
                                + " to delete what is in use), write the manifest with --manifest DIR, then",
                        "sf project deploy start --manifest DIR/package.xml --post-destructive-changes"
                                + " DIR/destructiveChanges.xml --target-org my-org --dry-run")));
    }

    @Override
    public CrmAdapter create(ConnectionSettings settings, AdapterContext context) {
        return new SalesforceAdapter(settings, context);
    }
}
