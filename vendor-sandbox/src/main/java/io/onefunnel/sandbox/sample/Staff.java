package io.onefunnel.sandbox.sample;

import io.onefunnel.sandbox.hubspot.HubSpotData;
import io.onefunnel.sandbox.salesforce.SalesforceData;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The sample company's sales team, known to Salesforce and HubSpot by the same addresses. */
final class Staff {
    static final String DOMAIN = "quietline-instruments.com";

    private final List<List<Colleague>> byRoleAndPlace = new ArrayList<>();
    private final Colleague queue;
    private final Colleague leaver;

    private Staff(List<Colleague> all, Colleague queue, Colleague leaver) {
        for (Colleague.Role role : Colleague.Role.values())
            for (Country.Place place : Country.Place.values())
                byRoleAndPlace.add(all.stream()
                        .filter(colleague -> colleague.role() == role && colleague.place() == place)
                        .toList());
        this.queue = queue;
        this.leaver = leaver;
    }

    static Staff hire(int people, Words words, Dice dice, Instant since, SalesforceData org, HubSpotData portal) {
        Hiring hiring = new Hiring(words, dice, since, org, portal);
        List<Colleague> team = new ArrayList<>();
        int sdrs = Math.max(6, Math.min(40, people / 150));
        int reps = Math.max(5, Math.min(24, people / 250));
        for (Country.Place place : Country.Place.values()) {
            Colleague manager = hiring.hire(Colleague.Role.MANAGER, place, Colleague.Pace.NORMAL, true, "");
            team.add(manager);
            for (int i = 0; i < share(sdrs, place); i++)
                team.add(hiring.hire(Colleague.Role.SDR, place, pace(team.size()), true, manager.userId()));
            for (int i = 0; i < share(reps, place); i++)
                team.add(hiring.hire(Colleague.Role.REP, place, pace(team.size() + 1), true, manager.userId()));
        }
        Colleague leaver = hiring.hire(Colleague.Role.SDR, Country.Place.AMERICAS, Colleague.Pace.SLOW, false, "");
        return new Staff(team, hiring.queue(), leaver);
    }

    /** Who works a company's people: by place, then by the company, so that colleagues share one SDR and one rep. */
    Colleague of(Colleague.Role role, Country.Place place, int company) {
        List<Colleague> there = byRoleAndPlace.get(role.ordinal() * Country.Place.values().length + place.ordinal());
        return there.get(company % there.size());
    }

    Colleague queue() {
        return queue;
    }

    /** The SDR who left, whose leads nobody took over. */
    Colleague leaver() {
        return leaver;
    }

    private static int share(int heads, Country.Place place) {
        double part = place == Country.Place.AMERICAS ? 0.5 : place == Country.Place.BRITAIN ? 0.2 : 0.3;
        return Math.max(2, (int) Math.round(heads * part));
    }

    /** Every team has the four kinds, fast ones more often. */
    private static Colleague.Pace pace(int place) {
        Colleague.Pace[] kinds = {
            Colleague.Pace.FAST, Colleague.Pace.NORMAL, Colleague.Pace.NEVER, Colleague.Pace.FAST,
            Colleague.Pace.SLOW, Colleague.Pace.NORMAL, Colleague.Pace.FAST, Colleague.Pace.NORMAL
        };
        return kinds[place % kinds.length];
    }

    private record Hiring(
            Words words, Dice dice, Instant since, SalesforceData org, HubSpotData portal, Set<String> taken) {
        Hiring(Words words, Dice dice, Instant since, SalesforceData org, HubSpotData portal) {
            this(words, dice, since, org, portal, new HashSet<>());
        }

        Colleague hire(
                Colleague.Role role, Country.Place place, Colleague.Pace pace, boolean active, String managerId) {
            String first;
            String last;
            String email;
            do {
                first = dice.pick(words.list("en.first"));
                last = dice.pick(words.list("en.last"));
                email = Spelling.ascii(first) + "." + Spelling.ascii(last) + "@" + DOMAIN;
            } while (!taken.add(email));
            Map<String, String> user = new LinkedHashMap<>();
            user.put("FirstName", first);
            user.put("LastName", last);
            user.put("Name", first + " " + last);
            user.put("Username", email);
            user.put("Email", email);
            user.put("Title", title(role));
            user.put("IsActive", Boolean.toString(active));
            user.put("UserType", "Standard");
            user.put("TimeZoneSidKey", place.zone);
            if (!managerId.isEmpty()) user.put("ManagerId", managerId);
            user.put("CreatedDate", Stamp.salesforce(since.getEpochSecond()));
            user.put("SystemModstamp", Stamp.salesforce(since.getEpochSecond()));
            return new Colleague(
                    first + " " + last,
                    email,
                    role,
                    place,
                    pace,
                    pace == Colleague.Pace.FAST ? 7 : dice.between(2, 5),
                    active,
                    org.insert("User", user),
                    portal.owner(email, first, last));
        }

        Colleague queue() {
            String id = org.insert("Group", Map.of("Name", "Inbound queue", "Type", "Queue"));
            return new Colleague(
                    "Inbound queue",
                    "",
                    Colleague.Role.QUEUE,
                    Country.Place.AMERICAS,
                    Colleague.Pace.NEVER,
                    0,
                    true,
                    id,
                    "");
        }

        private static String title(Colleague.Role role) {
            return switch (role) {
                case SDR -> "Sales Development Representative";
                case REP -> "Account Executive";
                case MANAGER -> "Sales Development Manager";
                case QUEUE -> "Queue";
            };
        }
    }
}
