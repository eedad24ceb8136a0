package io.onefunnel.app.engine;

import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.SystemId;
import io.onefunnel.spi.Provisioning.Step;
import io.onefunnel.spi.UninstallNotes;
import java.util.List;
import java.util.Optional;

/**
 * What is ours in one connection.
 *
 * @param account empty before the first check
 * @param removable what OneFunnel can take away again
 * @param lasting what the vendor can never delete
 * @param notes how it goes away, in the vendor's own words
 * @param problem why the vendor could not be asked; what it holds is then not known
 */
public record Footprint(
        ConnectionId connection,
        SystemId system,
        Optional<String> account,
        List<Step> removable,
        List<Step> lasting,
        UninstallNotes notes,
        Optional<String> problem) {
    public Footprint {
        removable = List.copyOf(removable);
        lasting = List.copyOf(lasting);
    }

    /** What an admin deployed; empty where nothing is, and where its list is not beside the program. */
    public Optional<UninstallNotes.Manifest> deployed() {
        return notes.deployed().flatMap(UninstallNotes.Deployed::contents);
    }

    /**
     * What became of it.
     *
     * @param left what is still there although it was to go
     * @param problem why something is left, or why it is not known; what is run again goes on
     */
    public record Removed(List<Step> removed, List<Step> left, Optional<String> problem) {
        public Removed {
            removed = List.copyOf(removed);
            left = List.copyOf(left);
        }
    }
}
