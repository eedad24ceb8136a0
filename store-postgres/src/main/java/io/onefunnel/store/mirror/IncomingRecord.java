package io.onefunnel.store.mirror;

import io.onefunnel.model.Field;
import io.onefunnel.model.IdentityKey;
import io.onefunnel.model.LinkRole;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.Change;
import io.onefunnel.state.Mirror.Observed;
import io.onefunnel.store.records.RawJson;
import io.onefunnel.store.sql.Digests;
import io.onefunnel.store.sql.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A record of a page, ready to be compared and stored. */
record IncomingRecord(
        Change.Present raw,
        byte[] facts,
        Map<Field, String> own,
        List<IdentityKey> keys,
        List<Link> links,
        byte[] json,
        String ownJson,
        int fieldSet,
        byte[] digest,
        byte[] linksDigest,
        byte[] keysDigest,
        String domain) {
    // The roles that a case file or its dirtiness is found by.
    private static final Set<LinkRole> FOLLOWED = EnumSet.of(
            LinkRole.OWNER,
            LinkRole.ACCOUNT,
            LinkRole.PERSON,
            LinkRole.OPPORTUNITY,
            LinkRole.CONVERTED_TO,
            LinkRole.REFERRED_BY);

    /** A link worth a row. */
    record Link(LinkRole role, SourceRef to) {}

    SourceRef ref() {
        return raw.ref();
    }

    static IncomingRecord of(Observed.Record record, int fieldSet, String domain) {
        return of(record.raw(), record.facts(), record.own(), record.keys(), linksOf(record.raw()), fieldSet, domain);
    }

    static IncomingRecord of(Observed.Met met, int fieldSet) {
        List<Link> links = new ArrayList<>(linksOf(met.raw()));
        for (SourceRef person : met.meeting().people()) {
            Link link = new Link(LinkRole.PERSON, person);
            if (!links.contains(link)) links.add(link);
        }
        return of(met.raw(), met.facts(), Map.of(), List.of(), links, fieldSet, "");
    }

    private static IncomingRecord of(
            Change.Present raw,
            byte[] facts,
            Map<Field, String> own,
            List<IdentityKey> keys,
            List<Link> links,
            int fieldSet,
            String domain) {
        byte[] json = RawJson.write(raw);
        String ownJson = own.isEmpty() ? "{}" : Json.write(new TreeMap<>(own));
        byte[] linksDigest = Digests.ofSorted(
                links.stream().map(link -> link.role() + " " + link.to()).toList());
        byte[] keysDigest = keys.isEmpty()
                ? new byte[0]
                : Digests.ofSorted(
                        keys.stream().map(key -> key.kind() + " " + key.value()).toList());
        HexFormat hex = HexFormat.of();
        byte[] digest = Digests.ofUtf8(
                utf8(raw.type()),
                utf8(Integer.toString(fieldSet)),
                json,
                utf8(ownJson),
                utf8(hex.formatHex(facts)),
                utf8(hex.formatHex(linksDigest)),
                utf8(hex.formatHex(keysDigest)));
        return new IncomingRecord(
                raw, facts, own, keys, links, json, ownJson, fieldSet, digest, linksDigest, keysDigest, domain);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<Link> linksOf(Change.Present raw) {
        List<Link> links = new ArrayList<>(4);
        raw.links().forEach((role, ids) -> {
            if (!FOLLOWED.contains(role)) return;
            ids.stream()
                    .distinct()
                    .filter(id -> !id.isBlank())
                    .forEach(id ->
                            links.add(new Link(role, new SourceRef(raw.ref().connection(), role.target(), id))));
        });
        return links;
    }
}
