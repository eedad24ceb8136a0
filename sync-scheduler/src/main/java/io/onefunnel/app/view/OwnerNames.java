package io.onefunnel.app.view;

import io.onefunnel.app.engine.Installation;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.normalize.Normalizer;
import io.onefunnel.normalize.UnreadableRecordException;
import io.onefunnel.spi.Change;
import java.util.HashMap;
import java.util.Map;

/** What the users are called whom the reports name by their records. */
public final class OwnerNames {
    private final Map<String, String> names;

    private OwnerNames(Map<String, String> names) {
        this.names = names;
    }

    public static OwnerNames of(Installation installation) {
        Map<ConnectionId, Normalizer> normalizers = installation.normalizers();
        Map<String, String> names = new HashMap<>();
        for (Change.Present user : installation.store().decisions().directory().users()) {
            Normalizer normalizer = normalizers.get(user.ref().connection());
            if (normalizer != null) names.put(user.ref().toString(), name(normalizer, user));
        }
        return new OwnerNames(names);
    }

    private static String name(Normalizer normalizer, Change.Present user) {
        try {
            return normalizer.user(user).name();
        } catch (UnreadableRecordException unreadable) {
            return user.ref().id();
        }
    }

    /** The name of a user's record; the record itself when nobody told us a name. */
    public String name(String ref) {
        String name = names.getOrDefault(ref, "");
        return name.isEmpty() ? ref.substring(ref.lastIndexOf('/') + 1) : name;
    }
}
