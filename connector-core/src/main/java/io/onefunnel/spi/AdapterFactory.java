package io.onefunnel.spi;

import io.onefunnel.model.SystemId;
import java.nio.file.Path;
import java.util.List;

/** Makes the adapter of one vendor. */
public interface AdapterFactory {
    SystemId system();

    /**
     * The options that a connection of this vendor takes, for checking configuration and for {@code init}.
     *
     * @param secret whether the value must be a reference to a secret
     */
    record Option(String key, boolean required, boolean secret, String meaning) {}

    List<Option> options();

    /**
     * How what is ours goes away at this vendor. Asks nobody.
     *
     * @param home the folder of the program, beside which a package for admins may lie
     */
    UninstallNotes uninstallNotes(Path home);

    /**
     * Creates the adapter. Does no I/O.
     *
     * @throws IllegalArgumentException naming the option that is missing or wrong
     */
    CrmAdapter create(ConnectionSettings settings, AdapterContext context);
}
