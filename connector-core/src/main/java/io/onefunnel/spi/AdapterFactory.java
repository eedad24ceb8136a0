package io.onefunnel.spi;

import io.onefunnel.model.SystemId;
import io.onefunnel.spi.option.Option;
import java.nio.file.Path;
import java.util.List;

/** Makes the adapter of one vendor. */
public interface AdapterFactory {
    SystemId system();

    /**
     * The options that a connection of this vendor takes: what configuration is checked by before anything is opened, and
     * what the guide for admins lists. The same at every call; keys are unique.
     */
    List<Option<?>> options();

    /**
     * How what is ours goes away at this vendor. Asks nobody.
     *
     * @param home the folder of the program, beside which a package for admins may lie
     */
    UninstallNotes uninstallNotes(Path home);

    /**
     * Creates the adapter. Does no I/O, and does not throw for a configuration that was checked by {@link #options}: each
     * value is of its type and within its bounds, and what is needed is there. Whether it is true, {@link CrmAdapter#check}
     * finds out.
     */
    CrmAdapter create(ConnectionSettings settings, AdapterContext context);
}
