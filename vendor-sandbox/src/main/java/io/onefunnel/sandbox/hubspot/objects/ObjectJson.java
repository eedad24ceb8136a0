package io.onefunnel.sandbox.hubspot.objects;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.sandbox.hubspot.api.Json;
import io.onefunnel.sandbox.hubspot.api.Paging;
import io.onefunnel.sandbox.hubspot.api.Refusal;
import io.onefunnel.sandbox.hubspot.api.Request;
import io.onefunnel.sandbox.hubspot.schema.ObjectKind;
import io.onefunnel.sandbox.hubspot.store.AssociationTypes.AssociationType;
import io.onefunnel.sandbox.hubspot.store.Associations;
import io.onefunnel.sandbox.hubspot.store.CrmObject;
import io.onefunnel.sandbox.hubspot.store.CrmObject.Version;
import io.onefunnel.sandbox.hubspot.store.Links;
import io.onefunnel.sandbox.hubspot.store.ObjectTable;
import io.onefunnel.sandbox.hubspot.store.PortalSettings;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Objects as the API shows them: every value a string or null, ids strings, stamps ISO-8601. */
public final class ObjectJson {
    private static final int MOST_LINKS = 100;

    private final Associations associations;

    public ObjectJson(Associations associations) {
        this.associations = associations;
    }

    /** The properties asked for, or the type's defaults; unknown ones are silently left out. */
    public ObjectNode of(ObjectTable table, CrmObject object, Collection<String> asked) {
        ObjectKind kind = table.kind();
        Set<String> names = new LinkedHashSet<>(List.of("hs_object_id", kind.created(), kind.modified()));
        names.addAll(asked.isEmpty() ? kind.defaults() : asked);
        String id = Long.toString(object.id());
        ObjectNode json = Json.object().put("id", id);
        ObjectNode properties = json.putObject("properties");
        for (String name : names) {
            if (table.properties().has(name)) properties.put(name, table.value(object, name));
        }
        json.put("createdAt", Instant.ofEpochMilli(object.created()).toString())
                .put("updatedAt", Instant.ofEpochMilli(object.modified()).toString())
                .put("archived", object.archived() != 0);
        if (object.archived() != 0) {
            json.put("archivedAt", Instant.ofEpochMilli(object.archived()).toString());
        }
        return json.put(
                "url",
                "https://app.hubspot.com/contacts/" + PortalSettings.PORTAL_ID + "/record/" + kind.typeId() + "/" + id);
    }

    void addHistory(ObjectNode json, ObjectTable table, CrmObject object, Collection<String> asked) {
        if (asked.isEmpty()) return;
        ObjectNode history = json.putObject("propertiesWithHistory");
        for (String name : asked) {
            if (!table.properties().has(name)) continue;
            ArrayNode versions = history.putArray(name);
            for (Version version : table.history(object, name)) {
                versions.addObject()
                        .put("value", version.value())
                        .put("timestamp", Instant.ofEpochMilli(version.at()).toString())
                        .put("sourceType", version.source())
                        .put("sourceId", "onefunnel-sandbox");
            }
        }
    }

    /**
     * {@code associations: {deals: {results: [{id, type}], paging}}}, as list and read answer it: the first hundred of each
     * type, and where the others are (HubSpot/hubspot-api-python#135, hubspot-api-nodejs#29).
     */
    void addAssociations(ObjectNode json, ObjectTable table, CrmObject object, Request request) {
        List<String> asked = request.list("associations");
        if (asked.isEmpty()) return;
        ObjectNode all = Json.object();
        for (String name : asked) {
            ObjectKind to = ObjectKind.named(name)
                    .orElseThrow(() -> Refusal.validation("Unable to infer object type from: " + name));
            Links links = associations.of(table.kind(), object.id(), to);
            if (links.size() == 0) continue;
            ObjectNode page = all.putObject(to.plural());
            ArrayNode results = page.putArray("results");
            for (int i = 0; i < links.size(); i++) {
                if (results.size() >= MOST_LINKS) {
                    String after = Long.toString(links.id(i));
                    Paging.nextLinks(page, request, table.kind().typeId(), object.id(), to.typeId(), after);
                    break;
                }
                for (int type : links.types(i)) {
                    String label = associations
                            .types()
                            .find(table.kind(), to, type)
                            .map(AssociationType::name)
                            .orElse("");
                    results.addObject().put("id", Long.toString(links.id(i))).put("type", label);
                }
            }
        }
        if (!all.isEmpty()) json.set("associations", all);
    }
}
