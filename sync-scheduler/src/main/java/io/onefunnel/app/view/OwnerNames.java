package io.onefunnel.app.view;

import io.onefunnel.model.ConnectionId;
import io.onefunnel.normalize.Normalizer;
import io.onefunnel.normalize.UnreadableRecordException;
import io.onefunnel.spi.Change;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** What the users are called whom the reports name by their records. */
public final class OwnerNames {
    private final Map<String, String> names;

    private OwnerNames(Map<String, String> names) {
        this.names = names;
    }

    /** Of users as they were pulled; a connection without a normalizer is not configured any more. */
    public static OwnerNames of(Collection<Change.Present> users, Map<ConnectionId, Normalizer> normalizers) {
        Map<String, String> names = new HashMap<>();
        for (Change.Present user : users) {
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

    /** The name of a user's record; the record's id when nobody told us a name. */
    String name(String ref) {
        String name = names.getOrDefault(ref, "");
        return name.isEmpty() ? ref.substring(ref.lastIndexOf('/') + 1) : name;
    }
}
